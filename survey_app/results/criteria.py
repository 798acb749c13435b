"""The criteria of a score with the counts of their levels, and what may be shown of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.rounding import half_up
from scoring.rule import ScoringRule
from scoring.score_table import ItemScore, ScoreRow

HUNDRED = 100
NEAR = 1e-9
NOBODY = ItemScore(
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
class Criterion:
    """One criterion. percent: satisfied, with one decimal; low, high: its 95 % interval.

    All three None where fewer people answered than it takes to show a share. levels: people by
    code of the scale, worst first. satisfied: those of them with a level that counts as such.
    """

    code: str
    factor: str
    levels: Mapping[int, int]
    satisfied: int
    people: int
    blank: int
    not_applicable: int
    not_asked: int
    percent: Decimal | None
    low: Decimal | None
    high: Decimal | None


def criteria_of(row: ScoreRow | None, *, rule: ScoringRule, minimum: int) -> tuple[Criterion, ...]:
    """Every criterion that counts, factor by factor; without a row nobody has answered."""
    return tuple(
        _criterion(
            code,
            factor=factor.code,
            item=NOBODY if row is None else row.items[code],
            rule=rule,
            minimum=minimum,
        )
        for factor in rule.factors
        for code in factor.items
    )


def _criterion(
    code: str, *, factor: str, item: ItemScore, rule: ScoringRule, minimum: int
) -> Criterion:
    levels = {level: item.counts.get(level, 0) for level in rule.levels}
    satisfied = sum(count for level, count in levels.items() if level in rule.satisfied)
    is_shown = item.n_valid >= minimum
    return Criterion(
        code=code,
        factor=factor,
        levels=levels,
        satisfied=satisfied,
        people=item.n_valid,
        blank=item.blank,
        not_applicable=item.not_applicable,
        not_asked=item.not_asked,
        percent=_printed(_share(item, satisfied=satisfied)) if is_shown else None,
        low=_printed(item.ci_low) if is_shown else None,
        high=_printed(item.ci_high) if is_shown else None,
    )


def _share(item: ItemScore, *, satisfied: int) -> Fraction | float | None:
    """Percent: exact where everybody weighs the same, so that a half is rounded as one."""
    if item.est is None or not item.n_valid:
        return None
    exact = Fraction(satisfied * HUNDRED, item.n_valid)
    return exact if abs(float(exact) - item.est) < NEAR else item.est


def _printed(percent: Fraction | float | None) -> Decimal | None:
    return None if percent is None else half_up(Fraction(percent), places=1)


def lowest(criteria: Sequence[Criterion], *, count: int) -> tuple[Criterion, ...]:
    """So many of those with the smallest shares, the smallest first; none where all satisfy."""
    shown = [one for one in criteria if one.percent is not None and one.percent < HUNDRED]
    return tuple(sorted(shown, key=lambda one: one.percent or Decimal(0))[:count])
