"""Writes that set a round up and move it on; what may be written is decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.db.setting_up import NewRound
from survey_app.db.tables import Round, RoundUnit, Unit, UnitGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit as it stands in a round."""

    unit_id: int
    unit_group_id: int
    name: str
    quota: int
    is_exempt: bool
    maximum_points: Decimal
    component_maximum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A type of unit."""

    code: str
    name_vi: str
    name_en: str
    valid_from: date | None
    valid_until: date | None


def insert_round(session: Session, new: NewRound) -> int:
    """Adds a round without units; a taken code is an IntegrityError."""
    columns = {name: getattr(new, name) for name in NewRound.__dataclass_fields__}
    return session.execute(insert(Round).returning(Round.id), columns).scalar_one()


def update_round(session: Session, round_id: int, values: Mapping[str, object]) -> None:
    """Changes columns of a round."""
    if values:
        session.execute(update(Round).where(Round.id == round_id).values(dict(values)))


def move_round(session: Session, round_id: int, *, start: str, end: str) -> bool:
    """Takes a round from one state to another; tells whether it was in the first."""
    moved = session.execute(
        update(Round)
        .where(Round.id == round_id, Round.state == start)
        .values(state=end)
        .returning(Round.id)
    )
    return moved.first() is not None


def add_new_groups(session: Session, groups: Sequence[NewGroup]) -> None:
    """Adds types of unit."""
    if groups:
        session.execute(
            insert(UnitGroup),
            [
                {name: getattr(group, name) for name in NewGroup.__dataclass_fields__}
                for group in groups
            ],
        )


def add_units(session: Session, names: Mapping[str, str]) -> Mapping[str, int]:
    """Adds units by code and name; gives their numbers by code."""
    if not names:
        return {}
    ids = session.scalars(
        insert(Unit).returning(Unit.id, sort_by_parameter_order=True),
        [{"code": code, "name": name} for code, name in names.items()],
    ).all()
    return dict(zip(names, ids, strict=True))


def add_round_units(session: Session, round_id: int, units: Sequence[UnitRow]) -> None:
    """Takes units up into a round, after those that are there."""
    if not units:
        return
    last = session.scalars(
        select(func.coalesce(func.max(RoundUnit.position), 0)).where(RoundUnit.round_id == round_id)
    ).one()
    session.execute(
        insert(RoundUnit),
        [
            {"round_id": round_id, "position": last + place, **_columns(unit)}
            for place, unit in enumerate(units, start=1)
        ],
    )


def update_round_unit(session: Session, round_unit_id: int, unit: UnitRow) -> None:
    """Replaces what a round says of a unit."""
    session.execute(update(RoundUnit).where(RoundUnit.id == round_unit_id).values(_columns(unit)))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPoints:
    """The points of units of one kind: the whole, and the part of the survey."""

    maximum_points: Decimal
    component_maximum: Decimal


def replace_points(
    session: Session, round_id: int, *, is_exempt: bool, before: UnitPoints, after: UnitPoints
) -> None:
    """Gives other points to the units of a kind that have exactly these."""
    session.execute(
        update(RoundUnit)
        .where(
            RoundUnit.round_id == round_id,
            RoundUnit.is_exempt.is_(is_exempt),
            RoundUnit.maximum_points == before.maximum_points,
            RoundUnit.component_maximum == before.component_maximum,
        )
        .values(maximum_points=after.maximum_points, component_maximum=after.component_maximum)
    )


def remove_round_unit(session: Session, round_unit_id: int) -> bool:
    """Takes a unit out of a round; says no where something refers to it, such as its cases."""
    try:
        with session.begin_nested():
            session.execute(delete(RoundUnit).where(RoundUnit.id == round_unit_id))
    except IntegrityError:
        return False
    return True


def _columns(unit: UnitRow) -> dict[str, object]:
    return {name: getattr(unit, name) for name in UnitRow.__dataclass_fields__}
