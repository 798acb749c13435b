"""How points were computed, as data: which rule was applied, and to which numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Number = Fraction | int | str
"""Shares in percent and points are exact fractions, people are counted, codes are texts."""


class StepCode(StrEnum):
    """One step of the computation; whoever shows it has a sentence for each.

    The numbers of each: own_share: percent. mixed_share: own, own_weight, below, below_weight,
    units, of_units, percent. linear: percent, maximum, points. below_floor: percent, floor.
    band: percent, from_percent, points. factor: factor, percent, maximum, points. sum: points.
    relative: percent, reference, kind, maximum, points. scaled: from_maximum, to_maximum, points.
    adjusted: code, cases, each, points. raised_to, cut_to: points.
    """

    OWN_SHARE = "own_share"
    MIXED_SHARE = "mixed_share"
    LINEAR = "linear"
    BELOW_FLOOR = "below_floor"
    BAND = "band"
    FACTOR = "factor"
    SUM = "sum"
    RELATIVE = "relative"
    SCALED = "scaled"
    ADJUSTED = "adjusted"
    RAISED_TO = "raised_to"
    CUT_TO = "cut_to"


class NoPoints(StrEnum):
    """Why a unit has no points of the survey.

    exempt: it is not surveyed. no_answers: nobody gave a valid answer, or to a factor with points.
    too_few_people: fewer than the plan asks for. nothing_below: the plan mixes in units below it,
    none of which has a share. no_reference: there is no share to compare with, or it is 0.
    adjustment_not_given: the plan adds or takes away points for something nobody counted.
    tells_of_hidden: there are points, from which the hidden share of another unit, or of a factor,
    could be computed (`scoring.hidden_points`).
    """

    EXEMPT = "exempt"
    NO_ANSWERS = "no_answers"
    TOO_FEW_PEOPLE = "too_few_people"
    NOTHING_BELOW = "nothing_below"
    NO_REFERENCE = "no_reference"
    ADJUSTMENT_NOT_GIVEN = "adjustment_not_given"
    TELLS_OF_HIDDEN = "tells_of_hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step with its numbers."""

    code: StepCode
    numbers: Mapping[str, Number]


def step(code: StepCode, /, **numbers: Number) -> Step:
    """Make a step."""
    return Step(code=code, numbers=numbers)
