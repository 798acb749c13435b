"""A finished interview as a tablet sends it: its shape, its canonical text, its hash."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from questionnaires import Fault
from survey_app.fieldwork.sync_problems import SyncCode

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""A clock outside these is not wrong by a little; nothing can be made of its times."""
MAX_ANSWERS = 1000
MAX_ITEMS = 1000

ShortCode = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,32}$")]
Number = Annotated[int, Field(gt=0, le=2**53, strict=True)]
Milliseconds = Annotated[int, Field(ge=0, le=10**10, strict=True)]


class Timing(BaseModel):
    """How a question was answered, by the monotonic clock of the tablet since the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_shown_ms: Milliseconds
    last_changed_ms: Milliseconds | None = None
    changes: Annotated[int, Field(ge=0, le=10**6, strict=True)] = 0


class Position(BaseModel):
    """Where the tablet was, in millionths of a degree, if the round and the person allow it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    latitude_e6: Annotated[int, Field(ge=-90_000_000, le=90_000_000, strict=True)]
    longitude_e6: Annotated[int, Field(ge=-180_000_000, le=180_000_000, strict=True)]
    accuracy_m: Annotated[int, Field(ge=0, le=10**7, strict=True)]


class Unlisted(BaseModel):
    """Where an interview with somebody who is on no list belongs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    round: ShortCode
    unit: ShortCode


class SyncDocument(BaseModel):
    """One finished interview. Times carry the offset of the tablet; numbers are whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    uuid: UUID
    enumerator: Number
    questionnaire_version: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    unlisted: Unlisted | None = None
    answers: Annotated[dict[str, JsonValue], Field(max_length=MAX_ANSWERS)]
    started_at: AwareDatetime
    finished_at: AwareDatetime
    elapsed_ms: Milliseconds
    timings: Annotated[dict[str, Timing], Field(max_length=MAX_ITEMS)] = {}
    position: Position | None = None
    app_version: Annotated[str, Field(min_length=1, max_length=32)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What was sent: its canonical text and hash always, its meaning when it could be read."""

    content: str
    sha256: str
    uuid: UUID | None
    document: SyncDocument | None
    faults: tuple[Fault, ...]


def canonical_text(value: JsonValue) -> str:
    """The one text of a JSON value: keys sorted, no spaces, letters as they are.

    Browsers write the same text with JSON.stringify over sorted keys, because documents hold
    whole numbers only and their keys are ASCII.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Half a character cannot be written in UTF-8; browsers escape it in the same way.
    return LONE_SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text)


def sha256_of(content: str) -> str:
    """SHA-256 of a canonical text in UTF-8, lower-case hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def read_document(value: JsonValue) -> ReadDocument:
    """Reads one document of a batch; never raises, whatever JSON it is."""
    content = canonical_text(value)
    try:
        document = SyncDocument.model_validate(value)
        faults = _time_faults(document)
    except ValidationError as unreadable:
        document = None
        faults = tuple(_shape_faults(unreadable))
    return ReadDocument(
        content=content,
        sha256=sha256_of(content),
        uuid=_uuid_in(value),
        document=None if faults else document,
        faults=faults,
    )


def _uuid_in(value: JsonValue) -> UUID | None:
    """The UUID even of a document that cannot be read otherwise."""
    raw = value.get("uuid") if isinstance(value, dict) else None
    try:
        return UUID(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _shape_faults(error: ValidationError) -> list[Fault]:
    return [
        SyncCode.UNREADABLE.at(
            ".".join(str(part) for part in found["loc"]) or "document", why=found["type"]
        )
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _time_faults(document: SyncDocument) -> tuple[Fault, ...]:
    times = {"started_at": document.started_at, "finished_at": document.finished_at}
    impossible = [name for name, time in times.items() if not FIRST < time < LAST]
    if impossible:
        return tuple(SyncCode.TIME_IMPOSSIBLE.at(name) for name in impossible)
    if document.started_at > document.finished_at:
        return (SyncCode.ENDS_BEFORE_IT_BEGINS.at("finished_at"),)
    return ()


def skew_ms(*, sent_at: datetime | None, received_at: datetime) -> int | None:
    """How far the tablet's clock is ahead of the server's, measured when it sends."""
    if sent_at is None:
        return None
    return round((sent_at - received_at).total_seconds() * 1000)
