"""What the rules of a sampling plan come to in a unit: sample, strata, reserve and margin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scoring.allocation import (
    Allocation,
    AllocationRule,
    MinimumTooLarge,
    allocate,
    allocate_reserve,
    reserve_size,
)
from scoring.draw_plan import StratumTarget, stratum_targets
from scoring.expected_margin import PlannedStratum, expected_margin
from scoring.sample_size import fixed_size, ministry_size

WORST, USUAL = 50.0, 95.0
"""Percent satisfied for which margins are told: the widest, and what provinces publish."""


class SizeRule(StrEnum):
    """What says how many are interviewed in a unit: its quota, or the ministry's formula."""

    QUOTA = "quota"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingRules:
    """How the sample of every unit is shared out.

    error: e of the ministry's formula, a share; used by SizeRule.MARGIN only. rule, minimum: of
    the allocation to strata. reserve: length of the reserve list against the official one, a share.
    """

    size: SizeRule
    error: Fraction
    rule: AllocationRule
    minimum: int
    reserve: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSample:
    """What a plan comes to in one unit.

    population: cases that may be drawn. official, reserve: by stratum. margin_worst, margin_usual:
    ± percentage points at 50 % and at 95 % satisfied; None where a stratum has no sample.
    minimum_needed: the smallest sample that would give every stratum its minimum, where that of
    the plan is too small and the minimum was dropped; else None.
    """

    population: int
    wanted: int
    official: Allocation
    reserve: Allocation
    margin_worst: float | None
    margin_usual: float | None
    minimum_needed: int | None

    @property
    def targets(self) -> tuple[StratumTarget, ...]:
        """The targets of the draw."""
        return stratum_targets(self.official, reserve=self.reserve)


def unit_sample(populations: Mapping[str, int], *, quota: int, rules: SamplingRules) -> UnitSample:
    """Shares the sample of one unit out to its strata. populations: cases by stratum."""
    population = sum(populations.values())
    if rules.size is SizeRule.QUOTA:
        size = fixed_size(population, quota=quota)
    else:
        size = ministry_size(population, error=rules.error)
    needed = None
    try:
        official = allocate(populations, wanted=size.n, rule=rules.rule, minimum=rules.minimum)
    except MinimumTooLarge as too_large:
        needed = too_large.needed
        official = allocate(populations, wanted=size.n, rule=rules.rule)
    wanted = reserve_size(official.n, share=rules.reserve)
    reserve = allocate_reserve(official, wanted=wanted)
    planned = [PlannedStratum(population=one.population, n=one.n) for one in official.strata]
    return UnitSample(
        population=population,
        wanted=size.wanted,
        official=official,
        reserve=reserve,
        margin_worst=margin_of(planned, percent=WORST),
        margin_usual=margin_of(planned, percent=USUAL),
        minimum_needed=needed,
    )


def margin_of(strata: Sequence[PlannedStratum], *, percent: float) -> float | None:
    """± percentage points of a sample of these strata; None without any, or where one has none."""
    return expected_margin(strata, satisfied_percent=percent).margin if strata else None
