"""A re-check as a tablet sends it: the shape of the document, and nothing of the interview."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from questionnaires.items import ItemCode
from survey_app.fieldwork.sync_shapes import (
    MAX_ITEMS,
    AppVersion,
    Milliseconds,
    Note,
    Number,
    Position,
    Shape,
    Timing,
    VersionId,
)

RECHECK, ATTEMPT, DRAFT = "recheck", "recheck_attempt", "recheck_draft"
KINDS = frozenset({RECHECK, ATTEMPT, DRAFT})
"""Of documents that whoever sends enumerators out must not see."""
MOST_FACTS = 64
MODES = ("visit", "phone")
APPOINTMENT = "appointment"
RecheckMode = Literal["visit", "phone"]
AttemptOutcome = Literal[
    "no_answer", "not_there", "appointment", "refused", "moved", "unknown", "unable"
]

Chosen = Annotated[int, Field(ge=0, le=9999, strict=True)]


class RecheckDocument(Shape):
    """One finished re-check.

    uuid: of the task, which is that of the re-check. supervisor: number of the account. facts: by
    the name of the question the code that was chosen. answers: by criterion its level, 9 where it
    does not apply, null or absent where it was left blank. timings: by fact and criterion.
    """

    format: Literal[1]
    kind: Literal["recheck"]
    uuid: UUID
    supervisor: Number
    questionnaire_version: VersionId
    mode: RecheckMode
    facts: Annotated[dict[ItemCode, Chosen], Field(max_length=MOST_FACTS)]
    answers: Annotated[
        dict[ItemCode, Chosen | None], Field(max_length=MAX_ITEMS, default_factory=dict)
    ]
    started_at: AwareDatetime
    finished_at: AwareDatetime
    elapsed_ms: Milliseconds | None
    """By a clock that nobody can set; null where no such clock ran."""
    timings: Annotated[dict[str, Timing], Field(max_length=MAX_ITEMS, default_factory=dict)]
    position: Position | None = None
    app_version: AppVersion

    @property
    def given(self) -> dict[str, int]:
        """Facts and answers together, as the form has them; what was left blank is not in it."""
        said = {code: value for code, value in self.answers.items() if value is not None}
        return {**said, **self.facts}


class RecheckAttemptDocument(Shape):
    """A try to reach the respondent of a task that led to no re-check.

    uuid: its own. task: that of the re-check. appointment_at: exactly where one was made.
    """

    format: Literal[1]
    kind: Literal["recheck_attempt"]
    uuid: UUID
    task: UUID
    supervisor: Number
    mode: RecheckMode
    outcome: AttemptOutcome
    attempted_at: AwareDatetime
    appointment_at: AwareDatetime | None = None
    note: Note = ""
    app_version: AppVersion

    @model_validator(mode="after")
    def _appointment_has_its_time(self) -> Self:
        if (self.outcome == APPOINTMENT) != (self.appointment_at is not None):
            raise ValueError("an appointment has a time, and nothing else has one")
        return self


class RecheckDraftDocument(Shape):
    """A re-check that was not finished, as a backup file holds it."""

    format: Literal[1]
    kind: Literal["recheck_draft"]
    uuid: UUID
    supervisor: Number
    questionnaire_version: VersionId
    mode: RecheckMode | None = None
    facts: Annotated[dict[ItemCode, Chosen], Field(max_length=MOST_FACTS)]
    answers: Annotated[
        dict[ItemCode, Chosen | None], Field(max_length=MAX_ITEMS, default_factory=dict)
    ]
    saved_at: AwareDatetime
    app_version: AppVersion
