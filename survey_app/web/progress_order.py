"""What the tables of progress can be sorted by: the columns of each, and what they compare."""

from collections.abc import Mapping
from typing import Protocol

from survey_app.fieldwork.progress.overview import Progress
from survey_app.fieldwork.progress.rows import DayRow, EnumeratorRow, StratumRow, UnitRow
from survey_app.fieldwork.progress.tally import Tally
from survey_app.web.sorting import KeyOf, Order, in_order
from survey_app.web.vietnamese_order import given_name_key, vietnamese_key


class _WithCases(Protocol):
    """A row that counts cases."""

    @property
    def cases(self) -> Tally: ...


CASES: Mapping[str, KeyOf[_WithCases]] = {
    "drawn": lambda row: row.cases.drawn,
    "tried": lambda row: row.cases.tried,
    "refused": lambda row: row.cases.refused,
    "not_reached": lambda row: row.cases.not_reached,
    "not_eligible": lambda row: row.cases.not_eligible,
    "to_go": lambda row: row.cases.to_go,
}
UNITS: Mapping[str, KeyOf[UnitRow]] = {
    "name": lambda row: vietnamese_key(row.unit.unit_name),
    "received": lambda row: row.finished,
    "quota": lambda row: row.unit.quota,
    "remaining": lambda row: row.remaining,
    "excess": lambda row: row.excess,
    **CASES,
}
STRATA: Mapping[str, KeyOf[StratumRow]] = {
    "name": lambda row: vietnamese_key(row.name),
    "completed": lambda row: row.cases.completed,
    **CASES,
    "replacements": lambda row: row.cases.replacements,
    "reserve": lambda row: row.cases.reserve,
}
ENUMERATORS: Mapping[str, KeyOf[EnumeratorRow]] = {
    "name": lambda row: given_name_key(row.name),
    "interviews": lambda row: row.interviews,
    "days": lambda row: row.days,
    "per_day": lambda row: row.per_day,
    "minutes": lambda row: row.median_ms,
    "cases": lambda row: row.cases.cases,
    **CASES,
    "last": lambda row: row.last_day,
}
DAYS: Mapping[str, KeyOf[DayRow]] = {
    "name": lambda row: row.day,
    "interviews": lambda row: row.interviews,
    "so_far": lambda row: row.so_far,
    "enumerators": lambda row: row.enumerators,
    "refused": lambda row: row.refused,
    "in_vain": lambda row: row.not_reached,
    "moved": lambda row: row.moved,
    "not_eligible": lambda row: row.not_eligible,
}
COLUMNS: Mapping[str, frozenset[str]] = {
    "units": frozenset(UNITS),
    "strata": frozenset(STRATA),
    "enumerators": frozenset(ENUMERATORS),
    "days": frozenset(DAYS),
}
"""By table, what may stand in an address."""


def table_order(arguments: Mapping[str, str], *, table: str) -> Order:
    """The order that an address asks for; another table's columns are not known to this one."""
    return Order.read(arguments, columns=COLUMNS[table])


def ordered_rows(progress: Progress, *, table: str, order: Order) -> tuple[object, ...]:
    """The rows of a table as the page shows them: days the latest first unless asked otherwise."""
    match table:
        case "units":
            return in_order(progress.surveyed, order=order, keys=UNITS)
        case "strata":
            return in_order(progress.strata, order=order, keys=STRATA)
        case "enumerators":
            return in_order(progress.enumerators, order=order, keys=ENUMERATORS)
        case _:
            return in_order(tuple(reversed(progress.days)), order=order, keys=DAYS)
