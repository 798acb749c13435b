"""The person who is signed in, and signing in."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.access.passwords import hash_password, password_matches
from survey_app.access.policy import ROLES_OF, Role, Verb, may
from survey_app.db import accounts, audit, rounds, sign_in_codes
from survey_app.problems import Code, Problem

MARK_BYTES = 12
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is asking: an account without its password."""

    account_id: int
    username: str
    display_name: str
    organisation: str
    role: Role
    unit_id: int | None
    unit_name: str | None
    is_simulated: bool
    session_mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRequest:
    """What an administrator asks for when making an account."""

    username: str
    display_name: str
    organisation: str
    role: Role
    unit_code: str | None
    is_simulated: bool = False


def _person(found: accounts.AccountRecord) -> Person:
    return Person(
        account_id=found.id,
        username=found.username,
        display_name=found.display_name,
        organisation=found.organisation,
        role=Role(found.role),
        unit_id=found.unit_id,
        unit_name=found.unit_name,
        is_simulated=found.is_simulated,
        session_mark=found.session_mark,
    )


def sign_in(session: Session, *, username: str, password: str, at: datetime) -> Person | None:
    """The person with this user name and password; success and failure are both recorded."""
    found = account_typed(session, username)
    usable = found is not None and found.is_active
    matches = password_matches(password, found.password_hash if found and usable else None)
    if found is None:
        return None
    audit.record(
        session,
        action="account.signed_in" if matches else "account.sign_in_refused",
        object_kind="account",
        object_id=str(found.id),
        account_id=found.id if matches else None,
        at=at,
    )
    return _person(found) if matches else None


def account_typed(session: Session, username: str) -> accounts.AccountRecord | None:
    """The account that somebody names at the door, however the name is typed."""
    name = username.strip().lower()
    # A name with a NUL is no name, and PostgreSQL would not even take the question.
    return accounts.account_named(session, name) if name.isprintable() else None


def person_of_session(session: Session, *, account_id: int, mark: str) -> Person | None:
    """The person behind a session cookie, unless closed or given a new password since."""
    found = accounts.account_by_id(session, account_id)
    if found is None or not found.is_active:
        return None
    return _person(found) if secrets.compare_digest(found.session_mark, mark) else None


def person_named(session: Session, username: str) -> Person:
    """The person with this user name; an unknown one raises Problem."""
    return _person(_named(session, username))


def person_who_may(session: Session, username: str, verb: Verb) -> Person:
    """The person who answers for a command; unknown, closed or of other duties raises Problem."""
    found = _named(session, username)
    if not found.is_active:
        raise Problem(Code.ACCOUNT_CLOSED, {"username": found.username})
    person = _person(found)
    if not may(person.role, verb):
        roles = ", ".join(sorted(role.value for role in ROLES_OF[verb]))
        raise Problem(Code.ROLE_MAY_NOT, {"username": found.username, "roles": roles})
    return person


def add_account(
    session: Session, request: AccountRequest, *, password: str, by: int | None, at: datetime
) -> int:
    """Makes an account; a taken name, an unknown unit or a short password raises Problem."""
    username = _fitting(request)
    if (request.role is Role.UNIT) != (request.unit_code is not None):
        raise Problem(Code.ROLE_NEEDS_UNIT)
    unit_id = None
    if request.unit_code is not None:
        unit_id = rounds.unit_id_coded(session, request.unit_code)
        if unit_id is None:
            raise Problem(Code.UNIT_UNKNOWN, {"unit": request.unit_code})
    new = accounts.NewAccount(
        username=username,
        display_name=unicodedata.normalize("NFC", request.display_name.strip()),
        organisation=unicodedata.normalize("NFC", request.organisation.strip()),
        role=request.role.value,
        unit_id=unit_id,
        password_hash=hash_password(password),
        is_simulated=request.is_simulated,
        session_mark=secrets.token_hex(MARK_BYTES),
        created_at=at,
    )
    try:
        with session.begin_nested():
            account_id = accounts.add_account(session, new)
    except IntegrityError as taken:
        raise Problem(Code.USERNAME_TAKEN, {"username": new.username}) from taken
    _record(session, "account.added", account_id, by=by, at=at)
    return account_id


def _fitting(request: AccountRequest) -> str:
    """The user name as it is stored; raises Problem for names that cannot be used."""
    username = request.username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Problem(Code.USERNAME_UNFIT)
    for name in (request.display_name.strip(), request.organisation.strip()):
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise Problem(Code.NAME_UNFIT)
    return username


def change_password(
    session: Session, *, username: str, password: str, by: int | None, at: datetime
) -> None:
    """Gives an account a new password and ends its sessions and its one-time code."""
    found = _named(session, username)
    sign_in_codes.remove_codes(session, [found.id])
    accounts.set_password(
        session,
        found.id,
        password_hash=hash_password(password),
        session_mark=secrets.token_hex(MARK_BYTES),
    )
    _record(session, "account.password_changed", found.id, by=by, at=at)


def disable_account(session: Session, *, username: str, by: int | None, at: datetime) -> None:
    """Closes an account and ends its sessions and its one-time code."""
    found = _named(session, username)
    sign_in_codes.remove_codes(session, [found.id])
    mark = secrets.token_hex(MARK_BYTES)
    accounts.set_active(session, found.id, is_active=False, session_mark=mark)
    _record(session, "account.disabled", found.id, by=by, at=at)


def _named(session: Session, username: str) -> accounts.AccountRecord:
    found = accounts.account_named(session, username.strip().lower())
    if found is None:
        raise Problem(Code.USERNAME_UNKNOWN, {"username": username})
    return found


def _record(
    session: Session, action: str, account_id: int, *, by: int | None, at: datetime
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="account",
        object_id=str(account_id),
        account_id=by,
        at=at,
    )
