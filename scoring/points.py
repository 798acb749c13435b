"""From a satisfied share to points of the administrative reform index."""

from decimal import Decimal
from fractions import Fraction

from scoring.share import Share


def component_points(share: Share, *, maximum: Decimal) -> Fraction | None:
    """The satisfaction component, share × maximum, exact; None when nothing was answered.

    The linear rule "index % × maximum / 100" of the Hà Nam 2022 index (maximum 10).
    """
    fraction = share.fraction
    return None if fraction is None else fraction * Fraction(maximum)
