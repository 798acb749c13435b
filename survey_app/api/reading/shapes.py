"""What programs are answered: every answer goes through one of these models.

Points are decimal strings, rounded half up; percentages are 0..100, unrounded; what is hidden or
cannot be computed is null and never 0, with the reason beside it.
"""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from questionnaires.problems import N_


class Shape(BaseModel):
    """A part of an answer. What is not named here is not told."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Names(Shape):
    vi: str
    en: str


class PageShape(Shape):
    """Where a list goes on."""

    limit: int = Field(description=N_("how many rows were asked for"))
    total: int = Field(description=N_("how many rows the whole list has"))
    next: str | None = Field(description=N_("address of the next page; null on the last one"))


class PublicationShape(Shape):
    """A publication of scores, which may not stand any more."""

    round: str
    run: int = Field(description=N_("number of the frozen computation"))
    state: str = Field(description=N_("current, superseded or withdrawn"))
    published_at: datetime
    reason: str = Field(description=N_("why it replaced another one; may be empty"))
    ended_at: datetime | None
    ended_reason: str | None
    interviews: int
    result_sha256: str = Field(description=N_("SHA-256 of the document that was published"))
    questionnaire_version: str
    scoring_plan: str
    points_plan: str


class RoundShape(Shape):
    code: str
    name: Names
    year: int
    period_start: date
    period_end: date
    state: str
    is_simulated: bool = Field(description=N_("whether the interviews were made by a program"))
    publication: PublicationShape | None = Field(
        description=N_("the publication that stands, else the last one, with its state")
    )


class RoundsAnswer(Shape):
    rounds: tuple[RoundShape, ...]
    page: PageShape


class UnitShape(Shape):
    """A unit under its present name."""

    code: str
    name: str
    ended_on: date | None
    successor: str | None = Field(description=N_("code of the unit that took over"))


class UnitsAnswer(Shape):
    units: tuple[UnitShape, ...]
    page: PageShape


class RoundUnitShape(Shape):
    """A unit inside a round, under the name it had then."""

    code: str
    name: str
    group: str
    group_name: Names
    is_exempt: bool = Field(description=N_("not surveyed; its points are of another maximum"))
    maximum_points: str = Field(description=N_("decimal string"))
    component_maximum: str = Field(description=N_("decimal string; of the survey"))


class RoundUnitsAnswer(Shape):
    round: str
    units: tuple[RoundUnitShape, ...]
    page: PageShape


class PublicationsAnswer(Shape):
    publications: tuple[PublicationShape, ...]
    page: PageShape


class Interval(Shape):
    low: float | None = None
    high: float | None = None
    method: str | None = None
    n_eff: float | None = None


class Bounds(Shape):
    low: float | None = None
    high: float | None = None


class Published(Shape):
    """The indicator that the plan publishes, in percent; score10 on the scale of 10."""

    indicator: str | None
    est: float | None = None
    se: float | None = None
    score10: float | None = None
    se_score10: float | None = None
    deff: float | None = None
    n_valid: int | None = None
    df: int | None = None
    ci: Interval


class Points(Shape):
    points: str | None = Field(description=N_("decimal string, two decimals"))
    maximum: str | None = Field(description=N_("decimal string"))
    reason: str | None = Field(description=N_("why there are no points"))


class Factor(Shape):
    est: float | None = None
    se: float | None = None
    n_valid: int | None = None
    reason: str | None = Field(description=N_("hidden or no_answers where est is null"))


class Item(Factor):
    ci_low: float | None = None
    ci_high: float | None = None
    counts: dict[str, int | None] | None = Field(
        default=None, description=N_("people by the level of their answer")
    )
    blank: int | None = None
    not_applicable: int | None = None


class Place(Shape):
    rank: int
    is_shared: bool
    rank_low: int
    rank_high: int


class Fieldwork(Shape):
    n_selected: int
    n_eligible: int
    n_completed: int
    response_rate: float | None


class WithExcluded(Shape):
    est: float | None = None
    score10: float | None = None
    n_excluded: int | None = None
    n_voided: int | None = None
    n_invalid: int | None = None
    n_unverified: int | None = None


class Recheck(Shape):
    n_rechecked: int | None = None
    n_rechecked_random: int | None = None
    n_rechecked_risk: int | None = None
    n_defective: int | None = None
    gdr: float | None = None
    ndr: float | None = None
    lots: int | None = None
    lots_accepted: int | None = None
    reason: str | None = None


class ScoreShape(Shape):
    """The score of the whole, of a group or of a unit, as its document has it."""

    kind: str = Field(description=N_("whole, group or unit"))
    code: str | None = Field(description=N_("of the unit or the group; null for the whole"))
    name: str | None = Field(description=N_("of the unit"))
    group: str | None = Field(description=N_("of the unit"))
    n: int | None = None
    n_valid: int | None = None
    N: int | None = None
    answers_valid: int | None = None
    answers_satisfied: int | None = None
    blank: int | None = None
    not_applicable: int | None = None
    published: Published
    points: Points | None = Field(description=N_("of a unit: its component of the index"))
    factors: dict[str, Factor]
    items: dict[str, Item]
    missing_bounds: Bounds | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    in_group: Place | None = None
    ranked: int | None = None
    versus_overall: str | None = None
    flag: str = Field(description=N_("what may be done with the score"))
    flag_reason: str | None = None
    with_excluded: WithExcluded | None = None
    fieldwork: Fieldwork | None = None
    recheck: Recheck | None = None
    left_out: int | None = None
    incomplete: int | None = None
    decimals: int | None = Field(
        default=None, description=N_("decimals that are left where something is hidden")
    )


class ScoresAnswer(Shape):
    round: str
    is_public: bool = Field(description=N_("false: of what has been received so far"))
    publication: PublicationShape | None
    scores: tuple[ScoreShape, ...]
    page: PageShape


class ComponentShape(Shape):
    """The survey's part of the index for a unit."""

    unit_code: str
    unit_name: str
    group: str
    is_exempt: bool
    maximum: str = Field(description=N_("decimal string"))
    points: str | None = Field(description=N_("decimal string, two decimals"))
    reason: str | None = Field(description=N_("why there are no points"))


class ComponentsAnswer(Shape):
    round: str
    is_public: bool = Field(description=N_("false: of what has been received so far"))
    publication: PublicationShape | None
    components: tuple[ComponentShape, ...]
    page: PageShape


class FaultShape(Shape):
    where: str
    code: str
    message: str
    repair: str


class ProblemShape(Shape):
    """The one error body (RFC 9457, with a list of faults)."""

    type: str
    title: str
    status: int
    code: str
    errors: tuple[FaultShape, ...]
    request_id: str
