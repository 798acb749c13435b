"""The index table of an earlier year, from paper: read from a file, judged, and kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, rounds
from survey_app.db.earlier_tables import (
    EarlierGroupValue,
    EarlierRowValue,
    NewEarlierTable,
    add_earlier_table,
    earlier_table,
)
from survey_app.fieldwork.appraisal.cells import read_points
from survey_app.fieldwork.appraisal.columns import (
    MEAN,
    PERCENT,
    RANK,
    SPREAD,
    UNIT,
    UNIT_GROUP,
    EarlierColumns,
)
from survey_app.fieldwork.appraisal.judging import PointsUnit
from survey_app.fieldwork.appraisal.opening import OpenedTable, open_table
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.appraisal.reading import UnitFinder
from survey_app.fieldwork.appraisal.recording import (
    ENTERABLE,
    LONGEST_SOURCE,
    against_document,
    against_reason,
)
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.fieldwork.round_states import State
from survey_app.table_files.problems import FaultLog, TableCode, shown

DECIMALS = 2
HUNDRED = 100
FIRST_YEAR = 1990
_RANK = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReading:
    """Rows by code of unit and of group; none when there are faults."""

    units: Mapping[str, EarlierRowValue]
    groups: Mapping[str, EarlierGroupValue]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]


def read_earlier_table(data: bytes, *, units: Sequence[PointsUnit]) -> EarlierReading:
    """Read rows of units (rank, index_percent) and of groups (mean_index, spread).

    A blank cell is something that the table does not say. A row of a group has no unit code.
    """
    log = FaultLog()
    opened = open_table(data, named=EarlierColumns().named, log=log)
    rows = _Rows(units, log=log)
    if opened is not None:
        if not {UNIT, UNIT_GROUP} & set(opened.places):
            log.note(TableCode.MISSING_COLUMNS, f"row {opened.header_row}", columns=UNIT)
        else:
            rows.read_all(opened)
    return EarlierReading(
        units={} if log.total else rows.units,
        groups={} if log.total else rows.groups,
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
    )


class _Rows:
    """The rows read so far."""

    def __init__(self, units: Sequence[PointsUnit], *, log: FaultLog) -> None:
        self._log = log
        self._finder = UnitFinder(units, log=log)
        self._known = tuple(dict.fromkeys(unit.group_code for unit in units))
        self._row_of_group: dict[str, int] = {}
        self.units: dict[str, EarlierRowValue] = {}
        self.groups: dict[str, EarlierGroupValue] = {}

    def read_all(self, opened: OpenedTable) -> None:
        for number, row in opened.rows:
            cells = opened.cells(number, row)
            values = [cells.get(name) for name in (UNIT, RANK, PERCENT, MEAN, SPREAD)]
            if all(value in {None, ""} for value in values):
                continue
            if cells.get(UNIT) in {None, ""}:
                self._group(opened, number, cells)
            else:
                self._unit(opened, number, cells)
        if not self.units and not self.groups and not self._log.total:
            self._log.note(TableCode.NO_ROWS, f"row {opened.header_row + 1}")

    def _unit(self, opened: OpenedTable, number: int, cells: Mapping[str, Cell]) -> None:
        unit = self._finder.of(cells[UNIT], number=number, where=opened.where(number, UNIT))
        for name in (MEAN, SPREAD):
            if cells.get(name) not in {None, ""}:
                self._log.note(AppraisalCode.NOT_OF_A_UNIT, opened.where(number, name))
        rank = self._rank(opened, number, cells)
        percent = self._percent(opened, number, cells, PERCENT)
        if unit is not None and (rank is not None or percent is not None):
            self.units[unit.unit_code] = EarlierRowValue(rank=rank, index_percent=percent)

    def _group(self, opened: OpenedTable, number: int, cells: Mapping[str, Cell]) -> None:
        for name in (RANK, PERCENT):
            if cells.get(name) not in {None, ""}:
                self._log.note(AppraisalCode.NOT_OF_A_GROUP, opened.where(number, name))
        group = str(cells.get(UNIT_GROUP) or "").strip()
        where = opened.where(number, UNIT_GROUP) if UNIT_GROUP in opened.places else f"row {number}"
        if group not in self._known:
            known = ", ".join(self._known)
            self._log.note(AppraisalCode.UNKNOWN_GROUP, where, group=shown(group), known=known)
        first = self._row_of_group.setdefault(group, number)
        if first != number:
            self._log.note(AppraisalCode.GROUP_TWICE, where, group=shown(group), row=str(first))
        mean = self._percent(opened, number, cells, MEAN)
        spread = self._percent(opened, number, cells, SPREAD)
        if mean is not None or spread is not None:
            self.groups[group] = EarlierGroupValue(mean_index=mean, spread=spread)

    def _rank(self, opened: OpenedTable, number: int, cells: Mapping[str, Cell]) -> int | None:
        cell = cells.get(RANK)
        if cell in {None, ""}:
            return None
        text = _text(cell)
        if not _RANK.fullmatch(text):
            where = opened.where(number, RANK)
            self._log.note(AppraisalCode.NOT_A_RANK, where, value=shown(text))
            return None
        return int(text)

    def _percent(
        self, opened: OpenedTable, number: int, cells: Mapping[str, Cell], name: str
    ) -> Decimal | None:
        if name not in opened.places:
            return None
        where = opened.where(number, name)
        try:
            value = read_points(cells[name], decimals=DECIMALS)
        except CellRefused as refused:
            self._log.note(refused.code, where, **refused.details)
            return None
        if value is None:
            return None
        if not isinstance(value, Decimal):
            self._log.note(AppraisalCode.NOT_POINTS, where, value="x")
            return None
        if value > HUNDRED:
            self._log.note(AppraisalCode.ABOVE_HUNDRED, where, value=str(value))
            return None
        return value


def _text(cell: Cell) -> str:
    try:
        return written(cell)
    except CellRefused:
        return str(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRequest:
    """The document of the table as somebody names it. year: None where none was given."""

    year: int | None
    number: str
    issued_on: date | None
    source: str
    reason: str
    by: Person
    at: datetime


def record_earlier_table(
    session: Session, round_id: int, reading: EarlierReading, request: EarlierRequest
) -> tuple[Fault, ...]:
    """Keeps the table beside those of before; with faults, also of the reading, keeps nothing."""
    found = rounds.locked_round(session, round_id)
    faults = (*against_earlier(session, found, request), *reading.faults)
    if faults or request.year is None or request.issued_on is None:
        return faults
    units = {unit.unit_code: unit.id for unit in rounds.units_of_round(session, round_id)}
    groups = {group.code: group.id for group in rounds.all_groups(session)}
    number = add_earlier_table(
        session,
        NewEarlierTable(
            round_id=round_id,
            year=request.year,
            number=request.number.strip(),
            issued_on=request.issued_on,
            source=request.source.strip()[:LONGEST_SOURCE],
            reason=request.reason.strip(),
            recorded_by=request.by.account_id,
            recorded_at=request.at,
            units={units[code]: value for code, value in reading.units.items()},
            groups={groups[code]: value for code, value in reading.groups.items()},
        ),
    )
    audit.record(
        session,
        action="round.earlier_table_recorded",
        object_kind="round",
        object_id=str(round_id),
        account_id=request.by.account_id,
        at=request.at,
        details={
            "table": str(number),
            "year": str(request.year),
            "number": request.number.strip(),
            "reason": request.reason.strip(),
        },
    )
    return ()


def against_earlier(
    session: Session, found: rounds.RoundRecord, request: EarlierRequest
) -> Iterator[Fault]:
    """What stands against a table whatever is in it."""
    if State(found.state) not in ENTERABLE:
        yield AppraisalCode.NOT_NOW.at("round")
        return
    if request.year is None or not FIRST_YEAR <= request.year < found.year:
        value = "–" if request.year is None else str(request.year)
        yield AppraisalCode.NOT_EARLIER.at("year", value=value)
    yield from against_document(request.number, request.issued_on, at=request.at)
    is_change = earlier_table(session, found.id) is not None
    yield from against_reason(request.reason, is_change=is_change)
