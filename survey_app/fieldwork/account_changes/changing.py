"""Changes accounts, in the transaction of the session; the log says what became of what."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import MARK_BYTES, Person
from survey_app.db import accounts, audit, sign_in_codes, units
from survey_app.db.accounts import AccountRecord, Duties
from survey_app.db.open_work import OpenWork, open_work_of
from survey_app.fieldwork.account_changes.problems import AccountChangeCode, AccountRefused
from survey_app.fieldwork.account_changes.state import (
    AccountPart,
    AccountState,
    PartChange,
    differences,
    faults_of,
    stops_interviewing,
    tidied,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedChange:
    """An account and what it is to become."""

    account: AccountRecord
    after: AccountState


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChange:
    """What changes of one account. stranded: open cases of units the person is tied to from now."""

    account: AccountRecord
    after: AccountState
    parts: tuple[PartChange, ...]
    stranded: tuple[OpenWork, ...]


def states_of(session: Session, found: Collection[AccountRecord]) -> Mapping[int, AccountState]:
    """What these accounts say now, by their numbers."""
    duties = accounts.all_duties(session)
    code_of = {one.id: one.code for one in units.all_units(session).values()}
    return {
        one.id: AccountState(
            full_name=one.display_name,
            role=one.role,
            organisation=one.organisation,
            areas=duties.get(one.id, accounts.NO_DUTIES).areas,
            tied_unit_codes=frozenset(
                code_of[unit_id] for unit_id in duties.get(one.id, accounts.NO_DUTIES).tied_unit_ids
            ),
            teams=duties.get(one.id, accounts.NO_DUTIES).teams,
        )
        for one in found
    }


def judge_changes(
    session: Session, wanted: Sequence[WantedChange]
) -> tuple[tuple[AccountChange, ...], tuple[tuple[AccountRecord, Fault], ...]]:
    """What would become of these accounts, and all that speaks against it."""
    states = states_of(session, [one.account for one in wanted])
    known_units = {one.code for one in units.all_units(session).values()}
    work: dict[int, list[OpenWork]] = {}
    for one in open_work_of(session, [one.account.id for one in wanted]):
        work.setdefault(one.account_id, []).append(one)
    changes, faults = [], []
    for one_wanted in wanted:
        account, after = one_wanted.account, tidied(one_wanted.after)
        before, has = states[account.id], work.get(account.id, [])
        parts = tuple(differences(before, after))
        found = [*faults_of(before, after, known_units=known_units)]
        cases = sum(one.cases for one in has)
        if cases and any(map(stops_interviewing, parts)):
            named = {"username": account.username, "cases": str(cases)}
            found.append(AccountChangeCode.HAS_OPEN_CASES.at(AccountPart.ROLE.value, **named))
        faults += [(account, fault) for fault in found]
        newly = after.tied_unit_codes - before.tied_unit_codes
        stranded = tuple(one for one in has if one.unit_code in newly)
        if parts:
            changes.append(
                AccountChange(account=account, after=after, parts=parts, stranded=stranded)
            )
    return tuple(changes), tuple(faults)


def change_account(
    session: Session,
    username: str,
    after: AccountState,
    *,
    seen: str | None,
    by: Person,
    at: datetime,
) -> AccountChange | None:
    """Changes one account; None when there is nothing to change.

    seen: the mark of the state on which the change was decided. Raises AccountRefused.
    """
    account = accounts.locked_account(session, username)
    if seen is not None and states_of(session, [account])[account.id].mark != seen:
        code = AccountChangeCode.CHANGED_MEANWHILE
        raise AccountRefused((code.at(username, username=username),))
    changes, faults = judge_changes(session, [WantedChange(account=account, after=after)])
    if faults:
        raise AccountRefused(tuple(fault for _, fault in faults))
    store_changes(session, changes, by=by, at=at)
    return changes[0] if changes else None


def store_changes(
    session: Session, changes: Sequence[AccountChange], *, by: Person, at: datetime
) -> None:
    """Stores what was judged without a fault, with one row of the log for each account."""
    unit_id_of = {one.code: one.id for one in units.all_units(session).values()}
    accounts.set_descriptions(
        session,
        [
            accounts.Description(
                account_id=one.account.id,
                display_name=one.after.full_name,
                organisation=one.after.organisation,
                role=one.after.role,
            )
            for one in changes
        ],
    )
    accounts.replace_duties(
        session,
        {
            one.account.id: Duties(
                areas=one.after.areas,
                tied_unit_ids=frozenset(unit_id_of[code] for code in one.after.tied_unit_codes),
                teams=one.after.teams,
            )
            for one in changes
        },
    )
    events = [
        audit.Event(
            action="account.changed",
            object_kind="account",
            object_id=str(one.account.id),
            details={part.part.value: f"{part.before} → {part.after}" for part in one.parts},
        )
        for one in changes
    ]
    audit.record_all(session, events, account_id=by.account_id, at=at)


def close_account(session: Session, username: str, *, by: Person, at: datetime) -> None:
    """Closes an account and ends its sessions and its code. Raises AccountRefused."""
    account = accounts.locked_account(session, username)
    if account.id == by.account_id:
        raise AccountRefused((AccountChangeCode.OWN_ACCOUNT.at(username),))
    if not account.is_active:
        code = AccountChangeCode.CLOSED_ALREADY
        raise AccountRefused((code.at(username, username=username),))
    sign_in_codes.remove_codes(session, [account.id])
    _set_active(session, account, is_active=False, by=by, at=at)


def open_account(session: Session, username: str, *, by: Person, at: datetime) -> None:
    """Opens a closed account again; the password it had holds. Raises AccountRefused."""
    account = accounts.locked_account(session, username)
    if account.is_active:
        code = AccountChangeCode.OPEN_ALREADY
        raise AccountRefused((code.at(username, username=username),))
    _set_active(session, account, is_active=True, by=by, at=at)


def _set_active(
    session: Session, account: AccountRecord, *, is_active: bool, by: Person, at: datetime
) -> None:
    mark = secrets.token_hex(MARK_BYTES)
    accounts.set_active(session, account.id, is_active=is_active, session_mark=mark)
    audit.record(
        session,
        action="account.enabled" if is_active else "account.disabled",
        object_kind="account",
        object_id=str(account.id),
        account_id=by.account_id,
        at=at,
    )
