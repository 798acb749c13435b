"""How much of the differences between interviews of a unit is between its enumerators."""

from dataclasses import dataclass

import numpy as np

from scoring.quality.interview_table import Floats, InterviewTable


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorEffect:
    """rho_int: the share of the variance within units that lies between enumerators; None where
    enumerators and units cannot be told apart, or nothing varies. It may come out below 0.

    load: interviews of an enumerator, weighted, sum m² / sum m. design_effect: 1 + (load - 1) rho,
    at least 1. interviews: in units with two enumerators or more. units: how many these are.
    all_units: with interviews. groups: enumerators within these units.
    """

    rho: float | None
    load: float | None
    design_effect: float | None
    interviews: int
    units: int
    all_units: int
    groups: int


def enumerator_effect(values: Floats, table: InterviewTable) -> EnumeratorEffect:
    """Analysis of variance of enumerators within units; NaN is no value.

    rho = (MSB - MSW) / (MSB + (n0 - 1) MSW), which for one unit is the one-way estimator (Searle,
    Casella and McCulloch 1992, chapter 3), n0 = (N - sum n_ue² / N_u) / (groups - units).
    """
    known = ~np.isnan(values)
    shape = (len(table.units), len(table.enumerators))
    place = table.unit[known] * shape[1] + table.enumerator[known]
    size = shape[0] * shape[1]
    count = np.bincount(place, minlength=size).reshape(shape).astype(np.float64)
    total = (
        np.bincount(place, weights=values[known], minlength=size).reshape(shape).astype(np.float64)
    )
    per_enumerator = count.sum(axis=0)
    everything = float(per_enumerator.sum())
    load = float((per_enumerator**2).sum() / everything) if everything else None
    crossed = (count > 0).sum(axis=1) >= 2
    groups = int((count[crossed] > 0).sum())
    in_unit = count[crossed].sum(axis=1)
    interviews = int(in_unit.sum())
    rho = None
    if crossed.any() and interviews > groups:
        inside = crossed[table.unit[known]]
        rho = _rho(values[known][inside], place[inside], count, total, crossed)
    return EnumeratorEffect(
        rho=rho,
        load=load,
        design_effect=None if rho is None or load is None else max(1.0, 1 + (load - 1) * rho),
        interviews=interviews,
        units=int(crossed.sum()),
        all_units=int((count.sum(axis=1) > 0).sum()),
        groups=groups,
    )


def _rho(
    values: Floats,
    place: np.ndarray[tuple[int], np.dtype[np.int64]],
    count: Floats,
    total: Floats,
    crossed: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> float | None:
    mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    within = float(((values - mean.ravel()[place]) ** 2).sum())
    n, sums = count[crossed], total[crossed]
    in_unit = n.sum(axis=1, keepdims=True)
    unit_mean = sums.sum(axis=1, keepdims=True) / in_unit
    between = float((n * (mean[crossed] - unit_mean) ** 2).sum())
    groups, units, everything = int((n > 0).sum()), len(n), float(n.sum())
    msb, msw = between / (groups - units), within / (everything - groups)
    n0 = (everything - float((n**2 / in_unit).sum())) / (groups - units)
    whole = msb + (n0 - 1) * msw
    return float((msb - msw) / whole) if whole > 1e-15 else None
