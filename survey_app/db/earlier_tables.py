"""Queries about index tables of earlier years that came on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Account,
    EarlierGroupRow,
    EarlierRow,
    EarlierTable,
    RoundUnit,
    Unit,
    UnitGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRowValue:
    """A unit: its rank and its index in percent, as printed; None: the table does not say."""

    rank: int | None
    index_percent: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierGroupValue:
    """A group: mean and spread, as printed; None: the table does not say."""

    mean_index: Decimal | None
    spread: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTableRecord:
    """A table with its document, and who entered it. units, groups: by code."""

    id: int
    year: int
    number: str
    issued_on: date
    source: str
    reason: str
    recorded_by: str
    recorded_at: datetime
    units: Mapping[str, EarlierRowValue]
    groups: Mapping[str, EarlierGroupValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEarlierTable:
    """A table to be kept. units: by number of the unit in the round; groups: by number."""

    round_id: int
    year: int
    number: str
    issued_on: date
    source: str
    reason: str
    recorded_by: int
    recorded_at: datetime
    units: Mapping[int, EarlierRowValue]
    groups: Mapping[int, EarlierGroupValue]


def earlier_table(session: Session, round_id: int) -> EarlierTableRecord | None:
    """The table that stands for this round: the one that was entered last."""
    found = session.execute(
        select(EarlierTable, Account.display_name)
        .join(Account, Account.id == EarlierTable.recorded_by)
        .where(EarlierTable.round_id == round_id)
        .order_by(EarlierTable.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    table, by = found
    return EarlierTableRecord(
        id=table.id,
        year=table.year,
        number=table.number,
        issued_on=table.issued_on,
        source=table.source,
        reason=table.reason,
        recorded_by=by,
        recorded_at=table.recorded_at,
        units=_units(session, table.id),
        groups=_groups(session, table.id),
    )


def _units(session: Session, number: int) -> Mapping[str, EarlierRowValue]:
    rows = session.execute(
        select(Unit.code, EarlierRow.rank, EarlierRow.index_percent)
        .join(RoundUnit, RoundUnit.id == EarlierRow.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(EarlierRow.earlier_table_id == number)
        .order_by(RoundUnit.position)
    )
    return {code: EarlierRowValue(rank=rank, index_percent=value) for code, rank, value in rows}


def _groups(session: Session, number: int) -> Mapping[str, EarlierGroupValue]:
    rows = session.execute(
        select(UnitGroup.code, EarlierGroupRow.mean_index, EarlierGroupRow.spread)
        .join(UnitGroup, UnitGroup.id == EarlierGroupRow.unit_group_id)
        .where(EarlierGroupRow.earlier_table_id == number)
        .order_by(UnitGroup.code)
    )
    return {code: EarlierGroupValue(mean_index=mean, spread=spread) for code, mean, spread in rows}


def add_earlier_table(session: Session, new: NewEarlierTable) -> int:
    """Keeps a table and gives its number."""
    number = session.scalars(
        insert(EarlierTable).returning(EarlierTable.id),
        {
            "round_id": new.round_id,
            "year": new.year,
            "number": new.number,
            "issued_on": new.issued_on,
            "source": new.source,
            "reason": new.reason,
            "recorded_by": new.recorded_by,
            "recorded_at": new.recorded_at,
        },
    ).one()
    units = [
        {
            "earlier_table_id": number,
            "round_unit_id": unit,
            "rank": one.rank,
            "index_percent": one.index_percent,
        }
        for unit, one in new.units.items()
    ]
    groups = [
        {
            "earlier_table_id": number,
            "unit_group_id": group,
            "mean_index": one.mean_index,
            "spread": one.spread,
        }
        for group, one in new.groups.items()
    ]
    if units:
        session.execute(insert(EarlierRow), units)
    if groups:
        session.execute(insert(EarlierGroupRow), groups)
    return number
