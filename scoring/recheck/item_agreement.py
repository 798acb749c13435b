"""What the two answers of re-checked people to one item have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.recheck.answer_pairs import Table
from scoring.recheck.coefficients import cohen_kappa, equal_only, gwet, quadratic
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.response_variance import (
    TwoByTwo,
    index_of_inconsistency,
    mcnemar_exact,
    net_difference,
)

NO_PAIR = "nobody answered at both times"
ONE_CATEGORY = "all answers of both times are the same: chance would agree as well"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAgreement:
    """gdr, ndr, mcnemar_p, inconsistency, kappa, ac1 are of satisfied against not, the others of
    all levels; proportions 0..1, inconsistency in percent. reasons: why a figure is None.
    """

    gdr: ExactRate
    ndr: float | None
    ndr_se: float | None
    mcnemar_p: float | None
    inconsistency: float | None
    kappa: float | None
    ac1: float | None
    ac2: float | None
    kappa_levels: float | None
    exact: float | None
    within_one: float | None
    reasons: Mapping[str, str]

    @property
    def n(self) -> int:
        """People with an answer at both times."""
        return self.gdr.of


def two_by_two(table: Table, *, satisfied: Sequence[bool]) -> TwoByTwo:
    """The same people by satisfied and not."""
    sums = {(a, b): 0 for a in (True, False) for b in (True, False)}
    for row, is_first in zip(table, satisfied, strict=True):
        for count, is_again in zip(row, satisfied, strict=True):
            sums[is_first, is_again] += count
    return TwoByTwo(
        both=sums[True, True],
        first_only=sums[True, False],
        again_only=sums[False, True],
        neither=sums[False, False],
    )


def item_agreement(table: Table, *, satisfied: Sequence[bool]) -> ItemAgreement:
    """All figures of a table with a row a level at first and a column a level again."""
    two = two_by_two(table, satisfied=satisfied)
    if not two.n:
        return _NOTHING
    ndr, ndr_se = net_difference(two)
    inconsistency, why = index_of_inconsistency(two, people=two.smallest_margin)
    kappa = _number(cohen_kappa(two.counts, weights=equal_only(2)))
    kappa_levels = _number(cohen_kappa(table, weights=quadratic(len(table))))
    reasons = {
        "index_of_inconsistency": why,
        "kappa": ONE_CATEGORY if kappa is None else None,
        "kappa5_quadratic": ONE_CATEGORY if kappa_levels is None else None,
    }
    return ItemAgreement(
        gdr=ExactRate(count=two.changed, of=two.n),
        ndr=ndr,
        ndr_se=ndr_se,
        mcnemar_p=mcnemar_exact(two),
        inconsistency=inconsistency,
        kappa=kappa,
        ac1=_number(gwet(two.counts, weights=equal_only(2))),
        ac2=_number(gwet(table, weights=quadratic(len(table)))),
        kappa_levels=kappa_levels,
        exact=_share_within(table, steps=0),
        within_one=_share_within(table, steps=1),
        reasons={name: reason for name, reason in reasons.items() if reason is not None},
    )


_NOTHING = ItemAgreement(
    gdr=ExactRate(count=0, of=0),
    ndr=None,
    ndr_se=None,
    mcnemar_p=None,
    inconsistency=None,
    kappa=None,
    ac1=None,
    ac2=None,
    kappa_levels=None,
    exact=None,
    within_one=None,
    reasons={"n": NO_PAIR},
)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _share_within(table: Table, *, steps: int) -> float:
    near = sum(
        count
        for level, row in enumerate(table)
        for other, count in enumerate(row)
        if abs(level - other) <= steps
    )
    return near / sum(map(sum, table))
