"""The units of a group as the tables of scores say them, in the language of the page.

The words of every cell are made here: a template takes three times as long to ask for them one by
one, and a table has hundreds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.publishing import Flag
from scoring.score_table import ScoreRow
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.ranking import FactorShown, RankedUnit, Shown
from survey_app.web.language import ngettext
from survey_app.web.numbers import points, whole
from survey_app.web.score_words import (
    flag_words,
    range_words,
    rank_words,
    reason_words,
    versus_words,
)

SHADES = (95, 90, 80)
"""Percent from which on a cell has the lightest shade, the next one, the one after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorCell:
    """The share of a factor and its shade; where it is not shown, how few people answered."""

    shade: int
    said: str
    few: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit in the tables. factors: in the order of the scoring rule. how: it was computed."""

    unit: RoundUnitRecord
    row: ScoreRow | None
    is_shown: bool
    is_provisional: bool
    rank: str
    possible: str
    score: str
    between: str
    people: str
    versus: str
    flag: str
    reason: str
    factors: tuple[FactorCell, ...]
    how: tuple[str, ...]


def unit_line(one: RankedUnit, *, factors: Sequence[str], how: tuple[str, ...]) -> UnitLine:
    """The line of a unit, with these factors."""
    row = one.row
    return UnitLine(
        unit=one.unit,
        row=row,
        is_provisional=row is not None and row.verdict.flag is Flag.PROVISIONAL,
        is_shown=one.shown.score is not None,
        rank=rank_words(one.rank),
        possible=range_words(one.rank),
        score=points(one.shown.score),
        between=_between(one.shown),
        people=whole(row.published.n_valid if row else 0),
        versus=versus_words(row),
        flag=flag_words(row),
        reason=reason_words(row),
        factors=tuple(_cell(one.factors[code]) for code in factors),
        how=how,
    )


def _between(shown: Shown) -> str:
    return "–" if shown.low is None else f"{points(shown.low)}–{points(shown.high)}"


def _cell(of: FactorShown) -> FactorCell:
    is_shown = of.percent is not None
    return FactorCell(
        shade=shade_of(of.percent),
        said=points(of.percent, 1) if is_shown else "–",
        few="" if is_shown else ngettext("%(num)d person", "%(num)d people", of.people),
    )


def shade_of(percent: Decimal | None) -> int:
    """From 1, the lightest, for the highest shares to 4; 0 for none."""
    if percent is None:
        return 0
    return 1 + sum(percent < shade for shade in SHADES)
