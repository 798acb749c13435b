"""The first rows of a large list, kept beside it: choosing columns needs no more than these.

Opening a workbook of 200,000 rows takes seconds and hundreds of megabytes; a process does it
once, and the pages look at what it leaves. The rows are kept as CSV, whatever the file is.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pydantic import BaseModel, ConfigDict

from survey_app.fieldwork.frame.fields import FrameUnit
from survey_app.fieldwork.frame.mapping import FrameMapping
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.reading import FramePreview, preview_frame
from survey_app.fieldwork.frame.source import is_workbook
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.fieldwork.frame.workbook import Workbook
from survey_app.table_files.problems import FaultLog

KEPT_ROWS = 60
"""Enough for titles, the header and the rows of the preview."""
KEPT_BYTES = 256 * 1024
MOST_SHEETS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first rows of a sheet, or of a CSV file. rows: how many the whole has."""

    sheet: str | None
    text: str
    rows: int


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: str | None
    text: str
    rows: int


def head_document(head: Head) -> dict[str, object]:
    """As it is stored, and given back to `read_heads`."""
    return {"sheet": head.sheet, "text": head.text, "rows": head.rows}


def read_heads(documents: Sequence[object]) -> tuple[Head, ...]:
    """What was stored."""
    kept = [_Document.model_validate(one) for one in documents]
    return tuple(Head(sheet=one.sheet, text=one.text, rows=one.rows) for one in kept)


def heads_of(data: bytes, *, log: FaultLog) -> tuple[Head, ...]:
    """The head of each sheet that people see, or of a CSV file; the log says what is broken."""
    if is_workbook(data):
        return _of_workbook(data, log=log)
    cut = data[:KEPT_BYTES]
    if len(cut) < len(data):
        cut = cut[: cut.rfind(b"\n") + 1] or cut
    try:
        text = cut.decode("utf-8")
    except UnicodeDecodeError:
        # Reading says in which line it is no UTF-8.
        return ()
    lines = "".join(islice(io.StringIO(text, newline=""), KEPT_ROWS))
    return (Head(sheet=None, text=lines, rows=data.count(b"\n") + 1),)


def _of_workbook(data: bytes, *, log: FaultLog) -> tuple[Head, ...]:
    book = Workbook(data, log=log)
    if not book.open():
        return ()
    heads = []
    for name in book.sheet_names[:MOST_SHEETS]:
        sheet = book.sheet(name)
        if sheet is not None:
            rows = [cells for _, cells in islice(sheet.rows, KEPT_ROWS)]
            heads.append(Head(sheet=name, text=_as_csv(rows), rows=sheet.total))
    return tuple(heads)


def _as_csv(rows: Sequence[Sequence[Cell]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_shown(cell) for cell in cells] for cells in rows)
    return text.getvalue()


def _shown(cell: Cell) -> str:
    try:
        return written(cell)
    except CellRefused:
        return "�"


def preview_heads(
    heads: Sequence[Head], *, units: Sequence[FrameUnit], mapping: FrameMapping | None = None
) -> FramePreview:
    """What `preview_frame` says of the whole file, as far as its first rows tell."""
    fitting = _fitting(heads, mapping)
    if len(fitting) != 1:
        return _unchosen(heads, fitting)
    (head,) = fitting
    found = preview_frame(head.text.encode(), units=units, mapping=mapping)
    below = None if found.header_row is None else max(0, head.rows - found.header_row)
    used = None if found.mapping is None else replace(found.mapping, sheet=head.sheet)
    return replace(found, sheet=head.sheet, total_rows=below, mapping=used)


def _fitting(heads: Sequence[Head], mapping: FrameMapping | None) -> tuple[Head, ...]:
    if mapping is not None and mapping.sheet is not None:
        return tuple(one for one in heads if one.sheet == mapping.sheet)
    if len(heads) == 1:
        return tuple(heads)
    with_header = tuple(
        one for one in heads if preview_frame(one.text.encode(), units=(), mapping=mapping).headers
    )
    return with_header or tuple(heads[:1])


def _unchosen(heads: Sequence[Head], fitting: Sequence[Head]) -> FramePreview:
    sheets = ", ".join(one.sheet or "" for one in fitting or heads)
    code = FrameCode.SEVERAL_SHEETS if fitting else FrameCode.NO_SHEET
    details: Mapping[str, str] = {"sheets": sheets} if fitting else {"sheet": "", "known": sheets}
    return FramePreview(
        sheet=None,
        separator=None,
        header_row=None,
        total_rows=None,
        headers=(),
        mapping=None,
        rows=(),
        faults=(code.at("file", **details),),
        warnings=(),
    )
