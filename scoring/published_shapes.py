"""The document of a run and its rows as they stand there, with null for what is hidden."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from scoring.comparison import Versus
from scoring.guaranteed import NotGuaranteed
from scoring.points_steps import NoPoints
from scoring.publishing import Flag


class Read(BaseModel):
    """A part of a row; None where it is hidden or not known."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EstimateRead(Read):
    est: float | None = None
    se: float | None = None


class PooledRead(EstimateRead):
    se_nofpc: float | None = None


class FactorMeanRead(EstimateRead):
    n_factors: int | None = None


class FactorRead(EstimateRead):
    n_valid: int | None = None


class ItemRead(FactorRead):
    ci_low: float | None = None
    ci_high: float | None = None
    counts: dict[int, int | None] = {}
    blank: int | None = None
    not_applicable: int | None = None


class IntervalRead(Read):
    low: float | None = None
    high: float | None = None
    method: str | None = None
    n_eff: float | None = None


class BoundsRead(Read):
    low: float | None = None
    high: float | None = None


class GuaranteedRead(BoundsRead):
    confidence: float | None = None
    n: int | None = None
    N: int | None = None
    reason: NotGuaranteed | None = None


class PointsRead(Read):
    points: float | None = None
    maximum: float | None = None
    reason: NoPoints | None = None
    steps: tuple[dict[str, int | float | str], ...] | None = None


class PublishedRead(FactorRead):
    score10: float | None = None
    df: int | None = None
    ci: IntervalRead
    points: PointsRead | None = None


class ExcludedRead(EstimateRead):
    """n_excluded: all; documents of before say no more, and all of theirs were voided."""

    n_excluded: int | None = None
    n_voided: int | None = None
    n_invalid: int = 0
    n_unverified: int = 0


class RecheckRead(Read):
    """As `scoring.rechecks_in_run` says them; None where no re-checks were promised."""

    n_rechecked: int | None = None
    n_rechecked_random: int | None = None
    n_rechecked_risk: int | None = None
    n_defective: int | None = None
    gdr: float | None = None
    ndr: float | None = None
    lots: int | None = None
    lots_accepted: int | None = None
    reason: str | None = None


class PlaceRead(Read):
    rank: int
    is_shared: bool
    rank_low: int
    rank_high: int


class FieldworkRead(Read):
    """Cases that somebody was sent to, as `scoring.cases_json` says them; a rate in percent."""

    n_selected: int
    n_eligible: int
    n_completed: int
    response_rate: float | None


class CompositionRead(Read):
    mode: dict[str, int] | None = None
    origin: dict[str, int] | None = None


class RowRead(Read):
    n: int
    n_valid: int
    N: int | None
    N_estimated: float | None
    df: int
    answers_valid: int | None
    answers_satisfied: int | None
    blank: int | None
    not_applicable: int | None
    pooled: PooledRead
    factor_mean: FactorMeanRead
    mean_score: EstimateRead
    factors: dict[str, FactorRead]
    items: dict[str, ItemRead]
    ci: IntervalRead
    published: PublishedRead
    missing_bounds: BoundsRead
    guaranteed: GuaranteedRead | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    versus_overall: Versus | None
    flag: Flag
    flag_reason: str | None
    lonely_strata: int
    composition: CompositionRead = CompositionRead()
    name: str = ""
    fieldwork: FieldworkRead | None = None
    in_group: PlaceRead | None = None
    ranked: int | None = None
    with_excluded: ExcludedRead = ExcludedRead()
    recheck: RecheckRead = RecheckRead()
    left_out: int = 0
    incomplete: int = 0
    uncovered: dict[str, int] = {}
    decimals: int | None = None


class NamesRead(Read):
    vi: str
    en: str


class RoundRead(Read):
    code: str
    name: NamesRead
    year: int
    period_start: date
    period_end: date
    is_simulated: bool


class CutRead(Read):
    interviews: int
    sha256: str


class CodeRead(Read):
    sha256: str


class DrawRead(Read):
    list: str
    list_sha256: str | None
    commitment: str


class WeightsRead(Read):
    """strata, sha256: of the sizes of the strata that were drawn from."""

    draws: tuple[DrawRead, ...]
    strata: int
    sha256: str | None


class PlanRead(Read):
    id: str
    source: str
    sha256: str


class MethodRead(Read):
    """confidence: 0..1."""

    version: str
    questionnaire: str
    questionnaire_version: str
    scoring_plan: PlanRead
    points_plan: PlanRead
    confidence: float
    published_design_effect: float | None = None


class DriversRead(Read):
    seed: int
    samples: int


class RunRead(Read):
    """The whole document. code: None in documents of before."""

    document: str
    round: RoundRead
    data_cut: CutRead
    code_version: str
    code: CodeRead | None = None
    weights: WeightsRead
    adjustments: dict[str, dict[str, int]] = {}
    method: MethodRead
    overall: RowRead
    units: dict[str, RowRead]
    groups: dict[str, RowRead]
    drivers: DriversRead | None = None
