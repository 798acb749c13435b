"""The figures of a sample by unit and stratum, the same before it is drawn and after."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.problems import N_
from scoring.allocation import unit_of_stratum
from scoring.draw import DrawnStratum
from scoring.expected_margin import PlannedStratum
from scoring.sampling_plan import USUAL, WORST, margin_of
from survey_app.fieldwork.sampling.planning import PlannedUnit

FEWER = N_("%(unit)s: %(missing)s fewer than wanted; everybody is drawn.")
UNCOVERED = N_("%(unit)s: nobody is drawn from %(strata)s of its strata, such as %(stratum)s.")
MINIMUM = N_("%(unit)s: the minimum of every stratum takes %(needed)s; it was left out of account.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of a unit, or of one of its strata. Margins are ± percentage points, at 50 % and at 95 %
    satisfied; None where a stratum has no sample."""

    name: str
    population: int
    official: int
    reserve: int
    strata: int
    weights: tuple[Fraction, Fraction] | None
    """The least and the greatest base weight of its strata; None where nobody is drawn."""
    margin_worst: float | None
    margin_usual: float | None


def figures(name: str, strata: Sequence[DrawnStratum]) -> Figures:
    """The figures of these strata together."""
    planned = [PlannedStratum(population=one.population, n=one.official) for one in strata]
    weights = [Fraction(one.population, one.official) for one in strata if one.official]
    return Figures(
        name=name,
        population=sum(one.population for one in strata),
        official=sum(one.official for one in strata),
        reserve=sum(one.reserve for one in strata),
        strata=len(strata),
        weights=(min(weights), max(weights)) if weights else None,
        margin_worst=margin_of(planned, percent=WORST),
        margin_usual=margin_of(planned, percent=USUAL),
    )


def of_strata(strata: Sequence[DrawnStratum]) -> tuple[Figures, ...]:
    """The figures of each stratum."""
    return tuple(figures(one.stratum, [one]) for one in strata)


def planned_strata(one: PlannedUnit) -> tuple[DrawnStratum, ...]:
    """The strata of a unit as they would be drawn."""
    reserve = {stratum.stratum: stratum.n for stratum in one.sample.reserve.strata}
    return tuple(
        DrawnStratum(
            stratum=stratum.stratum,
            population=stratum.population,
            official=stratum.n,
            reserve=reserve[stratum.stratum],
        )
        for stratum in one.sample.official.strata
    )


def drawn_strata(
    strata: Sequence[DrawnStratum], unit_codes: Sequence[str]
) -> Mapping[str, tuple[DrawnStratum, ...]]:
    """The strata of a draw by unit, in the order of the units; the unit is the first part."""
    found: dict[str, list[DrawnStratum]] = {code: [] for code in unit_codes}
    for one in strata:
        found[unit_of_stratum(one.stratum)].append(one)
    return {code: tuple(inside) for code, inside in found.items()}


def remarks(
    one: PlannedUnit, *, written: Callable[[int], str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What is worth a second look before drawing: texts of the catalogue, with what fills them."""
    unit, sample = one.unit.unit_code, one.sample
    if missing := sample.wanted - sample.official.n:
        yield FEWER, {"unit": unit, "missing": written(missing)}
    if sample.minimum_needed is not None:
        yield MINIMUM, {"unit": unit, "needed": written(sample.minimum_needed)}
    if uncovered := sample.official.uncovered:
        strata = written(len(uncovered))
        yield UNCOVERED, {"unit": unit, "strata": strata, "stratum": uncovered[0]}
