"""Ranked units, their factors, and criteria by level as rows: what the pages of scores print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from field_export.written import for_programs


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingLine:
    """A unit: score and interval on the scale of 10, None where they may not be shown.

    people: with a valid answer. flag: None of a unit without an interview. uncovered_strata,
    uncovered_people: of the lists, those of which nobody was asked. left_out: interviews with
    people whom nobody drew, where the plan weighs by the draw.
    """

    unit_group: str
    unit_code: str
    unit_name: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    people: int
    versus_overall: str | None
    flag: str | None
    flag_reason: str | None
    uncovered_strata: int
    uncovered_people: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLine:
    """A unit: its factors in percent, None where too few people answered, and how many did."""

    unit_group: str
    unit_code: str
    unit_name: str
    score: Decimal | None
    factors: Mapping[str, Decimal | None]
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """A criterion: percent satisfied with its interval, and people by level, none where hidden."""

    item: str
    factor: str
    percent: Decimal | None
    low: Decimal | None
    high: Decimal | None
    people: int
    levels: Mapping[int, int]
    not_applicable: int
    blank: int
    not_asked: int


def ranking_rows(lines: Iterable[RankingLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a unit; empty where there is nothing to show."""
    yield (
        "unit_group",
        "unit_code",
        "unit_name",
        "rank",
        "rank_low",
        "rank_high",
        "score",
        "ci_low",
        "ci_high",
        "n_valid",
        "versus_overall",
        "flag",
        "flag_reason",
        "uncovered_strata",
        "uncovered_people",
        "left_out",
    )
    for line in lines:
        yield (
            line.unit_group,
            line.unit_code,
            line.unit_name,
            *map(for_programs, (line.rank, line.rank_low, line.rank_high)),
            *map(for_programs, (line.score, line.low, line.high)),
            str(line.people),
            line.versus_overall or "",
            line.flag or "",
            line.flag_reason or "",
            *map(str, (line.uncovered_strata, line.uncovered_people, line.left_out)),
        )


def factor_rows(
    lines: Iterable[FactorLine], *, factors: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a unit: percent of each factor, then people who answered to it."""
    yield (
        "unit_group",
        "unit_code",
        "unit_name",
        "score",
        *factors,
        *(f"{code}_n_valid" for code in factors),
    )
    for line in lines:
        yield (
            line.unit_group,
            line.unit_code,
            line.unit_name,
            for_programs(line.score),
            *(for_programs(line.factors[code]) for code in factors),
            *(str(line.people[code]) for code in factors),
        )


def criterion_rows(
    lines: Iterable[CriterionLine], *, levels: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a criterion: people by level, the worst first."""
    yield (
        "item",
        "factor",
        "satisfied_percent",
        "ci_low",
        "ci_high",
        "n_valid",
        *(f"level_{level}" for level in levels),
        "not_applicable",
        "blank",
        "not_asked",
    )
    for line in lines:
        yield (
            line.item,
            line.factor,
            *map(for_programs, (line.percent, line.low, line.high)),
            str(line.people),
            *(for_programs(line.levels.get(level)) for level in levels),
            *map(str, (line.not_applicable, line.blank, line.not_asked)),
        )
