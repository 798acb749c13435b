"""One interview as the field manager reviews it: where it belongs and where it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.assignments import waits_for_decision
from survey_app.db.interview_exclusions import excluded_as
from survey_app.db.tables import (
    Account,
    Assignment,
    FrameCase,
    Interview,
    InterviewReturn,
    Quarantine,
    Round,
    RoundUnit,
    SampleReplacement,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedInterview:
    """The last version of an interview, and everything its review depends on."""

    uuid: UUID
    round_id: int
    round_code: str
    round_state: str
    unit_code: str
    unit_name: str
    case_id: int | None
    file_code: str | None
    """None for somebody who is on no list."""
    procedure: str | None
    holder_id: int
    """Whose list its respondent is on, or was on last."""
    is_recalled: bool
    is_replaced: bool
    id: int
    version: int
    is_current: bool
    excluded_as: str | None
    """`invalid` or `unverified` after a re-check; such a one is a voided one as well."""
    enumerator_id: int
    enumerator: str
    is_enumerator_there: bool
    """Whether the account of whoever made it is open."""
    is_returned: bool
    waits: bool
    """Whether a document about it waits for a decision."""
    is_simulated: bool


Found = Row[
    Interview, Assignment, RoundUnit, Round, str, FrameCase, Account, bool, bool, bool, str | None
]


def _interviews() -> Select[
    Interview, Assignment, RoundUnit, Round, str, FrameCase, Account, bool, bool, bool, str | None
]:
    is_out: ColumnElement[bool] = exists().where(
        InterviewReturn.interview_id == Interview.id, InterviewReturn.state == "open"
    )
    is_replaced = exists().where(SampleReplacement.replaced_case_id == FrameCase.id)
    return (
        select(
            Interview,
            Assignment,
            RoundUnit,
            Round,
            Unit.code,
            FrameCase,
            Account,
            is_out,
            is_replaced,
            waits_for_decision(),
            excluded_as(),
        )
        .join(Assignment, Assignment.interview_uuid == Interview.uuid)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .execution_options(populate_existing=True)
    )


def reviewed_interview(session: Session, uuid: UUID) -> ReviewedInterview | None:
    """The interview with this UUID, by its last version."""
    found = session.execute(
        _interviews().where(Interview.uuid == uuid).order_by(Interview.version.desc()).limit(1)
    ).one_or_none()
    return None if found is None else _record(found)


def reviewed_interviews(session: Session, uuids: Collection[UUID]) -> tuple[ReviewedInterview, ...]:
    """The same of many, in no order; one that is unknown is absent."""
    later = aliased(Interview)
    is_last = ~exists().where(later.uuid == Interview.uuid, later.version > Interview.version)
    rows = session.execute(_interviews().where(Interview.uuid.in_(uuids), is_last))
    return tuple(_record(row) for row in rows)


def _record(found: Found) -> ReviewedInterview:
    last, duty, during, of_round, unit_code, case, made_by, is_out, is_replaced, waits, kind = found
    return ReviewedInterview(
        uuid=last.uuid,
        round_id=of_round.id,
        round_code=of_round.code,
        round_state=of_round.state,
        unit_code=unit_code,
        unit_name=during.name,
        case_id=None if case is None else case.id,
        file_code=None if case is None else case.file_code,
        procedure=None if case is None else case.procedure,
        holder_id=duty.enumerator_id,
        is_recalled=duty.recalled_at is not None,
        is_replaced=is_replaced,
        id=last.id,
        version=last.version,
        is_current=last.is_current,
        excluded_as=kind,
        enumerator_id=last.enumerator_id,
        enumerator=made_by.display_name,
        is_enumerator_there=made_by.is_active and made_by.role == "enumerator",
        is_returned=is_out,
        waits=waits,
        is_simulated=last.is_simulated,
    )


def take_cases_back(session: Session, uuids: Collection[UUID], *, at: datetime) -> None:
    """Nobody has these listed cases any more, as if nothing had been begun."""
    session.execute(
        update(Assignment)
        .where(Assignment.interview_uuid.in_(uuids), Assignment.frame_case_id.is_not(None))
        .values(opened_at=None, recalled_at=func.coalesce(Assignment.recalled_at, at))
    )


def begin_anew(session: Session, uuid: UUID, *, recalled_at: datetime | None) -> None:
    """The duty to interview is as if nothing had been begun; recalled, nobody has it."""
    values: dict[str, datetime | None] = {"opened_at": None}
    if recalled_at is not None:
        values["recalled_at"] = recalled_at
    session.execute(update(Assignment).where(Assignment.interview_uuid == uuid).values(**values))


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRecord:
    """A document about an interview that was put aside."""

    id: int
    received_at: datetime
    decision: str | None


def put_aside_of(session: Session, uuid: UUID) -> tuple[AsideRecord, ...]:
    """The documents about an interview that were put aside, the first first."""
    rows = session.execute(
        select(Quarantine.id, Quarantine.received_at, Quarantine.decision)
        .where(Quarantine.interview_uuid == uuid)
        .order_by(Quarantine.id)
    )
    return tuple(AsideRecord(id=row[0], received_at=row[1], decision=row[2]) for row in rows)
