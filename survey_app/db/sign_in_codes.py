"""Queries about the codes with which people choose their first password."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import SignInCode


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignInCode:
    """A code for one account; it comes hashed."""

    account_id: int
    code_hash: str
    made_by: int
    made_at: datetime
    expires_at: datetime


def replace_codes(session: Session, new: Sequence[NewSignInCode]) -> None:
    """Keeps these codes; what their accounts had before ends."""
    if not new:
        return
    remove_codes(session, [one.account_id for one in new])
    session.execute(insert(SignInCode), [{**asdict(one), "used_at": None} for one in new])


def remove_codes(session: Session, account_ids: Sequence[int]) -> None:
    """Ends the codes of these accounts, used or not."""
    session.execute(delete(SignInCode).where(SignInCode.account_id.in_(account_ids)))


def usable_code_hash(session: Session, account_id: int, *, at: datetime) -> str | None:
    """The hash of the code of an account, unless used or too old; locked until the end."""
    return session.execute(
        select(SignInCode.code_hash)
        .where(
            SignInCode.account_id == account_id,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > at,
        )
        .with_for_update()
    ).scalar_one_or_none()


def use_code(session: Session, account_id: int, *, at: datetime) -> None:
    """Uses the code of an account up."""
    session.execute(
        update(SignInCode).where(SignInCode.account_id == account_id).values(used_at=at)
    )


def unused_codes(session: Session) -> Mapping[int, datetime]:
    """Until when the unused code of an account can be used, by the number of the account."""
    found = session.execute(
        select(SignInCode.account_id, SignInCode.expires_at).where(SignInCode.used_at.is_(None))
    )
    return dict(found.all())
