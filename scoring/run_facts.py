"""All that the document of a run of scores is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from scoring.composition import Composition
from scoring.effect_limits import EffectLimits
from scoring.excluded import NOBODY, Excluded, together
from scoring.published_json import ByPlan
from scoring.rechecks_in_run import RechecksInRun
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

    def lots_of(self, code: str) -> Mapping[str, str | None]:
        """The lots of re-checks of this unit, each with the decision that stands."""
        found = None if self.rechecks is None else self.rechecks.units.get(code)
        return {} if found is None else found.lots

    @property
    def limits(self) -> EffectLimits:
        """From when on excluded interviews and lots take effect, as the plan says."""
        return self.by.scoring_plan.exclusion

    @property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The units of each group."""
        groups: dict[str, list[str]] = {}
        for code, unit in self.units.items():
            groups.setdefault(unit.group, []).append(code)
        return {group: frozenset(codes) for group, codes in groups.items()}
