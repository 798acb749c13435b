"""Weights of a drawn sample, the same for all people of a stratum."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from scoring.design_tally import Cell, DesignTally, Floats
from scoring.variance import Flags, Population

Sizes = Mapping[tuple[str, str], int]
"""People in the population by unit and stratum, of the strata that a sample was drawn from."""


class Weighting(StrEnum):
    """Whether everybody counts once, or for as many people as the draw says."""

    NONE = "none"
    DESIGN = "design"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedSample:
    """What is scored, and what is not.

    weights: by cell, of one person. left_out: interviews by unit with people whom nobody could
    draw, although the unit has a sample; nothing says how many others they stand for.
    uncovered: strata by unit that have people in the population and no interview.
    """

    tally: DesignTally
    population: Population
    weights: Mapping[Cell, float]
    left_out: Mapping[str, int]
    uncovered: Mapping[str, tuple[str, ...]]


def weighted_sample(
    tally: DesignTally, *, sizes: Sizes, weighting: Weighting = Weighting.NONE
) -> WeightedSample:
    """Weigh the interviews of a round, of which the tally counts everybody once.

    By design a person weighs N_h / r_h: the base weight N_h / n_h times n_h / r_h for those who
    did not answer, with the stratum as their class (Särndal, Swensson & Wretman 1992, ch. 15), r_h
    being the interviews of the stratum. A unit without a sample is a simple random one of a large
    population: its people weigh 1.
    """
    left_out: dict[str, int] = {}
    if weighting is Weighting.DESIGN:
        outside = _outside(tally, sizes=sizes)
        left_out = _people_by_unit(tally.only(outside))
        tally = tally.only(~outside)
    weights = _weights(tally, sizes=sizes, weighting=weighting)
    units = {cell.unit for cell in tally.cells}
    return WeightedSample(
        tally=weighted(tally, weights=weights),
        population=Population(
            strata={stratum: size for stratum, size in sizes.items() if stratum[0] in units}
        ),
        weights=weights,
        left_out=left_out,
        uncovered=_uncovered(tally, sizes=sizes),
    )


def weighted(tally: DesignTally, *, weights: Mapping[Cell, float]) -> DesignTally:
    """Let everybody of a cell weigh as much: sums times w, squares and products times w².

    The tally is one in which everybody weighs 1. Raises KeyError for a cell without a weight.
    """
    weight = np.array([weights[cell] for cell in tally.cells], dtype=np.float64)
    return replace(
        tally,
        sums=_times(tally.sums, weight),
        squares=_times(tally.squares, weight**2),
        products=_times(tally.products, weight**2),
    )


def _times(values: Floats, factor: Floats) -> Floats:
    product: Floats = values * factor[:, None, None]
    return product


def _outside(tally: DesignTally, *, sizes: Sizes) -> Flags:
    """(G,) cells of units with a sample whose people are not of it."""
    drawn = {unit for unit, _ in sizes}
    outside = [cell.unit in drawn and cell[:2] not in sizes for cell in tally.cells]
    return np.array(outside, dtype=np.bool_)


def _people_by_unit(tally: DesignTally) -> dict[str, int]:
    people: dict[str, int] = {}
    for cell, count in zip(tally.cells, tally.interviews.tolist(), strict=True):
        people[cell.unit] = people.get(cell.unit, 0) + count
    return people


def _weights(tally: DesignTally, *, sizes: Sizes, weighting: Weighting) -> dict[Cell, float]:
    if weighting is Weighting.NONE:
        return dict.fromkeys(tally.cells, 1.0)
    return {
        cell: sizes[cell[:2]] / count if cell[:2] in sizes else 1.0
        for cell, count in zip(tally.cells, tally.interviews.tolist(), strict=True)
    }


def _uncovered(tally: DesignTally, *, sizes: Sizes) -> dict[str, tuple[str, ...]]:
    met = {cell[:2] for cell in tally.cells}
    missing: dict[str, list[str]] = {}
    for unit, stratum in sorted(sizes):
        if sizes[unit, stratum] and (unit, stratum) not in met:
            missing.setdefault(unit, []).append(stratum)
    return {unit: tuple(strata) for unit, strata in missing.items()}
