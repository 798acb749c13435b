"""The keys of rounds: made with the round, or when the server starts; found by their name."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.db import audit, round_keys
from survey_app.fieldwork.sealing import (
    PrivateKey,
    StaysClosed,
    make_key_pair,
    unwrap_private_key,
    wrap_private_key,
)

Opener = Callable[[Collection[str]], Mapping[str, PrivateKey]]
"""Gives the private keys with these names, those that are here and can be read."""


def new_round_key(*, secret_key: str, at: datetime) -> round_keys.NewRoundKey:
    """A new key, its private half wrapped with the secret of the installation."""
    pair = make_key_pair()
    return round_keys.NewRoundKey(
        kid=pair.kid,
        public_jwk=pair.public_jwk,
        wrapped_private_key=wrap_private_key(pair, secret_key=secret_key),
        created_at=at,
    )


def opener_of(session: Session, *, secret_key: str) -> Opener:
    """Finds keys in the database; one that was wrapped with another secret is not there."""

    def private_keys(kids: Collection[str]) -> Mapping[str, PrivateKey]:
        if not kids:
            return {}
        wrapped = round_keys.wrapped_keys(session, kids)
        found = {kid: _unwrapped(text, secret_key=secret_key) for kid, text in wrapped.items()}
        return {kid: key for kid, key in found.items() if key is not None}

    return private_keys


def _unwrapped(wrapped: str, *, secret_key: str) -> PrivateKey | None:
    try:
        return unwrap_private_key(wrapped, secret_key=secret_key)
    except StaysClosed:
        return None


def ensure_keys(session: Session, *, secret_key: str, at: datetime) -> int:
    """Gives a key to every round whose newest one is missing or cannot be read; says how many.

    Runs when the server starts, so that answering a tablet never has to write one. A round of the
    version before has no key; after a change of the secret the one it has is lost.
    """
    made = 0
    for round_id, newest in round_keys.newest_keys(session).items():
        made += _ensure(session, round_id, newest, secret_key=secret_key, at=at)
    return made


def ensure_key(session: Session, round_id: int, *, secret_key: str, at: datetime) -> bool:
    """The same for one round, which opens; says whether a key was made."""
    newest = round_keys.newest_keys(session).get(round_id)
    return _ensure(session, round_id, newest, secret_key=secret_key, at=at)


def _ensure(
    session: Session,
    round_id: int,
    newest: round_keys.RoundKeyRecord | None,
    *,
    secret_key: str,
    at: datetime,
) -> bool:
    if newest and _unwrapped(newest.wrapped_private_key, secret_key=secret_key):
        return False
    new = new_round_key(secret_key=secret_key, at=at)
    round_keys.add_key(session, round_id, new)
    audit.record(
        session,
        action="round.key_added",
        object_kind="round",
        object_id=str(round_id),
        account_id=None,
        at=at,
        details={"kid": new.kid},
    )
    return True
