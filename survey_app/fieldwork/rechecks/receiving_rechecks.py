"""Receiving re-checks from tablets: each on its own merits, all of them stored, one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from survey_app.db import recheck_locking
from survey_app.db.claim_asked import held_claims, tasks_asked
from survey_app.db.definitions import definition_of
from survey_app.db.sync_facts import Held
from survey_app.fieldwork.putting_aside import ASIDE, unreadable_text
from survey_app.fieldwork.received import Received
from survey_app.fieldwork.rechecks.aside import answer_of, keep_aside
from survey_app.fieldwork.rechecks.asking import Asked, asked
from survey_app.fieldwork.rechecks.locking import FinishedRecheck, lock_rechecks
from survey_app.fieldwork.rechecks.locking_claims import lock_claims
from survey_app.fieldwork.rechecks.receiving_attempts import (
    give_up_tried,
    hold_rounds,
    receive_attempts,
)
from survey_app.fieldwork.rechecks.recheck_verdict import (
    RecheckFacts,
    RecheckVerdict,
    judge_recheck,
)
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument, sha256_of
from survey_app.fieldwork.sync_problems import SyncCode
from survey_app.fieldwork.sync_verdict import Status


def receive_rechecks(
    session: Session, reads: Sequence[ReadDocument], *, sender: Sender, at: datetime
) -> tuple[Received, ...]:
    """Judges and stores every document; the answers come in their order.

    Attempts come first, because a re-check of the same batch ends its task; they end tasks last.
    What is neither is kept here all the same: whatever it is, it came as one.
    """
    attempts = [read for read in reads if read.recheck_attempt is not None]
    others = [read for read in reads if read.recheck_attempt is None]
    found = hold_rounds(session, attempts)
    of_attempts = iter(receive_attempts(session, attempts, sender=sender, at=at))
    of_others = iter(_receive(session, others, sender=sender, at=at))
    give_up_tried(session, found, attempts, sender=sender, at=at)
    return tuple(next(of_others if read.recheck_attempt is None else of_attempts) for read in reads)


def _receive(
    session: Session, reads: Sequence[ReadDocument], *, sender: Sender, at: datetime
) -> tuple[Received, ...]:
    uuids = {read.uuid for read in reads if read.uuid is not None}
    recheck_locking.hold_tasks(session, uuids)
    tasks = tasks_asked(session, uuids)
    forms = {
        uuid: asked(task, definition=definition_of(session, task.questionnaire_version_id))
        for uuid, task in tasks.items()
    }
    facts = RecheckFacts(
        tasks=tasks,
        forms={uuid: one.form for uuid, one in forms.items()},
        aside=recheck_locking.held_aside(session, {read.sha256 for read in reads}),
        locked={**recheck_locking.held_rechecks(session, uuids), **held_claims(session, uuids)},
    )
    judged = [(read, _judged(read, facts=facts, at=at)) for read in reads]
    accepted = [
        _finished(read, facts=facts, form=forms[read.uuid])
        for read, verdict in judged
        if verdict.status is Status.ACCEPTED and read.uuid is not None
    ]
    of_claims = [one for one in accepted if one.task.is_claim]
    if of_claims:
        lock_claims(session, of_claims, sender=sender, at=at)
    if interviews := [one for one in accepted if not one.task.is_claim]:
        lock_rechecks(session, interviews, sender=sender, at=at)
    aside = [one for one in judged if one[1].status in ASIDE and one[1].held is None]
    keep_aside(session, aside, sender=sender, at=at)
    return tuple(answer_of(one, at=at) for one in judged)


def keep_unreadable_rechecks(
    session: Session, body: bytes, *, encoding: str, why: str, sender: Sender, at: datetime
) -> None:
    """Keeps the bytes of a batch that could not even be taken apart; the same bytes once."""
    content = unreadable_text(body, encoding=encoding)
    fault = SyncCode.UNREADABLE_BATCH.at("batch", why=why)
    read = ReadDocument(content=content, sha256=sha256_of(content), uuid=None, faults=(fault,))
    if read.sha256 not in recheck_locking.held_aside(session, {read.sha256}):
        verdict = RecheckVerdict(status=Status.QUARANTINED, faults=read.faults)
        keep_aside(session, [(read, verdict)], sender=sender, at=at)


def _judged(read: ReadDocument, *, facts: RecheckFacts, at: datetime) -> RecheckVerdict:
    """Judges, and lets the rest of the batch know what has just been accepted."""
    verdict = judge_recheck(read, facts=facts)
    if verdict.status is Status.ACCEPTED and read.uuid is not None:
        facts.locked[read.uuid] = Held(sha256=read.sha256, received_at=at)
    return verdict


def _finished(read: ReadDocument, *, facts: RecheckFacts, form: Asked) -> FinishedRecheck:
    document = read.recheck
    if document is None:
        raise RuntimeError("only what could be read is accepted")
    return FinishedRecheck(
        task=facts.tasks[document.uuid],
        asked=form,
        mode=document.mode,
        given=document.given,
        started_at=document.started_at,
        finished_at=document.finished_at,
        elapsed_ms=document.elapsed_ms,
        content=read.content,
        sha256=read.sha256,
    )
