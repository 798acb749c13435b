"""Two rounds compared, a row for the whole, each group and each unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from field_export.written import for_programs


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCells:
    """A score on the scale of 10 with its interval, people who answered, and its flag."""

    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    people: int | None
    flag: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceCells:
    """Later minus earlier with its interval, and what it tells: risen, fallen or similar."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    change: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A row. kind: whole, group or unit. reason: why there is no difference, or no interval.

    difference: in points of the scale of 10; factors: in percentage points, by code.
    """

    kind: str
    unit_group: str
    unit_code: str
    unit_name: str
    earlier_name: str
    earlier: SideCells
    later: SideCells
    difference: DifferenceCells
    reason: str | None
    other_units: Sequence[str]
    factors: Mapping[str, DifferenceCells]


def change_rows(
    lines: Iterable[ChangeLine], *, factors: Sequence[str], rounds: tuple[str, str]
) -> Iterator[tuple[str, ...]]:
    """Heading, then the lines; empty where there is nothing to tell. rounds: earlier, later."""
    yield (
        "earlier_round",
        "later_round",
        "kind",
        "unit_group",
        "unit_code",
        "unit_name",
        "earlier_name",
        *(
            f"{side}_{name}"
            for side in ("earlier", "later")
            for name in ("score", "ci_low", "ci_high", "n_valid", "flag")
        ),
        *_heading("difference"),
        "reason",
        "other_units",
        *(name for code in factors for name in _heading(code)),
    )
    for line in lines:
        yield (
            *rounds,
            line.kind,
            line.unit_group,
            line.unit_code,
            line.unit_name,
            line.earlier_name,
            *_side(line.earlier),
            *_side(line.later),
            *_difference(line.difference),
            line.reason or "",
            "; ".join(line.other_units),
            *(cell for code in factors for cell in _difference(line.factors[code])),
        )


def _heading(of: str) -> tuple[str, ...]:
    return (of, f"{of}_ci_low", f"{of}_ci_high", f"{of}_change")


def _side(of: SideCells) -> tuple[str, ...]:
    numbers = (of.score, of.low, of.high, of.people)
    return (*map(for_programs, numbers), of.flag or "")


def _difference(of: DifferenceCells) -> tuple[str, ...]:
    return (*map(for_programs, (of.value, of.low, of.high)), of.change or "")
