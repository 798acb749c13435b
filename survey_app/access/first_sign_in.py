"""The first sign-in: a one-time code, with which a person chooses the password.

The code is long enough that its stored hash cannot be turned back within its life of two weeks:
12 of 32 letters are 60 bits, and the hash holds for one user name only.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey_app.access.devices import CODE_LETTERS
from survey_app.access.passwords import hash_password
from survey_app.access.people import MARK_BYTES, Person, account_typed, person_named
from survey_app.db import accounts, audit, sign_in_codes
from survey_app.problems import Code, Problem

CODE_LIFE = timedelta(days=14)
CODE_LENGTH = 12
GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCode:
    """A code as it is handed to a person, once: in groups of four letters."""

    username: str
    code: str
    expires_at: datetime


def new_code(session: Session, *, username: str, by: Person, at: datetime) -> MadeCode:
    """A code for one account; the one before ends. Unknown or closed accounts raise Problem.

    A password that the account has stays until the code is used.
    """
    found = account_typed(session, username)
    if found is None:
        raise Problem(Code.USERNAME_UNKNOWN, {"username": username})
    if not found.is_active:
        raise Problem(Code.ACCOUNT_CLOSED, {"username": found.username})
    (made,) = make_codes(session, [(found.id, found.username)], by=by, at=at)
    return made


def make_codes(
    session: Session, people: Sequence[tuple[int, str]], *, by: Person, at: datetime
) -> tuple[MadeCode, ...]:
    """A code for each account, given by number and user name, in this order."""
    expires_at = at + CODE_LIFE
    made = tuple(
        MadeCode(username=username, code=_written(_letters()), expires_at=expires_at)
        for _, username in people
    )
    new = [
        sign_in_codes.NewSignInCode(
            account_id=number,
            code_hash=_hash(one.code, username=one.username),
            made_by=by.account_id,
            made_at=at,
            expires_at=expires_at,
        )
        for (number, _), one in zip(people, made, strict=True)
    ]
    sign_in_codes.replace_codes(session, new)
    events = [
        audit.Event(action="account.code_made", object_kind="account", object_id=str(number))
        for number, _ in people
    ]
    audit.record_all(session, events, account_id=by.account_id, at=at)
    return made


def code_fits(session: Session, *, username: str, code: str, at: datetime) -> bool:
    """Whether this person may choose a password with this code now; a refusal is recorded."""
    found = account_typed(session, username)
    if found is None:
        return False
    stored = sign_in_codes.usable_code_hash(session, found.id, at=at) if found.is_active else None
    fits = stored is not None and secrets.compare_digest(
        stored, _hash(code, username=found.username)
    )
    if not fits:
        _record(session, "account.code_refused", found, by=None, at=at)
    return fits


def choose_password(
    session: Session, *, username: str, code: str, password: str, at: datetime
) -> Person | None:
    """Signs a person in who brings the code, with this password from now on; uses the code up.

    None when the code does not fit. A password that cannot be taken raises Problem.
    """
    password_hash = hash_password(password)
    found = account_typed(session, username)
    if found is None or not code_fits(session, username=username, code=code, at=at):
        return None
    accounts.set_password(
        session,
        found.id,
        password_hash=password_hash,
        session_mark=secrets.token_hex(MARK_BYTES),
    )
    sign_in_codes.use_code(session, found.id, at=at)
    _record(session, "account.password_chosen", found, by=found.id, at=at)
    _record(session, "account.signed_in", found, by=found.id, at=at)
    return person_named(session, found.username)


def _letters() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _written(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def _hash(code: str, *, username: str) -> str:
    plain = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(f"{username}\n{plain}".encode()).hexdigest()


def _record(
    session: Session, action: str, found: accounts.AccountRecord, *, by: int | None, at: datetime
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="account",
        object_id=str(found.id),
        account_id=by,
        at=at,
    )
