"""The one rule by which exact figures become printed decimals."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int, *, places: int = 2) -> Decimal:
    """Round once, at print, halves away from zero: 9.655 is 9.66 and -0.435 is -0.44.

    The value is taken exactly, never through binary floating point, so that a half is a half.
    This is the rule under which the published means of the Hà Nam 2022 index (89.60, 90.70)
    come out; truncation and half-even do not give them. The result has exactly `places` decimals.

    Raises ValueError for a Decimal that is not a number or not finite.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} cannot be rounded")
    exact = Fraction(value)
    doubled = abs(exact) * 2 * 10**places
    count = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    sign = 1 if exact < 0 and count else 0
    digits = tuple(int(digit) for digit in str(count))
    return Decimal((sign, digits, -places))
