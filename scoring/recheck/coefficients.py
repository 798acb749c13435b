"""Coefficients of agreement of a square table of counts, as exact fractions.

Rows are the original answers, columns those given again. The categories are those of the table,
also where nobody chose them: Gwet's coefficients depend on their number.
"""

from collections.abc import Sequence
from fractions import Fraction

Weights = tuple[tuple[Fraction, ...], ...]
Counts = Sequence[Sequence[int]]


def equal_only(categories: int) -> Weights:
    """1 for the same category, 0 for another."""
    span = range(categories)
    return tuple(tuple(Fraction(int(k == j)) for j in span) for k in span)


def quadratic(categories: int) -> Weights:
    """1 - ((k - l)/(q - 1))²: a step of two levels counts four times as much as one."""
    span, most = range(categories), (categories - 1) ** 2
    return tuple(tuple(1 - Fraction((k - j) ** 2, most) for j in span) for k in span)


def cohen_kappa(counts: Counts, *, weights: Weights) -> Fraction | None:
    """(p_o - p_e)/(1 - p_e) with p_e from the product of the margins.

    Cohen 1960, Educ. Psychol. Meas. 20; weighted 1968, Psychol. Bull. 70. None without anybody, and
    where both times everybody is in one and the same category: then p_e is 1.
    """
    n = _total(counts)
    if not n:
        return None
    rows = [sum(row) for row in counts]
    columns = [sum(column) for column in zip(*counts, strict=True)]
    by_chance = sum(
        weights[k][j] * rows[k] * columns[j] for k in range(len(rows)) for j in range(len(rows))
    ) / Fraction(n * n)
    return _beyond(_observed(counts, weights=weights), by_chance)


def gwet(counts: Counts, *, weights: Weights) -> Fraction | None:
    """AC1, or AC2 with weights: p_e = Σw/(q(q - 1)) · Σ π_k(1 - π_k), π_k the mean margin.

    Gwet 2008, Br. J. Math. Stat. Psychol. 61; weighted 2014, Handbook of Inter-Rater Reliability.
    None without anybody.
    """
    n, q = _total(counts), len(counts)
    if not n:
        return None
    columns = [sum(column) for column in zip(*counts, strict=True)]
    margins = [
        Fraction(sum(row) + column, 2 * n) for row, column in zip(counts, columns, strict=True)
    ]
    spread = sum(share * (1 - share) for share in margins)
    by_chance = sum(map(sum, weights)) * spread / (q * (q - 1))
    return _beyond(_observed(counts, weights=weights), Fraction(by_chance))


def _total(counts: Counts) -> int:
    return sum(map(sum, counts))


def _observed(counts: Counts, *, weights: Weights) -> Fraction:
    agreed = sum(
        weight * count
        for row, of_row in zip(counts, weights, strict=True)
        for count, weight in zip(row, of_row, strict=True)
    )
    return Fraction(agreed) / _total(counts)


def _beyond(observed: Fraction, by_chance: Fraction) -> Fraction | None:
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
