"""Receiving a batch: each document on its own merits, all of them stored, one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires import Definition, Fault, answers_on_path
from survey_app.db import audit, interviews, quarantine, sync_facts, sync_writes
from survey_app.db.definitions import definition_of
from survey_app.db.setting_up import NewAssignment
from survey_app.db.sync_facts import Held, Place
from survey_app.fieldwork.receiving import FinishedInterview, new_interview
from survey_app.fieldwork.sync_document import ReadDocument, SyncDocument, read_document
from survey_app.fieldwork.sync_verdict import Facts, Status, Verdict, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose credential brought the batch: an enrolled tablet, a signed-in person, or both."""

    account_id: int | None
    device_id: UUID | None
    skew_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What is answered for one document."""

    uuid: UUID | None
    sha256: str
    status: Status
    received_at: datetime
    faults: tuple[Fault, ...]


def receive_batch(
    session: Session, values: Sequence[JsonValue], *, sender: Sender, at: datetime
) -> tuple[Received, ...]:
    """Judges and stores every document; the answers come in the order of the documents."""
    reads = [read_document(value) for value in values]
    facts = _facts(session, reads)
    verdicts = [_judged(read, facts=facts, at=at) for read in reads]
    verdicts = _store_accepted(session, reads, verdicts, facts=facts, sender=sender, at=at)
    _put_aside(session, reads, verdicts, sender=sender, at=at)
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
    uuids = {read.uuid for read in reads if read.uuid is not None}
    documents = [read.document for read in reads if read.document is not None]
    versions = {document.questionnaire_version for document in documents}
    unlisted = {
        (document.unlisted.round, document.unlisted.unit)
        for document in documents
        if document.unlisted is not None
    }
    return Facts(
        assigned=sync_facts.assigned(session, uuids),
        places=sync_facts.places(session, unlisted),
        put_aside=sync_facts.put_aside(session, {read.sha256 for read in reads}),
        enumerators=sync_facts.enumerators(session, {one.enumerator for one in documents}),
        definitions={
            version: definition_of(session, version)
            for version in sync_facts.known_versions(session, versions)
        },
        held={**sync_facts.ended(session, uuids), **sync_facts.stored(session, uuids)},
    )


def _judged(read: ReadDocument, *, facts: Facts, at: datetime) -> Verdict:
    """Judges, and lets the rest of the batch know what has just been accepted."""
    verdict = judge(read, facts=facts)
    if verdict.status is Status.ACCEPTED and read.uuid is not None:
        facts.held[read.uuid] = Held(sha256=read.sha256, received_at=at)
    return verdict


def _store_accepted(
    session: Session,
    reads: Sequence[ReadDocument],
    verdicts: Sequence[Verdict],
    *,
    facts: Facts,
    sender: Sender,
    at: datetime,
) -> list[Verdict]:
    """Stores what was accepted; what another request stored meanwhile is judged again."""
    pairs = list(zip(reads, verdicts, strict=True))
    accepted = [pair for pair in pairs if pair[1].status is Status.ACCEPTED]
    if not accepted:
        return list(verdicts)
    sync_writes.add_unlisted(
        session,
        [
            assignment_after_the_fact(*_parts(read, verdict), at=at)
            for read, verdict in accepted
            if verdict.is_unlisted
        ],
    )
    stored = interviews.insert_all_once(
        session,
        [
            _new(read, verdict, facts=facts, sender=sender, at=at)
            for read, verdict in accepted
            if verdict.ending is None
        ],
    )
    stored |= sync_writes.add_endings(
        session, [_ended(read, verdict, at=at) for read, verdict in accepted if verdict.ending]
    )
    lost = {read.uuid for read, _ in accepted if read.uuid is not None} - stored
    if not lost:
        return list(verdicts)
    facts.held.update(sync_facts.ended(session, lost))
    facts.held.update(sync_facts.stored(session, lost))
    return [judge(read, facts=facts) if read.uuid in lost else verdict for read, verdict in pairs]


def _parts(read: ReadDocument, verdict: Verdict) -> tuple[SyncDocument, Place]:
    if read.document is None or verdict.place is None:
        raise RuntimeError("only documents that could be read and placed are accepted")
    return read.document, verdict.place


def finished_from(
    document: SyncDocument, place: Place, *, definition: Definition
) -> FinishedInterview:
    """The interview that a document from a tablet holds, at the place where it belongs."""
    return FinishedInterview(
        uuid=document.uuid,
        round_unit_id=place.round_unit_id,
        enumerator_id=document.enumerator,
        questionnaire_version_id=document.questionnaire_version,
        mode="tablet",
        answers=answers_on_path(definition, document.answers),
        started_at=document.started_at,
        finished_at=document.finished_at,
        is_simulated=place.is_simulated,
    )


def assignment_after_the_fact(
    document: SyncDocument, place: Place, *, at: datetime
) -> NewAssignment:
    """The duty to interview somebody on no list, known only now that it is done."""
    return NewAssignment(
        interview_uuid=document.uuid,
        round_unit_id=place.round_unit_id,
        enumerator_id=document.enumerator,
        assigned_at=at,
    )


def _ended(read: ReadDocument, verdict: Verdict, *, at: datetime) -> sync_writes.NewEnding:
    document, _place = _parts(read, verdict)
    if verdict.ending is None:
        raise RuntimeError("a document without an ending is an interview")
    return sync_writes.NewEnding(
        interview_uuid=document.uuid,
        disposition=verdict.ending.disposition,
        account_id=document.enumerator,
        attempted_at=document.finished_at,
        content_sha256=read.sha256,
        received_at=at,
    )


def _new(
    read: ReadDocument, verdict: Verdict, *, facts: Facts, sender: Sender, at: datetime
) -> interviews.NewInterview:
    document, place = _parts(read, verdict)
    definition = facts.definitions[document.questionnaire_version]
    finished = finished_from(document, place, definition=definition)
    made = new_interview(finished, definition=definition, received_at=at)
    return replace(
        made,
        content=read.content,
        content_sha256=read.sha256,
        device_id=sender.device_id,
        sent_by=sender.account_id,
        skew_ms=sender.skew_ms,
    )


def _put_aside(
    session: Session,
    reads: Sequence[ReadDocument],
    verdicts: Sequence[Verdict],
    *,
    sender: Sender,
    at: datetime,
) -> None:
    """Keeps every conflict and every unreadable or faulty document whole."""
    quarantine.keep_documents(
        session,
        [
            quarantine.KeptDocument(
                kind=verdict.status.value,
                interview_uuid=read.uuid,
                content=read.content,
                content_sha256=read.sha256,
                account_id=sender.account_id,
                device_id=sender.device_id,
                received_at=at,
                faults=[_fault_json(fault) for fault in verdict.faults],
            )
            for read, verdict in zip(reads, verdicts, strict=True)
            if verdict.status in {Status.CONFLICT, Status.QUARANTINED} and verdict.held is None
        ],
    )


def _fault_json(fault: Fault) -> dict[str, object]:
    return {
        "where": fault.where,
        "code": fault.code,
        "message": fault.message,
        "repair": fault.repair,
        "details": dict(fault.details),
    }


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
    """One audit row for each document that changed something."""
    details = {} if sender.device_id is None else {"device": str(sender.device_id)}
    audit.record_all(
        session,
        [
            audit.Event(
                action=ACTIONS[verdict.status],
                object_kind="interview",
                object_id=str(read.uuid or read.sha256),
                details=details,
            )
            for read, verdict in zip(reads, verdicts, strict=True)
            if verdict.held is None and verdict.status in ACTIONS
        ],
        account_id=sender.account_id,
        at=at,
    )
