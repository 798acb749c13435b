"""Makes the accounts of a list that was read without a fault: all of them, or none."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.first_sign_in import MadeCode, make_codes
from survey_app.access.people import MARK_BYTES, Person
from survey_app.clock import written_moment
from survey_app.db import accounts, audit, units
from survey_app.fieldwork.account_changes.changing import (
    AccountChange,
    WantedChange,
    judge_changes,
    states_of,
    store_changes,
)
from survey_app.fieldwork.account_changes.state import AccountState
from survey_app.fieldwork.account_list.columns import ListColumn, ListedPerson
from survey_app.fieldwork.account_list.comparing import (
    ComparedList,
    KnownAccount,
    NamedPerson,
    compare_list,
)
from survey_app.fieldwork.account_list.opening import OpenedList
from survey_app.fieldwork.account_list.reading import ListReading, ListUnit, read_list
from survey_app.problems import Code, Problem
from survey_app.table_files.problems import FaultLog


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedList:
    """A list beside the accounts that exist; with any fault nothing of it may be stored.

    changes: of accounts that exist, where the list may change them. faults and warnings: the first
    ones in full; total_faults counts all.
    """

    compared: ComparedList
    changes: tuple[AccountChange, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]

    @property
    def mark(self) -> str:
        """Tells two outcomes apart: what was seen has to be what is stored."""
        new = [(one.username, str(one.person.number)) for one in self.compared.new]
        changed = [
            (one.account.username, part.part, part.before, part.after)
            for one in self.changes
            for part in one.parts
        ]
        said = repr((new, changed, self.total_faults))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPeople:
    """The rows of a list, and what is wrong with them whoever has an account."""

    reading: ListReading
    log: FaultLog


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedCode:
    """What is handed to a person whose account was made."""

    full_name: str
    made: MadeCode


def code_rows(handed: Iterable[HandedCode]) -> Iterator[tuple[str, ...]]:
    """The codes as a table with its heading: user name, name, code, and until when it holds."""
    yield "user_name", "full_name", "code", "valid_until"
    for one in handed:
        until = written_moment(one.made.expires_at)
        yield one.made.username, one.full_name, one.made.code, until


def read_people(session: Session, data: bytes) -> ReadPeople:
    """Reads a list, which takes a while for a large one: nobody has to wait for it meanwhile."""
    log = FaultLog()
    known_units = units.all_units(session)
    listed = [ListUnit(code=one.code, name=one.name) for one in known_units.values()]
    return ReadPeople(reading=read_list(data, units=listed, log=log), log=log)


def judge_list(
    session: Session, read: ReadPeople, *, takes_changes: bool = False, will_store: bool = False
) -> JudgedList:
    """Compares a list with the accounts; says everything that is wrong with it.

    takes_changes: accounts that exist with other data become what the list says. will_store: the
    accounts stay as they are compared until the transaction ends.
    """
    reading, log = (
        read.reading,
        replace(read.log, faults=[*read.log.faults], warnings=[*read.log.warnings]),
    )
    if will_store:
        accounts.hold_accounts(session)
    compared = ComparedList(new=(), unchanged=())
    changes: tuple[AccountChange, ...] = ()
    if reading.opened is not None:
        known = {one.username: one for one in _known_accounts(session)}
        compared = compare_list(
            reading.people,
            opened=reading.opened,
            known=known,
            log=log,
            takes_changes=takes_changes,
        )
        changes = _changes(session, compared.different, opened=reading.opened, log=log)
    return JudgedList(
        compared=compared,
        changes=changes,
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
    )


def _changes(
    session: Session, different: Sequence[NamedPerson], *, opened: OpenedList, log: FaultLog
) -> tuple[AccountChange, ...]:
    """What becomes of accounts that have other data than the list; faults go into the log."""
    if not different:
        return ()
    people = {one.username: one.person for one in different}
    found = [one for one in accounts.all_accounts(session) if one.username in people]
    states = states_of(session, found)
    wanted = [
        WantedChange(account=one, after=_after(people[one.username], states[one.id], opened=opened))
        for one in found
    ]
    changes, faults = judge_changes(session, wanted)
    for account, fault in faults:
        number = people[account.username].number
        log.add(replace(fault, where=opened.where(number, ListColumn(fault.where))))
    return changes


def _after(person: ListedPerson, before: AccountState, *, opened: OpenedList) -> AccountState:
    """What the list has no column for stays."""
    areas, ties = frozenset(person.areas), person.tied_unit_codes
    teams = frozenset(person.teams)
    return AccountState(
        full_name=person.full_name,
        role=person.role.value,
        organisation=person.organisation,
        areas=areas if ListColumn.AREAS in opened.places else before.areas,
        tied_unit_codes=ties if ListColumn.TIES in opened.places else before.tied_unit_codes,
        teams=teams if ListColumn.TEAMS in opened.places else before.teams,
    )


def _known_accounts(session: Session) -> Sequence[KnownAccount]:
    duties = accounts.all_duties(session)
    code_of = {one.id: one.code for one in units.all_units(session).values()}
    return [
        KnownAccount(
            username=one.username,
            full_name=one.display_name,
            role=one.role,
            organisation=one.organisation,
            areas=duties.get(one.id, accounts.NO_DUTIES).areas,
            tied_unit_codes=frozenset(
                code_of[unit_id] for unit_id in duties.get(one.id, accounts.NO_DUTIES).tied_unit_ids
            ),
            is_active=one.is_active,
            teams=duties.get(one.id, accounts.NO_DUTIES).teams,
        )
        for one in accounts.all_accounts(session)
    ]


def store_list(
    session: Session, judged: JudgedList, *, by: Person, at: datetime
) -> tuple[HandedCode, ...]:
    """Makes the accounts with a one-time code each, and changes those that are to be changed.

    Raises Problem when a user name has been taken since the list was compared.
    """
    if judged.total_faults:
        raise ValueError("a list with faults makes no accounts")
    store_changes(session, judged.changes, by=by, at=at)
    new = judged.compared.new
    try:
        numbers = accounts.add_accounts(session, [_account(one, at=at) for one in new])
    except IntegrityError as taken:
        raise Problem(Code.ACCOUNTS_CHANGED_MEANWHILE) from taken
    unit_id_of = {one.code: one.id for one in units.all_units(session).values()}
    duties = {
        number: accounts.Duties(
            areas=frozenset(one.person.areas),
            tied_unit_ids=frozenset(unit_id_of[code] for code in one.person.tied_unit_codes),
            teams=frozenset(one.person.teams),
        )
        for number, one in zip(numbers, new, strict=True)
    }
    accounts.add_duties(session, duties)
    events = [
        audit.Event(
            action="account.added",
            object_kind="account",
            object_id=str(number),
            details={"from": "list"},
        )
        for number in numbers
    ]
    audit.record_all(session, events, account_id=by.account_id, at=at)
    people = [(number, one.username) for number, one in zip(numbers, new, strict=True)]
    made = make_codes(session, people, by=by, at=at)
    return tuple(
        HandedCode(full_name=one.person.full_name, made=code)
        for one, code in zip(new, made, strict=True)
    )


def _account(one: NamedPerson, *, at: datetime) -> accounts.NewAccount:
    return accounts.NewAccount(
        username=one.username,
        display_name=one.person.full_name,
        organisation=one.person.organisation,
        role=one.person.role.value,
        unit_id=None,
        password_hash=None,
        is_simulated=False,
        session_mark=secrets.token_hex(MARK_BYTES),
        created_at=at,
    )
