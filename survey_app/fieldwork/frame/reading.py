"""Reads the list of a one-stop system: either all its rows, or everything that is wrong with it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import FrameField, FrameRow, FrameUnit
from survey_app.fieldwork.frame.mapping import FrameMapping, settled_mapping
from survey_app.fieldwork.frame.merged import note_merged
from survey_app.fieldwork.frame.rows import RowReader
from survey_app.fieldwork.frame.source import Source, open_source
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.table_files.problems import MOST_SHOWN, FaultLog, TableCode

PREVIEWED_ROWS = 10
STEP = 2_000
"""Rows after which progress is told."""

Progress = Callable[[int, int | None], None]
"""Told the rows that are done and, where it is known, how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameReading:
    """The rows in the order of the file, or, when there are faults, none.

    faults and warnings: the first ones in full; the totals count all.
    mapping: as it was used, guessed or given; None when no header was found.
    unknown_words: words and units that mean nothing yet, whole, in the order of the file.
    """

    rows: tuple[FrameRow, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    total_warnings: int
    sha256: str
    mapping: FrameMapping | None
    unknown_words: tuple[tuple[FrameField, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """A row as it is written in the file, and what became of it: a case, or its faults."""

    number: int
    cells: tuple[str, ...]
    became: FrameRow | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramePreview:
    """The first rows of a list under a mapping; faults are those of the file and its header.

    total_rows: rows below the header, blank ones included, as far as it is known before reading.
    """

    sheet: str | None
    separator: str | None
    header_row: int | None
    total_rows: int | None
    headers: tuple[str, ...]
    mapping: FrameMapping | None
    rows: tuple[PreviewRow, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    source: Source
    mapping: FrameMapping
    places: dict[FrameField, int]

    def reader(self, units: Sequence[FrameUnit], *, log: FaultLog) -> RowReader:
        return RowReader(
            headers=self.source.headers,
            places=self.places,
            units=units,
            fixed_unit=self.mapping.unit,
            words=self.mapping.words,
            errors=self.source.errors,
            log=log,
        )

    def note_merged(self, log: FaultLog) -> None:
        """Says which rows share one cell."""
        source = self.source
        note_merged(
            source.merged,
            header_row=source.header_row,
            headers=source.headers,
            places=self.places,
            log=log,
        )


def _open(data: bytes, *, mapping: FrameMapping | None, log: FaultLog) -> _Opened | None:
    source = open_source(data, mapping=mapping, log=log)
    if source is None:
        return None
    where = f"row {source.header_row}"
    places = settled_mapping(mapping, headers=source.headers, where=where, log=log)
    used = FrameMapping(
        columns={one: source.headers[place] for one, place in places.items()},
        unit=None if mapping is None or FrameField.UNIT in places else mapping.unit,
        words={} if mapping is None else mapping.words,
        sheet=source.sheet,
    )
    return _Opened(source=source, mapping=used, places=places)


def _said(cells: Sequence[Cell]) -> bool:
    """Whether the row is not blank."""
    return any(cell.strip() if isinstance(cell, str) else cell is not None for cell in cells)


def read_frame(
    data: bytes,
    *,
    units: Sequence[FrameUnit],
    mapping: FrameMapping | None = None,
    progress: Progress | None = None,
    most_listed: int = MOST_SHOWN,
) -> FrameReading:
    """Reads all rows of a CSV file or an XLSX workbook; columns are guessed without a mapping.

    most_listed: faults that are listed; those after them are only counted.
    """
    log = FaultLog(most_shown=most_listed)
    rows: list[FrameRow] = []
    unknown: tuple[tuple[FrameField, str], ...] = ()
    opened = _open(data, mapping=mapping, log=log)
    if opened is not None and not log.total:
        reader = opened.reader(units, log=log)
        opened.note_merged(log)
        rows.extend(_rows(opened, reader, log=log, progress=progress))
        unknown = reader.unknown_words
        if not rows and not log.total:
            log.note(TableCode.NO_ROWS, f"row {opened.source.header_row + 1}")
    return FrameReading(
        rows=() if log.total else tuple(rows),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        total_warnings=log.total_warnings,
        sha256=hashlib.sha256(data).hexdigest(),
        mapping=None if opened is None else opened.mapping,
        unknown_words=unknown,
    )


def _rows(
    opened: _Opened, reader: RowReader, *, log: FaultLog, progress: Progress | None
) -> Iterator[FrameRow]:
    """The rows that are good; those that are not go into the log."""
    total = opened.source.total
    for number, cells in opened.source.rows:
        if progress is not None and number % STEP == 0:
            progress(number, None if total is None else max(total, number))
        if _said(cells):
            row = reader.read(number, cells)
            # Once something is wrong, nothing will be imported: rows need not be kept.
            if row is not None and not log.total:
                yield row
    if progress is not None and total is not None:
        progress(total, total)


def preview_frame(
    data: bytes,
    *,
    units: Sequence[FrameUnit],
    mapping: FrameMapping | None = None,
    rows: int = PREVIEWED_ROWS,
) -> FramePreview:
    """The header, the mapping that would be used, and what the first rows become under it."""
    log = FaultLog()
    opened = _open(data, mapping=mapping, log=log)
    shown = (
        () if opened is None else tuple(_previewed(opened, units=units, rows=rows, file_log=log))
    )
    source = None if opened is None else opened.source
    return FramePreview(
        sheet=None if source is None else source.sheet,
        separator=None if source is None else source.separator,
        header_row=None if source is None else source.header_row,
        total_rows=None if source is None else _rows_below(source),
        headers=() if source is None else source.headers,
        mapping=None if opened is None else opened.mapping,
        rows=shown,
        faults=tuple(log.faults),
        warnings=tuple(log.warnings),
    )


def _rows_below(source: Source) -> int | None:
    return None if source.total is None else max(0, source.total - source.header_row)


def _previewed(
    opened: _Opened, *, units: Sequence[FrameUnit], rows: int, file_log: FaultLog
) -> Iterator[PreviewRow]:
    given = 0
    for number, cells in opened.source.rows:
        if given >= rows:
            return
        if _said(cells):
            given += 1
            log = FaultLog()
            # A header that lacks a column makes no cases, but the cells can be looked at.
            reader = None if file_log.total else opened.reader(units, log=log)
            yield PreviewRow(
                number=number,
                cells=tuple(_as_written(cell) for cell in cells),
                became=None if reader is None else reader.read(number, cells),
                faults=tuple(log.faults),
                warnings=tuple(log.warnings),
            )


def _as_written(cell: Cell) -> str:
    try:
        return written(cell)
    except CellRefused:
        return "".join(one if one.isprintable() else "�" for one in str(cell))
