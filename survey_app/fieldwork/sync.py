"""Receiving a batch: each document on its own merits, all of them stored, one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from survey_app.db import audit, sync_writes
from survey_app.db.definitions import definition_of
from survey_app.db.interview_versions import NextVersion, add_next_versions
from survey_app.db.sync_facts import Held
from survey_app.db.sync_known import Asked, known_about
from survey_app.db.sync_stored import Accepted, Entry, store_accepted
from survey_app.fieldwork.putting_aside import put_aside
from survey_app.fieldwork.received import Received
from survey_app.fieldwork.rechecks.receiving_rechecks import receive_rechecks
from survey_app.fieldwork.round_keys import Opener
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import ReadDocument
from survey_app.fieldwork.sync_envelope import read_documents
from survey_app.fieldwork.sync_rows import (
    assignment_after_the_fact,
    attempt_row,
    interview_row,
    placed,
)
from survey_app.fieldwork.sync_verdict import Facts, Status, Verdict, judge


def receive_batch(
    session: Session,
    values: Sequence[JsonValue],
    *,
    sender: Sender,
    opener: Opener,
    at: datetime,
) -> tuple[Received, ...]:
    """Judges and stores every document; the answers come in the order of the documents.

    A re-check that comes along goes where re-checks go: not everybody who looks after what could
    not be taken in may know of it.
    """
    reads = read_documents(values, opener=opener)
    rechecks = [read for read in reads if read.is_recheck]
    if not rechecks:
        return _receive(session, reads, sender=sender, at=at)
    of_rechecks = iter(receive_rechecks(session, rechecks, sender=sender, at=at))
    others = [read for read in reads if not read.is_recheck]
    of_others = iter(_receive(session, others, sender=sender, at=at))
    return tuple(next(of_rechecks if read.is_recheck else of_others) for read in reads)


def receive_recheck_batch(
    session: Session,
    values: Sequence[JsonValue],
    *,
    sender: Sender,
    opener: Opener,
    at: datetime,
) -> tuple[Received, ...]:
    """As `receive_batch`, where nothing but re-checks is taken in; all else is kept with them."""
    return receive_rechecks(session, read_documents(values, opener=opener), sender=sender, at=at)


def _receive(
    session: Session, reads: Sequence[ReadDocument], *, sender: Sender, at: datetime
) -> tuple[Received, ...]:
    facts = _facts(session, reads)
    verdicts = [_judged(read, facts=facts, at=at) for read in reads]
    _store_accepted(session, reads, verdicts, facts=facts, sender=sender, at=at)
    put_aside(
        session,
        reads,
        verdicts,
        account_id=sender.account_id,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
        at=at,
    )
    _record(session, reads, verdicts, sender=sender, at=at)
    return tuple(
        Received(
            uuid=read.uuid,
            sha256=read.sha256,
            status=verdict.status,
            received_at=verdict.held.received_at if verdict.held else at,
            faults=verdict.faults,
        )
        for read, verdict in zip(reads, verdicts, strict=True)
    )


def _facts(session: Session, reads: Sequence[ReadDocument]) -> Facts:
    if not reads:
        return Facts(assigned={}, places={}, put_aside={}, enumerators=frozenset(), definitions={})
    known = known_about(session, [_asked(read) for read in reads])
    return Facts(
        assigned=known.assigned,
        places=known.places,
        put_aside=known.put_aside,
        enumerators=known.enumerators,
        definitions={version: definition_of(session, version) for version in known.versions},
        held=dict(known.held),
        last=dict(known.last),
        attempted=known.attempted,
    )


def _asked(read: ReadDocument) -> Asked:
    document = read.document
    unlisted = None if document is None else document.unlisted
    return Asked(
        uuid=read.uuid,
        case=read.interview_uuid,
        sha256=read.sha256,
        enumerator=read.enumerator,
        version=None if document is None else document.questionnaire_version,
        unlisted=None if unlisted is None else (unlisted.round, unlisted.unit),
    )


def _judged(read: ReadDocument, *, facts: Facts, at: datetime) -> Verdict:
    """Judges, and lets the rest of the batch know what has just been accepted."""
    verdict = judge(read, facts=facts)
    if verdict.status is Status.ACCEPTED and read.uuid is not None:
        facts.held[read.uuid] = (Held(sha256=read.sha256, received_at=at),)
        facts.last.pop(read.uuid, None)
    return verdict


def _store_accepted(
    session: Session,
    reads: Sequence[ReadDocument],
    verdicts: Sequence[Verdict],
    *,
    facts: Facts,
    sender: Sender,
    at: datetime,
) -> None:
    """Stores what was accepted. Nobody else can have stored it since the facts were read."""
    pairs = list(zip(reads, verdicts, strict=True))
    accepted = [pair for pair in pairs if pair[1].status is Status.ACCEPTED]
    ended = [pair for pair in accepted if pair[1].disposition is not None]
    finished = [
        (_accepted(read, verdict, facts=facts, sender=sender, at=at), verdict.after)
        for read, verdict in accepted
        if verdict.disposition is None
    ]
    entry = Entry(
        action=ACTIONS[Status.ACCEPTED],
        account_id=sender.account_id,
        at=at,
        details=sender.audit_details,
    )
    stored = _store_ended(session, ended, sender=sender, at=at)
    firsts = [interview for interview, after in finished if after is None]
    stored |= store_accepted(session, firsts, entry=entry)
    nexts = [NextVersion(new=made.interview, after=after) for made, after in finished if after]
    stored |= add_next_versions(session, nexts, entry=entry)
    if stored != {read.uuid for read, _ in accepted}:
        raise RuntimeError("a document was stored by a transaction that did not lock its UUID")


def _store_ended(
    session: Session,
    ended: Sequence[tuple[ReadDocument, Verdict]],
    *,
    sender: Sender,
    at: datetime,
) -> set[UUID]:
    sync_writes.add_unlisted(
        session,
        [
            assignment_after_the_fact(*placed(read, verdict), at=at)
            for read, verdict in ended
            if verdict.is_unlisted
        ],
    )
    return sync_writes.add_attempts(
        session, [attempt_row(read, verdict, sender=sender, at=at) for read, verdict in ended]
    )


def _accepted(
    read: ReadDocument, verdict: Verdict, *, facts: Facts, sender: Sender, at: datetime
) -> Accepted:
    document, _place = placed(read, verdict)
    definition = facts.definitions[document.questionnaire_version]
    return Accepted(
        interview=interview_row(read, verdict, definition=definition, sender=sender, at=at),
        is_unlisted=verdict.is_unlisted,
    )


ATTEMPTED = "contact_attempt.recorded"
ACTIONS = {
    Status.ACCEPTED: "interview.received",
    Status.CONFLICT: "interview.conflict_kept",
    Status.QUARANTINED: "interview.quarantined",
}


def _record(
    session: Session,
    reads: Sequence[ReadDocument],
    verdicts: Sequence[Verdict],
    *,
    sender: Sender,
    at: datetime,
) -> None:
    """One audit row for each document that changed something; interviews have theirs already."""
    audit.record_all(
        session,
        [
            audit.Event(
                action=ACTIONS[verdict.status] if verdict.disposition is None else ATTEMPTED,
                object_kind="interview",
                object_id=str(read.interview_uuid or read.sha256),
                details=_details(verdict, sender=sender),
            )
            for read, verdict in zip(reads, verdicts, strict=True)
            if verdict.held is None and verdict.status in ACTIONS and not _is_interview(verdict)
        ],
        account_id=sender.account_id,
        at=at,
    )


def _is_interview(verdict: Verdict) -> bool:
    return verdict.status is Status.ACCEPTED and verdict.disposition is None


def _details(verdict: Verdict, *, sender: Sender) -> dict[str, str]:
    if verdict.disposition is None:
        return sender.audit_details
    return {**sender.audit_details, "disposition": verdict.disposition}
