"""An attempt that a supervisor records on a page: judged, kept, and what follows from it.

The attempt has an identifier of its own before it is sent, so that a second press of the button
changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.access.recheck_objects import supervisor_task_for, supervisor_task_to_change
from survey_app.db import audit, recheck_attempts, recheck_order, rounds
from survey_app.db.recheck_attempts import AttemptRecord
from survey_app.db.supervisor_tasks import TaskRecord
from survey_app.db.tables_recheck_tasks import RECHECK_MODES
from survey_app.fieldwork.rechecks.assigning import GivingRequest
from survey_app.fieldwork.rechecks.attempt_problems import AttemptCode, AttemptRefused
from survey_app.fieldwork.rechecks.giving_up import AGAIN, APPOINTMENT, AT_ONCE
from survey_app.fieldwork.rechecks.locking import OBJECT
from survey_app.fieldwork.rechecks.replacing import NONE, Replaced, give_up
from survey_app.fieldwork.rechecks.trying import record_attempts
from survey_app.problems import Code, Problem

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAttempt:
    """An attempt as the form has it; what was not said is blank or None.

    attempted_at: None for just now. unreadable: fields in which something stood that is no time.
    """

    uuid: UUID
    mode: str
    outcome: str
    note: str
    attempted_at: datetime | None
    appointment_at: datetime | None
    is_confirmed: bool
    unreadable: frozenset[str] = frozenset()


def take_attempt(
    session: Session,
    person: Person,
    task_uuid: UUID,
    said: SaidAttempt,
    *,
    giving: GivingRequest,
) -> Replaced:
    """Keeps an attempt; where it was the last one, the task ends and the next one is drawn.

    Raises AttemptRefused with all faults, and Problem where the task is not theirs or has ended.
    """
    wanted = supervisor_task_for(session, person, task_uuid=task_uuid)
    found = rounds.locked_round(session, wanted.round_id)
    known = recheck_attempts.attempts_known(session, {said.uuid}).get(said.uuid)
    if known is not None:
        if known.task_uuid != task_uuid:
            raise Problem(Code.NOT_FOUND)
        return NONE
    task = supervisor_task_to_change(session, person, task_uuid=task_uuid)
    faults = tuple(faults_of(said, task, at=giving.at))
    if faults:
        raise AttemptRefused(faults)
    attempt = AttemptRecord(
        uuid=said.uuid,
        task_uuid=task.uuid,
        account_id=person.account_id,
        mode=said.mode,
        outcome=said.outcome,
        attempted_at=said.attempted_at or giving.at,
        appointment_at=said.appointment_at if said.outcome == APPOINTMENT else None,
        note=said.note.strip() or None,
        received_at=giving.at,
        device_id=None,
        skew_ms=None,
    )
    record_attempts(session, [attempt], by=person.account_id, details={}, at=giving.at)
    return give_up(session, found, [task.uuid], by=person.account_id, at=giving.at, giving=giving)


def take_back(
    session: Session, person: Person, task_uuid: UUID, *, attempt_uuid: UUID, at: datetime
) -> None:
    """Removes the last attempt of an open task, which was recorded by mistake; the log has it.

    Raises AttemptRefused where it is not the last one any more, or another person's.
    """
    wanted = supervisor_task_for(session, person, task_uuid=task_uuid)
    rounds.locked_round(session, wanted.round_id)
    task = supervisor_task_to_change(session, person, task_uuid=task_uuid)
    attempts = recheck_attempts.attempts_of(session, {task.uuid}).get(task.uuid, ())
    last = last_of(attempts)
    if last is None or last.uuid != attempt_uuid or last.account_id != person.account_id:
        raise AttemptRefused((AttemptCode.NOT_LAST.at("attempts"),))
    recheck_order.remove_attempt(session, attempt_uuid)
    audit.record(
        session,
        action="recheck.attempt_taken_back",
        object_kind=OBJECT,
        object_id=str(task.uuid),
        account_id=person.account_id,
        at=at,
        details={"mode": last.mode, "outcome": last.outcome},
    )


def last_of(attempts: Sequence[AttemptRecord]) -> AttemptRecord | None:
    """The attempt that was recorded last."""
    return max(attempts, key=lambda one: (one.received_at, one.attempted_at), default=None)


def faults_of(said: SaidAttempt, task: TaskRecord, *, at: datetime) -> Iterator[Fault]:
    """Everything that is wrong with it, beside the field where it is."""
    if said.mode not in RECHECK_MODES:
        yield AttemptCode.MODE_MISSING.at("mode")
    if said.outcome not in (*AGAIN, *AT_ONCE):
        yield AttemptCode.OUTCOME_MISSING.at("outcome")
    if len(said.note.strip()) > LONGEST_NOTE:
        yield AttemptCode.NOTE_TOO_LONG.at("note", maximum=str(LONGEST_NOTE))
    if said.outcome in AT_ONCE:
        if not said.note.strip():
            yield AttemptCode.NOTE_MISSING.at("note")
        if not said.is_confirmed:
            yield AttemptCode.NOT_CONFIRMED.at("confirmed")
    yield from _faults_of_times(said, task, at=at)


def _faults_of_times(said: SaidAttempt, task: TaskRecord, *, at: datetime) -> Iterator[Fault]:
    tried_at = said.attempted_at or at
    if "attempted_at" in said.unreadable:
        yield AttemptCode.TIME_UNREADABLE.at("attempted_at")
    elif tried_at > at:
        yield AttemptCode.TIME_AHEAD.at("attempted_at")
    elif tried_at < task.assigned_at.replace(second=0, microsecond=0):
        yield AttemptCode.TIME_BEFORE_TASK.at("attempted_at")
    if said.outcome == APPOINTMENT:
        if said.appointment_at is None:
            yield AttemptCode.APPOINTMENT_MISSING.at("appointment_at")
        elif said.appointment_at <= tried_at:
            yield AttemptCode.APPOINTMENT_PAST.at("appointment_at")
