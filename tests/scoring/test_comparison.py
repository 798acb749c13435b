"""Ranks, rank ranges and standing against the whole."""

from itertools import combinations
from math import inf, sqrt

from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.comparison import (
    Contrast,
    RankRange,
    Standing,
    Versus,
    against_the_whole,
    rank_ranges,
)
from scoring.intervals import wilson

standings = st.lists(
    st.builds(
        Standing,
        share=st.integers(min_value=0, max_value=20).map(lambda n: n / 20),
        size=st.sampled_from([20.0, 100.0, 5000.0, inf]),
    ),
    max_size=8,
)


def contrast(difference: float, *, se: float = 1.0, df: float = 1e6) -> Contrast:
    return Contrast(difference=difference, variance=se**2, df=df)


@given(standings)
def test_rank_ranges__any_units__rank_inside_its_range(units: list[Standing]) -> None:
    ranges = rank_ranges(units)

    for unit, found in zip(units, ranges, strict=True):
        assert 1 <= found.low <= found.rank <= found.high <= len(units)
        assert found.rank == 1 + sum(other.share > unit.share for other in units)


@given(standings.filter(lambda units: len(units) > 1))
def test_rank_ranges__any_units__same_as_all_pairs_one_by_one(units: list[Standing]) -> None:
    quantile = float(stats.studentized_range.ppf(0.95, len(units), inf)) / sqrt(2)
    bounds = [wilson(unit.share, size=unit.size, quantile=quantile) for unit in units]
    low, high = [1] * len(units), [len(units)] * len(units)
    for one, two in combinations(range(len(units)), 2):
        best, worst = (one, two) if units[one].share > units[two].share else (two, one)
        difference = units[best].share - units[worst].share
        down = units[best].share - bounds[best].low
        up = bounds[worst].high - units[worst].share
        if difference - sqrt(down**2 + up**2) > 0:
            low[worst] += 1
            high[best] -= 1

    ranges = rank_ranges(units)

    assert [found.low for found in ranges] == low
    assert [found.high for found in ranges] == high


def test_rank_ranges__everybody_asked__ranges_are_the_ranks() -> None:
    units = [Standing(share=share, size=inf) for share in (0.8, 0.9, 0.7)]

    ranges = rank_ranges(units)

    assert [(found.low, found.high) for found in ranges] == [(2, 2), (1, 1), (3, 3)]


def test_rank_ranges__one_unit__first_of_one() -> None:
    assert rank_ranges([Standing(share=0.9, size=40)]) == (RankRange(rank=1, low=1, high=1),)


def test_rank_ranges__no_unit__nothing() -> None:
    assert rank_ranges([]) == ()


def test_against_the_whole__holm__stops_at_the_first_failure() -> None:
    """Three pass one by one; a fourth unit makes the second step fail, and all after it."""
    contrasts = [contrast(-2.17), contrast(3.29), contrast(2.3)]

    verdicts = against_the_whole(contrasts)

    assert verdicts == (Versus.BELOW, Versus.ABOVE, Versus.ABOVE)
    assert against_the_whole([*contrasts, contrast(0.1)]) == (
        Versus.SIMILAR,
        Versus.ABOVE,
        Versus.SIMILAR,
        Versus.SIMILAR,
    )


def test_against_the_whole__few_degrees_of_freedom__needs_more() -> None:
    many = against_the_whole([contrast(2.2)])
    few = against_the_whole([contrast(2.2, df=4)])

    assert (many, few) == ((Versus.ABOVE,), (Versus.SIMILAR,))


def test_against_the_whole__no_variance__any_difference_counts() -> None:
    verdicts = against_the_whole([contrast(0.01, se=0), contrast(-0.01, se=0), contrast(0, se=0)])

    assert verdicts == (Versus.ABOVE, Versus.BELOW, Versus.SIMILAR)
