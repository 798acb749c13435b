"""The columns that only a file of re-checks has: yes or no, why selected, when."""

import re
from collections.abc import Sequence
from datetime import datetime
from math import isnan

from scoring.recheck.interviews import Selection
from survey_app.results.recheck_problems import RecheckCode
from survey_app.results.response_columns import Cells, Rows, positive_number
from survey_app.table_files.problems import FaultLog, TableCode, shown

_FLAG = re.compile(r"([01])(\.0+)?", re.ASCII)
"""“1.0” is how pandas writes a 1 in a column with blanks."""


class FlagColumn:
    """1, 0 or blank. values: None where blank or refused; refused: numbers of rows."""

    def __init__(self, name: str, *, is_required: bool, log: FaultLog) -> None:
        self._name = name
        self._is_required = is_required
        self._log = log
        self.values: list[bool | None] = []
        self.refused: set[int] = set()

    def read(self, rows: Rows, cells: Cells) -> None:
        """Take the cells of a block."""
        for row, cell in zip(rows, cells, strict=True):
            self.values.append(self._flag(row, cell.strip()))

    def _flag(self, row: int, text: str) -> bool | None:
        where = f"row {row}, {self._name}"
        found = _FLAG.fullmatch(text)
        if found is not None:
            return found[1] == "1"
        if text:
            self.refused.add(row)
            self._log.note(RecheckCode.NOT_YES_OR_NO, where, value=shown(text))
        elif self._is_required:
            self._log.note(TableCode.BLANK_CELL, where)
        return None


class SelectionColumn:
    """random or risk, in all rows or in none; without the column everything is random."""

    def __init__(self, *, log: FaultLog) -> None:
        self._log = log
        self._rows: list[int] = []
        self._values: list[Selection | None] = []

    def read(self, rows: Rows, cells: Cells) -> None:
        """Take the cells of a block."""
        self._rows.extend(rows)
        for row, cell in zip(rows, cells, strict=True):
            text = cell.strip().casefold()
            if text and text not in set(Selection):
                where = f"row {row}, selection"
                self._log.note(RecheckCode.NOT_A_SELECTION, where, value=shown(cell.strip()))
                text = Selection.RANDOM
            self._values.append(Selection(text) if text else None)

    def close(self) -> list[Selection]:
        """All of them; blank ones are noted when others are filled."""
        blank = [at for at, value in enumerate(self._values) if value is None]
        if 0 < len(blank) < len(self._values):
            where = f"row {self._rows[blank[0]]}, selection"
            self._log.note(RecheckCode.SELECTION_MISSING, where, blank=str(len(blank)))
        return [value or Selection.RANDOM for value in self._values]


class MomentColumn:
    """Times of ISO 8601, None where blank or without an offset, which is only noticed."""

    def __init__(self, name: str, *, log: FaultLog) -> None:
        self._name = name
        self._log = log
        self._without_offset: list[int] = []
        self._values: list[datetime | None] = []

    def read(self, rows: Rows, cells: Cells) -> None:
        """Take the cells of a block."""
        for row, cell in zip(rows, cells, strict=True):
            self._values.append(self._moment(row, cell.strip()))

    def _moment(self, row: int, text: str) -> datetime | None:
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self._log.note(TableCode.NOT_A_TIME, f"row {row}, {self._name}", value=shown(text))
            return None
        if moment.tzinfo is None:
            self._without_offset.append(row)
            return None
        return moment

    def close(self) -> list[datetime | None]:
        """All of them."""
        if self._without_offset:
            where = f"row {self._without_offset[0]}, {self._name}"
            count = str(len(self._without_offset))
            self._log.warn(RecheckCode.TIME_NOT_COMPARED, where, count=count)
        return self._values


def chance(text: str) -> float | None:
    """A probability above 0 and at most 1."""
    value = positive_number(text)
    return None if value is None or value > 1 else value


def chance_known(
    chances: Sequence[float], *, selections: Sequence[Selection], rows: Rows, log: FaultLog
) -> list[float | None]:
    """None where it is blank; blank for some of the random ones only is a fault."""
    known = [None if isnan(value) else value for value in chances]
    random = [at for at, how in enumerate(selections) if how is Selection.RANDOM]
    blank = [at for at in random if known[at] is None]
    if 0 < len(blank) < len(random):
        where = f"row {rows[blank[0]]}, inclusion_prob"
        log.note(RecheckCode.CHANCE_MISSING, where, blank=str(len(blank)))
    return known
