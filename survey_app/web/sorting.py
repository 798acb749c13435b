"""The order of a table, kept in its address so that it can be sent to somebody."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

AS_IT_IS = "round"
"""No column: the order in which the rows come."""

Row = TypeVar("Row")
KeyOf = Callable[[Row], Any]
"""What a column sorts by: values that compare with each other, or None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A column, and whether the largest comes first."""

    column: str
    descending: bool

    @classmethod
    def read(cls, arguments: Mapping[str, str], *, columns: Collection[str]) -> Self:
        """From the address; what is unknown falls back to the order in which the rows come."""
        column = arguments.get("sort", AS_IT_IS)
        if column not in columns:
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
