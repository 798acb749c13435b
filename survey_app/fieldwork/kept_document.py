"""Reads a document that was put aside as leniently as its answers allow.

A tablet is answered strictly, so that nothing doubtful counts by itself. A person who looks at
the document can do more: an impossible time or a key that nobody knows does not spoil answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    JsonValue,
    TypeAdapter,
    ValidationError,
)

from survey_app.db.quarantine import QuarantineRecord
from survey_app.db.tables_fieldwork import MODES
from survey_app.fieldwork.receiving import Sent
from survey_app.fieldwork.sync_document import DRAFT, FIRST, INTERVIEW, LAST
from survey_app.fieldwork.sync_shapes import (
    AnswersSent,
    Milliseconds,
    Number,
    Stopped,
    Unlisted,
    VersionId,
)

Value = TypeVar("Value")

TIMES = frozenset({"started_at", "finished_at", "saved_at"})
INTERVIEW_KINDS = frozenset({INTERVIEW, DRAFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptInterview:
    """The interview that a document holds, finished or not."""

    uuid: UUID
    enumerator: int | None
    questionnaire_version: str
    unlisted: Unlisted | None
    answers: Mapping[str, JsonValue]
    started_at: datetime | None
    """None, like `finished_at`, for what a page sent: it holds answers and no times."""
    finished_at: datetime | None
    has_own_times: bool
    """False where its times cannot be: then it ended when it came, after as long as it says."""
    is_finished: bool
    stopped: Stopped | None
    mode: str | None
    """How it was asked; None where the document does not say it, as that of a page."""
    elapsed_ms: int | None
    follows: str | None
    """The hash of the version that it was made to follow."""


class _Least(BaseModel):
    """Without these three there is no interview."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    uuid: UUID
    questionnaire_version: VersionId
    answers: AnswersSent


_LEAST = TypeAdapter(_Least)
_NUMBER = TypeAdapter(Number)
_UNLISTED = TypeAdapter(Unlisted)
_STOPPED = TypeAdapter(Stopped)
_TIME = TypeAdapter(AwareDatetime)
_ELAPSED = TypeAdapter(Milliseconds)
_VERSION = TypeAdapter(VersionId)


def kept_interview(content: JsonValue, *, received_at: datetime) -> KeptInterview | None:
    """The interview in a document, or None; never raises, whatever JSON it is."""
    if not isinstance(content, dict) or content.get("kind", INTERVIEW) not in INTERVIEW_KINDS:
        return None
    least = _read(_LEAST, content)
    if least is None:
        return None
    stopped = _read(_STOPPED, content.get("stopped"))
    stops = content.get("stopped") is not None
    own = _own_times(content)
    elapsed_ms = _read(_ELAPSED, content.get("elapsed_ms"))
    times: tuple[datetime | None, datetime | None] = (None, None)
    if TIMES & content.keys():
        times = own or (received_at - timedelta(milliseconds=elapsed_ms or 0), received_at)
    return KeptInterview(
        uuid=least.uuid,
        enumerator=_read(_NUMBER, content.get("enumerator")),
        questionnaire_version=least.questionnaire_version,
        unlisted=_read(_UNLISTED, content.get("unlisted")),
        answers=least.answers,
        started_at=times[0],
        finished_at=times[1],
        has_own_times=own is not None,
        is_finished=content.get("kind") != DRAFT and stops == (stopped is not None),
        stopped=stopped,
        mode=_mode(content),
        elapsed_ms=elapsed_ms,
        follows=_read(_VERSION, content.get("follows")),
    )


def kept_as(kept: QuarantineRecord) -> Sent:
    """The document as it came, and who sent it from where."""
    return Sent(
        content=kept.content,
        sha256=kept.content_sha256,
        account_id=kept.account_id,
        device_id=kept.device_id,
        skew_ms=kept.skew_ms,
    )


def _own_times(content: Mapping[str, JsonValue]) -> tuple[datetime, datetime] | None:
    saved = _read(_TIME, content.get("saved_at"))
    started = _read(_TIME, content.get("started_at")) or saved
    finished = _read(_TIME, content.get("finished_at")) or saved
    if started is not None and finished is not None and FIRST < started <= finished < LAST:
        return started, finished
    return None


def _mode(content: Mapping[str, JsonValue]) -> str | None:
    """A tablet says it only where it is not the usual; what came from a page has no times."""
    said = content.get("mode")
    if isinstance(said, str) and said in MODES:
        return said
    return "tablet" if TIMES & content.keys() else None


def _read(kind: TypeAdapter[Value], value: object) -> Value | None:
    try:
        return kind.validate_python(value)
    except ValidationError:
        return None
