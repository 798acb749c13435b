"""Queries about cases and where they stand in the field: drawn, given out, ended, replaced."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey_app.db.assignments import final_disposition, is_open, waits_for_decision
from survey_app.db.interview_exclusions import is_standing
from survey_app.db.tables import (
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    InterviewExclusion,
    RoundUnit,
    SampleMember,
    SampleReplacement,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCase:
    """A case with where it stands in the field.

    sample_list, stratum and place are None for a case that was not drawn; interview_uuid and
    enumerator_id for one that nobody was ever given.
    """

    case_id: int
    file_code: str
    district: str
    round_unit_id: int
    unit_id: int
    unit_code: str
    sample_draw_id: int | None
    sample_list: str | None
    stratum: str | None
    place: int | None
    interview_uuid: UUID | None
    enumerator_id: int | None
    is_recalled: bool
    is_begun: bool
    """Opened on a page of the server; what a tablet has begun without a network is not known."""
    attempts: int
    outcome: str | None
    """The disposition with which it ended without an interview."""
    has_interview: bool
    was_voided: bool
    """An interview of it was voided; if none has come since, nothing counts."""
    excluded_of: int | None
    """Whose interview of it is excluded after a re-check; None where none is."""
    waits: bool
    """For a decision about a document that was put aside."""
    is_replaced: bool
    is_replacement: bool


def _field_cases() -> Select[
    FrameCase,
    RoundUnit,
    str,
    SampleMember,
    Assignment,
    int,
    str | None,
    bool,
    bool,
    int | None,
    bool,
    int | None,
    int | None,
]:
    return (
        select(
            FrameCase,
            RoundUnit,
            Unit.code,
            SampleMember,
            Assignment,
            _attempts(),
            final_disposition(),
            _has_interview(Interview.is_current),
            _has_interview(Interview.voided_at.is_not(None)),
            _excluded_of(),
            waits_for_decision(),
            _replaced(SampleReplacement.replaced_case_id),
            _replaced(SampleReplacement.replacement_case_id),
        )
        .join(RoundUnit, RoundUnit.id == FrameCase.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
        .outerjoin(Assignment, Assignment.frame_case_id == FrameCase.id)
        .order_by(Unit.code, FrameCase.file_code, FrameCase.id)
        .execution_options(populate_existing=True)
    )


def _attempts() -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(ContactAttempt)
        .where(ContactAttempt.interview_uuid == Assignment.interview_uuid)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _has_interview(condition: ColumnElement[bool] | InstrumentedAttribute[bool]) -> Exists:
    """Whether there is a version of the interview of which this holds."""
    found = select(Interview.id).where(Interview.uuid == Assignment.interview_uuid, condition)
    return found.correlate(Assignment).exists()


def _excluded_of() -> ColumnElement[int | None]:
    """Who made the last version of the interview that is excluded."""
    return (
        select(Interview.enumerator_id)
        .join(InterviewExclusion, InterviewExclusion.interview_id == Interview.id)
        .where(Interview.uuid == Assignment.interview_uuid, is_standing())
        .order_by(Interview.id.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _replaced(part: InstrumentedAttribute[int]) -> ColumnElement[int | None]:
    """The case that was replaced, where the FrameCase has this part in it; null where in none."""
    found = select(SampleReplacement.replaced_case_id).where(part == FrameCase.id)
    return found.correlate(FrameCase).scalar_subquery()


def _read(session: Session, *conditions: ColumnElement[bool]) -> tuple[FieldCase, ...]:
    return tuple(
        FieldCase(
            case_id=case.id,
            file_code=case.file_code,
            district=case.district or "",
            round_unit_id=case.round_unit_id,
            unit_id=during.unit_id,
            unit_code=unit_code,
            sample_draw_id=None if member is None else member.sample_draw_id,
            sample_list=None if member is None else member.sample_list,
            stratum=None if member is None else member.stratum,
            place=None if member is None else member.place,
            interview_uuid=None if assigned is None else assigned.interview_uuid,
            enumerator_id=None if assigned is None else assigned.enumerator_id,
            is_recalled=assigned is not None and assigned.recalled_at is not None,
            is_begun=assigned is not None and assigned.opened_at is not None,
            attempts=attempts,
            outcome=outcome,
            has_interview=has_interview,
            was_voided=was_voided,
            excluded_of=excluded_of,
            waits=waits,
            is_replaced=replaced is not None,
            is_replacement=replacement is not None,
        )
        for (
            case,
            during,
            unit_code,
            member,
            assigned,
            attempts,
            outcome,
            has_interview,
            was_voided,
            excluded_of,
            waits,
            replaced,
            replacement,
        ) in session.execute(_field_cases().where(*conditions))
    )


def members_in_field(session: Session, draw_id: int) -> tuple[FieldCase, ...]:
    """The official members of a draw and those who replace one, in the order of unit and file."""
    replacement = select(SampleReplacement.replacement_case_id)
    return _read(
        session,
        SampleMember.sample_draw_id == draw_id,
        or_(SampleMember.sample_list == "official", FrameCase.id.in_(replacement)),
    )


def cases_coded(
    session: Session, round_id: int, codes: Collection[tuple[str, str]]
) -> tuple[FieldCase, ...]:
    """The cases of a round with these codes of unit and file; unknown ones are absent."""
    return _read(
        session, RoundUnit.round_id == round_id, tuple_(Unit.code, FrameCase.file_code).in_(codes)
    )


def cases_numbered(
    session: Session, round_id: int, numbers: Collection[int]
) -> tuple[FieldCase, ...]:
    """The cases of a round with these numbers; unknown ones are absent."""
    return _read(session, RoundUnit.round_id == round_id, FrameCase.id.in_(numbers))


def cases_held_by(session: Session, round_id: int, account_id: int) -> tuple[FieldCase, ...]:
    """The listed respondents whom an enumerator has still to reach in a round."""
    return _read(
        session,
        RoundUnit.round_id == round_id,
        Assignment.enumerator_id == account_id,
        is_open(),
    )


def count_reserve(session: Session, *, draw_id: int, stratum: str) -> int:
    """How many members of the reserve of a stratum have replaced nobody yet."""
    used = select(SampleReplacement.replacement_case_id)
    return session.execute(
        select(func.count())
        .select_from(SampleMember)
        .where(
            SampleMember.sample_draw_id == draw_id,
            SampleMember.stratum == stratum,
            SampleMember.sample_list == "reserve",
            SampleMember.frame_case_id.not_in(used),
        )
    ).scalar_one()


def next_in_reserve(session: Session, *, draw_id: int, stratum: str) -> FieldCase | None:
    """The first member of the reserve of a stratum that has replaced nobody yet."""
    used = select(SampleReplacement.replacement_case_id)
    waiting = (
        select(SampleMember.frame_case_id)
        .where(
            SampleMember.sample_draw_id == draw_id,
            SampleMember.stratum == stratum,
            SampleMember.sample_list == "reserve",
            SampleMember.frame_case_id.not_in(used),
        )
        .order_by(SampleMember.place)
        .limit(1)
        .scalar_subquery()
    )
    found = _read(session, FrameCase.id == waiting)
    return found[0] if found else None
