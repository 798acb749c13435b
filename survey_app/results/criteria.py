"""The criteria of a score with the counts of their levels, and what may be shown of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scoring.publishing import Flag
from scoring.rounding import half_up, printed_ends
from scoring.rule import ScoringRule
from scoring.score_table import ItemScore, ScoreRow

HUNDRED, PLACES = 100, 1
NOBODY = ItemScore(
    share=None,
    est=None,
    se=None,
    ci_low=None,
    ci_high=None,
    n_valid=0,
    counts={},
    blank=0,
    not_applicable=0,
    not_asked=0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareShown:
    """Satisfied with a criterion, in percent with one decimal; low, high: its 95 % interval,
    outward. All None where it is not shown.
    """

    percent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion. share: satisfied in percent, unrounded; percent: with one decimal; low, high:
    its 95 % interval, outward. levels: people by code of the scale, worst first. satisfied: those
    of them with a level that counts as such.

    All None, and no levels, where fewer people answered than it takes to show a share, or where the
    score of the whole row is not shown.
    """

    code: str
    factor: str
    levels: Mapping[int, int]
    satisfied: int | None
    people: int
    blank: int
    not_applicable: int
    not_asked: int
    share: Fraction | None
    percent: Decimal | None
    low: Decimal | None
    high: Decimal | None


def criteria_of(row: ScoreRow | None, *, rule: ScoringRule, minimum: int) -> tuple[Criterion, ...]:
    """Every criterion that counts, factor by factor; without a row nobody has answered."""
    is_hidden = row is None or row.verdict.flag is Flag.SUPPRESSED
    found = ((factor.code, code) for factor in rule.factors for code in factor.items)
    items = ((factor, code, NOBODY if row is None else row.items[code]) for factor, code in found)
    return tuple(
        _hidden(code, factor=factor, item=item)
        if is_hidden or item.n_valid < minimum
        else _shown(code, factor=factor, item=item, rule=rule)
        for factor, code, item in items
    )


def _shown(code: str, *, factor: str, item: ItemScore, rule: ScoringRule) -> Criterion:
    levels = {level: item.counts.get(level, 0) for level in rule.levels}
    satisfied = sum(count for level, count in levels.items() if level in rule.satisfied)
    shown = share_shown(item)
    return replace(
        _hidden(code, factor=factor, item=item),
        levels=levels,
        satisfied=satisfied,
        share=None if item.share is None else item.share * HUNDRED,
        percent=shown.percent,
        low=shown.low,
        high=shown.high,
    )


def share_shown(item: ItemScore) -> ShareShown:
    """The share of a criterion without any number of people."""
    percent = None if item.share is None else half_up(item.share * HUNDRED, places=PLACES)
    low, high = _ends(item, percent=percent)
    return ShareShown(percent=percent, low=low, high=high)


def _hidden(code: str, *, factor: str, item: ItemScore) -> Criterion:
    """How many people there are says nothing of what they answered."""
    return Criterion(
        code=code,
        factor=factor,
        levels={},
        satisfied=None,
        people=item.n_valid,
        blank=item.blank,
        not_applicable=item.not_applicable,
        not_asked=item.not_asked,
        share=None,
        percent=None,
        low=None,
        high=None,
    )


def _ends(item: ItemScore, *, percent: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    low, high = item.ci_low, item.ci_high
    if low is None or high is None:
        return None, None
    return printed_ends(low, high, point=percent, places=PLACES)


def lowest(criteria: Sequence[Criterion], *, count: int) -> tuple[Criterion, ...]:
    """So many of those with the smallest shares, the smallest first; none where all satisfy."""
    shown = [one for one in criteria if one.percent is not None and one.percent < HUNDRED]
    return tuple(sorted(shown, key=lambda one: one.percent or Decimal(0))[:count])
