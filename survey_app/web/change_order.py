"""In which order the units of two rounds stand in their tables."""

from collections.abc import Collection, Sequence

from scoring.differences import Difference
from survey_app.results.unit_changes import UnitChange
from survey_app.web.sorting import AS_IT_IS, KeyOf, Order, in_order
from survey_app.web.vietnamese_order import vietnamese_key

FACTOR = "factor."
COLUMNS = ("name", "earlier", "later", "difference")
"""As they come, the one that rose most is first."""


def change_columns(factors: Collection[str]) -> tuple[str, ...]:
    """What the tables can be sorted by, as addresses say it."""
    return (*COLUMNS, *(f"{FACTOR}{code}" for code in factors))


def ordered_changes(units: Sequence[UnitChange], *, order: Order) -> tuple[UnitChange, ...]:
    """The units in this order; those without a value come last in either direction."""
    keys: dict[str, KeyOf[UnitChange]] = {}
    if order.column != AS_IT_IS:
        keys = {order.column: _key(order.column)}
    return in_order(largest_rise_first(units), order=order, keys=keys)


def largest_rise_first(units: Sequence[UnitChange]) -> tuple[UnitChange, ...]:
    """Those with a difference, the largest first; then the others as the round has them."""
    return tuple(sorted(units, key=_rise))


def _rise(unit: UnitChange) -> tuple[bool, float]:
    est = unit.row.change.published.est
    return est is None, -(est or 0.0)


def _key(column: str) -> KeyOf[UnitChange]:
    if column == "name":
        return lambda unit: vietnamese_key(unit.known_as.unit_name)
    return lambda unit: _valued(unit, column)


def _valued(unit: UnitChange, column: str) -> tuple[float, str] | None:
    value = _value(unit, column)
    return None if value is None else (value, unit.code)


def _value(unit: UnitChange, column: str) -> float | None:
    earlier, later = unit.row.scores
    if column == "earlier":
        return earlier.share
    if column == "later":
        return later.share
    return _difference(unit, column).est


def _difference(unit: UnitChange, column: str) -> Difference:
    if column.startswith(FACTOR):
        return unit.row.change.factors[column.removeprefix(FACTOR)]
    return unit.row.change.published
