"""The ministry's formula, fixed quotas, and the margin that a sample of that size promises."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.expected_margin import PlannedStratum, expected_margin
from scoring.sample_size import fixed_size, ministry_size

POPULATIONS = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("population", "forms"),
    [(100, 80), (500, 223), (1000, 286), (2000, 334), (16183, 391), (0, 0), (1, 1), (2, 2)],
)
def test_ministry_size__populations_of_the_training_material__its_numbers(population, forms):
    assert ministry_size(population).n == forms


def test_ministry_size__whole_result__is_not_rounded_up():
    """400 / (1 + 400 · 0.0025) is exactly 200; in binary fractions it may come out above."""
    assert ministry_size(400, error=Decimal("0.05")).n == 200
    assert ministry_size(900, error=Fraction(1, 30)).n == 450


def test_ministry_size__endless_population__comes_to_four_hundred():
    assert ministry_size(10**9).n == 400
    assert ministry_size(159_600).n == 399


def test_ministry_size__other_error__is_taken():
    assert ministry_size(1000, error=Decimal("0.1")).n == 91  # 1000 / 11 = 90.9


def test_ministry_size__design_effect__multiplies_before_rounding():
    """500 / 2.25 · 2 = 444.4…: 445, where 223 twice would be 446."""
    assert ministry_size(500, design_effect=Fraction(2)).n == 445
    assert ministry_size(1000, design_effect=Decimal("1.5")).n == 429
    assert ministry_size(1000, design_effect=Fraction(6)).n == 1000


@given(POPULATIONS, st.fractions(Fraction(1, 1000), 1))
def test_ministry_size__any_population__is_the_smallest_number_that_reaches_it(population, error):
    n = ministry_size(population, error=error).n

    exact = population / (1 + population * error**2)
    assert n - 1 < exact <= n <= population


@pytest.mark.parametrize("error", [Fraction(0), Decimal("-0.05"), Fraction(2)])
def test_ministry_size__impossible_error__is_refused(error):
    with pytest.raises(ValueError, match="error"):
        ministry_size(100, error=error)


def test_sizes__impossible_numbers__are_refused():
    with pytest.raises(ValueError, match="population"):
        ministry_size(-1)
    with pytest.raises(ValueError, match="design effect"):
        ministry_size(100, design_effect=Fraction(0))
    with pytest.raises(ValueError, match="population"):
        fixed_size(-1, quota=3)
    with pytest.raises(ValueError, match="quota"):
        fixed_size(10, quota=-3)


def test_fixed_size__more_than_there_are__is_everybody():
    size = fixed_size(40, quota=60)

    assert (size.wanted, size.n, size.is_everybody) == (60, 40, True)


def test_fixed_size__fewer_than_there_are__is_the_quota():
    size = fixed_size(4000, quota=60)

    assert (size.wanted, size.n, size.is_everybody) == (60, 60, False)


def margin(*strata: tuple[int | None, int], satisfied: float = 50.0, **more: float) -> float | None:
    planned = [PlannedStratum(population=size, n=n) for size, n in strata]
    return expected_margin(planned, satisfied_percent=satisfied, **more).margin


def test_expected_margin__forms_of_a_department__as_the_field_knows_it():
    """16 departments shared 984 forms, 61.5 each: ± 5.5 points at 95 %, ± 12.5 at 50 %."""
    assert margin((None, 61), satisfied=95) > 5.45 > margin((None, 62), satisfied=95) > 5.4
    assert margin((None, 61)) > 12.5 > margin((None, 62)) > 12.4


def test_expected_margin__finite_population__by_hand():
    """N = 5, n = 2, p = 0.5: (5 - 2)/(5 - 1) · 0.25/2 = 0.09375; its root is 0.306186…"""
    result = expected_margin([PlannedStratum(population=5, n=2)], satisfied_percent=50)

    assert result.se == pytest.approx(30.618621784789728)
    assert result.margin == pytest.approx(1.959963984540054 * 30.618621784789728)
    assert (result.n, result.population, result.confidence) == (2, 5, 0.95)


def test_expected_margin__two_strata__by_hand():
    """Weights 0.75 and 0.25: 0.5625 · (270/299 · 0.25/30) + 0.0625 · (90/99 · 0.25/10)."""
    expected = 0.5625 * (270 / 299 * 0.25 / 30) + 0.0625 * (90 / 99 * 0.25 / 10)

    result = expected_margin(
        [PlannedStratum(population=300, n=30), PlannedStratum(population=100, n=10)],
        satisfied_percent=50,
    )

    assert result.se == pytest.approx(100 * math.sqrt(expected))
    assert (result.n, result.population) == (40, 400)


def test_expected_margin__all_possible_samples__have_this_variance():
    """Every sample of 3 out of 7 people, 4 of them satisfied, without any formula."""
    from itertools import combinations

    people = [1, 1, 1, 1, 0, 0, 0]
    shares = [sum(sample) / 3 for sample in combinations(people, 3)]
    mean = sum(shares) / len(shares)
    spread = math.sqrt(sum((share - mean) ** 2 for share in shares) / len(shares))

    result = expected_margin([PlannedStratum(population=7, n=3)], satisfied_percent=400 / 7)

    assert result.se == pytest.approx(100 * spread)


def test_expected_margin__everybody__is_zero():
    assert margin((80, 80)) == 0
    assert margin((80, 80), (1, 1)) == 0
    assert margin((1, 1)) == 0


def test_expected_margin__nobody__is_none_and_not_zero():
    assert margin((80, 0)) is None
    assert margin((None, 0)) is None
    assert margin((80, 40), (20, 0)) is None
    assert margin((0, 0)) is None
    assert margin() is None


def test_expected_margin__stratum_without_people__changes_nothing():
    assert margin((80, 40), (0, 0)) == margin((80, 40))


def test_expected_margin__design_effect__widens_by_its_root():
    assert margin((8000, 60), design_effect=4) == pytest.approx(2 * margin((8000, 60)))


@given(st.integers(2, 10**6), st.integers(1, 10**6))
def test_expected_margin__known_population__is_below_that_of_an_endless_one(population, n):
    n = min(n, population)

    assert 0 <= margin((population, n)) <= margin((None, n))


@pytest.mark.parametrize("satisfied", [0, 100, -1, 101, math.nan])
def test_expected_margin__share_that_promises_certainty__is_refused(satisfied):
    with pytest.raises(ValueError, match="between 0 and 100"):
        margin((80, 40), satisfied=satisfied)


def test_expected_margin__impossible_plan__is_refused():
    with pytest.raises(ValueError, match="cannot be drawn"):
        margin((80, 81))
    with pytest.raises(ValueError, match="negative"):
        margin((None, -1))
    with pytest.raises(ValueError, match="population of every stratum"):
        margin((None, 5), (80, 5))
    with pytest.raises(ValueError, match="design effect"):
        margin((80, 8), design_effect=0)
