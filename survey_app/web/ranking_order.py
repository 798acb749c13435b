"""In which order the units of a group stand in the table of scores."""

from collections.abc import Collection
from decimal import Decimal

from survey_app.results.ranking import RankedGroup, RankedUnit
from survey_app.web.sorting import AS_IT_IS, KeyOf, Order, in_order
from survey_app.web.vietnamese_order import vietnamese_key

FACTOR = "factor."
COLUMNS = ("name", "rank", "score", "people")
"""As they come, the best is first."""


def ranking_columns(factors: Collection[str]) -> tuple[str, ...]:
    """What the table can be sorted by, as addresses say it."""
    return (*COLUMNS, *(f"{FACTOR}{code}" for code in factors))


def ordered_units(group: RankedGroup, *, order: Order) -> tuple[RankedUnit, ...]:
    """The units in this order; those without a value come last in either direction."""
    keys = {} if order.column == AS_IT_IS else {order.column: _key(order.column)}
    return in_order(group.units, order=order, keys=keys)


def _key(column: str) -> KeyOf[RankedUnit]:
    if column == "name":
        return lambda one: vietnamese_key(one.unit.unit_name)
    return lambda one: _valued(one, column)


def _valued(one: RankedUnit, column: str) -> tuple[Decimal, str] | None:
    value = _value(one, column)
    return None if value is None else (value, one.unit.unit_code)


def _value(one: RankedUnit, column: str) -> Decimal | None:
    if column == "rank":
        return None if one.rank is None else Decimal(one.rank.rank)
    if column == "people":
        return Decimal(0 if one.row is None else one.row.published.n_valid)
    if column.startswith(FACTOR):
        return one.factors[column.removeprefix(FACTOR)].percent
    return one.shown.score
