"""Queries about units as they are now, whatever rounds call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import Round, RoundUnit, Unit, UnitGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """A unit under its present name."""

    id: int
    code: str
    name: str
    ended_on: date | None
    successor_id: int | None


def all_units(session: Session) -> Mapping[str, UnitRecord]:
    """Every unit by its code, in the order of codes."""
    return {
        found.code: UnitRecord(
            id=found.id,
            code=found.code,
            name=found.name,
            ended_on=found.ended_on,
            successor_id=found.successor_id,
        )
        for found in session.scalars(select(Unit).order_by(Unit.code))
    }


def rename(session: Session, unit_id: int, *, name: str) -> None:
    """Gives a unit another name, in drafts too; rounds that have opened keep the old one."""
    session.execute(update(Unit).where(Unit.id == unit_id).values(name=name))
    drafts = select(Round.id).where(Round.state == "draft")
    session.execute(
        update(RoundUnit)
        .where(RoundUnit.unit_id == unit_id, RoundUnit.round_id.in_(drafts))
        .values(name=name)
    )


def end(session: Session, unit_id: int, *, on: date | None, successor_id: int | None) -> None:
    """Lets a unit end on a day, with the unit that takes over its duties; None: it goes on."""
    session.execute(
        update(Unit).where(Unit.id == unit_id).values(ended_on=on, successor_id=successor_id)
    )


def set_validity(
    session: Session, group_code: str, *, valid_from: date | None, valid_until: date | None
) -> None:
    """Says between which days units of a type exist."""
    session.execute(
        update(UnitGroup)
        .where(UnitGroup.code == group_code)
        .values(valid_from=valid_from, valid_until=valid_until)
    )
