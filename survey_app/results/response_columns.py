"""The columns of a response file, each turned into a compact array block by block.

Values are judged once per distinct value: a column remembers what each text means.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from questionnaires import Definition, Fault, Item, judge_value
from questionnaires.problems import Catalogue
from scoring.rule import BLANK, ScoringRule
from survey_app.results.points_file import text_faults
from survey_app.results.wanted_rows import identifier_of
from survey_app.table_files.problems import FaultLog, TableCode, shown

_REFUSED = -128
"""Stands in an int8 column for a value that was refused; no answer code is so low."""
MOST_LABELS = 50_000
"""Different units, strata or clusters in one file; Việt Nam has some ten thousand communes."""
_WHOLE = re.compile(r"[0-9]{1,15}(\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?", re.ASCII)

Rows = Sequence[int]
Cells = Sequence[str]


class Column(Protocol):
    """What reads one column."""

    def read(self, rows: Rows, cells: Cells) -> None:
        """Take the cells of a block, and note what is wrong with them."""


class ItemColumn(dict[str, int]):
    """Answers to one criterion; the dict holds the int8 code of every text met so far."""

    def __init__(
        self, definition: Definition, item: Item, *, rule: ScoringRule, log: FaultLog
    ) -> None:
        super().__init__()
        self._definition = definition
        self._item = item
        self._not_applicable = rule.not_applicable
        self._log = log
        self._faults: dict[str, Fault] = {}
        self._blocks: list[npt.NDArray[np.int8]] = []

    def __missing__(self, text: str) -> int:
        self[text] = code = self._code_of(text.strip())
        return code

    def _code_of(self, text: str) -> int:
        if not text:
            return BLANK
        value: int | str = int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else text
        if value == self._not_applicable:
            return self._not_applicable
        fault = judge_value(self._definition, self._item, value)
        if fault is None and isinstance(value, int):
            return value
        self._faults[text] = fault or TableCode.NOT_A_COUNT.at("", value=shown(text))
        return _REFUSED

    def read(self, rows: Rows, cells: Cells) -> None:
        codes = np.fromiter(map(self.__getitem__, cells), dtype=np.int8, count=len(cells))
        for at in np.flatnonzero(codes == _REFUSED).tolist():
            where = f"row {rows[at]}, {self._item.code}"
            self._log.add(replace(self._faults[cells[at].strip()], where=where))
        self._blocks.append(codes)

    def close(self) -> npt.NDArray[np.int8]:
        """All codes, in the order of the rows."""
        return np.concatenate(self._blocks)


class LabelColumn(dict[str, int]):
    """Codes of units, strata or clusters; the dict numbers the distinct ones."""

    def __init__(self, name: str, *, is_required: bool, log: FaultLog) -> None:
        super().__init__()
        self._name = name
        self._is_required = is_required
        self._log = log
        self._labels: list[str] = []
        self._refused: set[int] = set()
        self._blocks: list[npt.NDArray[np.int64]] = []

    def __missing__(self, text: str) -> int:
        label = text.strip()
        if label != text:
            self[text] = number = self[label]
            return number
        self[label] = number = len(self._labels)
        self._labels.append(label)
        return number

    def read(self, rows: Rows, cells: Cells) -> None:
        before = len(self._labels)
        numbers = np.fromiter(map(self.__getitem__, cells), dtype=np.int64, count=len(cells))
        new = (label for label in self._labels[before:] if label or self._is_required)
        self._refused.update(self[label] for label in new if any(text_faults(label)))
        if self._refused:
            self._note_refused(numbers.tolist(), rows=rows)
        if before <= MOST_LABELS < len(self._labels):
            self._log.note(
                TableCode.TOO_MANY_LABELS, f"row {rows[-1]}, {self._name}", count=str(MOST_LABELS)
            )
        self._blocks.append(numbers)

    def _note_refused(self, numbers: Sequence[int], *, rows: Rows) -> None:
        for row, number in zip(rows, numbers, strict=True):
            if number in self._refused:
                for code, details in text_faults(self._labels[number]):
                    self._log.note(code, f"row {row}, {self._name}", **details)

    def close(self) -> "pd.Categorical[str]":
        """The labels of all rows."""
        codes = np.concatenate(self._blocks)
        labels: pd.CategoricalDtype[str] = pd.CategoricalDtype(self._labels)
        return pd.Categorical.from_codes(codes, dtype=labels)


class NumberColumn(dict[str, float]):
    """Numbers, nan where blank; `parse` gives None for a text that is refused."""

    def __init__(
        self,
        name: str,
        *,
        parse: Callable[[str], float | None],
        refusal: Catalogue,
        log: FaultLog,
    ) -> None:
        super().__init__({"": float("nan")})
        self._name = name
        self._parse = parse
        self._refusal = refusal
        self._log = log
        self._blocks: list[npt.NDArray[np.float64]] = []

    def __missing__(self, text: str) -> float:
        stripped = text.strip()
        parsed = self._parse(stripped) if stripped else float("nan")
        self[text] = number = -1.0 if parsed is None else parsed
        return number

    def read(self, rows: Rows, cells: Cells) -> None:
        numbers = np.fromiter(map(self.__getitem__, cells), dtype=np.float64, count=len(cells))
        for at in np.flatnonzero(numbers < 0).tolist():
            where, cell = f"row {rows[at]}, {self._name}", cells[at].strip()
            comma = "," in cell and self._parse(cell.replace(",", ".")) is not None
            code: Catalogue = TableCode.DECIMAL_COMMA if comma else self._refusal
            self._log.note(code, where, value=shown(cell))
        self._blocks.append(numbers)

    def close(self) -> npt.NDArray[np.float64]:
        """All numbers, in the order of the rows."""
        return np.concatenate(self._blocks)


def positive_number(text: str) -> float | None:
    """A decimal number above 0 and not absurdly far from 1."""
    value = float(text) if _DECIMAL.fullmatch(text) else 0.0
    return value if 1e-12 < value < 1e12 else None


def whole_number(text: str) -> float | None:
    """A whole number above 0; “120.0”, as spreadsheets and pandas write it, is one."""
    value = float(text) if _WHOLE.fullmatch(text) else 0.0
    return value if value >= 1 else None


class TimeColumn:
    """Times, which scoring does not use; they are only judged."""

    def __init__(self, name: str, *, log: FaultLog) -> None:
        self._name = name
        self._log = log

    def read(self, rows: Rows, cells: Cells) -> None:
        for row, cell in zip(rows, cells, strict=True):
            code = _fault_of_time(cell.strip()) if cell else None
            if code is not None:
                self._log.note(code, f"row {row}, {self._name}", value=shown(cell))


def _fault_of_time(text: str) -> TableCode | None:
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return TableCode.NOT_A_TIME
    return TableCode.TIME_WITHOUT_OFFSET if time.tzinfo is None else None


class UuidColumn:
    """Identifiers: no two rows may have the same, whatever its case.

    Only 64-bit hashes are kept: of a million different identifiers two would look the same with
    a chance of 3 in a hundred million.
    """

    def __init__(self, *, log: FaultLog) -> None:
        self._log = log
        self._hashes: list[npt.NDArray[np.int64]] = []
        self._rows: list[npt.NDArray[np.int64]] = []

    def read(self, rows: Rows, cells: Cells) -> None:
        names = [identifier_of(cell) for cell in cells]
        for row, name in zip(rows, names, strict=True):
            if not name:
                self._log.note(TableCode.BLANK_CELL, f"row {row}, response_uuid")
        named = [(hash(name), row) for row, name in zip(rows, names, strict=True) if name]
        hashes, kept = zip(*named, strict=True) if named else ((), ())
        self._hashes.append(np.array(hashes, dtype=np.int64))
        self._rows.append(np.array(kept, dtype=np.int64))

    def close(self) -> None:
        """Note every row whose identifier stands in an earlier one."""
        hashes, rows = np.concatenate(self._hashes), np.concatenate(self._rows)
        distinct, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        if len(distinct) == len(hashes):
            return
        for at in np.flatnonzero(first[inverse] != np.arange(len(hashes))).tolist():
            self._log.note(
                TableCode.SAME_RESPONSE,
                f"row {rows[at]}, response_uuid",
                row=str(rows[first[inverse[at]]]),
            )
