"""How much of R² each of several correlated explanatory figures accounts for."""

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from scoring.design_tally import Floats

MOST = 12
"""Explanatory figures: there are 2^F regressions."""
_DEPENDENT = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Importance:
    """R² of the regression on all F figures, and two splits of it, (F,) each, that add up to R².

    lmg: of the mean over all orders. johnson: relative weights.
    """

    r2: float
    lmg: Floats
    johnson: Floats


def relative_importance(correlation: Floats) -> Importance | None:
    """Split R² from the correlations (1 + F, 1 + F) of outcome and figures, the outcome first.

    LMG: what a figure adds to R², averaged over all orders of entering (Lindeman, Merenda & Gold,
    Introduction to Bivariate and Multivariate Analysis, 1980, 4.7; the Shapley value; Grömping
    2007, Am. Stat. 61). Johnson: (ε_f)² of the figures made from the closest orthogonal ones
    (Johnson 2000, Multivar. Behav. Res. 35). Shares of what varies together; a split is no
    statement about what a change in a figure would do.

    None where a figure depends linearly on the others or nothing varies (nan). Raises ValueError
    for more than 12 figures, or none.
    """
    figures = len(correlation) - 1
    if not 1 <= figures <= MOST:
        raise ValueError(f"between 1 and {MOST} figures, not {figures}")
    if not np.isfinite(correlation).all():
        return None
    between, outcome = correlation[1:, 1:], correlation[1:, 0]
    if np.linalg.eigvalsh(between)[0] < _DEPENDENT:
        return None
    r2 = _r2_of_all_sets(between, outcome=outcome)
    return Importance(
        r2=float(r2[-1]),
        lmg=_lmg(r2, figures=figures),
        johnson=_johnson(between, outcome=outcome),
    )


def _r2_of_all_sets(between: Floats, *, outcome: Floats) -> Floats:
    """(2^F,) R² by the set of figures, as the bits of its place."""
    figures = len(outcome)
    found = np.zeros(1 << figures)
    for size in range(1, figures + 1):
        sets = np.array(list(combinations(range(figures), size)))
        of_set = between[sets[:, :, None], sets[:, None, :]]
        right = outcome[sets]
        solved = np.linalg.solve(of_set, right[:, :, None])[:, :, 0]
        found[(1 << sets).sum(axis=1)] = (right * solved).sum(axis=1)
    return found


def _lmg(r2: Floats, *, figures: int) -> Floats:
    """Σ over sets S without f of |S|! (F - |S| - 1)! / F! (R²(S + f) - R²(S))."""
    places = np.arange(len(r2))
    sizes = np.array([place.bit_count() for place in range(len(r2))])
    part = np.array(
        [factorial(s) * factorial(figures - s - 1) / factorial(figures) for s in range(figures)]
    )
    shares = np.zeros(figures)
    for figure in range(figures):
        without = places[places & (1 << figure) == 0]
        added = r2[without | 1 << figure] - r2[without]
        shares[figure] = (part[sizes[without]] * added).sum()
    return shares


def _johnson(between: Floats, *, outcome: Floats) -> Floats:
    values, vectors = np.linalg.eigh(between)
    root = (vectors * np.sqrt(values)) @ vectors.T
    weights: Floats = root**2 @ np.linalg.solve(root, outcome) ** 2
    return weights
