"""The order of a table, kept in its address so that it can be sent to somebody."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self, TypeVar

from survey_app.results.round_scores import UnitScore
from survey_app.web.vietnamese_order import vietnamese_key

AS_IT_IS = "round"
"""No column: the order in which the rows come."""
COLUMNS = (AS_IT_IS, "name", "interviews", "score")
FACTOR = "factor."

Row = TypeVar("Row")
KeyOf = Callable[[Row], Any]
"""What a column sorts by: values that compare with each other, or None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A column, and whether the largest comes first."""

    column: str
    descending: bool

    @classmethod
    def read(cls, arguments: Mapping[str, str], *, columns: Collection[str] = COLUMNS) -> Self:
        """From the address; what is unknown falls back to the order in which the rows come."""
        column = arguments.get("sort", AS_IT_IS)
        if column not in columns and not (columns is COLUMNS and column.startswith(FACTOR)):
            column = AS_IT_IS
        return cls(column=column, descending=arguments.get("down") == "1")

    @property
    def arguments(self) -> dict[str, str]:
        """The address arguments that give this order again; none for rows as they come."""
        if self.column == AS_IT_IS and not self.descending:
            return {}
        return {"sort": self.column, "down": "1" if self.descending else "0"}

    def link(self, column: str) -> dict[str, str]:
        """The address arguments that sort by this column, or turn it round."""
        turned = self.column == column and not self.descending
        return {"sort": column, "down": "1" if turned else "0"}

    def arrow(self, column: str) -> str:
        """The mark in the heading of the sorted column, for `aria-sort`."""
        if self.column != column:
            return "none"
        return "descending" if self.descending else "ascending"


def in_order(
    rows: Sequence[Row], *, order: Order, keys: Mapping[str, KeyOf[Row]]
) -> tuple[Row, ...]:
    """The rows in this order; those without a value come last in either direction."""
    key_of = keys.get(order.column)
    if key_of is None:
        return tuple(reversed(rows)) if order.descending else tuple(rows)
    known = [row for row in rows if key_of(row) is not None]
    unknown = [row for row in rows if key_of(row) is None]
    known.sort(key=key_of, reverse=order.descending)
    return (*known, *unknown)


def sorted_scores(scores: Sequence[UnitScore], *, order: Order) -> tuple[UnitScore, ...]:
    """The scores in this order; units without a value come last in either direction."""
    if order.column == AS_IT_IS:
        return in_order(scores, order=order, keys={})
    return in_order(scores, order=order, keys={order.column: _score_key(order.column)})


def _score_key(column: str) -> KeyOf[UnitScore]:
    if column == "name":
        return lambda score: vietnamese_key(score.unit.unit_name)
    return lambda score: _valued(score, column)


def _valued(score: UnitScore, column: str) -> tuple[Fraction, str] | None:
    value = _value(score, column)
    return None if value is None else (value, score.unit.unit_code)


def _value(score: UnitScore, column: str) -> Fraction | None:
    if column == "interviews":
        return Fraction(score.interviews)
    if column.startswith(FACTOR):
        share = score.factors.get(column.removeprefix(FACTOR))
        return None if share is None else share.fraction
    return score.share.fraction
