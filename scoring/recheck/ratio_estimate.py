"""A ratio of two totals over interviews, with the standard error between interviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioEstimate:
    """est: None where there is nothing to divide by. se: None with fewer than two interviews."""

    est: float | None
    se: float | None


def clustered_ratio(parts: Sequence[int], sizes: Sequence[int]) -> RatioEstimate:
    """Σ d / Σ m of interviews with d of m, every interview a cluster.

    SE² = n/(n - 1) · Σ (d - R m)² / (Σ m)²: the answers of a person are not independent, so only
    the spread between people counts. Linearised (Woodruff 1971, JASA 66), interviews as drawn with
    replacement. Interviews with m = 0 say nothing and are left out of n. Computed from whole
    numbers, so that the order of the interviews does not matter.
    """
    pairs = [(d, m) for d, m in zip(parts, sizes, strict=True) if m]
    n, d_sum, m_sum = len(pairs), sum(d for d, _ in pairs), sum(m for _, m in pairs)
    if not n:
        return RatioEstimate(est=None, se=None)
    if n == 1:
        return RatioEstimate(est=d_sum / m_sum, se=None)
    squares = sum((d * m_sum - d_sum * m) ** 2 for d, m in pairs)
    variance = Fraction(n * squares, (n - 1) * m_sum**4)
    return RatioEstimate(est=d_sum / m_sum, se=sqrt(variance))


def weighted_ratio(
    parts: Sequence[int], sizes: Sequence[int], weights: Sequence[float]
) -> RatioEstimate:
    """As `clustered_ratio`, of Σ w d / Σ w m; w is 1 over the chance to be drawn.

    SE² = n/(n - 1) · Σ (w (d - R m))² / (Σ w m)².
    """
    rows = [(d, m, w) for d, m, w in zip(parts, sizes, weights, strict=True) if m]
    n, whole = len(rows), fsum(w * m for _, m, w in rows)
    if not n:
        return RatioEstimate(est=None, se=None)
    ratio = fsum(w * d for d, _, w in rows) / whole
    if n == 1:
        return RatioEstimate(est=ratio, se=None)
    squares = fsum((w * (d - ratio * m)) ** 2 for d, m, w in rows)
    return RatioEstimate(est=ratio, se=sqrt(n / (n - 1) * squares) / whole)
