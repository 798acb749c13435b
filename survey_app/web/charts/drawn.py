"""A chart in the two forms that a page has of it: for a wide screen, and for a phone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from field_export.charts.shapes import Chart

OfLayout = TypeVar("OfLayout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Both forms, each with a name of its own: they stand on one page, and one of them is seen."""

    wide: Chart
    narrow: Chart


def drawn(
    draw: Callable[[OfLayout], Chart | None], *, wide: OfLayout, narrow: OfLayout
) -> Drawn | None:
    """Draws a chart in two layouts; None where there is nothing to draw."""
    at_desk, on_phone = draw(wide), draw(narrow)
    if at_desk is None or on_phone is None:
        return None
    return Drawn(wide=at_desk, narrow=replace(on_phone, name=f"narrow-{on_phone.name}"))
