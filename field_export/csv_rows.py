"""CSV as spreadsheets in Viet Nam open it: UTF-8 with a mark, and no cell that runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula; plain numbers stay numbers.

    A leading apostrophe is what OWASP advises against CSV injection.
    """
    if text.startswith(RUNS) and not _is_number(text):
        return f"'{text}"
    return text


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
