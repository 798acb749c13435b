"""CSV as spreadsheets in Viet Nam open it: UTF-8 with a mark, and no cell that runs."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_RUNS_IN_NEXT_CELL = re.compile(r"(?<=[;\t\r\n])(?=[=+@]|-(?![0-9]*\.?[0-9]+(?:[;\t\r\n]|$)))")
"""Where a cell begins for a spreadsheet that parts cells by semicolons, as many in Viet Nam do: it
takes no notice of quotes inside what it takes for one cell.
"""


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula; plain numbers stay numbers.

    A leading apostrophe is what OWASP advises against CSV injection.
    """
    if text.startswith(RUNS) and not _is_number(text):
        text = f"'{text}"
    return _RUNS_IN_NEXT_CELL.sub("'", text)


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows as lines of a file, one at a time, the byte-order mark in front of the first."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    mark = BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield mark + line.getvalue()
        mark = ""
        line.seek(0)
        line.truncate()
