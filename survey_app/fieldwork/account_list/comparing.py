"""Decides of every listed person whether the account is new, there already, or another's.

Pure: the same list beside the same accounts gives the same answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey_app.fieldwork.account_changes.state import listed, same_names
from survey_app.fieldwork.account_list.columns import ListColumn, ListedPerson
from survey_app.fieldwork.account_list.opening import OpenedList
from survey_app.fieldwork.account_list.problems import AccountListCode
from survey_app.fieldwork.account_list.usernames import username_base, username_candidates
from survey_app.table_files.problems import FaultLog, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAccount:
    """An account that exists, as far as a list can say the same of it."""

    username: str
    full_name: str
    role: str
    organisation: str
    areas: frozenset[str]
    tied_unit_codes: frozenset[str]
    is_active: bool
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """A listed person with the user name of the account, given or made."""

    username: str
    person: ListedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedList:
    """The people whose accounts are to be made, and those who have exactly theirs already.

    different: whose account has other data, where such accounts are to be changed.
    """

    new: tuple[NamedPerson, ...]
    unchanged: tuple[NamedPerson, ...]
    different: tuple[NamedPerson, ...] = ()


def compare_list(
    people: Sequence[ListedPerson],
    *,
    opened: OpenedList,
    known: Mapping[str, KnownAccount],
    log: FaultLog,
    takes_changes: bool = False,
) -> ComparedList:
    """Gives everybody a user name; accounts that exist with other data go into the log.

    known: by user name. takes_changes: accounts with other data are to be changed, and are no
    faults. What a list has no column for is not compared.
    """
    named = _named(people, opened=opened, known=known, log=log)
    new, unchanged, different = [], [], []
    for one in named:
        account = known.get(one.username)
        if account is None:
            new.append(one)
        elif takes_changes and account.is_active and any(_differences(one.person, account, opened)):
            different.append(one)
        elif _note_differences(one, account, opened=opened, log=log):
            unchanged.append(one)
    return ComparedList(new=tuple(new), unchanged=tuple(unchanged), different=tuple(different))


def _named(
    people: Sequence[ListedPerson],
    *,
    opened: OpenedList,
    known: Mapping[str, KnownAccount],
    log: FaultLog,
) -> list[NamedPerson]:
    usernames = {person.number: person.username for person in people if person.username}
    nameless = [person for person in people if not person.username]
    usernames |= _found(nameless, given=usernames.values(), known=known, opened=opened)
    used = {*usernames.values(), *known}
    for person in nameless:
        if person.number in usernames:
            continue
        base = username_base(person.full_name)
        if base:
            usernames[person.number] = next(
                one for one in username_candidates(base) if one not in used
            )
            used.add(usernames[person.number])
        else:
            where = opened.where(person.number, ListColumn.FULL_NAME)
            value = shown(person.full_name)
            log.note(AccountListCode.NAME_MAKES_NO_USERNAME, where, value=value)
    return [
        NamedPerson(username=usernames[person.number], person=person)
        for person in people
        if person.number in usernames
    ]


def _found(
    nameless: Sequence[ListedPerson],
    *,
    given: Collection[str],
    known: Mapping[str, KnownAccount],
    opened: OpenedList,
) -> dict[int, str]:
    """User names of accounts with the same name and organisation, by the number of the row.

    People of one name take the accounts that say exactly the same first, so that the order of the
    list does not matter.
    """
    accounts: dict[tuple[str, str], list[KnownAccount]] = defaultdict(list)
    for one in known.values():
        if one.username not in given:
            accounts[one.full_name.casefold(), one.organisation.casefold()].append(one)
    found: dict[int, str] = {}
    for exactly in (True, False):
        for person in nameless:
            left = accounts[person.full_name.casefold(), person.organisation.casefold()]
            fitting = [one for one in left if not exactly or _is_exactly(person, one, opened)]
            if person.number not in found and fitting:
                found[person.number] = fitting[0].username
                left.remove(fitting[0])
    return found


def _is_exactly(person: ListedPerson, account: KnownAccount, opened: OpenedList) -> bool:
    return account.is_active and not any(_differences(person, account, opened))


def _differences(
    person: ListedPerson, account: KnownAccount, opened: OpenedList
) -> Iterator[tuple[ListColumn, str, str]]:
    """Column, what the account has, what the list says; of areas and teams not by capitals."""
    texts = (
        (ListColumn.FULL_NAME, account.full_name, person.full_name),
        (ListColumn.ROLE, account.role, person.role.value),
        (ListColumn.ORGANISATION, account.organisation, person.organisation),
    )
    yield from (one for one in texts if one[1] != one[2])
    names = (
        (ListColumn.AREAS, account.areas, person.areas),
        (ListColumn.TEAMS, account.teams, person.teams),
    )
    for column, of_account, of_person in names:
        if column in opened.places and not same_names(of_account, of_person):
            yield column, listed(of_account), listed(of_person)
    if ListColumn.TIES in opened.places and account.tied_unit_codes != person.tied_unit_codes:
        there, here = listed(account.tied_unit_codes), listed(person.tied_unit_codes)
        yield ListColumn.TIES, there, here


def _note_differences(
    one: NamedPerson, account: KnownAccount, *, opened: OpenedList, log: FaultLog
) -> bool:
    """Whether there are none."""
    before = log.total
    number = one.person.number
    if not account.is_active:
        where = opened.where(number, ListColumn.USERNAME)
        log.note(AccountListCode.ACCOUNT_CLOSED, where, username=one.username)
    for column, there, here in _differences(one.person, account, opened):
        log.note(
            AccountListCode.ACCOUNT_DIFFERS,
            opened.where(number, column),
            username=one.username,
            there=there,
            value=here,
        )
    return log.total == before
