"""What is looked for in the list of cases, as it stands in the address."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from survey_app.db.accounts import AccountRecord
from survey_app.db.case_filter import CaseFilter, CaseScope
from survey_app.db.case_outcomes import CaseOutcome
from survey_app.db.rounds import RoundUnitRecord
from survey_app.problems import Code, Problem

Kind = TypeVar("Kind")
NOBODY = "-"
"""In the place of a user name, which cannot be this."""
OPEN = "open"
"""In the place of an outcome: whatever somebody has still to reach."""
NAMES = ("list", "unit", "stratum", "enumerator", "outcome", "code")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """The filter, and the arguments of the address that say it."""

    wanted: CaseFilter
    arguments: Mapping[str, str]

    @classmethod
    def read(
        cls,
        arguments: Mapping[str, str],
        *,
        units: Sequence[RoundUnitRecord],
        enumerators: Sequence[AccountRecord],
    ) -> Self:
        """From the address. What it names and is not there raises Problem: a list of everything
        would be taken for the one that was asked for."""
        typed = {
            name: unicodedata.normalize("NFC", arguments.get(name, "").strip()) for name in NAMES
        }
        numbers = {one.unit_code: one.id for one in units}
        if not all(value.isprintable() for value in typed.values()):
            raise Problem(Code.NOT_FOUND)
        people = {one.username: one.id for one in enumerators}
        outcomes = {one.value: one for one in CaseOutcome}
        scopes = {one.value: one for one in CaseScope}
        who, said = typed["enumerator"], typed["outcome"]
        return cls(
            wanted=CaseFilter(
                scope=_chosen(scopes, typed["list"]) or CaseScope.FIELD,
                round_unit_id=_chosen(numbers, typed["unit"]),
                stratum=typed["stratum"],
                enumerator_id=None if who == NOBODY else _chosen(people, who),
                is_nobodys=who == NOBODY,
                outcome=None if said == OPEN else _chosen(outcomes, said),
                is_open=said == OPEN,
                code=typed["code"],
            ),
            arguments={name: value for name, value in typed.items() if value},
        )


def _chosen(known: Mapping[str, Kind], typed: str) -> Kind | None:
    if not typed:
        return None
    if typed not in known:
        raise Problem(Code.NOT_FOUND)
    return known[typed]
