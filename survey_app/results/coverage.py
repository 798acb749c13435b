"""What the score of a unit says nothing of: people nobody was asked of, and people nobody drew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from survey_app.results.round_estimates import RoundEstimates


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """uncovered: people on the list by stratum, of the strata of which nobody has an interview.
    left_out: interviews with people outside the sample, which a plan that weighs leaves out.
    """

    uncovered: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to say."""
        return not self.uncovered and not self.left_out

    @property
    def people(self) -> int:
        """People on the list in the strata of which nobody was asked."""
        return sum(self.uncovered.values())


def coverage_of(estimates: RoundEstimates) -> dict[str, Coverage]:
    """By unit of which there is something to say; of one without an interview nothing is scored."""
    sample = estimates.sample
    sizes = sample.population.strata
    met = {unit for unit, _ in sizes}
    found = {}
    for unit in (one.unit_code for one in estimates.units):
        strata = sample.uncovered.get(unit, ()) if unit in met else ()
        found[unit] = Coverage(
            uncovered={stratum: sizes[unit, stratum] for stratum in strata},
            left_out=sample.left_out.get(unit, 0),
        )
    return {unit: of for unit, of in found.items() if not of.is_whole}


def together(parts: Iterable[Coverage]) -> Coverage:
    """Of several units at once; their strata have the names of units in them."""
    uncovered: dict[str, int] = {}
    left_out = 0
    for part in parts:
        uncovered |= part.uncovered
        left_out += part.left_out
    return Coverage(uncovered=uncovered, left_out=left_out)
