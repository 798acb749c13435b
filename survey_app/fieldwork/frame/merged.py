"""Cells of a sheet that were merged over several rows: only the first row has their value."""

from collections.abc import Iterable, Mapping, Sequence

from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.table_files.problems import FaultLog, shown

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column: rows from 1, columns from 0."""


def note_merged(
    ranges: Iterable[Range],
    *,
    header_row: int,
    headers: Sequence[str],
    places: Mapping[FrameField, int],
    log: FaultLog,
) -> None:
    """Says which rows of columns that are read lack the value that a person sees in them.

    Left alone, a merged day of the result would make all files but the first unfinished.
    """
    read = sorted(places.values())
    for top, left, last, right in sorted(ranges):
        first = max(top, header_row + 1)
        for place in (one for one in read if first < last and left <= one <= right):
            where = f"row {first}, {shown(headers[place])}"
            log.note(FrameCode.MERGED_CELLS, where, first=str(first), last=str(last))
