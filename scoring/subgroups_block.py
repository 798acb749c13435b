"""Subgroups and their differences, as a document says them."""

from collections.abc import Sequence
from math import isinf

from questionnaires.text import Frozen
from scoring.differences import Difference
from scoring.figures import figure, settled
from scoring.subgroups import Compared, Subgroup

SHARES = "percent; the intervals of all subgroups hold at once, those of all differences too"


class SubgroupRow(Frozen):
    """A subgroup: the published indicator in percent. n_eff: null also where it is endless.

    n, n_valid: people, also of a subgroup of which nothing else is shown. reason: why something
    else is null, in a word of `scoring.hidden_subgroups`.
    """

    label: str
    n: int
    n_valid: int
    df: int
    est: float | None
    se: float | None
    low: float | None
    high: float | None
    n_eff: float | None
    reason: str | None


class PairRow(Frozen):
    """The first subgroup minus the second, in percentage points."""

    first: str
    second: str
    est: float | None
    se: float | None
    low: float | None
    high: float | None
    change: str | None
    reason: str | None


class SubgroupsBlock(Frozen):
    """by: what tells them apart. left_out: people who are in none of them.

    reason: why there are no subgroups although people could be compared.
    """

    definition: str = SHARES
    by: str
    subgroups: tuple[SubgroupRow, ...]
    differences: tuple[PairRow, ...]
    left_out: int
    reason: str | None = None


def subgroups_block(
    found: Compared, *, by: str, labels: Sequence[str], left_out: int
) -> SubgroupsBlock:
    """The block of a document, with the labels in this order."""
    return SubgroupsBlock(
        by=by,
        subgroups=tuple(_row(label, found.subgroups[label]) for label in labels),
        differences=tuple(
            _pair(first, second, found.differences[first, second])
            for at, first in enumerate(labels)
            for second in labels[at + 1 :]
        ),
        left_out=left_out,
    )


def _row(label: str, of: Subgroup) -> SubgroupRow:
    shown = figure(of.measured.share, bounds=of.measured.bounds, times=100)
    return SubgroupRow(
        label=label,
        n=of.n,
        n_valid=of.n_valid,
        df=of.df,
        est=shown.est,
        se=settled(of.measured.se, times=100),
        low=shown.low,
        high=shown.high,
        n_eff=None if of.n_eff is None or isinf(of.n_eff) else settled(of.n_eff),
        reason=None if of.reason is None else str(of.reason),
    )


def _pair(first: str, second: str, of: Difference) -> PairRow:
    return PairRow(
        first=first,
        second=second,
        est=settled(of.est),
        se=settled(of.se),
        low=settled(of.low),
        high=settled(of.high),
        change=None if of.change is None else str(of.change),
        reason=None if of.reason is None else str(of.reason),
    )
