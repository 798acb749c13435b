"""Intervals of shares: known values, edges, and what must hold for all of them."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.intervals import (
    Precision,
    effective_size,
    korn_graubard,
    pooled_design_effect,
    t_quantile,
    wilson,
)

shares = st.floats(min_value=0, max_value=1)


def precision(
    share: float,
    *,
    variance: float = 0.0,
    plain: float | None = None,
    people: int = 30,
    sampled: float = 0.0,
    is_census: bool = False,
) -> Precision:
    return Precision(
        share=share,
        variance=variance,
        plain=variance if plain is None else plain,
        people=people,
        sampled=sampled,
        df=people - 1,
        is_census=is_census,
    )


def unit_interval(share: float, *, design_effect: float, people: int) -> tuple[float, float]:
    unit = precision(share, people=people)
    size = effective_size(unit, design_effect=design_effect)
    bounds = wilson(share, size=size, quantile=t_quantile(unit.df))
    return round(10 * bounds.low, 2), round(10 * bounds.high, 2)


@pytest.mark.parametrize(
    ("share", "design_effect", "people", "low", "high"),
    [
        (0.90, 0.25, 30, 8.30, 9.43),
        (0.90, 0.45, 30, 8.00, 9.53),
        (1.00, 0.25, 30, 9.66, 10.0),
        (1.00, 0.45, 30, 9.41, 10.0),
        (0.90, 0.25, 100, 8.66, 9.26),
    ],
)
def test_wilson__at_the_floor__values_of_the_method_note(
    share: float, design_effect: float, people: int, low: float, high: float
) -> None:
    assert unit_interval(share, design_effect=design_effect, people=people) == (low, high)


def test_wilson__independent_answers__same_as_scipy() -> None:
    theirs = stats.binomtest(45, 50).proportion_ci(method="wilson")

    ours = wilson(0.9, size=50, quantile=float(stats.norm.ppf(0.975)))

    assert ours.low == pytest.approx(theirs.low)
    assert ours.high == pytest.approx(theirs.high)


def test_wilson__endless_size__the_point() -> None:
    bounds = wilson(0.7, size=inf, quantile=2)

    assert (bounds.low, bounds.high) == (0.7, 0.7)


@given(shares, st.floats(min_value=0.5, max_value=1e6), st.floats(min_value=0.1, max_value=13))
def test_wilson__any_share__inside_and_around_it(
    share: float, size: float, quantile: float
) -> None:
    bounds = wilson(share, size=size, quantile=quantile)

    assert 0 <= bounds.low <= share + 1e-12
    assert share <= bounds.high + 1e-12 <= 1 + 1e-12


def test_effective_size__one_bad_answer_or_none__perfect_unit_is_not_wider() -> None:
    """Without the floor one bad answer of 660 gives a narrower interval than none."""
    perfect = unit_interval(1.0, design_effect=0.3, people=30)
    almost = unit_interval(659 / 660, design_effect=0.3, people=30)

    assert perfect[0] >= almost[0]


def test_effective_size__own_variance_above_floor__is_used() -> None:
    size = effective_size(precision(0.5, variance=0.01), design_effect=0.1)

    assert size == pytest.approx(25)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_effective_size__census__endless(share: float) -> None:
    unit = precision(share, sampled=1.0, is_census=True)

    assert effective_size(unit, design_effect=0.3) == inf


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_effective_size__all_but_the_clusters_sampled__endless(share: float) -> None:
    unit = precision(share, sampled=1.0)

    assert effective_size(unit, design_effect=0.3) == inf


def test_effective_size__half_the_population__worth_twice_as_much() -> None:
    some = effective_size(precision(1.0), design_effect=0.5)
    half = effective_size(precision(1.0, sampled=0.5), design_effect=0.5)

    assert (some, half) == (60, 120)


def test_pooled_design_effect__two_units__mean_by_their_spread() -> None:
    units = [
        precision(0.5, plain=0.25 * 0.2 / 30),
        precision(0.9, plain=0.09 * 0.5 / 30),
        precision(1.0, plain=0.0),
    ]

    design_effect = pooled_design_effect(units)

    assert design_effect == pytest.approx((0.2 * 0.25 + 0.5 * 0.09) / 0.34)


@pytest.mark.parametrize("units", [[], [precision(1.0)], [precision(0.5, people=1)]])
def test_pooled_design_effect__no_unit_tells__none(units: list[Precision]) -> None:
    assert pooled_design_effect(units) is None


def bounds_of(share: float, *, variance: float, people: float, df: float) -> tuple[float, float]:
    low, high = korn_graubard(
        np.array([share]),
        variance=np.array([variance]),
        people=np.array([people]),
        df=np.array([df]),
    )
    return float(low[0]), float(high[0])


def test_korn_graubard__simple_random_sample__clopper_pearson() -> None:
    theirs = stats.binomtest(45, 50).proportion_ci(method="exact")

    ours = bounds_of(0.9, variance=0.09 / 50, people=50, df=49)

    assert ours == pytest.approx((theirs.low, theirs.high))


def test_korn_graubard__few_clusters__wider_by_the_degrees_of_freedom() -> None:
    adjusted = 40 * (stats.t.ppf(0.975, 49) / stats.t.ppf(0.975, 5)) ** 2
    expected = stats.beta.ppf(0.025, 0.9 * adjusted, 0.1 * adjusted + 1)

    low, _ = bounds_of(0.9, variance=0.09 / 40, people=50, df=5)

    assert low == pytest.approx(float(expected))


def test_korn_graubard__variance_below_binomial__capped_at_the_people() -> None:
    capped = bounds_of(0.9, variance=0.09 / 500, people=50, df=49)
    without = bounds_of(0.9, variance=0.0, people=50, df=49)

    assert capped == without == bounds_of(0.9, variance=0.09 / 50, people=50, df=49)


def test_korn_graubard__all_satisfied__rule_of_the_exact_binomial() -> None:
    low, high = bounds_of(1.0, variance=0.0, people=30, df=29)

    assert low == pytest.approx(0.025 ** (1 / 30))
    assert high == 1.0
    assert bounds_of(0.0, variance=0.0, people=30, df=29) == pytest.approx((0.0, 1 - low))


@pytest.mark.parametrize(("people", "df"), [(0, 29), (30, 0)])
def test_korn_graubard__nobody_or_no_freedom__nan(people: float, df: float) -> None:
    low, high = bounds_of(0.9, variance=0.01, people=people, df=df)

    assert np.isnan([low, high]).all()
