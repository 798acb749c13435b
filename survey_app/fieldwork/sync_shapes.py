"""The shapes of the documents that tablets send. Times carry their offset; numbers are whole."""

from typing import Annotated, Literal, NotRequired
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, SkipValidation
from typing_extensions import TypedDict

from survey_app.fieldwork.sealing import LONGEST_SEALED

MAX_ANSWERS = 1000
MAX_ITEMS = 1000
LONGEST_NOTE = 300

# A NUL cannot be stored, and half a character cannot be written.
Note = Annotated[str, Field(max_length=LONGEST_NOTE, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
ShortCode = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]{1,32}$")]
Number = Annotated[int, Field(gt=0, le=2**53, strict=True)]
Milliseconds = Annotated[int, Field(ge=0, le=10**10, strict=True)]
VersionId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
AppVersion = Annotated[str, Field(min_length=1, max_length=32)]
# They come from JSON, so that they are JSON; what they say is judged by the questionnaire.
AnswersSent = Annotated[dict[str, SkipValidation[JsonValue]], Field(max_length=MAX_ANSWERS)]
Mode = Literal["tablet", "phone"]
"""How it was asked: before the respondent, or by telephone with the tablet at hand."""
DispositionCode = Annotated[str, Field(pattern=r"^[0-9]\.[0-9]{1,3}$")]


class Shape(BaseModel):
    """What all of them share: exactly these keys, and no change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Timing(TypedDict):
    """How a question was answered, by the monotonic clock of the tablet since the start.

    A document has one of these for each question: as plain mappings they are read twice as fast.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]  # as pydantic has it
    first_shown_ms: Milliseconds
    last_changed_ms: NotRequired[Milliseconds | None]
    changes: NotRequired[Annotated[int, Field(ge=0, le=10**6, strict=True)]]


class Position(Shape):
    """Where the tablet was, in millionths of a degree, if the round and the person allow it."""

    latitude_e6: Annotated[int, Field(ge=-90_000_000, le=90_000_000, strict=True)]
    longitude_e6: Annotated[int, Field(ge=-180_000_000, le=180_000_000, strict=True)]
    accuracy_m: Annotated[int, Field(ge=0, le=10**7, strict=True)]


class Unlisted(Shape):
    """Where an interview with somebody who is on no list belongs."""

    round: ShortCode
    unit: ShortCode


class Stopped(Shape):
    """That an interview was begun and not finished, and why."""

    disposition: DispositionCode
    reason: Note


class SyncDocument(Shape):
    """One interview: finished, or stopped before its end."""

    format: Literal[1]
    kind: Literal["interview"] = "interview"
    uuid: UUID
    enumerator: Number
    questionnaire_version: VersionId
    unlisted: Unlisted | None = None
    answers: AnswersSent
    started_at: AwareDatetime
    finished_at: AwareDatetime
    elapsed_ms: Milliseconds
    timings: Annotated[dict[str, Timing], Field(max_length=MAX_ITEMS)] = {}
    position: Position | None = None
    app_version: AppVersion
    stopped: Stopped | None = None
    mode: Mode = "tablet"
    covered: Annotated[list[ShortCode], Field(max_length=MAX_ITEMS)] = []
    """The parts that the respondent answered alone; their answers stay covered on a tablet."""
    follows: VersionId | None = None
    """The hash of the version that it is made to follow; the first version follows none."""


class AttemptDocument(Shape):
    """A contact attempt to a listed respondent that led to no interview."""

    format: Literal[1]
    kind: Literal["contact_attempt"]
    uuid: UUID
    interview: UUID
    enumerator: Number
    disposition: DispositionCode
    attempted_at: AwareDatetime
    appointment_at: AwareDatetime | None = None
    note: Note = ""
    app_version: AppVersion


class DraftDocument(Shape):
    """An interview that was not finished, as a backup file holds it."""

    format: Literal[1]
    kind: Literal["draft"]
    uuid: UUID
    enumerator: Number
    questionnaire_version: VersionId
    unlisted: Unlisted | None = None
    answers: AnswersSent
    saved_at: AwareDatetime
    app_version: AppVersion
    mode: Mode = "tablet"
    follows: VersionId | None = None


class SealedDocument(Shape):
    """One of the others, readable only with the private key of its round."""

    format: Literal[1]
    kind: Literal["sealed"]
    uuid: UUID
    sealed: Annotated[str, Field(min_length=1, max_length=LONGEST_SEALED)]
