"""Printing figures: halves go away from zero, once; the ends of an interval go outward."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rounding import (
    exact_behind,
    half_up,
    outward,
    printed_ends,
    rounded_down,
    rounded_up,
)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(9655, 1000), "9.66"),
        (Fraction(9645, 1000), "9.65"),
        (Fraction(5675, 60), "94.58"),
        (Fraction(-435, 1000), "-0.44"),
        (Fraction(-1, 1000), "0.00"),
        (Decimal("89.595"), "89.60"),
        (Decimal("2.675"), "2.68"),
        (10, "10.00"),
        (0, "0.00"),
    ],
)
def test_half_up__known_figures__two_decimals_away_from_zero(
    value: Fraction | Decimal | int, printed: str
) -> None:
    rounded = half_up(value)

    assert f"{rounded:f}" == printed


def test_half_up__other_places__keeps_exactly_these() -> None:
    whole = half_up(Fraction(5, 2), places=0)
    fine = half_up(Fraction(1, 3), places=6)

    assert (str(whole), str(fine)) == ("3", "0.333333")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_half_up__not_finite__refuses(value: str) -> None:
    with pytest.raises(ValueError, match="cannot be rounded"):
        half_up(Decimal(value))


@given(st.fractions(), st.integers(min_value=0, max_value=8))
def test_half_up__any_fraction__nearest_decimal_and_symmetric(value: Fraction, places: int) -> None:
    rounded = half_up(value, places=places)

    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**places)
    assert half_up(-value, places=places) == rounded.copy_negate()


@given(st.integers(), st.integers(min_value=1, max_value=10**40))
def test_half_up__more_digits_than_a_decimal_context__is_exact(part: int, whole: int) -> None:
    value = Fraction(part, whole) + 10**40

    assert Fraction(half_up(value)) * 100 == (value * 200 + 1) // 2


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [
        (96.378, 99.996, ("96.37", "100.00")),
        (8.8496, 8.8404, ("8.84", "8.85")),
        (0.004, 0.001, ("0.00", "0.01")),
        (100 * 0.57, 100 * 0.57, ("57.00", "57.00")),  # 56.99999999999999
        (100 * 0.07, 100 * 0.07, ("7.00", "7.00")),  # 7.000000000000001
        (-0.001, -0.009, ("-0.01", "0.00")),
    ],
)
def test_outward__ends_of_an_interval__never_claim_more(
    low: float, high: float, printed: tuple[str, str]
) -> None:
    found = outward(low, high)

    assert tuple(f"{end:f}".replace("-0.00", "0.00") for end in found) == printed


@given(st.fractions(), st.integers(min_value=0, max_value=8))
def test_rounded_down_and_up__any_fraction__hold_it_within_one_digit(
    value: Fraction, places: int
) -> None:
    down, up = rounded_down(value, places=places), rounded_up(value, places=places)

    last = Fraction(1, 10**places)
    noise = last / 10**6
    assert Fraction(down) <= value + noise
    assert value - noise <= Fraction(up)
    assert Fraction(up) - Fraction(down) in (0, last)
    assert down <= half_up(value, places=places) <= up


@given(valid=st.integers(1, 10**8), data=st.data())
def test_exact_behind__quotient_of_floats__prints_as_the_fraction(
    valid: int, data: st.DataObject
) -> None:
    satisfied = data.draw(st.integers(0, valid))

    exact = exact_behind(100 * (satisfied / valid))

    assert half_up(exact, places=1) == half_up(Fraction(100 * satisfied, valid), places=1)


@pytest.mark.parametrize(("part", "whole"), [(67, 80), (1789, 2000), (9, 2000), (23, 400)])
def test_exact_behind__half_of_the_last_digit__is_that_half(part: int, whole: int) -> None:
    beside = 100 * (part / whole) - 1.5e-14

    assert exact_behind(beside) == Fraction(100 * part, whole)


def test_printed_ends__an_interval_that_is_a_point__is_the_printed_figure() -> None:
    ends = printed_ends(250 / 3, 250 / 3, point=Decimal("83.33"))

    assert ends == (Decimal("83.33"), Decimal("83.33"))


def test_printed_ends__an_interval__goes_outward_also_around_a_figure() -> None:
    assert printed_ends(83.331, 83.339, point=Decimal("83.33")) == outward(83.331, 83.339)
    assert printed_ends(1.25, 1.25, point=None, places=1) == (Decimal("1.2"), Decimal("1.3"))
