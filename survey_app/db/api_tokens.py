"""Queries about tokens with which programs read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, ApiToken

USED_EVERY = timedelta(minutes=1)
"""How often the last use is written: pulling every second must not write every second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRecord:
    """A token, without its secret. scopes: names, sorted."""

    id: int
    name: str
    scopes: tuple[str, ...]
    made_by: str
    made_by_is_active: bool
    made_by_role: str
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str | None
    revoked_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownToken:
    """A token as far as a request that brings it needs it. role: of whoever made it."""

    id: int
    token_sha256: str
    scopes: tuple[str, ...]
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    maker_is_active: bool
    maker_role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token as it is made."""

    name: str
    token_sha256: str
    scopes: tuple[str, ...]
    made_by: int
    made_at: datetime
    expires_at: datetime


def add_token(session: Session, new: NewToken) -> int:
    """Keeps a token; gives its number."""
    row = {
        "name": new.name,
        "token_sha256": new.token_sha256,
        "scopes": " ".join(new.scopes),
        "made_by": new.made_by,
        "made_at": new.made_at,
        "expires_at": new.expires_at,
    }
    number: int = session.execute(insert(ApiToken).returning(ApiToken.id), row).scalar_one()
    return number


def token_hashed(session: Session, token_sha256: str) -> KnownToken | None:
    """The token with this hash, whether it still holds or not."""
    row = session.execute(
        select(
            ApiToken.id,
            ApiToken.token_sha256,
            ApiToken.scopes,
            ApiToken.expires_at,
            ApiToken.last_used_at,
            ApiToken.revoked_at,
            Account.is_active,
            Account.role,
        )
        .join(Account, Account.id == ApiToken.made_by)
        .where(ApiToken.token_sha256 == token_sha256)
    ).one_or_none()
    if row is None:
        return None
    return KnownToken(
        id=row[0],
        token_sha256=row[1],
        scopes=tuple(row[2].split()),
        expires_at=row[3],
        last_used_at=row[4],
        revoked_at=row[5],
        maker_is_active=row[6],
        maker_role=row[7],
    )


def all_tokens(session: Session) -> tuple[TokenRecord, ...]:
    """Every token, those that hold first, the newest first among each."""
    maker, ender = aliased(Account), aliased(Account)
    rows = session.execute(
        select(ApiToken, maker.display_name, maker.is_active, maker.role, ender.display_name)
        .join(maker, maker.id == ApiToken.made_by)
        .outerjoin(ender, ender.id == ApiToken.revoked_by)
        .order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
        .execution_options(populate_existing=True)
    )
    return tuple(_record(*row) for row in rows)


def token_numbered(session: Session, number: int) -> TokenRecord | None:
    """The token with this number."""
    return next((one for one in all_tokens(session) if one.id == number), None)


def _record(
    found: ApiToken,
    made_by: str,
    made_by_is_active: object,
    made_by_role: str,
    revoked_by: str | None,
) -> TokenRecord:
    return TokenRecord(
        id=found.id,
        name=found.name,
        scopes=tuple(found.scopes.split()),
        made_by=made_by,
        made_by_is_active=bool(made_by_is_active),
        made_by_role=made_by_role,
        made_at=found.made_at,
        expires_at=found.expires_at,
        last_used_at=found.last_used_at,
        revoked_at=found.revoked_at,
        revoked_by=revoked_by,
        revoked_reason=found.revoked_reason,
    )


def is_worth_writing(token: KnownToken, *, at: datetime) -> bool:
    """Whether its last use, as it is kept, is a minute old."""
    before = token.last_used_at
    return before is None or abs(at - before) >= USED_EVERY


def mark_used(session: Session, token_id: int, *, at: datetime) -> None:
    """Keeps when a token was last used."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))


def revoke(session: Session, token_id: int, *, by: int, at: datetime, reason: str) -> bool:
    """Ends a token; tells whether there was one to end."""
    changed = session.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=at, revoked_by=by, revoked_reason=reason)
        .returning(ApiToken.id)
    ).scalar_one_or_none()
    return changed is not None
