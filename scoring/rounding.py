"""The rules by which figures become printed decimals: half up, and outward for intervals."""

from decimal import Decimal
from fractions import Fraction

_NOISE = 10**6
"""Parts of the last printed digit: an end nearer than one of them is that number but for noise."""
_CERTAIN = 11
"""Decimals of a figure 0..100 that a float tells: what lies behind them is floating point."""

_LAST_DIGIT = {places: Decimal(f"1e-{places}") for places in range(5)}
"""One of the last printed digit: what has no digits behind it is rounded already."""


def exact_behind(value: float) -> Fraction:
    """The exact figure, 0..100, that a float stands for, so that a half of the last printed digit
    is one: 83.74999999999999 is 83.75, as of 67/80 in percent.

    A float of a few operations is off by some 1e-14. A share of counts that is no such half is
    farther from it than 1e-11 unless there are more than 1e9 answers.
    """
    return Fraction(Decimal(repr(round(value, _CERTAIN))))


def half_up(value: Fraction | Decimal | int, *, places: int = 2) -> Decimal:
    """Round once, at print, halves away from zero: 9.655 is 9.66 and -0.435 is -0.44.

    The value is taken exactly, never through binary floating point, so that a half is a half.
    This is the rule under which the published means of the Hà Nam 2022 index (89.60, 90.70)
    come out; truncation and half-even do not give them. The result has exactly `places` decimals.

    Raises ValueError for a Decimal that is not a number or not finite.
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} cannot be rounded")
        last = _LAST_DIGIT.get(places)
        if last is not None and value and value.same_quantum(last):
            return value
    # In whole numbers: a page prints thousands of figures, and fractions are slow.
    numerator, denominator = value.as_integer_ratio()
    count = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
    return _decimal(-count if numerator < 0 else count, places=places)


def rounded_down(value: Fraction | float, *, places: int = 2, per: int = 1) -> Decimal:
    """The largest printed decimal that is not above the value: for "at least".

    Half up could claim more than was computed. A value that misses a printed decimal by the noise
    of floating point is taken as that decimal. per: exactly divided by this first.
    """
    above, below = _scaled(value, places=places, per=per)
    nearest = _nearest(above, below)
    return _decimal(above // below if nearest is None else nearest, places=places)


def rounded_up(value: Fraction | float, *, places: int = 2, per: int = 1) -> Decimal:
    """The smallest printed decimal that is not below the value: for "at most"."""
    above, below = _scaled(value, places=places, per=per)
    nearest = _nearest(above, below)
    return _decimal(-(-above // below) if nearest is None else nearest, places=places)


def outward(
    low: Fraction | float, high: Fraction | float, *, places: int = 2, per: int = 1
) -> tuple[Decimal, Decimal]:
    """The ends of an interval, so that the printed interval holds the computed one."""
    return (
        rounded_down(low, places=places, per=per),
        rounded_up(high, places=places, per=per),
    )


def printed_ends(
    low: Fraction | float, high: Fraction | float, *, point: Decimal | None, places: int = 2
) -> tuple[Decimal, Decimal]:
    """The ends of the interval of a figure as they are printed: outward.

    point: the figure as it is printed. Where the ends are one, as when everybody was asked, they
    are the figure: an interval around it would claim a doubt that is not there.
    """
    if low == high and point is not None:
        return point, point
    return outward(low, high, places=places)


def _scaled(value: Fraction | float, *, places: int, per: int) -> tuple[int, int]:
    """In units of the last printed digit, as a fraction of whole numbers: `Fraction` is slow."""
    numerator, denominator = value.as_integer_ratio()
    return numerator * 10**places, denominator * per


def _nearest(above: int, below: int) -> int | None:
    """The whole number that a fraction misses by noise alone, None where it misses it by more."""
    nearest = (2 * above + below) // (2 * below)
    return nearest if abs(above - nearest * below) * _NOISE < below else None


def _decimal(count: int, *, places: int) -> Decimal:
    """So many of the last digit, however many digits there are."""
    return Decimal(f"{count}e{-places}")
