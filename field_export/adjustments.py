"""Cases for which points are added or taken away as rows, which can be read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from field_export.written import time_for_programs


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentLine:
    """So many cases of an adjustment at a unit. The rest: "" and None where a run keeps them."""

    unit_code: str
    adjustment: str
    cases: int
    reason: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None


CASES_COLUMNS = ("unit_code", "adjustment", "cases")
"""The layout of a list that is read."""


def adjustment_rows(lines: Iterable[AdjustmentLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row for each number that was counted."""
    yield (*CASES_COLUMNS, "reason", "recorded_by", "recorded_at")
    for line in lines:
        yield (
            line.unit_code,
            line.adjustment,
            str(line.cases),
            line.reason,
            line.recorded_by,
            "" if line.recorded_at is None else time_for_programs(line.recorded_at),
        )
