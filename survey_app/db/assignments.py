"""Queries about assignments and contact attempts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    Person,
    Quarantine,
    RoundUnit,
    Unit,
)

UNFINISHED = "unfinished"
"""The code of the one fault that an interview in a backup has when it was not finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRecord:
    """One duty to interview, with what the enumerator needs to find the respondent."""

    interview_uuid: UUID
    round_unit_id: int
    round_id: int
    enumerator_id: int
    unit_code: str
    unit_name: str
    respondent: str | None
    phone: str | None
    address: str | None
    procedure: str | None
    is_simulated: bool
    opened_at: datetime | None
    is_recalled: bool
    finished_at: datetime | None
    disposition: str | None
    """How the case was closed without an interview; an attempt that leaves it open is not here."""
    is_listed: bool
    voided_sha256: str | None
    """Of the voided version that a new interview with this listed respondent would follow."""


def _assignments() -> Select[Assignment, Unit, RoundUnit, Person, FrameCase, datetime, str, str]:
    voided = aliased(Interview)
    last_voided = (
        select(voided.content_sha256)
        .where(voided.uuid == Assignment.interview_uuid, voided.voided_at.is_not(None))
        .order_by(voided.version.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )
    return (
        select(
            Assignment,
            Unit,
            RoundUnit,
            Person,
            FrameCase,
            Interview.finished_at,
            final_disposition(),
            last_voided,
        )
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(Person, Person.id == FrameCase.person_id)
        .outerjoin(
            Interview,
            (Interview.uuid == Assignment.interview_uuid) & Interview.is_current,
        )
    )


def final_disposition() -> ColumnElement[str | None]:
    """How an assignment ended without an interview, by the last attempt that says so."""
    return (
        select(ContactAttempt.disposition)
        .where(ContactAttempt.interview_uuid == Assignment.interview_uuid, ContactAttempt.is_final)
        .order_by(ContactAttempt.attempted_at.desc(), ContactAttempt.id.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _record(
    assignment: Assignment,
    unit: Unit,
    during: RoundUnit,
    person: Person | None,
    case: FrameCase | None,
    finished_at: datetime | None,
    disposition: str | None,
    voided_sha256: str | None,
) -> AssignmentRecord:
    return AssignmentRecord(
        interview_uuid=assignment.interview_uuid,
        round_unit_id=assignment.round_unit_id,
        round_id=during.round_id,
        enumerator_id=assignment.enumerator_id,
        unit_code=unit.code,
        unit_name=during.name,
        respondent=None if person is None else person.full_name,
        phone=None if person is None else person.phone,
        address=None if person is None else person.address,
        procedure=None if case is None else case.procedure,
        is_simulated=person is not None and person.is_simulated,
        opened_at=assignment.opened_at,
        is_recalled=assignment.recalled_at is not None,
        finished_at=finished_at,
        disposition=disposition,
        is_listed=case is not None,
        voided_sha256=voided_sha256 if case is not None and finished_at is None else None,
    )


def assignment_of(session: Session, interview_uuid: UUID) -> AssignmentRecord | None:
    """The assignment that owns this interview UUID."""
    chosen = _assignments().where(Assignment.interview_uuid == interview_uuid)
    found = session.execute(chosen).one_or_none()
    return None if found is None else _record(*found)


def is_open() -> ColumnElement[bool]:
    """Whether an assignment is a case that somebody has still to reach."""
    current = select(Interview.id).where(
        Interview.uuid == Assignment.interview_uuid, Interview.is_current
    )
    final = select(ContactAttempt.id).where(
        ContactAttempt.interview_uuid == Assignment.interview_uuid, ContactAttempt.is_final
    )
    return and_(
        Assignment.frame_case_id.is_not(None),
        Assignment.recalled_at.is_(None),
        *(~found.correlate(Assignment).exists() for found in (current, final)),
        ~waits_for_decision(),
    )


def waits_for_decision() -> ColumnElement[bool]:
    """Whether somebody made the interview of an assignment already, and a person decides about it.

    It is not given out again before. A copy of an unfinished one says only that somebody is still
    at work there.
    """
    return (
        select(Quarantine.id)
        .where(Quarantine.interview_uuid == Assignment.interview_uuid, is_undecided())
        .correlate(Assignment)
        .exists()
    )


def is_undecided() -> ColumnElement[bool]:
    """Whether a document that was put aside is of an interview that somebody made."""
    code = Quarantine.faults[0]["code"].as_string()
    return and_(Quarantine.decision.is_(None), code.is_distinct_from(UNFINISHED))


def open_cases(
    session: Session, enumerator_id: int, *, round_ids: Collection[int]
) -> tuple[AssignmentRecord, ...]:
    """The listed respondents an enumerator has still to reach, in the order of assignment."""
    chosen = (
        _assignments()
        .where(
            Assignment.enumerator_id == enumerator_id,
            RoundUnit.round_id.in_(round_ids),
            is_open(),
        )
        .order_by(Assignment.assigned_at, Assignment.frame_case_id)
    )
    return tuple(_record(*row) for row in session.execute(chosen))


def latest_finished(
    session: Session, enumerator_id: int, *, round_ids: Collection[int], limit: int
) -> tuple[AssignmentRecord, ...]:
    """What an enumerator finished last, so many of each round, the newest first."""
    newest = (Interview.received_at.desc(), Interview.id.desc())
    place = func.row_number().over(partition_by=RoundUnit.round_id, order_by=newest)
    finished = (
        select(Interview.id, place.label("place"))
        .join(Assignment, Assignment.interview_uuid == Interview.uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(
            Assignment.enumerator_id == enumerator_id,
            RoundUnit.round_id.in_(round_ids),
            Interview.is_current,
        )
        .subquery()
    )
    latest = select(finished.c.id).where(finished.c.place <= limit)
    chosen = _assignments().where(Interview.id.in_(latest)).order_by(*newest)
    return tuple(_record(*row) for row in session.execute(chosen))


def add_assignment(
    session: Session,
    *,
    interview_uuid: UUID,
    round_unit_id: int,
    enumerator_id: int,
    at: datetime,
) -> None:
    """A respondent who is on no list: the UUID is made now, before the first answer."""
    session.execute(
        insert(Assignment),
        {
            "interview_uuid": interview_uuid,
            "round_unit_id": round_unit_id,
            "enumerator_id": enumerator_id,
            "frame_case_id": None,
            "assigned_at": at,
            "opened_at": None,
        },
    )


def mark_opened(session: Session, interview_uuid: UUID, *, at: datetime) -> bool:
    """Keeps when the form was first opened, and tells whether this was the first time."""
    first = session.execute(
        update(Assignment)
        .where(Assignment.interview_uuid == interview_uuid, Assignment.opened_at.is_(None))
        .values(opened_at=at)
        .returning(Assignment.interview_uuid)
    )
    return first.first() is not None


def add_contact_attempt(
    session: Session, interview_uuid: UUID, *, disposition: str, account_id: int, at: datetime
) -> None:
    """How a contact attempt ended that closes the case."""
    session.execute(
        insert(ContactAttempt),
        {
            "interview_uuid": interview_uuid,
            "disposition": disposition,
            "is_final": True,
            "account_id": account_id,
            "attempted_at": at,
        },
    )


def add_contact_attempts(
    session: Session, dispositions: Mapping[UUID, str], *, account_id: int, at: datetime
) -> None:
    """The same of many cases, each with its disposition."""
    row = {"is_final": True, "account_id": account_id, "attempted_at": at}
    session.execute(
        insert(ContactAttempt),
        [
            {"interview_uuid": uuid, "disposition": disposition, **row}
            for uuid, disposition in dispositions.items()
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecord:
    """One contact attempt to a listed respondent."""

    disposition: str
    attempted_at: datetime
    appointment_at: datetime | None


def attempts_of(session: Session, enumerator_id: int) -> Mapping[UUID, Sequence[AttemptRecord]]:
    """Contact attempts to an enumerator's listed respondents, by interview, the first first."""
    rows = session.execute(
        select(
            ContactAttempt.interview_uuid,
            ContactAttempt.disposition,
            ContactAttempt.attempted_at,
            ContactAttempt.appointment_at,
        )
        .join(Assignment, Assignment.interview_uuid == ContactAttempt.interview_uuid)
        .where(Assignment.enumerator_id == enumerator_id, Assignment.frame_case_id.is_not(None))
        .order_by(ContactAttempt.attempted_at, ContactAttempt.id)
    )
    found: dict[UUID, list[AttemptRecord]] = {}
    for uuid, disposition, attempted_at, appointment_at in rows:
        found.setdefault(uuid, []).append(
            AttemptRecord(
                disposition=disposition, attempted_at=attempted_at, appointment_at=appointment_at
            )
        )
    return found
