"""Receiving attempts at re-checks from tablets: each on its own merits, all of them stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db import recheck_attempts, recheck_locking
from survey_app.db.claim_asked import tasks_asked
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.recheck_attempts import AttemptRecord
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.db.sync_facts import Held
from survey_app.fieldwork.putting_aside import ASIDE
from survey_app.fieldwork.received import Received
from survey_app.fieldwork.rechecks.aside import answer_of, keep_aside
from survey_app.fieldwork.rechecks.recheck_document import RecheckAttemptDocument
from survey_app.fieldwork.rechecks.recheck_problems import RecheckCode
from survey_app.fieldwork.rechecks.recheck_verdict import OPEN, RecheckVerdict
from survey_app.fieldwork.rechecks.replacing import give_up
from survey_app.fieldwork.rechecks.trying import record_attempts
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_verdict import Status


@dataclass(slots=True, kw_only=True)
class _Facts:
    """What the database knows of a batch; `known` grows while the batch is gone through."""

    tasks: Mapping[UUID, AskedTask]
    aside: Mapping[str, tuple[str, Held]]
    known: dict[UUID, AttemptRecord]


def hold_rounds(session: Session, reads: Sequence[ReadDocument]) -> tuple[RoundRecord, ...]:
    """The rounds of the open tasks that were tried, held before any task of theirs."""
    numbers = recheck_attempts.open_by_round(session, _tasks_of(reads))
    return tuple(locked_round(session, number) for number in sorted(numbers))


def give_up_tried(
    session: Session,
    found: Sequence[RoundRecord],
    reads: Sequence[ReadDocument],
    *,
    sender: Sender,
    at: datetime,
) -> None:
    """Ends what was tried in vain as often as the plan asks.

    Comes last of a batch: whoever was reached after all has been asked again. Who is next in the
    order is given out by the next `assign`.
    """
    still_open = recheck_attempts.open_by_round(session, _tasks_of(reads))
    for one in found:
        tasks = still_open.get(one.id, ())
        give_up(session, one, tasks, by=sender.account_id, at=at)


def _tasks_of(reads: Sequence[ReadDocument]) -> set[UUID]:
    return {read.recheck_attempt.task for read in reads if read.recheck_attempt is not None}


def receive_attempts(
    session: Session, reads: Sequence[ReadDocument], *, sender: Sender, at: datetime
) -> tuple[Received, ...]:
    """Judges and stores every attempt; the answers come in their order."""
    if not reads:
        return ()
    documents = [read.recheck_attempt for read in reads if read.recheck_attempt is not None]
    tasks = _tasks_of(reads)
    recheck_locking.hold_tasks(session, tasks)
    known = recheck_attempts.attempts_known(session, {document.uuid for document in documents})
    facts = _Facts(
        tasks=tasks_asked(session, tasks),
        aside=recheck_locking.held_aside(session, {read.sha256 for read in reads}),
        known=dict(known),
    )
    judged = [
        (read, _judged(read, read.recheck_attempt, facts=facts, sender=sender, at=at))
        for read in reads
        if read.recheck_attempt is not None
    ]
    made = [one for uuid, one in facts.known.items() if uuid not in known]
    details = sender.audit_details
    record_attempts(session, made, by=sender.account_id, details=details, at=at)
    aside = [one for one in judged if one[1].status in ASIDE and one[1].held is None]
    keep_aside(session, aside, sender=sender, at=at)
    return tuple(answer_of(one, at=at) for one in judged)


def _judged(
    read: ReadDocument,
    document: RecheckAttemptDocument,
    *,
    facts: _Facts,
    sender: Sender,
    at: datetime,
) -> RecheckVerdict:
    """Judges, and lets the rest of the batch know what has just been accepted."""
    if (kept := facts.aside.get(read.sha256)) is not None:
        return RecheckVerdict(status=Status(kept[0]), held=kept[1])
    made = _record(document, sender=sender, at=at)
    if (known := facts.known.get(document.uuid)) is not None:
        held = Held(sha256=read.sha256, received_at=known.received_at)
        if _content(known) == _content(made):
            return RecheckVerdict(status=Status.ALREADY_RECEIVED, held=held)
        return RecheckVerdict(status=Status.CONFLICT)
    if faults := tuple(_faults(document, tasks=facts.tasks)):
        return RecheckVerdict(status=Status.QUARANTINED, faults=faults)
    facts.known[document.uuid] = made
    return RecheckVerdict(status=Status.ACCEPTED)


def _record(document: RecheckAttemptDocument, *, sender: Sender, at: datetime) -> AttemptRecord:
    return AttemptRecord(
        uuid=document.uuid,
        task_uuid=document.task,
        account_id=document.supervisor,
        mode=document.mode,
        outcome=document.outcome,
        attempted_at=document.attempted_at,
        appointment_at=document.appointment_at,
        note=document.note or None,
        received_at=at,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
    )


def _content(made: AttemptRecord) -> AttemptRecord:
    """What the supervisor recorded, however and whenever it came."""
    return replace(made, received_at=made.attempted_at, device_id=None, skew_ms=None)


def _faults(
    document: RecheckAttemptDocument, *, tasks: Mapping[UUID, AskedTask]
) -> Iterator[Fault]:
    task = tasks.get(document.task)
    if task is None:
        yield RecheckCode.UNKNOWN_TASK.at("task")
        return
    if task.supervisor_id != document.supervisor:
        yield RecheckCode.OTHER_SUPERVISOR.at("supervisor")
    if task.state != OPEN:
        yield RecheckCode.TASK_ENDED.at("task")
