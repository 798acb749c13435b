"""What goes with overall satisfaction, as a document says it."""

from collections.abc import Collection

from questionnaires.text import Frozen
from scoring.drivers import Drivers, FactorShare, ImportancePerformance
from scoring.figures import HIDDEN, Figure, figure, settled
from scoring.intervals import Bounds

SELDOM = "fewer than half of the people answered it"
SPLIT = "percent of the variance of overall satisfaction; the parts add up to r2"


class FactorDrives(Frozen):
    """A factor: what it explains by both methods in percent, and its score in percent.

    part: of 100, by LMG. A factor that fewer than half answered takes no part in explaining. Each
    figure says why something of it is null; of the intervals of lmg and johnson the block does.
    """

    lmg: Figure
    johnson: Figure
    part: float | None
    score: Figure


class DriversBlock(Frozen):
    """Of a round. item: the question for the whole. n: people; left_out: the others.

    r2: in percent. Intervals come of `samples` drawn again from the `seed`, of which `lost` told
    nothing. reason: why something is null.
    """

    definition: str = SPLIT
    item: str
    n: int
    left_out: int
    r2: Figure
    factors: dict[str, FactorDrives]
    seed: int
    samples: int
    lost: int
    reason: str | None


def drivers_block(
    found: Drivers,
    *,
    item: str,
    performance: Collection[ImportancePerformance],
    hidden: Collection[str],
) -> DriversBlock:
    """The block of a document. hidden: factors whose score is not shown for the whole."""
    scores = {one.code: one for one in performance}
    return DriversBlock(
        item=item,
        n=found.people,
        left_out=found.left_out,
        r2=figure(found.r2, bounds=found.r2_bounds, times=100, reason=found.reason),
        factors={
            code: _factor(found.factors.get(code), score=scores[code], is_hidden=code in hidden)
            for code in sorted(scores)
        }
        if found.factors
        else {},
        seed=found.seed,
        samples=found.samples,
        lost=found.lost,
        reason=found.reason,
    )


def _factor(
    share: FactorShare | None, *, score: ImportancePerformance, is_hidden: bool
) -> FactorDrives:
    bounds = (
        None if score.low is None or score.high is None else Bounds(low=score.low, high=score.high)
    )
    shown = figure(score.score, bounds=bounds, reason=score.reason)
    if is_hidden:
        shown = Figure(reason=HIDDEN)
    if share is None:
        seldom = Figure(reason=SELDOM)
        return FactorDrives(lmg=seldom, johnson=seldom, part=None, score=shown)
    return FactorDrives(
        lmg=figure(share.lmg, bounds=share.lmg_bounds, times=100),
        johnson=figure(share.johnson, bounds=share.johnson_bounds, times=100),
        part=settled(score.part),
        score=shown,
    )
