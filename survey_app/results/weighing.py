"""For how many people those count who stand behind a score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scoring.weights import Weighting
from survey_app.results.round_estimates import RoundEstimates

_SAME = 1e-12
"""Quotients of whole numbers closer than this, relatively, are the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Of a unit, or of the whole. least, most: people for whom one person counts, None where a
    plan weighs by the draw and nothing more is known.
    """

    least: float | None
    most: float | None

    @property
    def is_equal(self) -> bool:
        """Whether everybody surely counts for as many: then shares are quotients of answers."""
        if self.least is None or self.most is None:
            return False
        return self.most - self.least <= _SAME * self.most


def weighing_of(of: RoundEstimates, *, unit_code: str | None = None) -> Weighing:
    """Of one unit, or of all."""
    found = of.sample.weights.items()
    weights = [weight for cell, weight in found if unit_code is None or cell.unit == unit_code]
    return _among(weights)


def weighing_of_units(of: RoundEstimates) -> Callable[[str], Weighing]:
    """The same of every unit, by its code."""
    weights: dict[str, list[float]] = {}
    for cell, weight in of.sample.weights.items():
        weights.setdefault(cell.unit, []).append(weight)
    return lambda code: _among(weights.get(code, ()))


def _among(weights: Sequence[float]) -> Weighing:
    return Weighing(least=min(weights, default=1.0), most=max(weights, default=1.0))


def published_weighing(weighting: Weighting) -> Weighing:
    """Of a published score, of which it is known only whether its plan weighs people."""
    each = 1.0 if weighting is Weighting.NONE else None
    return Weighing(least=each, most=each)
