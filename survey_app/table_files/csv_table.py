"""Reads a CSV file block by block, in bounded memory, and says everything that is wrong with it.

Rows are numbered as a spreadsheet shows them: the header is row 1. Text comes out in NFC.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from survey_app.table_files.csv_records import CsvRecords
from survey_app.table_files.problems import FaultLog, TableCode, shown

BLOCK_ROWS = 256
"""So few that their cells are gone before the garbage collector looks: that takes half as long."""
MOST_BLANK = 1_000_000
"""Blank rows after which reading stops: no table has so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows: their numbers, and their cells by column, stripped of nothing."""

    rows: Sequence[int]
    columns: Mapping[str, Sequence[str]]


class CsvTable:
    """One file: `open` reads the header, `blocks` the rows; faults go into the log.

    columns: the known ones that the file has. sha256: of the bytes read so far.
    """

    def __init__(self, stream: BinaryIO, *, log: FaultLog) -> None:
        self._log = log
        self._file = CsvRecords(stream, log=log)
        self._records = self._file.numbered()
        self._header: tuple[str, ...] = ()
        self.columns: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the file as far as it was read, in hexadecimal digits."""
        return self._file.sha256

    def open(
        self,
        *,
        required: Collection[str],
        optional: Collection[str],
        also: Callable[[str], bool] = lambda _name: False,
        unused: Callable[[str], str | None] = lambda _name: None,
    ) -> bool:
        """Read the header; False when the rows cannot be read under it.

        also: whether a column of another name is one to be read, where their names are free.
        unused: the question to which a column belongs that is known and not needed, else None;
        of all of these there is one warning.
        """
        first = next(self._records, None)
        if first is None:
            if not self._log.total:
                self._log.note(TableCode.EMPTY_FILE, "line 1")
            return False
        self._header = tuple(name.strip() for name in first[1])
        known = {*required, *optional, *filter(also, self._header)}
        self.columns = tuple(name for name in self._header if name in known)
        if len(self._header) == 1 and not self.columns and set(self._header[0]) & set(";\t|"):
            self._log.note(TableCode.OTHER_SEPARATOR, "row 1")
            return False
        return self._header_fits(required=required, known=known, unused=unused)

    def _header_fits(
        self,
        *,
        required: Collection[str],
        known: Collection[str],
        unused: Callable[[str], str | None],
    ) -> bool:
        before = self._log.total
        missing = [name for name in required if name not in self._header]
        if missing:
            self._log.note(TableCode.MISSING_COLUMNS, "row 1", columns=", ".join(missing))
        questions = []
        for name, times in Counter(self._header).items():
            if name in known and times > 1:
                self._log.note(TableCode.DUPLICATE_COLUMN, "row 1", column=name, times=str(times))
            elif name not in known and (question := unused(name)) is not None:
                questions.append(question)
            elif name not in known:
                self._log.warn(TableCode.UNKNOWN_COLUMN, "row 1", column=shown(name))
        if questions:
            self._log.warn(
                TableCode.UNUSED_COLUMNS,
                "row 1",
                count=str(len(questions)),
                questions=", ".join(dict.fromkeys(questions)),
            )
        return self._log.total == before

    def blocks(self) -> Iterator[Block]:
        """The rows under the header, without blank ones; ends early when the log is full."""
        rows = self._full_rows()
        found = False
        while not self._log.is_full and (block := list(islice(rows, BLOCK_ROWS))):
            found = True
            numbers, cells = zip(*block, strict=True)
            by_column = dict(zip(self._header, zip(*cells, strict=True), strict=True))
            yield Block(rows=numbers, columns={name: by_column[name] for name in self.columns})
        if self._log.is_full:
            self._log.stop(f"row {self._file.row}")
        elif not found and not self._log.total:
            self._log.note(TableCode.NO_ROWS, "row 2")

    def _full_rows(self) -> Iterator[tuple[int, list[str]]]:
        width, blank = len(self._header), 0
        for number, cells in self._records:
            if not any(cells):
                blank += 1
                if blank > MOST_BLANK:
                    self._log.note(TableCode.BLANK_ROWS, f"row {number}", count=str(MOST_BLANK))
                    return
            elif len(cells) == width:
                yield number, cells
            else:
                self._log.note(
                    TableCode.WRONG_NUMBER_OF_CELLS,
                    f"row {number}",
                    found=str(len(cells)),
                    expected=str(width),
                )
            if self._log.is_full:
                return
