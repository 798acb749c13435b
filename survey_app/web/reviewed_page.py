"""What the page of one interview says: its versions, their answers, and what was done to it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from pydantic import JsonValue
from sqlalchemy.orm import Session

from questionnaires.problems import N_
from survey_app.db import audit, reviewed
from survey_app.db.case_history import AttemptMade, attempts_at
from survey_app.db.definitions import definition_of
from survey_app.db.interview_returns import ReturnRecord, returns_of
from survey_app.db.interview_versions import VersionRecord, versions_of
from survey_app.fieldwork.stored_answers import answers_in
from survey_app.web.answers_in_words import AnswerLine, answer_lines

MOST_EVENTS = 200
TOLD = {
    "interview.voided": N_("Voided"),
    "interview.revived": N_("Revived"),
    "interview.excluded": N_("Excluded after a re-check"),
    "interview.exclusion_ended": N_("No longer excluded"),
    "interview.return_withdrawn": N_("Return taken back"),
}
"""What only the log knows; versions and returns speak for themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the history: when, what, by whom and why."""

    at: datetime
    what: str
    by: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paradata:
    """How a version was answered, as far as its tablet said so."""

    took: timedelta
    """By the clock of the tablet from begin to end."""
    worked: timedelta | None
    """While the interview was on the screen, by a clock that nobody can set."""
    questions: int | None
    changes: int | None
    """Answers that were changed after they had been given once."""
    has_position: bool
    app_version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Everything the page of one interview shows beside its standing."""

    versions: tuple[VersionRecord, ...]
    shown: VersionRecord
    before: VersionRecord | None
    """The version that the shown one follows."""
    lines: tuple[AnswerLine, ...]
    """Each with one answer, or two: that of the version before, then that of the shown one."""
    paradata: Paradata
    history: tuple[Told, ...]
    attempts: tuple[AttemptMade, ...]
    aside: tuple[reviewed.AsideRecord, ...]
    returns: tuple[ReturnRecord, ...]

    @property
    def open_return(self) -> ReturnRecord | None:
        """What its enumerator is asked to look at now."""
        return next((one for one in self.returns if one.state == "open"), None)

    @property
    def refused_again(self) -> AttemptMade | None:
        """The outcome that stands in the way of an answer to the open return."""
        asked = self.open_return
        if asked is None:
            return None
        after = (one for one in self.attempts if one.arrived_at > asked.returned_at)
        return next((one for one in after if one.is_final), None)

    @property
    def differing(self) -> tuple[AnswerLine, ...]:
        """The questions that the two versions answer differently."""
        return tuple(line for line in self.lines if line.differs)


def review_page(session: Session, uuid: UUID, *, version: int | None) -> ReviewPage:
    """The page of an interview at one of its versions; an unknown number shows the last."""
    versions = versions_of(session, uuid)
    shown = next((one for one in versions if one.version == version), versions[-1])
    before = next((one for one in versions if one.version == shown.version - 1), None)
    compared = [one for one in (before, shown) if one is not None]
    definition = definition_of(session, shown.questionnaire_version_id)
    returns = returns_of(session, uuid)
    events = audit.latest_of(
        session, object_kind="interview", object_id=str(uuid), limit=MOST_EVENTS
    )
    history = [*_of_versions(versions, returns), *_of_returns(returns), *_of_log(events[::-1])]
    return ReviewPage(
        versions=versions,
        shown=shown,
        before=before,
        lines=answer_lines(definition, [answers_in(one.content) for one in compared]),
        paradata=_paradata(shown),
        history=tuple(sorted(history, key=lambda told: told.at)),
        attempts=attempts_at(session, uuid),
        aside=reviewed.put_aside_of(session, uuid),
        returns=returns,
    )


def _of_versions(
    versions: tuple[VersionRecord, ...], returns: tuple[ReturnRecord, ...]
) -> Iterator[Told]:
    """How versions came; of one that answers a return, the return says it."""
    answers = {one.answer_version for one in returns}
    for one in versions:
        if one.version in answers:
            continue
        yield Told(
            at=one.received_at,
            what=_("Version %(number)s received", number=one.version),
            by=one.sender or one.enumerator,
            why="",
        )


def _of_returns(returns: tuple[ReturnRecord, ...]) -> Iterator[Told]:
    for one in returns:
        yield Told(
            at=one.returned_at,
            what=_(
                "Version %(number)s returned to %(name)s", number=one.version, name=one.enumerator
            ),
            by=one.returned_by,
            why=one.comment,
        )
        if one.answer_version is not None and one.ended_at is not None:
            yield Told(
                at=one.ended_at,
                what=_("Came back as version %(number)s", number=one.answer_version),
                by=one.enumerator,
                why="",
            )


def _of_log(events: tuple[audit.Recorded, ...]) -> Iterator[Told]:
    for event in events:
        if event.action in TOLD:
            yield Told(
                at=event.at,
                what=_(TOLD[event.action]),
                by=event.by,
                why=event.details.get("reason", ""),
            )


def _paradata(shown: VersionRecord) -> Paradata:
    document: JsonValue = json.loads(shown.content)
    said = document if isinstance(document, dict) else {}
    timings, elapsed_ms = said.get("timings"), said.get("elapsed_ms")
    each = None
    if isinstance(timings, dict):
        each = [one for one in timings.values() if isinstance(one, dict)]
    app_version = said.get("app_version")
    return Paradata(
        took=shown.finished_at - shown.started_at,
        worked=timedelta(milliseconds=elapsed_ms) if isinstance(elapsed_ms, int) else None,
        questions=None if each is None else len(each),
        changes=None if each is None else sum(max(0, _changes(one) - 1) for one in each),
        has_position=said.get("position") is not None,
        app_version=app_version if isinstance(app_version, str) else None,
    )


def _changes(timing: Mapping[str, JsonValue]) -> int:
    changes = timing.get("changes")
    return changes if isinstance(changes, int) else 0
