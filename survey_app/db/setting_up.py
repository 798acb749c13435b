"""Writes that set a round up: units, questionnaire version, points of paper, cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from questionnaires import Definition, canonical_json, version_id
from scoring.plans.criteria_set import TOTAL
from survey_app.db.appraised_points import APPRAISED, NewPointsDocument, add_points_document
from survey_app.db.round_keys import NewRoundKey, add_key
from survey_app.db.tables import (
    Assignment,
    FrameCase,
    OfficialResult,
    Person,
    QuestionnaireVersion,
    Round,
    RoundUnit,
    Unit,
    UnitGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """What a round is made from."""

    code: str
    name_vi: str
    name_en: str
    year: int
    state: str
    questionnaire_version_id: str
    index_plan: str
    period_start: date
    period_end: date
    controller: str
    contact: str
    erase_days: int
    is_simulated: bool
    fieldwork_end: date | None = None
    """The last day of fieldwork, where it is known."""
    asks_position: bool = False
    """Whether tablets ask where an interview was made."""
    allows_unlisted: bool = True
    """Whether people on no list may be interviewed."""
    levels_descending: bool = False
    """Whether the five levels are shown from the best to the worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoundUnit:
    """A unit as a round takes it up."""

    code: str
    name: str
    group: str
    quota: int
    is_exempt: bool
    maximum_points: Decimal
    component_maximum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssignment:
    """A duty to interview somebody who is on no list."""

    interview_uuid: UUID
    round_unit_id: int
    enumerator_id: int
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A listed respondent with the duty to interview them."""

    interview_uuid: UUID
    round_unit_id: int
    enumerator_id: int
    assigned_at: datetime
    full_name: str
    phone: str
    address: str
    file_code: str
    procedure: str
    returned_on: date
    is_simulated: bool


def add_questionnaire_version(session: Session, definition: Definition, *, at: datetime) -> None:
    """Stores a definition under its hash."""
    session.execute(
        insert(QuestionnaireVersion),
        {
            "id": version_id(definition),
            "questionnaire": definition.id,
            "version": definition.version,
            "content": canonical_json(definition),
            "published_at": at,
        },
    )


def add_groups(
    session: Session,
    groups: Sequence[tuple[str, str, str]],
    *,
    until: Mapping[str, date] | None = None,
) -> Mapping[str, int]:
    """Groups as (code, Vietnamese name, English name), and the last day of those that ended;
    gives their numbers."""
    ended = until or {}
    rows = [
        {"code": code, "name_vi": vi, "name_en": en, "valid_until": ended.get(code)}
        for code, vi, en in groups
    ]
    ids = session.scalars(
        insert(UnitGroup).returning(UnitGroup.id, sort_by_parameter_order=True), rows
    ).all()
    return {code: number for (code, _, _), number in zip(groups, ids, strict=True)}


def add_round(
    session: Session,
    new: NewRound,
    *,
    units: Sequence[NewRoundUnit],
    groups: Mapping[str, int],
    key: NewRoundKey | None = None,
) -> Mapping[str, int]:
    """Adds the round with its units; gives the number of each pair by the code of the unit.

    A round without a key gets one when the server starts: `fieldwork.round_keys`.
    """
    columns = {name: getattr(new, name) for name in NewRound.__dataclass_fields__}
    round_id = session.execute(insert(Round).returning(Round.id), columns).scalar_one()
    if key is not None:
        add_key(session, round_id, key)
    unit_ids = session.scalars(
        insert(Unit).returning(Unit.id, sort_by_parameter_order=True),
        [{"code": unit.code, "name": unit.name} for unit in units],
    ).all()
    rows = [
        {
            "round_id": round_id,
            "unit_id": unit_id,
            "unit_group_id": groups[unit.group],
            "name": unit.name,
            "position": position,
            "quota": unit.quota,
            "is_exempt": unit.is_exempt,
            "maximum_points": unit.maximum_points,
            "component_maximum": unit.component_maximum,
        }
        for position, (unit, unit_id) in enumerate(zip(units, unit_ids, strict=True), start=1)
    ]
    ids = session.scalars(
        insert(RoundUnit).returning(RoundUnit.id, sort_by_parameter_order=True), rows
    ).all()
    return {unit.code: number for unit, number in zip(units, ids, strict=True)}


def add_appraised_points(session: Session, points: Mapping[int, Decimal], *, source: str) -> None:
    """Appraised points by unit of a round, all areas together, with the document they stand in."""
    of_round = select(RoundUnit.round_id).where(RoundUnit.id.in_(points)).distinct()
    add_points_document(
        session,
        NewPointsDocument(
            round_id=session.scalars(of_round).one(),
            kind=APPRAISED,
            number="",
            issued_on=None,
            source=source,
            reason="",
            recorded_by=None,
            recorded_at=None,
            points={unit: {TOTAL: value} for unit, value in points.items()},
        ),
    )


def add_official_results(
    session: Session,
    rows: Sequence[tuple[int, int, Decimal | None, Decimal, Decimal]],
    *,
    source: str,
) -> None:
    """Published rows as (round unit, rank, component, total, percent)."""
    session.execute(
        insert(OfficialResult),
        [
            {
                "round_unit_id": number,
                "rank": rank,
                "component_points": component,
                "total_points": total,
                "index_percent": percent,
                "source": source,
            }
            for number, rank, component, total, percent in rows
        ],
    )


def unlisted_row(new: NewAssignment) -> dict[str, object]:
    """The row of a duty to interview somebody who is on no list."""
    return {
        "interview_uuid": new.interview_uuid,
        "round_unit_id": new.round_unit_id,
        "enumerator_id": new.enumerator_id,
        "frame_case_id": None,
        "assigned_at": new.assigned_at,
        "opened_at": None,
    }


def add_assignments(session: Session, assignments: Sequence[NewAssignment]) -> None:
    """Adds duties to interview."""
    session.execute(
        insert(Assignment),
        [unlisted_row(new) for new in assignments],
    )


def add_cases(session: Session, cases: Sequence[NewCase]) -> None:
    """Adds persons, their cases, and the duty to interview them."""
    person_ids = _add_people(session, cases)
    case_ids = session.scalars(
        insert(FrameCase).returning(FrameCase.id, sort_by_parameter_order=True),
        [
            {
                "round_unit_id": case.round_unit_id,
                "person_id": person_id,
                "file_code": case.file_code,
                "procedure": case.procedure,
                "returned_on": case.returned_on,
            }
            for case, person_id in zip(cases, person_ids, strict=True)
        ],
    ).all()
    session.execute(
        insert(Assignment),
        [
            {
                "interview_uuid": case.interview_uuid,
                "round_unit_id": case.round_unit_id,
                "enumerator_id": case.enumerator_id,
                "frame_case_id": case_id,
                "assigned_at": case.assigned_at,
                "opened_at": None,
            }
            for case, case_id in zip(cases, case_ids, strict=True)
        ],
    )


def _add_people(session: Session, cases: Sequence[NewCase]) -> Sequence[int]:
    """Gives their numbers in the order of the cases."""
    return session.scalars(
        insert(Person).returning(Person.id, sort_by_parameter_order=True),
        [
            {
                "full_name": case.full_name,
                "phone": case.phone,
                "address": case.address,
                "is_simulated": case.is_simulated,
            }
            for case in cases
        ],
    ).all()
