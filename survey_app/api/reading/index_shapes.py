"""What programs are answered of the index: as it is now, and as it was frozen by a decision."""

from datetime import date, datetime

from pydantic import ConfigDict, Field

from questionnaires.problems import N_
from survey_app.api.reading.shapes import PageShape, Shape


class IndexRowShape(Shape):
    model_config = ConfigDict(frozen=True, extra="allow")

    unit_code: str
    unit_name: str
    rank: int | None = None
    max_points: str | None = None
    appraised_points: str | None = None
    satisfaction_points: str | None = None
    total_points: str | None = None
    index_percent: str | None = None
    band: str | None = None
    exempt: bool


class IndexGroupShape(Shape):
    model_config = ConfigDict(frozen=True, extra="allow")

    mean_index: str | None = None
    mean_satisfaction: str | None = None
    spread: str | None = None
    units: tuple[IndexRowShape, ...]


class DecisionShape(Shape):
    """The decision that published the index that is told."""

    number: str = Field(description=N_("number and sign of the decision"))
    decided_on: date
    published_at: datetime
    content_sha256: str = Field(description=N_("SHA-256 of the document that was frozen"))


class IndexAnswer(Shape):
    """As `hailong index ROUND --json` writes it, and the decision; more fields may be added."""

    model_config = ConfigDict(frozen=True, extra="allow")

    groups: dict[str, IndexGroupShape]
    published: dict[str, int | str] | None = Field(
        description=N_("the publication whose points it has; null: of what was received so far")
    )
    live_points: dict[str, str | None] = Field(
        description=N_("points of now by unit; empty where only what is public is told")
    )
    not_ready: dict[str, tuple[str, ...]] = Field(
        description=N_("units that are not in the index, with the reasons")
    )
    decision: DecisionShape | None = Field(
        default=None,
        description=N_("the decision that published this index; null: none did, it can change"),
    )


class IndexPublicationShape(Shape):
    """An index that was published by a decision, which may not stand any more."""

    round: str
    number: int = Field(description=N_("number of the published index"))
    state: str = Field(description=N_("current, superseded or withdrawn"))
    decision_number: str = Field(description=N_("number and sign of the decision"))
    decided_on: date
    published_at: datetime
    reason: str = Field(description=N_("why it replaced another one; may be empty"))
    ended_at: datetime | None
    ended_reason: str | None
    run: int = Field(description=N_("the run that its points of the survey are of"))
    scores_state: str = Field(
        description=N_("state of the publication of that run: current, superseded or withdrawn")
    )
    content_sha256: str = Field(description=N_("SHA-256 of the document that was frozen"))


class IndexPublicationsAnswer(Shape):
    publications: tuple[IndexPublicationShape, ...]
    page: PageShape


class PointsDocumentShape(Shape):
    """A document whose points stood in the index. Who entered it is not told."""

    number: str | None
    issued_on: date | None
    source: str
    reason: str | None
    recorded_at: str | None = Field(description=N_("ISO 8601 with offset"))


class FrozenIndexShape(Shape):
    """The whole index as it was frozen; more fields may be added."""

    model_config = ConfigDict(frozen=True, extra="allow")

    groups: dict[str, IndexGroupShape]
    not_ready: dict[str, tuple[str, ...]] = Field(
        default={}, description=N_("units that are not in the index, with the reasons")
    )
    points_documents: dict[str, tuple[PointsDocumentShape, ...]] = Field(
        default={}, description=N_("the documents of the points, by kind")
    )


class FrozenIndexAnswer(Shape):
    publication: IndexPublicationShape
    index: FrozenIndexShape
