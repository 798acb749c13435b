"""One common factor behind several items, by maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from scoring.design_tally import Floats

LEAST_ITEMS = 3
"""With two items one factor has more parameters than there are correlations."""
STEPS = 5_000
"""Of the search, at most."""
_LEAST_UNIQUE = 0.005
_DEPENDENT = 1e-10
_FLAT = 1e-6
"""A slope below which nothing is to be gained, where rounding ended the search."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneFactor:
    """Loadings and unique variances of k standardised items, (k,) each; Σ loadings ≥ 0.

    is_found: whether the search for them came to its end; else they are not the best ones.
    """

    loadings: Floats
    unique: Floats
    is_found: bool

    @property
    def is_proper(self) -> bool:
        """Whether every unique variance is above the bound (no Heywood case)."""
        return bool((self.unique > _LEAST_UNIQUE * 1.001).all())


def one_factor(correlation: Floats, *, steps: int = STEPS) -> OneFactor | None:
    """Fit λλ' + diag(ψ) to a (k, k) matrix of correlations; None for items that depend linearly.

    Minimises log|Σ| + tr(RΣ⁻¹) over ψ in [0.005, 1], λ being the best for each ψ: with θ the
    largest eigenvalue of ψ^-½ R ψ^-½ and w its vector, λ = ψ^½ w √(θ - 1) (Jöreskog 1967,
    Psychometrika 32; Lawley & Maxwell, Factor Analysis as a Statistical Method, 1971, ch. 4; as
    R's factanal).

    Raises ValueError for fewer than three items.
    """
    if len(correlation) < LEAST_ITEMS:
        raise ValueError("one factor needs three items")
    if np.linalg.eigvalsh(correlation)[0] < _DEPENDENT:
        return None
    start = np.clip((1 - 0.5 / len(correlation)) / np.diag(np.linalg.inv(correlation)), 0.01, 1)
    found = optimize.minimize(
        _distance,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_LEAST_UNIQUE, 1.0)] * len(correlation),
        options={"maxiter": steps, "maxfun": 4 * steps, "ftol": 1e-15, "gtol": 1e-10},
    )
    unique: Floats = np.asarray(found.x, dtype=np.float64)
    return OneFactor(
        loadings=_loadings(unique, correlation=correlation),
        unique=unique,
        is_found=bool(found.success) or _is_flat(unique, correlation=correlation),
    )


def _is_flat(unique: Floats, *, correlation: Floats) -> bool:
    """Whether no step within the bounds gets nearer: the search stops short of its own narrow
    tolerance where numbers have no more digits.
    """
    _, slope = _distance(unique, correlation)
    stepped = np.clip(unique - slope, _LEAST_UNIQUE, 1.0)
    return bool((np.abs(stepped - unique) < _FLAT).all())


def _loadings(unique: Floats, *, correlation: Floats) -> Floats:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings: Floats = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return loadings if loadings.sum() >= 0 else -loadings


def _distance(unique: Floats, correlation: Floats) -> tuple[float, Floats]:
    """The part of the likelihood that depends on ψ, and its gradient."""
    root = np.sqrt(unique)
    values = np.linalg.eigvalsh(correlation / np.outer(root, root))[:-1]
    loadings = _loadings(unique, correlation=correlation)
    residual: Floats = (loadings**2 + unique - np.diag(correlation)) / unique**2
    return float((values - np.log(values)).sum()) - len(values), residual
