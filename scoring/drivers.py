"""What goes with overall satisfaction: how the factors of the index share in explaining it.

Needs a question for the whole that is not in the index; else a part would explain itself. All of
it describes how answers of the same people go together, not what a change would bring about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import PCG64

from scoring.design_tally import Floats, Ints
from scoring.driver_answers import Answers
from scoring.figures import NO_INTERVAL
from scoring.intervals import CONFIDENCE, Bounds, korn_graubard
from scoring.relative_importance import Importance, relative_importance
from scoring.score_table import FactorScore, ScoreRow

LEAST_PEOPLE = 30
PEOPLE_PER_FACTOR = 10
SAMPLES, FEWEST_SAMPLES = 1_000, 200
DRAWS = 50_000_000
"""Of units in all samples together: with more than 50,000 units there are fewer samples, whose
intervals are narrow by then."""
_LOST = 0.05
_AT_ONCE = 50
_DRAWS_AT_ONCE = 1_000_000
"""So that memory does not grow with the samples where there are many primary units."""
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorShare:
    """Of one factor: its part of R² by both methods, 0..1, which add up to R²; 95 % intervals."""

    lmg: float
    lmg_bounds: Bounds | None
    johnson: float
    johnson_bounds: Bounds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """R² of overall satisfaction on the factor means, and how the factors share in it.

    samples: drawn again for the intervals from `seed`; lost: those of which nothing could be
    computed. reason: why something is None, or why there are no intervals.
    """

    people: int
    left_out: int
    r2: float | None
    r2_bounds: Bounds | None
    factors: Mapping[str, FactorShare]
    seed: int
    samples: int
    lost: int
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportancePerformance:
    """A factor in two figures: its part of what is explained, and its score with interval.

    part: percent of R² by LMG, parts add up to 100. score, low, high: percent satisfied, None where
    too few people answered. reason: why one of these three is None.
    """

    code: str
    part: float | None
    score: float | None
    low: float | None
    high: float | None
    reason: str | None


def samples_of(answers: Answers) -> int:
    """How many samples are drawn again: 1,000, fewer of more than 50,000 units, at least 200."""
    units = int(answers.primary.max(initial=0)) + 1
    return max(FEWEST_SAMPLES, min(SAMPLES, DRAWS // units))


def drivers_of(answers: Answers, *, seed: int, samples: int = SAMPLES) -> Drivers:
    """Split R² over the factors, with percentile intervals from samples drawn again.

    Whole primary units are drawn with replacement, as many as there are, within their strata
    (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 8, 13). The same seed gives
    the same samples with every version of numpy: only the raw stream of PCG64 is used, which is
    promised to stay (NEP 19). With factors that go together the parts are close to each other and
    their intervals overlap; then there is no order among them.

    None with a reason: no factor that half of the people answered, fewer than 30 people, or than
    10 for each factor, or answers that do not vary.
    """
    people, factors = len(answers.levels), len(answers.factors)
    if not factors:
        return _without(answers, seed=seed, reason="no factor that half of the people answered")
    needed = max(LEAST_PEOPLE, PEOPLE_PER_FACTOR * factors)
    if people < needed:
        return _without(answers, seed=seed, reason=f"n < {needed}")
    found = relative_importance(_correlation(_moments(answers.levels)))
    if found is None:
        return _without(answers, seed=seed, reason="answers do not vary, or factors are the same")
    again = [one for one in _drawn_again(answers, seed=seed, samples=samples) if one is not None]
    lost = samples - len(again)
    is_enough = samples > 0 and lost <= _LOST * samples
    lmg, johnson = (
        _percentiles([getattr(one, name) for one in again], factors=factors, is_enough=is_enough)
        for name in ("lmg", "johnson")
    )
    r2_bounds = _percentiles([np.array([one.r2]) for one in again], factors=1, is_enough=is_enough)
    return Drivers(
        people=people,
        left_out=answers.left_out,
        r2=found.r2,
        r2_bounds=r2_bounds[0],
        factors={
            code: FactorShare(
                lmg=float(found.lmg[at]),
                lmg_bounds=lmg[at],
                johnson=float(found.johnson[at]),
                johnson_bounds=johnson[at],
            )
            for at, code in enumerate(answers.factors)
        },
        seed=seed,
        samples=samples,
        lost=lost,
        reason=None if is_enough else "too few samples could be drawn again",
    )


def importance_performance(
    drivers: Drivers, *, row: ScoreRow, is_census: bool, minimum: int
) -> tuple[ImportancePerformance, ...]:
    """All factors with both figures, the largest part first; `row` is of the same interviews.

    The interval of the score is Korn and Graubard's with at most the people who answered, which
    is wide rather than narrow for several items; in a census the point. A factor that fewer than
    `minimum` people answered has no score, as everywhere else.
    """
    total = drivers.r2 or 0.0
    rows = [
        _performance(
            row,
            code=code,
            part=100 * drivers.factors[code].lmg / total
            if total and code in drivers.factors
            else None,
            is_census=is_census,
            minimum=minimum,
        )
        for code in row.factors
    ]
    return tuple(sorted(rows, key=lambda one: (-(one.part or 0.0), one.code)))


def _performance(
    row: ScoreRow, *, code: str, part: float | None, is_census: bool, minimum: int
) -> ImportancePerformance:
    factor, low, high, reason = row.factors[code], None, None, None
    est = factor.est if factor.n_valid >= minimum else None
    if est is None:
        reason = f"n < {max(1, minimum)}"
    elif is_census:
        low = high = est
    else:
        low, high = _ends(factor, df=row.df)
        reason = NO_INTERVAL if low is None else None
    return ImportancePerformance(code=code, part=part, score=est, low=low, high=high, reason=reason)


def _ends(factor: FactorScore, *, df: int) -> tuple[float | None, float | None]:
    if factor.est is None or factor.se is None:
        return None, None
    low, high = korn_graubard(
        np.array([factor.est / 100]),
        variance=np.array([(factor.se / 100) ** 2]),
        people=np.array([float(factor.n_valid)]),
        # whoever did not answer the factor tells nothing of its spread
        df=np.array([float(min(df, factor.n_valid - 1))]),
    )
    if np.isnan(low[0]):
        return None, None
    return 100 * float(low[0]), 100 * float(high[0])


def _moments(levels: Floats) -> Floats:
    """(n, M) what of a person adds up to the correlations: 1, the levels, their products."""
    whole = np.column_stack([np.ones(len(levels)), levels - levels.mean(axis=0)])
    pairs = list(zip(*np.triu_indices(whole.shape[1]), strict=True))
    moments = np.empty((len(levels), len(pairs)))
    for at, (left, right) in enumerate(pairs):
        np.multiply(whole[:, left], whole[:, right], out=moments[:, at])
    return moments


def _correlation(moments: Floats) -> Floats:
    """From the moments of some people; nan where something does not vary."""
    return _correlation_of_sums(moments.sum(axis=0))


def _correlation_of_sums(sums: Floats) -> Floats:
    size = round((np.sqrt(8 * len(sums) + 1) - 1) / 2)
    whole = np.zeros((size, size))
    whole[np.triu_indices(size)] = sums
    count, first = whole[0, 0], whole[0, 1:]
    spread = np.triu(whole[1:, 1:]) - np.triu(np.outer(first, first)) / count
    spread = spread + np.triu(spread, 1).T
    deviation = np.sqrt(np.maximum(np.diag(spread), 0.0))
    varies = np.diag(spread) > _ROUNDING * np.diag(whole)[1:]
    found: Floats = np.full(spread.shape, np.nan)
    np.divide(
        spread, np.outer(deviation, deviation), out=found, where=varies[:, None] & varies[None, :]
    )
    return found


def _drawn_again(answers: Answers, *, seed: int, samples: int) -> Iterator[Importance | None]:
    """The importance in each sample, None where something did not vary in it."""
    units = int(answers.primary.max()) + 1
    of_units = moments = _moments(answers.levels)
    if not np.array_equal(answers.primary, np.arange(len(moments))):
        of_units = np.zeros((units, moments.shape[1]))
        np.add.at(of_units, answers.primary, moments)
    group = np.zeros(units, dtype=np.int64)
    group[answers.primary] = answers.group
    stream = PCG64(seed)
    at_once = max(1, min(_AT_ONCE, _DRAWS_AT_ONCE // units))
    for first in range(0, samples, at_once):
        many = min(at_once, samples - first)
        times = _times_drawn(stream, group=group, samples=many)
        for sums in times @ of_units:
            yield relative_importance(_correlation_of_sums(sums))


def _times_drawn(stream: PCG64, *, group: Ints, samples: int) -> Floats:
    """(samples, units) how often each unit is drawn, as many in each stratum as there are.

    The units of a stratum stand together: a unit u of the stratum from s to s + m is ⌊x m⌋ + s,
    x being the upper 53 bits of a raw number over 2⁵³.
    """
    start = np.searchsorted(group, group, side="left")
    size = np.searchsorted(group, group, side="right") - start
    raw: npt.NDArray[np.uint64] = stream.random_raw(samples * len(group))
    part = (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53
    chosen = start + (part.reshape(samples, -1) * size).astype(np.int64)
    place = chosen + len(group) * np.arange(samples)[:, None]
    counted = np.bincount(place.ravel(), minlength=samples * len(group))
    times: Floats = counted.reshape(samples, -1).astype(np.float64)
    return times


def _percentiles(
    values: Sequence[Floats], *, factors: int, is_enough: bool
) -> tuple[Bounds | None, ...]:
    if not is_enough:
        return (None,) * factors
    ends = np.quantile(np.array(values), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    return tuple(Bounds(low=float(low), high=float(high)) for low, high in ends.T)


def _without(answers: Answers, *, seed: int, reason: str) -> Drivers:
    return Drivers(
        people=len(answers.levels),
        left_out=answers.left_out,
        r2=None,
        r2_bounds=None,
        factors={},
        seed=seed,
        samples=0,
        lost=0,
        reason=reason,
    )
