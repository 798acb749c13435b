"""Receiving a finished interview: stored once, whatever is sent twice."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Answers, Definition, path_of
from scoring.rule import BLANK, NOT_ASKED
from survey_app.db import audit, interviews, quarantine
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interview_lock import lock_interviews
from survey_app.db.interview_versions import (
    VERSION_RECEIVED,
    NextVersion,
    add_next_versions,
    last_version,
    received_before,
)
from survey_app.db.sync_stored import Entry
from survey_app.fieldwork.following import may_follow
from survey_app.fieldwork.sync_document import CANONICAL

ON_A_PAGE = "online_form"
"""The mode of interviews that a page sends, unless it says another."""
USUAL_MODES = frozenset({ON_A_PAGE, "tablet"})
"""These go without saying; the text of another one says it, should a person have to decide."""


class Outcome(StrEnum):
    """What became of a document that was sent."""

    ACCEPTED = "accepted"
    ALREADY_RECEIVED = "already_received"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedInterview:
    """An interview that `check_answers` found nothing wrong with, as `answers_on_path` gives it."""

    uuid: UUID
    round_unit_id: int
    enumerator_id: int
    questionnaire_version_id: str
    mode: str
    answers: Answers
    started_at: datetime
    finished_at: datetime
    is_simulated: bool
    elapsed_ms: int | None = None
    """By the clock of a tablet that nobody can set; None where no such clock ran."""
    follows: str | None = None
    """The hash of the version that it is made to follow; the first version follows none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The text of an interview with its SHA-256, and who sent it from where, where it was sent."""

    content: str
    sha256: str
    account_id: int | None = None
    device_id: UUID | None = None
    skew_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of what the server holds."""

    uuid: UUID
    outcome: Outcome
    content_sha256: str
    received_at: datetime


def content_of(finished: FinishedInterview) -> str:
    """The canonical content: the same work gives the same text, whenever it is sent again.

    The times of sending are left out on purpose: a second click comes later than the first. What
    it follows is in it: an interview that was looked at again may come back as it was.
    """
    content: dict[str, object] = {
        "uuid": str(finished.uuid),
        "questionnaire_version": finished.questionnaire_version_id,
        "answers": dict(finished.answers),
    }
    if finished.mode not in USUAL_MODES:
        content["mode"] = finished.mode
    if finished.follows is not None:
        content["follows"] = finished.follows
    return CANONICAL.encode(content).decode()


def fingerprint_of(version_id: str, answers: Answers) -> str:
    """The same for the same answers, whoever gave them when: no number, no time is in it.

    Two interviews of one enumerator that agree in every answer may be one that was copied, or two
    people who agree; it is a reason to look, never to merge.
    """
    content = {"questionnaire_version": version_id, "answers": dict(answers)}
    return hashlib.sha256(CANONICAL.encode(content)).hexdigest()


def levels_of(
    definition: Definition, answers: Answers, *, path: frozenset[str] | None = None
) -> tuple[int, ...]:
    """One code an index item: the answer, BLANK where asked in vain, NOT_ASKED where skipped.

    `path`: the `path_of` of these very answers, for those who have it already.
    """
    if path is None:
        path = path_of(definition, answers)
    codes = definition.index_codes
    return tuple(
        NOT_ASKED if code not in path else value if isinstance(value, int) else BLANK
        for code, value in zip(codes, map(answers.get, codes), strict=True)
    )


def new_interview(
    finished: FinishedInterview,
    *,
    definition: Definition,
    received_at: datetime,
    sent: Sent | None = None,
    path: frozenset[str] | None = None,
) -> NewInterview:
    """The rows that an interview becomes; `sent` where it came as the document of a tablet.

    `path`: the `path_of` of its answers, for those who have it already.
    """
    answers = finished.answers
    if sent is None:
        content = content_of(finished)
        sent = Sent(content=content, sha256=hashlib.sha256(content.encode()).hexdigest())
    index_codes = definition.index_codes
    return NewInterview(
        uuid=finished.uuid,
        round_unit_id=finished.round_unit_id,
        enumerator_id=finished.enumerator_id,
        questionnaire_version_id=finished.questionnaire_version_id,
        mode=finished.mode,
        content=sent.content,
        content_sha256=sent.sha256,
        started_at=finished.started_at,
        finished_at=finished.finished_at,
        received_at=received_at,
        is_simulated=finished.is_simulated,
        levels=levels_of(definition, answers, path=path),
        other={code: value for code, value in answers.items() if code not in index_codes},
        fingerprint=fingerprint_of(finished.questionnaire_version_id, answers),
        device_id=sent.device_id,
        sent_by=sent.account_id,
        skew_ms=sent.skew_ms,
        elapsed_ms=finished.elapsed_ms,
    )


def receive_interview(
    session: Session,
    finished: FinishedInterview,
    *,
    definition: Definition,
    is_listed: bool = False,
    may_count: bool = True,
    at: datetime,
) -> Receipt:
    """Stores the interview unless it is there; other content under its UUID is kept beside.

    It is the next version when one was asked for and it names the last one. may_count: False for
    one that ended early, which a person weighs against the version that counts.
    """
    new = new_interview(finished, definition=definition, received_at=at)
    lock_interviews(session, {finished.uuid})
    last = last_version(session, finished.uuid)
    if last is None and interviews.insert_once(session, new) is not None:
        _record(session, finished, action="interview.received", at=at)
        return _receipt(finished.uuid, Outcome.ACCEPTED, new.content_sha256, at)
    before = received_before(session, finished.uuid, new.content_sha256)
    if before is not None:
        return _receipt(finished.uuid, Outcome.ALREADY_RECEIVED, before.sha256, before.received_at)
    if last is None:
        raise RuntimeError("an interview can neither be stored nor found")
    if may_count and may_follow(
        last,
        follows=finished.follows,
        enumerator_id=finished.enumerator_id,
        is_listed=is_listed,
    ):
        add_next_versions(
            session,
            [NextVersion(new=new, after=last)],
            entry=_entry(finished, action=VERSION_RECEIVED, at=at),
        )
        return _receipt(finished.uuid, Outcome.ACCEPTED, new.content_sha256, at)
    conflict = quarantine.KeptDocument(
        kind=Outcome.CONFLICT.value,
        interview_uuid=finished.uuid,
        content=new.content,
        content_sha256=new.content_sha256,
        account_id=finished.enumerator_id,
        device_id=None,
        received_at=at,
        faults=[],
    )
    if quarantine.keep_documents(session, [conflict]):
        _record(session, finished, action="interview.conflict_kept", at=at)
    return _receipt(finished.uuid, Outcome.CONFLICT, new.content_sha256, at)


def _receipt(uuid: UUID, outcome: Outcome, content_sha256: str, received_at: datetime) -> Receipt:
    return Receipt(
        uuid=uuid, outcome=outcome, content_sha256=content_sha256, received_at=received_at
    )


def _entry(finished: FinishedInterview, *, action: str, at: datetime) -> Entry:
    return Entry(
        action=action,
        account_id=finished.enumerator_id,
        at=at,
        details={"round_unit": str(finished.round_unit_id), "mode": finished.mode},
    )


def _record(session: Session, finished: FinishedInterview, *, action: str, at: datetime) -> None:
    entry = _entry(finished, action=action, at=at)
    audit.record(
        session,
        action=entry.action,
        object_kind="interview",
        object_id=str(finished.uuid),
        account_id=entry.account_id,
        at=entry.at,
        details=entry.details,
    )
