"""Enumerators beside the others of the same units, because units differ and people are not sent
to them by chance."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scoring.quality.interview_table import Floats, Ints

NORMAL_MAD = 1.482602218505602
"""1 / the upper quartile of the normal distribution: the MAD becomes a standard deviation."""
NORMAL_MEAN_DEVIATION = 1.2533141373155001
"""The square root of pi/2, which does the same for the mean deviation."""
NOTHING = 1e-18
"""What is left of a variance of 0 after summing in floating point."""


class Placed(Protocol):
    """By whom and for which unit each value came about: places in the lists of names."""

    @property
    def enumerators(self) -> tuple[str, ...]:
        """Their names."""

    @property
    def units(self) -> tuple[str, ...]:
        """Their codes."""

    @property
    def enumerator(self) -> Ints:
        """Of each value."""

    @property
    def unit(self) -> Ints:
        """Of each value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beside:
    """By enumerator. NaN where there is nothing to compare with.

    interviews: with a value. compared: of these, in units where others interviewed too. own: mean
    of the compared ones. others: what the others give in the same units, weighted as one's own.
    chance_z: the sum of one's own against what it would be had the interviews of each unit been
    handed out by chance, in standard deviations of that. robust_z: the difference between own and
    others, against the differences of all enumerators who have enough to compare.
    """

    interviews: Ints
    compared: Ints
    own: Floats
    others: Floats
    chance_z: Floats
    robust_z: Floats

    @property
    def difference(self) -> Floats:
        """Own less others."""
        return self.own - self.others


def beside_the_others(
    values: Floats, table: Placed, *, minimum_interviews: int, minimum_enumerators: int
) -> Beside:
    """Compares the mean of a value of interviews, or of contacts; NaN is no value.

    The variance is that of a sum of m of N drawn without replacement, unit by unit: of values
    0 and 1 it is the statistic of Mantel and Haenszel (1959).
    """
    cells = _cells(values, table)
    rest = cells.in_unit - cells.count
    used = np.where(rest > 0, cells.count, 0.0)
    compared = used.sum(axis=1)
    own_sum = np.where(rest > 0, cells.total, 0.0)
    unit_mean = np.nan_to_num(_ratio(cells.total.sum(axis=0), cells.in_unit))
    variance = (used * rest / np.maximum(cells.in_unit, 1) * cells.spread).sum(axis=1)
    theirs = used * (cells.total.sum(axis=0) - cells.total) / np.maximum(rest, 1)
    own, others = _ratio(own_sum.sum(axis=1), compared), _ratio(theirs.sum(axis=1), compared)
    difference = np.where(compared >= minimum_interviews, own - others, np.nan)
    return Beside(
        interviews=cells.count.sum(axis=1).astype(np.int64),
        compared=compared.astype(np.int64),
        own=own,
        others=others,
        chance_z=_ratio(
            (own_sum - used * unit_mean).sum(axis=1),
            np.sqrt(np.where(variance > NOTHING, variance, 0.0)),
        ),
        robust_z=robust_z(difference, minimum=minimum_enumerators),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """Enumerators (rows) by units (columns): how many values, and their sums; in_unit: of all.

    spread: variance inside each unit, with N - 1; 0 where there is one value or none.
    """

    count: Floats
    total: Floats
    in_unit: Floats
    spread: Floats


def _cells(values: Floats, table: Placed) -> _Cells:
    shape = (len(table.enumerators), len(table.units))
    size = shape[0] * shape[1]
    known = ~np.isnan(values)
    value, unit = values[known], table.unit[known]
    place = table.enumerator[known] * shape[1] + unit
    count = np.bincount(place, minlength=size).reshape(shape).astype(np.float64)
    total = np.bincount(place, weights=value, minlength=size).reshape(shape).astype(np.float64)
    in_unit = count.sum(axis=0)
    mean = _ratio(total.sum(axis=0), in_unit)
    away = (value - mean[unit]) ** 2
    squares = np.bincount(unit, weights=away, minlength=shape[1]).astype(np.float64)
    spread = np.nan_to_num(_ratio(squares, in_unit - 1))
    return _Cells(count=count, total=total, in_unit=in_unit, spread=spread)


def robust_z(values: Floats, *, minimum: int) -> Floats:
    """(x - median) / (1.4826 MAD) of the values that are not NaN; NaN where they are too few.

    Where more than half are the same, the mean deviation from the median takes the place of the
    MAD (Iglewicz and Hoaglin 1993); where all are, nobody differs and there is no z.
    """
    known = values[~np.isnan(values)]
    nothing: Floats = np.full(len(values), np.nan)
    if len(known) < minimum:
        return nothing
    middle = np.median(known)
    away = np.abs(known - middle)
    scale = NORMAL_MAD * float(np.median(away))
    if scale < np.sqrt(NOTHING):
        scale = NORMAL_MEAN_DEVIATION * float(away.mean())
    if scale < np.sqrt(NOTHING):
        return nothing
    return (values - middle) / scale


def _ratio(part: Floats, whole: Floats) -> Floats:
    result: Floats = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result
