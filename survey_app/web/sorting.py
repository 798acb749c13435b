"""The order of a table, kept in its address so that it can be sent to somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from survey_app.results.round_scores import UnitScore
from survey_app.web.vietnamese_order import vietnamese_key

COLUMNS = ("round", "name", "interviews", "score")
FACTOR = "factor."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A column, and whether the largest comes first."""

    column: str
    descending: bool

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Self:
        """From the address; what is unknown falls back to the order of the round."""
        column = arguments.get("sort", "round")
        if column not in COLUMNS and not column.startswith(FACTOR):
            column = "round"
        return cls(column=column, descending=arguments.get("down") == "1")

    def link(self, column: str) -> dict[str, str]:
        """The address arguments that sort by this column, or turn it round."""
        turned = self.column == column and not self.descending
        return {"sort": column, "down": "1" if turned else "0"}

    def arrow(self, column: str) -> str:
        """The mark in the heading of the sorted column, for `aria-sort`."""
        if self.column != column:
            return "none"
        return "descending" if self.descending else "ascending"


def sorted_scores(scores: Sequence[UnitScore], *, order: Order) -> tuple[UnitScore, ...]:
    """The scores in this order; units without a value come last in either direction."""
    if order.column == "round":
        return tuple(reversed(scores)) if order.descending else tuple(scores)
    if order.column == "name":
        by_name = sorted(scores, key=lambda score: vietnamese_key(score.unit.unit_name))
        return tuple(reversed(by_name)) if order.descending else tuple(by_name)
    known = [score for score in scores if _value(score, order.column) is not None]
    unknown = [score for score in scores if _value(score, order.column) is None]
    known.sort(
        key=lambda score: (_value(score, order.column) or Fraction(0), score.unit.unit_code),
        reverse=order.descending,
    )
    return (*known, *unknown)


def _value(score: UnitScore, column: str) -> Fraction | None:
    if column == "interviews":
        return Fraction(score.interviews)
    if column.startswith(FACTOR):
        share = score.factors.get(column.removeprefix(FACTOR))
        return None if share is None else share.fraction
    return score.share.fraction
