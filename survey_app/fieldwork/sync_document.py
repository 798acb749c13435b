"""A document as a tablet sends it: its canonical text, its hash, and its meaning if it has one."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from pydantic import JsonValue, ValidationError

from questionnaires import Fault
from survey_app.fieldwork.rechecks import recheck_document
from survey_app.fieldwork.rechecks.recheck_document import (
    RecheckAttemptDocument,
    RecheckDocument,
    RecheckDraftDocument,
)
from survey_app.fieldwork.rechecks.recheck_problems import RecheckCode
from survey_app.fieldwork.sync_problems import SyncCode
from survey_app.fieldwork.sync_shapes import AttemptDocument, DraftDocument, SyncDocument

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
CANONICAL = msgspec.json.Encoder(order="sorted")
WITH_HALVES = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Writes the same text, half characters included."""
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""A clock outside these is not wrong by a little; nothing can be made of its times."""
INTERVIEW, ATTEMPT, DRAFT = "interview", "contact_attempt", "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What was sent: its canonical text and hash always, its meaning when it could be read."""

    content: str
    sha256: str
    uuid: UUID | None
    document: SyncDocument | None = None
    attempt: AttemptDocument | None = None
    recheck: RecheckDocument | None = None
    recheck_attempt: RecheckAttemptDocument | None = None
    is_recheck: bool = False
    """Whether it says that it is one, even where it cannot be read; others must not see it."""
    faults: tuple[Fault, ...] = ()

    @property
    def interview_uuid(self) -> UUID | None:
        """The interview it is about; an attempt has a UUID of its own beside that."""
        return self.uuid if self.attempt is None else self.attempt.interview

    @property
    def enumerator(self) -> int | None:
        """Who worked, when that could be read."""
        meaning = self.document or self.attempt
        return None if meaning is None else meaning.enumerator


def canonical_text(value: JsonValue) -> str:
    """The one text of a JSON value: keys sorted, no spaces, letters as they are.

    Browsers write the same text with JSON.stringify over sorted keys, because documents hold
    whole numbers only and their keys are ASCII.
    """
    try:
        return CANONICAL.encode(value).decode()
    except UnicodeEncodeError:
        # Half a character cannot be written in UTF-8; browsers escape it in the same way.
        text = WITH_HALVES.encode(value)
        return LONE_SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text)


def sha256_of(content: str) -> str:
    """SHA-256 of a canonical text in UTF-8, lower-case hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def kind_of(value: JsonValue) -> str | None:
    """The kind a document says it is; the first tablets sent interviews and did not say so."""
    if not isinstance(value, dict):
        return INTERVIEW
    kind = value.get("kind", INTERVIEW)
    return kind if isinstance(kind, str) else None


def read_document(value: JsonValue) -> ReadDocument:
    """Reads one document that is not sealed; never raises, whatever JSON it is."""
    kind = kind_of(value)
    try:
        if kind == INTERVIEW:
            return _interview(value)
        if kind == ATTEMPT:
            return _attempt(value)
        if kind in recheck_document.KINDS:
            return _of_rechecks(value, kind)
        if kind == DRAFT:
            DraftDocument.model_validate(value)
            return faulty(value, SyncCode.UNFINISHED.at("answers"))
    except ValidationError as unreadable:
        return faulty(value, *shape_faults(unreadable))
    return faulty(value, SyncCode.UNREADABLE.at("kind", why="unknown_kind"))


def _interview(value: JsonValue) -> ReadDocument:
    document = SyncDocument.model_validate(value)
    faults = _backwards(document.started_at, document.finished_at)
    if faults:
        return faulty(value, *faults)
    content = canonical_text(value)
    return ReadDocument(
        content=content, sha256=sha256_of(content), uuid=document.uuid, document=document
    )


def _of_rechecks(value: JsonValue, kind: str | None) -> ReadDocument:
    if kind == recheck_document.RECHECK:
        return _recheck(value)
    if kind == recheck_document.ATTEMPT:
        return _recheck_attempt(value)
    RecheckDraftDocument.model_validate(value)
    return faulty(value, RecheckCode.UNFINISHED.at("answers"))


def _recheck_attempt(value: JsonValue) -> ReadDocument:
    attempt = RecheckAttemptDocument.model_validate(value)
    faults = _impossible(
        {"attempted_at": attempt.attempted_at, "appointment_at": attempt.appointment_at}
    )
    if faults:
        return faulty(value, *faults)
    content = canonical_text(value)
    return ReadDocument(
        content=content,
        sha256=sha256_of(content),
        uuid=attempt.uuid,
        recheck_attempt=attempt,
        is_recheck=True,
    )


def _recheck(value: JsonValue) -> ReadDocument:
    recheck = RecheckDocument.model_validate(value)
    faults = _backwards(recheck.started_at, recheck.finished_at)
    if faults:
        return faulty(value, *faults)
    content = canonical_text(value)
    return ReadDocument(
        content=content,
        sha256=sha256_of(content),
        uuid=recheck.uuid,
        recheck=recheck,
        is_recheck=True,
    )


def _attempt(value: JsonValue) -> ReadDocument:
    attempt = AttemptDocument.model_validate(value)
    faults = _impossible(
        {"attempted_at": attempt.attempted_at, "appointment_at": attempt.appointment_at}
    )
    if faults:
        return faulty(value, *faults)
    content = canonical_text(value)
    return ReadDocument(
        content=content, sha256=sha256_of(content), uuid=attempt.uuid, attempt=attempt
    )


def faulty(value: JsonValue, *faults: Fault) -> ReadDocument:
    """A document that is kept whole because it means nothing as it is."""
    content = canonical_text(value)
    return ReadDocument(
        content=content,
        sha256=sha256_of(content),
        uuid=uuid_in(value),
        is_recheck=kind_of(value) in recheck_document.KINDS,
        faults=faults,
    )


def uuid_in(value: JsonValue) -> UUID | None:
    """The UUID even of a document that cannot be read otherwise."""
    raw = value.get("uuid") if isinstance(value, dict) else None
    try:
        return UUID(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def shape_faults(error: ValidationError) -> list[Fault]:
    """One fault for each part that has not the shape it must have."""
    return [
        SyncCode.UNREADABLE.at(
            ".".join(str(part) for part in found["loc"]) or "document", why=found["type"]
        )
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _backwards(started_at: datetime, finished_at: datetime) -> tuple[Fault, ...]:
    faults = _impossible({"started_at": started_at, "finished_at": finished_at})
    if not faults and started_at > finished_at:
        return (SyncCode.ENDS_BEFORE_IT_BEGINS.at("finished_at"),)
    return faults


def _impossible(times: Mapping[str, datetime | None]) -> tuple[Fault, ...]:
    return tuple(
        SyncCode.TIME_IMPOSSIBLE.at(name)
        for name, time in times.items()
        if time is not None and not FIRST < time < LAST
    )


def skew_ms(*, sent_at: datetime | None, received_at: datetime) -> int | None:
    """How far the tablet's clock is ahead of the server's, measured when it sends."""
    if sent_at is None:
        return None
    return round((sent_at - received_at).total_seconds() * 1000)
