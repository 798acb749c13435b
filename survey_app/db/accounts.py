"""Queries about accounts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """An account as the rest of the application sees it."""

    id: int
    username: str
    display_name: str
    organisation: str
    role: str
    unit_id: int | None
    unit_code: str | None
    unit_name: str | None
    password_hash: str
    is_active: bool
    is_simulated: bool
    session_mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What an account is made from; the password comes hashed."""

    username: str
    display_name: str
    organisation: str
    role: str
    unit_id: int | None
    password_hash: str
    is_simulated: bool
    session_mark: str
    created_at: datetime


def _accounts() -> Select[Account, str, str]:
    return select(Account, Unit.code, Unit.name).outerjoin(Unit, Unit.id == Account.unit_id)


def _record(account: Account, unit_code: str | None, unit_name: str | None) -> AccountRecord:
    return AccountRecord(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        organisation=account.organisation,
        role=account.role,
        unit_id=account.unit_id,
        unit_code=unit_code,
        unit_name=unit_name,
        password_hash=account.password_hash,
        is_active=account.is_active,
        is_simulated=account.is_simulated,
        session_mark=account.session_mark,
    )


def account_named(session: Session, username: str) -> AccountRecord | None:
    """The account with this user name, in lower case."""
    found = session.execute(_accounts().where(Account.username == username)).one_or_none()
    return None if found is None else _record(*found)


def account_by_id(session: Session, account_id: int) -> AccountRecord | None:
    """The account with this number."""
    found = session.execute(_accounts().where(Account.id == account_id)).one_or_none()
    return None if found is None else _record(*found)


def all_accounts(session: Session) -> tuple[AccountRecord, ...]:
    """Every account, by role and user name."""
    rows = session.execute(_accounts().order_by(Account.role, Account.username))
    return tuple(_record(*row) for row in rows)


def add_account(session: Session, new: NewAccount) -> int:
    """Adds an account and gives its number; a taken user name is an IntegrityError."""
    return session.execute(
        insert(Account).returning(Account.id),
        {
            "username": new.username,
            "display_name": new.display_name,
            "organisation": new.organisation,
            "role": new.role,
            "unit_id": new.unit_id,
            "password_hash": new.password_hash,
            "is_active": True,
            "is_simulated": new.is_simulated,
            "session_mark": new.session_mark,
            "created_at": new.created_at,
        },
    ).scalar_one()


def set_password(
    session: Session, account_id: int, *, password_hash: str, session_mark: str
) -> None:
    """Replaces the password; the new mark ends every session signed in with the old one."""
    session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(password_hash=password_hash, session_mark=session_mark)
    )


def set_active(session: Session, account_id: int, *, is_active: bool, session_mark: str) -> None:
    """Closes or reopens an account, and ends its sessions."""
    session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(is_active=is_active, session_mark=session_mark)
    )
