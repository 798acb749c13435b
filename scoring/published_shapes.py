"""The rows of the document of a run as they stand there, with null for what is hidden."""

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
    n_excluded: int | None = None


class PlaceRead(Read):
    rank: int
    is_shared: bool
    rank_low: int
    rank_high: int


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
    in_group: PlaceRead | None = None
    ranked: int | None = None
    with_excluded: ExcludedRead = ExcludedRead()
    left_out: int = 0
    incomplete: int = 0
    uncovered: dict[str, int] = {}
    decimals: int | None = None
