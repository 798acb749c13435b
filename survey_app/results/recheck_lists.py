"""Reads the published lots of a round and those drawn from them: all rows, or what is wrong."""

from collections.abc import Mapping
from pathlib import Path

from field_export.recheck_files import DRAWN_COLUMNS, FURTHER_COLUMNS, LOT_COLUMNS
from scoring.recheck.further_check import FurtherRow
from scoring.recheck.rechecks_check import DrawnRow, ListedRow
from survey_app.results.draw_tables import TableReading, read_decimal, read_place, read_rows
from survey_app.table_files.problems import FaultLog

_NONE: frozenset[str] = frozenset()


def read_lots(path: Path) -> TableReading[ListedRow]:
    """Read `lot, response_uuid, stratum`. Raises OSError when the file cannot be read at all."""

    def listed(row: int, cells: Mapping[str, str]) -> ListedRow:
        return ListedRow(
            row=row,
            lot=cells["lot"],
            uuid=cells["response_uuid"].lower(),
            stratum=cells["stratum"],
        )

    return read_rows(path, columns=LOT_COLUMNS, make=listed, log=FaultLog(), may_be_blank=_NONE)


def read_drawn(path: Path) -> TableReading[DrawnRow]:
    """Read `lot, response_uuid, stratum, place, inclusion_prob`.

    Raises OSError when the file cannot be read at all.
    """
    log = FaultLog()

    def drawn(row: int, cells: Mapping[str, str]) -> DrawnRow:
        return DrawnRow(
            row=row,
            lot=cells["lot"],
            uuid=cells["response_uuid"].lower(),
            stratum=cells["stratum"],
            place=read_place(row, cells["place"], log=log),
            probability=read_decimal(row, "inclusion_prob", cells["inclusion_prob"], log=log),
        )

    return read_rows(path, columns=DRAWN_COLUMNS, make=drawn, log=log, may_be_blank=_NONE)


def read_further(path: Path) -> TableReading[FurtherRow]:
    """Read `lot, step, response_uuid, stratum, place, selection, instead_of`.

    Raises OSError when the file cannot be read at all.
    """
    log = FaultLog()

    def drawn(row: int, cells: Mapping[str, str]) -> FurtherRow:
        return FurtherRow(
            row=row,
            lot=cells["lot"],
            step=read_place(row, cells["step"], log=log),
            uuid=cells["response_uuid"].lower(),
            stratum=cells["stratum"],
            place=read_place(row, cells["place"], log=log),
            selection=cells["selection"],
            instead_of=cells.get("instead_of", "").lower(),
        )

    may_be_blank = frozenset({"instead_of"})
    return read_rows(path, columns=FURTHER_COLUMNS, make=drawn, log=log, may_be_blank=may_be_blank)
