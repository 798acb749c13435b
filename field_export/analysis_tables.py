"""How far scores can be relied on, what goes with the whole, and subgroups, as rows: what the page
of reliability prints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from field_export.written import for_programs


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReliabilityLine:
    """A unit that is ranked: score and interval on the scale of 10, reliability in percent."""

    unit_code: str
    unit_name: str
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reliability: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyLine:
    """All criteria (of_factor "") or those of a factor; alpha with its interval, and omega.

    people: who answered all of them; left_out: the others. reasons: why a coefficient is missing.
    """

    of_factor: str
    items: int
    people: int
    left_out: int
    alpha: Decimal | None
    low: Decimal | None
    high: Decimal | None
    alpha_reason: str | None
    omega: Decimal | None
    omega_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverLine:
    """A factor: percent of the variance of overall satisfaction by two methods, its part of what
    is explained, and its score in percent. score_reason: why something of the score is missing.
    """

    factor: str
    lmg: Decimal | None
    lmg_low: Decimal | None
    lmg_high: Decimal | None
    johnson: Decimal | None
    part: Decimal | None
    score: Decimal | None
    score_low: Decimal | None
    score_high: Decimal | None
    score_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupLine:
    """A subgroup: score and interval on the scale of 10, None where it is not shown; reason: why,
    in a word.
    """

    label: str
    name: str
    people: int
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupDifferenceLine:
    """The first subgroup minus the second, in points of 10; change: risen, fallen or similar."""

    first: str
    first_name: str
    second: str
    second_name: str
    difference: Decimal | None
    low: Decimal | None
    high: Decimal | None
    change: str | None


def unit_reliability_rows(lines: Iterable[UnitReliabilityLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a unit."""
    yield ("unit_code", "unit_name", "score", "ci_low", "ci_high", "reliability_percent")
    for line in lines:
        numbers = (line.score, line.low, line.high, line.reliability)
        yield (line.unit_code, line.unit_name, *map(for_programs, numbers))


def consistency_rows(lines: Iterable[ConsistencyLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row for all criteria and one a factor; empty where there is no figure."""
    yield (
        "factor",
        "items",
        "n",
        "left_out",
        "alpha",
        "ci_low",
        "ci_high",
        "alpha_reason",
        "omega",
        "omega_reason",
    )
    for line in lines:
        yield (
            line.of_factor,
            *map(str, (line.items, line.people, line.left_out)),
            *map(for_programs, (line.alpha, line.low, line.high)),
            line.alpha_reason or "",
            for_programs(line.omega),
            line.omega_reason or "",
        )


def driver_rows(lines: Iterable[DriverLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a factor."""
    yield (
        "factor",
        "lmg_percent",
        "lmg_low",
        "lmg_high",
        "johnson_percent",
        "part_of_100",
        "satisfied_percent",
        "ci_low",
        "ci_high",
        "satisfied_reason",
    )
    for line in lines:
        explained = (line.lmg, line.lmg_low, line.lmg_high, line.johnson, line.part)
        scores = (line.score, line.score_low, line.score_high)
        numbers = map(for_programs, (*explained, *scores))
        yield (line.factor, *numbers, line.score_reason or "")


def subgroup_rows(lines: Iterable[SubgroupLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a subgroup."""
    yield ("label", "name", "n_valid", "score", "ci_low", "ci_high", "reason")
    for line in lines:
        numbers = map(for_programs, (line.score, line.low, line.high))
        yield (line.label, line.name, str(line.people), *numbers, line.reason or "")


def subgroup_difference_rows(
    lines: Iterable[SubgroupDifferenceLine],
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a pair of subgroups that may both be shown."""
    yield (
        "first",
        "first_name",
        "second",
        "second_name",
        "difference",
        "ci_low",
        "ci_high",
        "change",
    )
    for line in lines:
        yield (
            line.first,
            line.first_name,
            line.second,
            line.second_name,
            *map(for_programs, (line.difference, line.low, line.high)),
            line.change or "",
        )
