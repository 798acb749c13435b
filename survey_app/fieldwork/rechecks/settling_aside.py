"""Home Affairs decides about a re-check that was put aside: it counts after all, or it does not.

Only what came too late can be taken in: the supervisor had the task, and it was taken back or given
up before the re-check came. What was locked is never replaced, and a fault is corrected by nobody.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, recheck_locking, recheck_tasks
from survey_app.db.claim_asked import tasks_asked
from survey_app.db.definitions import definition_of
from survey_app.db.recheck_aside import AsideRow, aside_row, decide_aside
from survey_app.db.recheck_asked import AskedTask
from survey_app.fieldwork.rechecks.aside_problems import AsideCode
from survey_app.fieldwork.rechecks.asking import Asked, asked
from survey_app.fieldwork.rechecks.assigning import withdraw
from survey_app.fieldwork.rechecks.locking import FinishedRecheck, lock_rechecks
from survey_app.fieldwork.rechecks.locking_claims import lock_claims
from survey_app.fieldwork.rechecks.recheck_document import RecheckDocument
from survey_app.fieldwork.rechecks.recheck_problems import RecheckCode
from survey_app.fieldwork.rechecks.recheck_verdict import OPEN, RecheckFacts, recheck_faults
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import read_document
from survey_app.problems import Code, Problem

ACCEPTED, VOIDED = "accepted", "voided"
LOCKED = "locked"
OBJECT = "recheck_aside"
TAKEN_IN_LATE = "the re-check of whoever had it before was taken in after all"
"""Why whoever had the task meanwhile has it no more; stored as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideDecision:
    """What a person decided about a document, and why."""

    number: int
    what: str
    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What taking it in would mean. against: why it cannot be. open_with: the task that somebody
    has of the same interview, which would be withdrawn. sha256: of the document.
    """

    against: Fault | None
    sha256: str
    document: RecheckDocument | None = None
    task: AskedTask | None = None
    form: Asked | None = None
    open_with: UUID | None = None


def outlook_of(session: Session, row: AsideRow) -> Outlook:
    """What can be done with a document now."""
    read = read_document(json.loads(row.content))
    document = read.recheck
    if document is None:
        return Outlook(against=AsideCode.NO_RECHECK.at("document"), sha256=read.sha256)
    task = tasks_asked(session, {document.uuid}).get(document.uuid)
    if task is None:
        return Outlook(against=AsideCode.NO_TASK.at("uuid"), sha256=read.sha256)
    form = asked(task, definition=definition_of(session, task.questionnaire_version_id))
    standing = recheck_tasks.standing_task_of(session, task.uuid)
    against = _against(document, task, form, standing=standing)
    is_open = standing is not None and standing[1] == OPEN and standing[0] != task.uuid
    return Outlook(
        against=against,
        sha256=read.sha256,
        document=document,
        task=task,
        form=form,
        open_with=standing[0] if standing is not None and is_open else None,
    )


def _against(
    document: RecheckDocument, task: AskedTask, form: Asked, *, standing: tuple[UUID, str] | None
) -> Fault | None:
    if task.state == LOCKED:
        return AsideCode.LOCKED_BEFORE.at("uuid")
    if standing is not None and standing[0] != task.uuid and standing[1] != OPEN:
        return AsideCode.MADE_BY_ANOTHER.at("uuid")
    facts = RecheckFacts(tasks={task.uuid: task}, forms={task.uuid: form.form}, aside={}, locked={})
    faults = recheck_faults(document, facts=facts)
    if any(one.code != RecheckCode.TASK_ENDED.at("uuid").code for one in faults):
        return AsideCode.HAS_FAULTS.at("document")
    return None


def settle_aside(session: Session, decision: AsideDecision) -> tuple[Fault, ...]:
    """Takes a re-check in, or leaves it out, and writes that down; with faults nothing is stored.

    Raises Problem where there is no such document, or somebody has decided before.
    """
    if decision.what not in {ACCEPTED, VOIDED}:
        raise Problem(Code.NOT_FOUND)
    row = aside_row(session, decision.number)
    if row is None:
        raise Problem(Code.NOT_FOUND)
    faults = [] if is_reason(decision.reason) else [_reason_missing()]
    if decision.what == ACCEPTED:
        _hold(session, row)
        against = outlook_of(session, row).against
        faults += [] if against is None else [against]
    if faults:
        return tuple(faults)
    _write_down(session, decision)
    details = _take_in(session, decision, row) if decision.what == ACCEPTED else {}
    audit.record(
        session,
        action=f"recheck_aside.{decision.what}",
        object_kind=OBJECT,
        object_id=str(decision.number),
        account_id=decision.by.account_id,
        at=decision.at,
        details={"task": str(row.task_uuid or ""), "reason": decision.reason.strip(), **details},
    )
    return ()


def _reason_missing() -> Fault:
    return AsideCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))


def _hold(session: Session, row: AsideRow) -> None:
    """Nobody locks, moves or ends what belongs to it until the transaction ends."""
    task = None if row.task_uuid is None else tasks_asked(session, {row.task_uuid})
    found = next(iter((task or {}).values()), None)
    if found is not None:
        standing = recheck_tasks.standing_task_of(session, found.uuid)
        others: Sequence[UUID] = () if standing is None else (standing[0],)
        recheck_locking.hold_tasks(session, {found.uuid, *others})


def _write_down(session: Session, decision: AsideDecision) -> None:
    is_first = decide_aside(
        session,
        decision.number,
        decision=decision.what,
        by=decision.by.account_id,
        reason=decision.reason.strip(),
        at=decision.at,
    )
    if not is_first:
        raise Problem(Code.ALREADY_DECIDED)


def _take_in(session: Session, decision: AsideDecision, row: AsideRow) -> dict[str, str]:
    """The task is open again for a moment, so that the re-check is locked as any other is."""
    found = outlook_of(session, row)
    if found.document is None or found.task is None or found.form is None:
        raise RuntimeError("only what could be read is taken in")
    if found.open_with is not None:
        withdraw(session, [found.open_with], reason=TAKEN_IN_LATE, by=decision.by, at=decision.at)
    recheck_tasks.reopen_task(session, found.task.uuid)
    document = found.document
    lock = lock_claims if found.task.is_claim else lock_rechecks
    lock(
        session,
        [
            FinishedRecheck(
                task=found.task,
                asked=found.form,
                mode=document.mode,
                given=document.given,
                started_at=document.started_at,
                finished_at=document.finished_at,
                elapsed_ms=document.elapsed_ms,
                content=row.content,
                sha256=found.sha256,
                received_at=row.received_at,
            )
        ],
        sender=Sender(account_id=row.account_id, device_id=row.device_id, skew_ms=row.skew_ms),
        at=decision.at,
        by=decision.by.account_id,
    )
    return {} if found.open_with is None else {"withdrawn": str(found.open_with)}
