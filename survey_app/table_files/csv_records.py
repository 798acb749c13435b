"""Reads the records of a CSV file one by one, and says everything that is wrong with its text.

Rows are numbered as a spreadsheet shows them: the first is row 1. Text comes out in NFC.
"""

import csv
import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from survey_app.table_files.problems import FaultLog, TableCode

LONGEST_LINE = 1 << 20
_BOM = b"\xef\xbb\xbf"


class CsvRecords:
    """The records of one file with their numbers; faults go into the log.

    sha256: of the bytes read so far. row: the number of the record read last.
    """

    def __init__(self, stream: BinaryIO, *, log: FaultLog, separator: str = ",") -> None:
        self._stream = stream
        self._log = log
        self._separator = separator
        self._hash = hashlib.sha256()
        self._line = 0
        self.row = 0

    @property
    def sha256(self) -> str:
        """Hash of the file as far as it was read, in hexadecimal digits."""
        return self._hash.hexdigest()

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every record with its number; one that is malformed is noted and left out."""
        reader = csv.reader(self._lines(), delimiter=self._separator, strict=True)
        while True:
            start = reader.line_num + 1
            self.row += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                where = f"row {self.row}, line {start}"
                self._log.note(TableCode.MALFORMED, where, why=str(error))
                if self._log.is_full or not _is_one_row(error):
                    return
            else:
                yield self.row, cells

    def _lines(self) -> Iterator[str]:
        while raw := self._stream.readline(LONGEST_LINE + 1):
            self._line += 1
            self._hash.update(raw)
            if self._line == 1:
                raw = raw.removeprefix(_BOM)
            fault = _fault_of_bytes(raw, is_first=self._line == 1)
            if fault is not None:
                self._log.note(fault, f"line {self._line}", maximum=str(LONGEST_LINE))
                return
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                self._log.note(TableCode.NOT_UTF_8, f"line {self._line}", byte=str(error.start + 1))
                return
            if not text.isascii():
                text = unicodedata.normalize("NFC", text)
            yield from _with_plain_ends(text)


def _with_plain_ends(text: str) -> Sequence[str]:
    """The lines of a line, ending in a line feed; old Macs end theirs with a carriage return."""
    if "\r" not in text:
        return (text,)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return [f"{line}\n" for line in text.split("\n")]


def _is_one_row(error: csv.Error) -> bool:
    """Whether only this row is lost; an unclosed quotation mark swallows all that follows."""
    return "expected after" in str(error)


def _fault_of_bytes(raw: bytes, *, is_first: bool) -> TableCode | None:
    if is_first and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return TableCode.UTF_16
    if is_first and raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return TableCode.WORKBOOK
    if b"\0" in raw:
        return TableCode.NUL_BYTE
    return TableCode.LINE_TOO_LONG if len(raw) > LONGEST_LINE else None
