"""How far scores can be relied on, as a document says it: units apart, and items together."""

from collections.abc import Collection, Mapping

from questionnaires.text import Frozen
from scoring.figures import HIDDEN, Figure, figure, settled
from scoring.intervals import Bounds
from scoring.reliability import Coefficient, ItemReliability
from scoring.unit_reliability import UnitReliability

UNITS = "tau2/(tau2 + v): the part of the spread of unit scores that is of the units, 0..1"
ITEMS = "of the sum of the levels of people who answered all the items; everybody counts once"


class UnitsTold(Frozen):
    """How far ranked units can be told apart.

    tau2: variance of the true shares (0..1) between them. median: of the reliabilities, its ends
    at the ends of the interval of tau2. units: reliability by code, of those that are ranked and
    shown; null where nothing varies.
    """

    definition: str = UNITS
    tau2: Figure
    median: Figure
    lowest: float | None
    highest: float | None
    units: dict[str, float | None]


class ItemsTogether(Frozen):
    """How consistently items measure people. n: who answered all of them; left_out: the others."""

    items: tuple[str, ...]
    n: int
    left_out: int
    alpha: Figure
    omega: Figure


class ReliabilityBlock(Frozen):
    """Of a round: its units, all items together, and the items of each factor by its code."""

    units: UnitsTold
    definition: str = ITEMS
    items: ItemsTogether
    factors: dict[str, ItemsTogether]


def reliability_block(
    units: UnitReliability,
    *,
    items: ItemReliability,
    factors: Mapping[str, ItemReliability],
    codes: Mapping[str, tuple[str, ...]],
    hidden: Collection[str],
    minimum: int,
) -> ReliabilityBlock:
    """The block of a document.

    codes: items of each factor. hidden: factors of which nothing is shown for the whole. minimum:
    fewer people are not shown.
    """
    every = tuple(item for of_factor in codes.values() for item in of_factor)
    together = {
        code: _together(
            found, items=codes[code], minimum=minimum, reason=HIDDEN if code in hidden else None
        )
        for code, found in factors.items()
    }
    return ReliabilityBlock(
        units=units_told(units),
        items=_together(items, items=every, minimum=minimum, reason=None),
        factors=together,
    )


def units_told(units: UnitReliability) -> UnitsTold:
    """The units alone, which no answer has to be read for."""
    return UnitsTold(
        tau2=figure(
            units.tau2, bounds=_between(units.tau2_low, units.tau2_high), reason=units.reason
        ),
        median=figure(units.median, bounds=_between(units.low, units.high), reason=units.reason),
        lowest=settled(units.lowest),
        highest=settled(units.highest),
        units={code: settled(found) for code, found in sorted(units.units.items())},
    )


def _between(low: float | None, high: float | None) -> Bounds | None:
    return None if low is None or high is None else Bounds(low=low, high=high)


def _together(
    found: ItemReliability, *, items: tuple[str, ...], minimum: int, reason: str | None
) -> ItemsTogether:
    if reason is None and found.people < minimum:
        reason = f"n < {minimum}"
    return ItemsTogether(
        items=items,
        n=found.people,
        left_out=found.left_out,
        alpha=_coefficient(found.alpha) if reason is None else Figure(reason=reason),
        omega=_coefficient(found.omega) if reason is None else Figure(reason=reason),
    )


def _coefficient(found: Coefficient) -> Figure:
    return figure(found.est, bounds=found.bounds, reason=found.reason)
