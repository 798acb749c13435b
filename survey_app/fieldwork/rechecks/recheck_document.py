"""A re-check as a tablet sends it: the shape of the document, and nothing of the interview."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from questionnaires.items import ItemCode
from survey_app.fieldwork.sync_shapes import (
    MAX_ITEMS,
    AppVersion,
    Milliseconds,
    Number,
    Position,
    Shape,
    Timing,
    VersionId,
)

RECHECK = "recheck"
MOST_FACTS = 64
MODES = ("visit", "phone")
RecheckMode = Literal["visit", "phone"]

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
