"""Shades of a table of figures: the lower a figure, the darker its cell."""

from collections.abc import Iterable, Sequence

DARK, LIGHT = (0xDF, 0xA0, 0x5E), (0xFF, 0xFF, 0xFF)
"""Of the lowest and the highest figure; letters of ink are read on both, also in a grey print."""
NO_SHADE = ""


def shades(rows: Sequence[Sequence[float | None]]) -> tuple[tuple[str, ...], ...]:
    """A shade for each cell, as #rrggbb, from the lowest figure of all rows to the highest.

    None has no shade; where all figures are the same none has.
    """
    known = [value for value in _all(rows) if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    return tuple(tuple(_shade(value, low=low, high=high) for value in row) for row in rows)


def _all(rows: Sequence[Sequence[float | None]]) -> Iterable[float | None]:
    return (value for row in rows for value in row)


def _shade(value: float | None, *, low: float, high: float) -> str:
    if value is None or low == high:
        return NO_SHADE
    part = (value - low) / (high - low)
    mixed = (round(dark + (light - dark) * part) for dark, light in zip(DARK, LIGHT, strict=True))
    return "#" + "".join(f"{one:02x}" for one in mixed)
