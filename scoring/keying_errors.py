"""How often what was keyed is not what stands on the paper."""

from dataclasses import dataclass

from scipy import special


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRate:
    """Errors among the items that were checked, 0..1, with an interval; None where none was.

    The interval of Clopper & Pearson (1934, Biometrika 26) is exact for independent items. Errors
    of one sheet that slipped by a line are not independent: a reason to look at the sheets.
    """

    errors: int
    items: int
    rate: float | None
    low: float | None
    high: float | None


def keying_error_rate(errors: int, *, items: int, confidence: float = 0.95) -> ErrorRate:
    """The share of errors with its exact interval. Raises ValueError for impossible counts."""
    if not 0 <= errors <= items:
        raise ValueError(f"{errors} errors of {items} items cannot be")
    if items == 0:
        return ErrorRate(errors=0, items=0, rate=None, low=None, high=None)
    tail = (1 - confidence) / 2
    low = 0.0 if errors == 0 else float(special.betaincinv(errors, items - errors + 1, tail))
    high = (
        1.0 if errors == items else float(special.betaincinv(errors + 1, items - errors, 1 - tail))
    )
    return ErrorRate(errors=errors, items=items, rate=errors / items, low=low, high=high)
