"""Differences of shares of two rounds, and what may be told of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.differences import (
    Change,
    Difference,
    Lacking,
    Measured,
    independent_difference,
    mover,
)
from scoring.intervals import Bounds, wilson

Z = 1.959963984540054


def share_of(satisfied: int, people: int) -> Measured:
    share = satisfied / people
    return Measured(
        share=share,
        se=(share * (1 - share) / people) ** 0.5,
        bounds=wilson(share, size=people, quantile=Z),
    )


counts = st.integers(min_value=1, max_value=400).flatmap(
    lambda people: st.tuples(st.integers(min_value=0, max_value=people), st.just(people))
)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_mover__contrasts_of_the_paper__its_published_intervals(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Stat. Med. 17:873-890, table II, method 10."""
    bounds = mover(share_of(*first), share_of(*second))

    assert bounds is not None
    assert (bounds.low, bounds.high) == pytest.approx((low, high), abs=5.1e-5)


@given(counts, counts, st.floats(min_value=-1, max_value=1))
def test_mover__two_shares__antisymmetric_around_the_difference_inside_its_range(
    one: tuple[int, int], two: tuple[int, int], r: float
) -> None:
    first, second = share_of(*one), share_of(*two)

    there = mover(first, second, correlation=r)
    back = mover(second, first, correlation=r)

    assert there is not None
    assert back is not None
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    difference = one[0] / one[1] - two[0] / two[1]
    assert -1 - 1e-12 <= there.low <= difference <= there.high <= 1 + 1e-12


@given(counts, counts)
def test_independent_difference__either_way_round__opposite_changes(
    one: tuple[int, int], two: tuple[int, int]
) -> None:
    opposite = {
        Change.RISEN: Change.FALLEN,
        Change.FALLEN: Change.RISEN,
        Change.SIMILAR: Change.SIMILAR,
    }

    there = independent_difference(share_of(*one), share_of(*two))
    back = independent_difference(share_of(*two), share_of(*one))

    assert there.est is not None
    assert back.est == pytest.approx(-there.est)
    assert there.se == back.se
    assert there.change is not None
    assert back.change is opposite[there.change]


def test_mover__correlated_estimates__narrower_and_with_r_1_only_the_difference_of_the_arms() -> (
    None
):
    first, second = share_of(45, 50), share_of(40, 50)

    apart, together = mover(first, second), mover(first, second, correlation=1.0)

    assert apart is not None
    assert together is not None
    assert first.bounds is not None
    assert second.bounds is not None
    assert together.low == pytest.approx(
        0.1 - abs((0.9 - first.bounds.low) - (second.bounds.high - 0.8))
    )
    assert apart.low < together.low < together.high < apart.high


def test_independent_difference__everybody_asked_twice__any_difference_is_a_change() -> None:
    def census(share: float) -> Measured:
        return Measured(share=share, se=0.0, bounds=Bounds(low=share, high=share))

    assert independent_difference(census(0.9), census(0.8)).change is Change.RISEN
    assert independent_difference(census(0.8), census(0.9)).change is Change.FALLEN
    same = independent_difference(census(0.1 + 0.2), census(0.3))
    assert same.change is Change.SIMILAR
    assert same.low == pytest.approx(0.0, abs=1e-12)


def test_independent_difference__census_against_a_sample__the_arm_of_the_sample() -> None:
    sample = share_of(40, 50)
    census = Measured(share=0.95, se=0.0, bounds=Bounds(low=0.95, high=0.95))

    found = independent_difference(census, sample)

    assert sample.bounds is not None
    assert found.low == pytest.approx(100 * (0.95 - sample.bounds.high))
    assert found.high == pytest.approx(100 * (0.95 - sample.bounds.low))
    assert found.change is Change.RISEN


def test_independent_difference__all_satisfied_twice__interval_around_nothing() -> None:
    found = independent_difference(share_of(30, 30), share_of(40, 40))

    assert (found.est, found.se, found.change) == (0.0, 0.0, Change.SIMILAR)
    assert found.low is not None
    assert found.high is not None
    assert found.low < -5 < 5 < found.high


def test_independent_difference__one_side_not_known__reason_instead_of_numbers() -> None:
    nothing = Measured(share=None, se=None, bounds=None)
    point = Measured(share=0.5, se=None, bounds=None)

    assert independent_difference(share_of(3, 4), nothing) == Difference(reason=Lacking.NO_ESTIMATE)
    assert independent_difference(share_of(3, 4), point) == Difference(
        est=25.0, reason=Lacking.NO_INTERVAL
    )
    assert mover(nothing, point) is None
