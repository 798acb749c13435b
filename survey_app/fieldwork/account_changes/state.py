"""What an account says of a person, as it can be changed; comparing two such states is pure."""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaires import Fault
from survey_app.access.people import LONGEST_NAME
from survey_app.access.policy import ROLES_FROM_LISTS, Role
from survey_app.fieldwork.account_changes.problems import AccountChangeCode

NOTHING = "–"


class AccountPart(StrEnum):
    """What of an account can be changed; the names are those of the columns of a list."""

    FULL_NAME = "full_name"
    ROLE = "role"
    ORGANISATION = "organisation"
    AREAS = "area"
    TIES = "tied_to"
    TEAMS = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """What can be changed. areas and teams: as written, without repetitions, in no order."""

    full_name: str
    role: str
    organisation: str
    areas: frozenset[str]
    tied_unit_codes: frozenset[str]
    teams: frozenset[str] = frozenset()

    @property
    def mark(self) -> str:
        """Tells two states apart: a form carries it, to be held against what is there later."""
        parts = [self.full_name, self.role, self.organisation]
        lists = [sorted(self.areas), sorted(self.tied_unit_codes), sorted(self.teams)]
        return hashlib.sha256(json.dumps([*parts, *lists]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """One part that becomes another."""

    part: AccountPart
    before: str
    after: str


def differences(before: AccountState, after: AccountState) -> Iterator[PartChange]:
    """What becomes of each part that changes. Areas and teams differ by more than capitals."""
    texts = (
        (AccountPart.FULL_NAME, before.full_name, after.full_name),
        (AccountPart.ROLE, before.role, after.role),
        (AccountPart.ORGANISATION, before.organisation, after.organisation),
    )
    yield from (
        PartChange(part=part, before=there, after=here)
        for part, there, here in texts
        if there != here
    )
    names = (
        (AccountPart.AREAS, before.areas, after.areas),
        (AccountPart.TEAMS, before.teams, after.teams),
    )
    yield from (
        PartChange(part=part, before=listed(there), after=listed(here))
        for part, there, here in names
        if not same_names(there, here)
    )
    if before.tied_unit_codes != after.tied_unit_codes:
        yield PartChange(
            part=AccountPart.TIES,
            before=listed(before.tied_unit_codes),
            after=listed(after.tied_unit_codes),
        )


def same_names(some: Collection[str], others: Collection[str]) -> bool:
    """Whether they are the same but for capital letters."""
    return {one.casefold() for one in some} == {one.casefold() for one in others}


def listed(values: Collection[str]) -> str:
    """Several values as one text."""
    return "; ".join(sorted(values)) or NOTHING


def tidied(state: AccountState) -> AccountState:
    """The same as it is stored: NFC, without blanks around, no area or team twice."""
    return AccountState(
        full_name=_tidy(state.full_name),
        role=state.role,
        organisation=_tidy(state.organisation),
        areas=_tidy_names(state.areas),
        tied_unit_codes=frozenset(map(str.strip, state.tied_unit_codes)) - {""},
        teams=_tidy_names(state.teams),
    )


def _tidy_names(names: Collection[str]) -> frozenset[str]:
    found: dict[str, str] = {}
    for name in sorted(map(_tidy, names)):
        if name:
            found.setdefault(name.casefold(), name)
    return frozenset(found.values())


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def faults_of(
    before: AccountState, after: AccountState, *, known_units: Collection[str]
) -> Iterator[Fault]:
    """All that speaks against this change, as far as the two states tell."""
    for part, text in (
        (AccountPart.FULL_NAME, after.full_name),
        (AccountPart.ORGANISATION, after.organisation),
        *((AccountPart.AREAS, area) for area in sorted(after.areas)),
        *((AccountPart.TEAMS, team) for team in sorted(after.teams)),
    ):
        if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
            yield AccountChangeCode.TEXT_UNFIT.at(part.value, maximum=str(LONGEST_NAME))
    for code in sorted(after.tied_unit_codes - set(known_units)):
        yield AccountChangeCode.UNIT_UNKNOWN.at(AccountPart.TIES.value, unit=code)
    if before.role != after.role:
        yield from _faults_of_role(before.role, after.role)


def _faults_of_role(before: str, after: str) -> Iterator[Fault]:
    where = AccountPart.ROLE.value
    from_lists = {role.value for role in ROLES_FROM_LISTS}
    if before not in from_lists:
        yield AccountChangeCode.ROLE_FIXED.at(where, role=before)
    elif after not in from_lists:
        yield AccountChangeCode.ROLE_NOT_GIVEN.at(where, role=after)


def stops_interviewing(change: PartChange) -> bool:
    """Whether whoever has cases could not reach them any more."""
    return change.part is AccountPart.ROLE and change.before == Role.ENUMERATOR
