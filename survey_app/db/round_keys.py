"""Queries about the keys of rounds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Round, RoundKey


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoundKey:
    """A key as it is stored: its public half open, its private half wrapped."""

    kid: str
    public_jwk: Mapping[str, str]
    wrapped_private_key: str
    created_at: datetime


def add_key(session: Session, round_id: int, new: NewRoundKey) -> None:
    """Gives a round one more key; from now on it is the one to seal to."""
    session.execute(
        insert(RoundKey),
        {
            "kid": new.kid,
            "round_id": round_id,
            "public_jwk": dict(new.public_jwk),
            "wrapped_private_key": new.wrapped_private_key,
            "created_at": new.created_at,
        },
    )


def wrapped_keys(session: Session, kids: Collection[str]) -> Mapping[str, str]:
    """The wrapped private halves of the keys with these names."""
    rows = session.execute(
        select(RoundKey.kid, RoundKey.wrapped_private_key).where(RoundKey.kid.in_(kids))
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundKeyRecord:
    """The key that documents of a round are sealed to."""

    kid: str
    public_jwk: Mapping[str, str]
    wrapped_private_key: str


def newest_keys(session: Session) -> Mapping[int, RoundKeyRecord | None]:
    """The newest key of every round by the round's number; None where a round has no key."""
    rows = session.execute(
        select(Round.id, RoundKey)
        .outerjoin(RoundKey, RoundKey.round_id == Round.id)
        .order_by(Round.id, RoundKey.created_at, RoundKey.kid)
    )
    return {round_id: None if found is None else _record(found) for round_id, found in rows}


def _record(found: RoundKey) -> RoundKeyRecord:
    return RoundKeyRecord(
        kid=found.kid,
        public_jwk=found.public_jwk,
        wrapped_private_key=found.wrapped_private_key,
    )
