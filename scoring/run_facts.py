"""All that the document of a run of scores is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from scoring.composition import Composition
from scoring.excluded import NOBODY, Excluded, together
from scoring.published_json import ByPlan
from scoring.rechecks_in_run import RechecksInRun, has_too_few_accepted
from scoring.response_rates import NO_CASES, Cases
from scoring.score_table import ScoreRow, ScoreTable


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesInRun:
    """What has become of the cases somebody was sent to. counted: as AAPOR would close them now.
    not_eligible: those in no formula.
    """

    counted: Cases = NO_CASES
    not_eligible: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInRun:
    """A unit of the round. left_out: interviews with people outside its sample. uncovered: people
    of its population by stratum, of the strata of which nobody was asked. cases: None where they
    were not counted.
    """

    name: str
    group: str
    left_out: int = 0
    uncovered: Mapping[str, int] = field(default_factory=dict)
    cases: CasesInRun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """All that a run is made of.

    about: what identifies the round, the data cut and the code, as it is to stand in the document.
    with_excluded, groups_with_excluded: the scores with the interviews that were received and
    do not count; excluded: how many these are, by unit. units: all of the round, by code.
    rechecks: None where the round promised none.
    """

    about: Mapping[str, JsonValue]
    table: ScoreTable
    groups: Mapping[str, ScoreRow]
    units: Mapping[str, UnitInRun]
    by: ByPlan
    compositions: Mapping[str, Composition]
    with_excluded: ScoreTable
    groups_with_excluded: Mapping[str, ScoreRow]
    excluded: Mapping[str, Excluded]
    rechecks: RechecksInRun | None = None

    @property
    def group_of(self) -> Mapping[str, str]:
        """The group of each unit."""
        return {code: unit.group for code, unit in self.units.items()}

    def excluded_of(self, units: Iterable[str]) -> Excluded:
        """Of these units together."""
        return together(self.excluded.get(code, NOBODY) for code in units)

    def is_not_scored(self, code: str) -> bool:
        """Whether this unit has no score, for too few of its lots of re-checks were accepted."""
        found = None if self.rechecks is None else self.rechecks.units.get(code)
        return found is not None and has_too_few_accepted(found.lots)

    @property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The units of each group."""
        groups: dict[str, list[str]] = {}
        for code, unit in self.units.items():
            groups.setdefault(unit.group, []).append(code)
        return {group: frozenset(codes) for group, codes in groups.items()}
