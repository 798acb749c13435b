"""A person decides about a document that was put aside: take it in, or leave it out."""

import json
from dataclasses import replace
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires import Fault, answers_on_path, check_answers
from survey_app.access.people import Person
from survey_app.db import audit, interviews, quarantine, sync_facts, sync_writes
from survey_app.db.definitions import definition_of
from survey_app.fieldwork.receiving import FinishedInterview, new_interview
from survey_app.fieldwork.sync_document import read_document
from survey_app.fieldwork.sync_rows import assignment_after_the_fact, finished_from
from survey_app.fieldwork.sync_shapes import SyncDocument
from survey_app.problems import Code, Problem

ACCEPTED, VOIDED = "accepted", "voided"
LONGEST_REASON = 500


def settle(
    session: Session,
    person: Person,
    *,
    number: int,
    decision: str,
    reason: str,
    at: datetime,
) -> None:
    """Carries out a decision and writes it down; raises Problem when it cannot be carried out."""
    kept = quarantine.quarantined(session, number)
    if kept is None or decision not in {ACCEPTED, VOIDED}:
        raise Problem(Code.NOT_FOUND)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise Problem(Code.REASON_MISSING)
    decided = quarantine.decide(
        session, number, decision=decision, by=person.account_id, reason=reason.strip(), at=at
    )
    if not decided:
        raise Problem(Code.ALREADY_DECIDED)
    if decision == ACCEPTED:
        _take_in(session, kept, at=at)
    audit.record(
        session,
        action=f"quarantine.{decision}",
        object_kind="quarantine",
        object_id=str(number),
        account_id=person.account_id,
        at=at,
        details={"interview": str(kept.interview_uuid or "")},
    )


def _take_in(session: Session, kept: quarantine.QuarantineRecord, *, at: datetime) -> None:
    """Makes an interview of the document: the first version, or one that follows the present."""
    finished = _finished(session, kept, at=at)
    definition = definition_of(session, finished.questionnaire_version_id)
    faults = check_answers(definition, finished.answers)
    if faults:
        raise Problem(Code.NOT_ACCEPTABLE, {"why": _first(faults)})
    made = replace(
        new_interview(finished, definition=definition, received_at=at),
        content=kept.content,
        content_sha256=kept.content_sha256,
        started_at=min(finished.started_at, finished.finished_at),
    )
    before = interviews.current_interview(session, finished.uuid)
    if before is not None:
        interviews.add_version(session, made, after=before)
    elif not interviews.insert_once(session, made):
        raise Problem(Code.NOT_ACCEPTABLE, {"why": "the interview was voided before"})


def _finished(
    session: Session, kept: quarantine.QuarantineRecord, *, at: datetime
) -> FinishedInterview:
    content: JsonValue = json.loads(kept.content)
    document = read_document(content).document
    uuid = kept.interview_uuid
    if uuid is not None and document is None:
        return _from_page(session, kept, content)
    if document is None:
        raise Problem(Code.NOT_ACCEPTABLE, {"why": "it cannot be read"})
    return _from_tablet(session, document, at=at)


def _from_page(
    session: Session, kept: quarantine.QuarantineRecord, content: JsonValue
) -> FinishedInterview:
    """A conflict of the page holds answers only; the rest is that of the interview it follows."""
    before = (
        None
        if kept.interview_uuid is None
        else interviews.current_interview(session, kept.interview_uuid)
    )
    answers = content.get("answers") if isinstance(content, dict) else None
    if before is None or kept.interview_uuid is None or not isinstance(answers, dict):
        raise Problem(Code.NOT_ACCEPTABLE, {"why": "it cannot be read"})
    definition = definition_of(session, before.questionnaire_version_id)
    return FinishedInterview(
        uuid=kept.interview_uuid,
        round_unit_id=before.round_unit_id,
        enumerator_id=before.enumerator_id,
        questionnaire_version_id=before.questionnaire_version_id,
        mode=before.mode,
        answers=answers_on_path(definition, answers),
        started_at=before.started_at,
        finished_at=before.finished_at,
        is_simulated=before.is_simulated,
    )


def _from_tablet(session: Session, document: SyncDocument, *, at: datetime) -> FinishedInterview:
    if document.stopped is not None:
        raise Problem(Code.NOT_ACCEPTABLE, {"why": "it was stopped before its end"})
    known = sync_facts.assigned(session, {document.uuid}).get(document.uuid)
    place = None if known is None else known.place
    if place is None and document.unlisted is not None:
        pair = (document.unlisted.round, document.unlisted.unit)
        place = sync_facts.places(session, {pair}).get(pair)
        if place is not None:
            made = assignment_after_the_fact(document, place, at=at)
            sync_writes.add_unlisted(session, [made])
    if place is None:
        raise Problem(Code.NOT_ACCEPTABLE, {"why": "it belongs to no case and no unit"})
    definition = definition_of(session, document.questionnaire_version)
    return finished_from(document, place, definition=definition)


def _first(faults: tuple[Fault, ...]) -> str:
    return f"{faults[0].where}: {faults[0].message_text}"
