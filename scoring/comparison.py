"""Which differences between units are real: joint rank ranges, and each unit against the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt

import numpy as np
import scipy

from scoring.intervals import CONFIDENCE, wilson

_SAME = 1e-12
"""Shares closer than this differ by rounding only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A share 0..1 and the effective number of answers behind it (inf: everybody was asked)."""

    share: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRange:
    """The rank by unrounded share, and the ranks that are compatible with the data."""

    rank: int
    low: int
    high: int


class Versus(StrEnum):
    """How a unit stands against the whole."""

    ABOVE = "above"
    SIMILAR = "similar"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Unit minus whole, the variance of that difference (overlap included), and its df."""

    difference: float
    variance: float
    df: float


def rank_ranges(standings: Sequence[Standing]) -> tuple[RankRange, ...]:
    """Ranks with ranges that hold for all units at once, at 95 %.

    Two units differ when the interval of their difference excludes 0. It joins their Wilson
    intervals (MOVER; Newcombe 1998, Stat. Med. 17) at the quantile of the studentised range over
    sqrt 2, as in Tukey's all-pairs comparison. The range of a unit runs from 1 + the number of
    units that are better to the number of units less those that are worse. Equal shares have
    equal ranks, and the next rank is skipped.
    """
    count = len(standings)
    if not count:
        return ()
    quantile = 0.0
    if count > 1:
        quantile = _range_quantile(count) / sqrt(2)
    share = np.array([unit.share for unit in standings])
    bounds = [wilson(unit.share, size=unit.size, quantile=quantile) for unit in standings]
    below = (share - np.array([bound.low for bound in bounds])) ** 2
    above = (np.array([bound.high for bound in bounds]) - share) ** 2
    difference = share[:, None] - share[None, :]
    better = difference - np.sqrt(below[:, None] + above[None, :]) > 0
    return tuple(
        RankRange(rank=int(rank), low=int(1 + beaten), high=int(count - beats))
        for rank, beaten, beats in zip(
            1 + (difference < 0).sum(axis=1),
            better.sum(axis=0),
            better.sum(axis=1),
            strict=True,
        )
    )


@lru_cache(maxsize=256)
def _range_quantile(count: int) -> float:
    """Of the studentised range of so many; found by search, which takes longer than the rest."""
    return float(scipy.stats.studentized_range.ppf(CONFIDENCE, count, np.inf))


def against_the_whole(contrasts: Sequence[Contrast]) -> tuple[Versus, ...]:
    """Above or below where Holm's test over all units says so at 5 %, else similar.

    Step-down: the k-th smallest p-value is held against 5 % / (units - k + 1), and after the first
    that fails all are similar (Holm 1979, Scand. J. Stat. 6).
    """
    p_values = [_p_value(contrast) for contrast in contrasts]
    order = sorted(range(len(contrasts)), key=p_values.__getitem__)
    verdicts = [Versus.SIMILAR] * len(contrasts)
    for place, position in enumerate(order):
        if p_values[position] > (1 - CONFIDENCE) / (len(contrasts) - place):
            break
        difference = contrasts[position].difference
        verdicts[position] = Versus.ABOVE if difference > 0 else Versus.BELOW
    return tuple(verdicts)


def _p_value(contrast: Contrast) -> float:
    if abs(contrast.difference) < _SAME:
        return 1.0
    if contrast.variance <= 0:
        return 0.0
    statistic = abs(contrast.difference) / sqrt(contrast.variance)
    return float(2 * scipy.special.stdtr(contrast.df, -statistic))
