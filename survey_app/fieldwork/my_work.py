"""What an enumerator has to do in a round, and starting it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.access.people import Person
from survey_app.db import assignments, audit, interview_returns, interviews, rounds
from survey_app.db.interview_lock import lock_interviews
from survey_app.fieldwork.stored_answers import covered_in
from survey_app.problems import Code, Problem

LATEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitProgress:
    """A unit with its quota and what has arrived."""

    unit: rounds.RoundUnitRecord
    finished: int

    @property
    def remaining(self) -> int:
        """Interviews still wanted; never below zero."""
        return max(0, self.unit.quota - self.finished)

    @property
    def excess(self) -> int:
        """Interviews beyond the quota: kept, and shown as such."""
        return max(0, self.finished - self.unit.quota)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One round on an enumerator's page."""

    round: rounds.RoundRecord
    units: tuple[UnitProgress, ...]
    returned: tuple[interview_returns.ReturnedInterview, ...]
    cases: tuple[assignments.AssignmentRecord, ...]
    latest: tuple[assignments.AssignmentRecord, ...]


def unit_progress(session: Session, round_ids: Collection[int]) -> tuple[UnitProgress, ...]:
    """Every unit of these rounds with the number of its interviews."""
    finished = interviews.finished_per_unit(session, round_ids)
    return tuple(
        UnitProgress(unit=unit, finished=finished.get(unit.id, 0))
        for unit in rounds.units_of_rounds(session, round_ids)
    )


def work_of(
    session: Session, person: Person, *, of_rounds: Sequence[rounds.RoundRecord]
) -> tuple[Work, ...]:
    """Of each round what came back, cases to reach, units to choose from, and what was finished
    last; as many queries for several rounds as for one.
    """
    mine, ids = person.account_id, [one.id for one in of_rounds]
    progress = unit_progress(session, ids)
    returned = interview_returns.returned_to(session, mine, round_ids=ids)
    cases = assignments.open_cases(session, mine, round_ids=ids)
    latest = assignments.latest_finished(session, mine, round_ids=ids, limit=LATEST)
    return tuple(
        Work(
            round=one,
            units=tuple(
                of for of in progress if of.unit.round_id == one.id and not of.unit.is_exempt
            ),
            returned=tuple(of for of in returned if of.round_id == one.id),
            cases=tuple(of for of in cases if of.round_id == one.id),
            latest=tuple(of for of in latest if of.round_id == one.id),
        )
        for one in of_rounds
    )


def _require_open(of_round: rounds.RoundRecord) -> None:
    """Raises Problem unless interviews may be made in this round."""
    if of_round.state != "open":
        raise Problem(Code.ROUND_NOT_OPEN, {"round": of_round.code})


def start_unlisted(
    session: Session,
    person: Person,
    *,
    of_round: rounds.RoundRecord,
    unit: rounds.RoundUnitRecord,
    interview_uuid: UUID,
    at: datetime,
) -> None:
    """Assigns an interview with a respondent who is on no list."""
    _require_open(of_round)
    if not of_round.allows_unlisted:
        raise Problem(Code.UNLISTED_NOT_ALLOWED)
    if unit.is_exempt:
        raise Problem(Code.UNIT_NOT_SURVEYED, {"unit": unit.unit_name})
    assignments.add_assignment(
        session,
        interview_uuid=interview_uuid,
        round_unit_id=unit.id,
        enumerator_id=person.account_id,
        at=at,
    )
    audit.record(
        session,
        action="assignment.added",
        object_kind="interview",
        object_id=str(interview_uuid),
        account_id=person.account_id,
        at=at,
        details={"unit": unit.unit_code},
    )


def open_listed(
    session: Session,
    person: Person,
    *,
    of_round: rounds.RoundRecord,
    case: assignments.AssignmentRecord,
    at: datetime,
) -> None:
    """Keeps when the interview with a listed respondent was begun; again, it changes nothing."""
    _require_open(of_round)
    if assignments.mark_opened(session, case.interview_uuid, at=at):
        audit.record(
            session,
            action="assignment.opened",
            object_kind="interview",
            object_id=str(case.interview_uuid),
            account_id=person.account_id,
            at=at,
        )


def open_returned(
    session: Session,
    person: Person,
    *,
    of_round: rounds.RoundRecord,
    returned: interview_returns.ReturnedInterview,
    at: datetime,
) -> None:
    """Keeps when a returned interview was opened again; again, it changes nothing.

    A page would show the answers that a respondent gave alone: raises Problem for those.
    """
    _require_open(of_round)
    if covered_in(returned.content):
        raise Problem(Code.ANSWERS_COVERED)
    if interview_returns.mark_opened(session, returned.interview_uuid, at=at):
        audit.record(
            session,
            action="interview.return_opened",
            object_kind="interview",
            object_id=str(returned.interview_uuid),
            account_id=person.account_id,
            at=at,
        )


def end_without_interview(
    session: Session,
    person: Person,
    *,
    interview_uuid: UUID,
    disposition: str,
    at: datetime,
) -> None:
    """Records a refusal or a person who is not eligible, once; no answer is kept."""
    lock_interviews(session, {interview_uuid})
    now = assignments.assignment_of(session, interview_uuid)
    if now is None or now.finished_at is not None or now.disposition == disposition:
        return
    assignments.add_contact_attempt(
        session,
        interview_uuid,
        disposition=disposition,
        account_id=person.account_id,
        at=at,
    )
    audit.record(
        session,
        action="contact_attempt.recorded",
        object_kind="interview",
        object_id=str(interview_uuid),
        account_id=person.account_id,
        at=at,
        details={"disposition": disposition},
    )
