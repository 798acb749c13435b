"""Queries about rounds, their units, and the points of paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from survey_app.db.appraised_points import standing_total
from survey_app.db.tables import (
    OfficialResult,
    QuestionnaireVersion,
    Round,
    RoundUnit,
    Unit,
    UnitGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRecord:
    """A round."""

    id: int
    code: str
    name_vi: str
    name_en: str
    year: int
    state: str
    questionnaire_version_id: str
    index_plan: str
    period_start: date
    period_end: date
    fieldwork_end: date | None
    """The last day of fieldwork; interviews go on after the period that they are about."""
    controller: str
    contact: str
    erase_days: int
    is_simulated: bool
    asks_position: bool
    allows_unlisted: bool
    levels_descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUnitRecord:
    """A unit inside a round, under the name it had then."""

    id: int
    round_id: int
    unit_id: int
    unit_code: str
    unit_name: str
    group_code: str
    group_name_vi: str
    group_name_en: str
    group_from: date | None
    group_until: date | None
    ended_on: date | None
    quota: int
    is_exempt: bool
    maximum_points: Decimal
    component_maximum: Decimal
    appraised_points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialResultRecord:
    """A row of an index table published on paper."""

    unit_code: str
    rank: int
    component_points: Decimal | None
    total_points: Decimal
    index_percent: Decimal
    source: str


def _round_record(found: Round) -> RoundRecord:
    return RoundRecord(
        id=found.id,
        code=found.code,
        name_vi=found.name_vi,
        name_en=found.name_en,
        year=found.year,
        state=found.state,
        questionnaire_version_id=found.questionnaire_version_id,
        index_plan=found.index_plan,
        period_start=found.period_start,
        period_end=found.period_end,
        fieldwork_end=found.fieldwork_end,
        controller=found.controller,
        contact=found.contact,
        erase_days=found.erase_days,
        is_simulated=found.is_simulated,
        asks_position=found.asks_position,
        allows_unlisted=found.allows_unlisted,
        levels_descending=found.levels_descending,
    )


def all_rounds(session: Session) -> tuple[RoundRecord, ...]:
    """Every round, the newest year first."""
    rows = session.scalars(select(Round).order_by(Round.year.desc(), Round.code))
    return tuple(_round_record(row) for row in rows)


def round_coded(session: Session, code: str) -> RoundRecord | None:
    """The round with this code."""
    found = session.scalars(_CODED, {"code": code}).one_or_none()
    return None if found is None else _round_record(found)


# Put together once: every page asks this, and putting it together takes as long as the answer.
_CODED = select(Round).where(Round.code == bindparam("code"))


def round_by_id(session: Session, round_id: int) -> RoundRecord | None:
    """The round with this number."""
    found = session.get(Round, round_id)
    return None if found is None else _round_record(found)


# Columns and no objects: a page asks for them, and an object takes three times as long.
_OF_ROUND_UNIT = {
    "id": RoundUnit.id,
    "round_id": RoundUnit.round_id,
    "unit_id": Unit.id,
    "unit_code": Unit.code,
    "unit_name": RoundUnit.name,
    "group_code": UnitGroup.code,
    "group_name_vi": UnitGroup.name_vi,
    "group_name_en": UnitGroup.name_en,
    "group_from": UnitGroup.valid_from,
    "group_until": UnitGroup.valid_until,
    "ended_on": Unit.ended_on,
    "quota": RoundUnit.quota,
    "is_exempt": RoundUnit.is_exempt,
    "maximum_points": RoundUnit.maximum_points,
    "component_maximum": RoundUnit.component_maximum,
    "appraised_points": standing_total(),
}


def _round_units() -> Select[*tuple[Any, ...]]:
    return (
        select(*_OF_ROUND_UNIT.values())
        .select_from(RoundUnit)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(UnitGroup, UnitGroup.id == RoundUnit.unit_group_id)
    )


def _round_unit_record(*row: Any) -> RoundUnitRecord:
    return RoundUnitRecord(**dict(zip(_OF_ROUND_UNIT, row, strict=True)))


def units_of_round(session: Session, round_id: int) -> tuple[RoundUnitRecord, ...]:
    """The units of a round in the order the round gives them."""
    return units_of_rounds(session, [round_id])


def units_of_rounds(session: Session, round_ids: Collection[int]) -> tuple[RoundUnitRecord, ...]:
    """The units of several rounds, of each in its order."""
    rows = session.execute(_OF_ROUNDS, {"round_ids": list(round_ids)})
    return tuple(_round_unit_record(*row) for row in rows)


_OF_ROUNDS = (
    _round_units()
    .where(RoundUnit.round_id.in_(bindparam("round_ids", expanding=True)))
    .order_by(RoundUnit.round_id, RoundUnit.position)
)


def rounds_of_unit(
    session: Session, unit_id: int
) -> tuple[tuple[RoundRecord, RoundUnitRecord], ...]:
    """The rounds that a unit is part of, each with what it says of it, the newest year first."""
    chosen = (
        _round_units()
        .add_columns(Round)
        .join(Round, Round.id == RoundUnit.round_id)
        .where(RoundUnit.unit_id == unit_id)
        .order_by(Round.year.desc(), Round.code)
    )
    return tuple(
        (_round_record(of_round), _round_unit_record(*row))
        for *row, of_round in session.execute(chosen)
    )


def round_unit_by_id(session: Session, round_unit_id: int) -> RoundUnitRecord | None:
    """A unit of a round."""
    row = session.execute(_round_units().where(RoundUnit.id == round_unit_id)).one_or_none()
    return None if row is None else _round_unit_record(*row)


def official_results(session: Session, round_id: int) -> tuple[OfficialResultRecord, ...]:
    """The index table published on paper for this round, or nothing."""
    rows = session.execute(_OFFICIAL, {"round_id": round_id})
    return tuple(
        OfficialResultRecord(
            unit_code=code,
            rank=row.rank,
            component_points=row.component_points,
            total_points=row.total_points,
            index_percent=row.index_percent,
            source=row.source,
        )
        for row, code in rows
    )


_OFFICIAL = (
    select(OfficialResult, Unit.code)
    .join(RoundUnit, RoundUnit.id == OfficialResult.round_unit_id)
    .join(Unit, Unit.id == RoundUnit.unit_id)
    .where(RoundUnit.round_id == bindparam("round_id"))
    .order_by(RoundUnit.position)
)


def locked_round(session: Session, round_id: int) -> RoundRecord:
    """The round as it is now; whoever else wants to change it waits for this transaction.

    Rows that only name the round are stored meanwhile: a form that is keyed from paper, a look at
    the interviews.
    """
    chosen = select(Round).where(Round.id == round_id).with_for_update(key_share=True)
    found = session.scalars(chosen.execution_options(populate_existing=True)).one()
    return _round_record(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRecord:
    """A type of unit."""

    id: int
    code: str
    name_vi: str
    name_en: str
    valid_from: date | None
    valid_until: date | None


def all_groups(session: Session) -> tuple[GroupRecord, ...]:
    """Every type of unit, the oldest first."""
    return tuple(
        GroupRecord(
            id=found.id,
            code=found.code,
            name_vi=found.name_vi,
            name_en=found.name_en,
            valid_from=found.valid_from,
            valid_until=found.valid_until,
        )
        for found in session.scalars(select(UnitGroup).order_by(UnitGroup.id))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireRecord:
    """A published questionnaire version."""

    id: str
    questionnaire: str
    version: str


def questionnaires(session: Session) -> tuple[QuestionnaireRecord, ...]:
    """Every published questionnaire version, the newest first."""
    rows = session.execute(
        select(
            QuestionnaireVersion.id,
            QuestionnaireVersion.questionnaire,
            QuestionnaireVersion.version,
        ).order_by(QuestionnaireVersion.published_at.desc(), QuestionnaireVersion.id)
    )
    return tuple(
        QuestionnaireRecord(id=row[0], questionnaire=row[1], version=row[2]) for row in rows
    )


def unit_id_coded(session: Session, code: str) -> int | None:
    """The number of the unit with this code."""
    return session.scalars(select(Unit.id).where(Unit.code == code)).one_or_none()


def definition_content(session: Session, version_id: str) -> str | None:
    """The canonical JSON of a questionnaire version."""
    return session.scalars(
        select(QuestionnaireVersion.content).where(QuestionnaireVersion.id == version_id)
    ).one_or_none()
