"""Interviews that were returned to their enumerators, and what became of each return."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.assignments import waits_for_decision
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    InterviewReturn,
    Person,
    RoundUnit,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """A version that goes back to whoever made it, and what is to be looked at."""

    interview_id: int
    interview_uuid: UUID
    enumerator_id: int
    comment: str
    returned_by: int
    returned_at: datetime


def add_return(session: Session, new: NewReturn) -> None:
    """Keeps a return. IntegrityError: one of this interview is open already."""
    columns = {name: getattr(new, name) for name in NewReturn.__dataclass_fields__}
    session.execute(insert(InterviewReturn), {**columns, "state": "open"})


def withdraw(session: Session, interview_uuid: UUID, *, at: datetime) -> bool:
    """Ends the open return of an interview without an answer; tells whether there was one."""
    ended = session.execute(
        update(InterviewReturn)
        .where(InterviewReturn.interview_uuid == interview_uuid, _is_out())
        .values(state="withdrawn", ended_at=at)
        .returning(InterviewReturn.id)
    )
    return ended.first() is not None


def withdraw_all(session: Session, interview_uuids: Collection[UUID], *, at: datetime) -> None:
    """Ends the open returns of these interviews without answers."""
    session.execute(
        update(InterviewReturn)
        .where(InterviewReturn.interview_uuid.in_(interview_uuids), _is_out())
        .values(state="withdrawn", ended_at=at)
    )


def mark_opened(session: Session, interview_uuid: UUID, *, at: datetime) -> bool:
    """Keeps when its enumerator first opened it, and tells whether this was the first time."""
    first = session.execute(
        update(InterviewReturn)
        .where(
            InterviewReturn.interview_uuid == interview_uuid,
            _is_out(),
            InterviewReturn.opened_at.is_(None),
        )
        .values(opened_at=at)
        .returning(InterviewReturn.id)
    )
    return first.first() is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRecord:
    """One return of an interview and what became of it."""

    version: int
    comment: str
    returned_by: str
    returned_at: datetime
    enumerator: str
    state: str
    ended_at: datetime | None
    answer_version: int | None


def returns_of(session: Session, interview_uuid: UUID) -> tuple[ReturnRecord, ...]:
    """Every return of one interview, the first first."""
    by, to, answer = aliased(Account), aliased(Account), aliased(Interview)
    rows = session.execute(
        select(
            Interview.version,
            InterviewReturn.comment,
            by.display_name,
            InterviewReturn.returned_at,
            to.display_name,
            InterviewReturn.state,
            InterviewReturn.ended_at,
            answer.version,
        )
        .join(Interview, Interview.id == InterviewReturn.interview_id)
        .join(by, by.id == InterviewReturn.returned_by)
        .join(to, to.id == InterviewReturn.enumerator_id)
        .outerjoin(answer, answer.id == InterviewReturn.answer_id)
        .where(InterviewReturn.interview_uuid == interview_uuid)
        .order_by(InterviewReturn.id)
    )
    return tuple(
        ReturnRecord(
            version=row[0],
            comment=row[1],
            returned_by=row[2],
            returned_at=row[3],
            enumerator=row[4],
            state=row[5],
            ended_at=row[6],
            answer_version=row[7],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedInterview:
    """An interview that its enumerator is asked to look at again, with what was answered."""

    interview_uuid: UUID
    round_id: int
    round_unit_id: int
    enumerator_id: int
    unit_code: str
    unit_name: str
    respondent: str | None
    phone: str | None
    address: str | None
    procedure: str | None
    is_listed: bool
    is_simulated: bool
    comment: str
    returned_by: str
    returned_at: datetime
    opened_at: datetime | None
    sha256: str
    """Of the version that was returned; its answer names it."""
    content: str
    questionnaire_version_id: str


def _returned() -> Select[InterviewReturn, str, Interview, RoundUnit, str, Person, FrameCase]:
    by = aliased(Account)
    return (
        select(InterviewReturn, by.display_name, Interview, RoundUnit, Unit.code, Person, FrameCase)
        .join(by, by.id == InterviewReturn.returned_by)
        .join(Interview, Interview.id == InterviewReturn.interview_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Assignment, Assignment.interview_uuid == InterviewReturn.interview_uuid)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(Person, Person.id == FrameCase.person_id)
        .where(_is_out(), ~waits_for_decision(), ~_was_tried_in_vain())
        .order_by(InterviewReturn.returned_at, InterviewReturn.id)
        .execution_options(populate_existing=True)
    )


def _is_out() -> ColumnElement[bool]:
    return InterviewReturn.state == "open"


def _was_tried_in_vain() -> ColumnElement[bool]:
    """Whether the respondent refused or was gone when asked again: then the office decides."""
    arrived = func.coalesce(ContactAttempt.received_at, ContactAttempt.attempted_at)
    return (
        select(ContactAttempt.id)
        .where(
            ContactAttempt.interview_uuid == InterviewReturn.interview_uuid,
            ContactAttempt.is_final,
            arrived > InterviewReturn.returned_at,
        )
        .correlate(InterviewReturn)
        .exists()
    )


def returned_to(
    session: Session, enumerator_id: int, *, round_ids: Collection[int]
) -> tuple[ReturnedInterview, ...]:
    """What an enumerator has to look at again in these rounds, the longest returned first.

    Not what an answer has come to that waits for a decision, and not who was asked in vain.
    """
    chosen = _returned().where(
        InterviewReturn.enumerator_id == enumerator_id, RoundUnit.round_id.in_(round_ids)
    )
    return tuple(_record(*row) for row in session.execute(chosen))


def returned_interview(session: Session, interview_uuid: UUID) -> ReturnedInterview | None:
    """The interview with this UUID if its enumerator is asked to look at it again."""
    chosen = _returned().where(InterviewReturn.interview_uuid == interview_uuid)
    found = session.execute(chosen).one_or_none()
    return None if found is None else _record(*found)


def _record(
    returned: InterviewReturn,
    by: str,
    interview: Interview,
    during: RoundUnit,
    unit_code: str,
    person: Person | None,
    case: FrameCase | None,
) -> ReturnedInterview:
    return ReturnedInterview(
        interview_uuid=returned.interview_uuid,
        round_id=during.round_id,
        round_unit_id=during.id,
        enumerator_id=returned.enumerator_id,
        unit_code=unit_code,
        unit_name=during.name,
        respondent=None if person is None else person.full_name,
        phone=None if person is None else person.phone,
        address=None if person is None else person.address,
        procedure=None if case is None else case.procedure,
        is_listed=case is not None,
        is_simulated=interview.is_simulated,
        comment=returned.comment,
        returned_by=by,
        returned_at=returned.returned_at,
        opened_at=returned.opened_at,
        sha256=interview.content_sha256,
        content=interview.content,
        questionnaire_version_id=interview.questionnaire_version_id,
    )


def count_returned(session: Session, round_id: int) -> int:
    """Interviews of a round that are with their enumerators again."""
    return session.scalars(
        select(func.count())
        .select_from(InterviewReturn)
        .join(Interview, Interview.id == InterviewReturn.interview_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, _is_out())
    ).one()
