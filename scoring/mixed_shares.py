"""The share of a unit that stands above others: its own desk and the mean of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.plans.points_plan import Mix
from scoring.points_rules import Shares
from scoring.points_steps import NoPoints, Step, StepCode, step


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The shares that count for a unit, or why there are none, and the steps to them."""

    shares: Shares
    reason: NoPoints | None
    steps: tuple[Step, ...]


def mixed(mix: Mix, own: Shares, *, below: Sequence[Shares], named: int) -> Counted:
    """(own × w + mean of those below × v) / (w + v), also factor by factor.

    below: those of the `named` units below whose shares count. Units without a share are left out
    of the mean; the step says how many took part.
    """
    known = [one.share for one in below if one.share is not None]
    if own.share is None or not known:
        reason = NoPoints.NO_ANSWERS if own.share is None else NoPoints.NOTHING_BELOW
        return Counted(shares=own, reason=reason, steps=())
    share = _blend(mix, own.share, known)
    factors = {
        code: _blend_known(mix, value, [one.factors.get(code) for one in below])
        for code, value in own.factors.items()
    }
    taken = step(
        StepCode.MIXED_SHARE,
        own=100 * own.share,
        own_weight=Fraction(mix.own),
        below=100 * _mean(known),
        below_weight=Fraction(mix.of_below),
        units=len(known),
        of_units=named,
        percent=100 * share,
    )
    return Counted(shares=Shares(share=share, factors=factors), reason=None, steps=(taken,))


def _blend(mix: Mix, own: Fraction, below: Sequence[Fraction]) -> Fraction:
    own_weight, below_weight = Fraction(mix.own), Fraction(mix.of_below)
    return (own_weight * own + below_weight * _mean(below)) / (own_weight + below_weight)


def _blend_known(
    mix: Mix, own: Fraction | None, below: Sequence[Fraction | None]
) -> Fraction | None:
    known = [share for share in below if share is not None]
    return None if own is None or not known else _blend(mix, own, known)


def _mean(shares: Sequence[Fraction]) -> Fraction:
    return sum(shares, Fraction(0)) / len(shares)
