"""Population sizes from a response frame and the list of its sampled clusters, checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from questionnaires.problems import Fault
from scoring.design_tally import Cell
from scoring.problems import DesignCode
from scoring.variance import Population

STRATUM = ["unit_code", "stratum"]
CELL = [*STRATUM, "cluster"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledCluster:
    """One row of the list of sampled clusters; `row` is where it stands in its file."""

    row: int
    cell: Cell
    clusters_in_population: int
    people_in_population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignReading:
    """The population, or what is wrong in the responses and in the list of clusters.

    The warnings stop nothing.
    """

    population: Population
    response_faults: tuple[Fault, ...]
    cluster_faults: tuple[Fault, ...]
    response_warnings: tuple[Fault, ...]
    cluster_warnings: tuple[Fault, ...]


def read_design(
    frame: pd.DataFrame, *, clusters: tuple[SampledCluster, ...] | None = None
) -> DesignReading:
    """Take the known population sizes out of a frame.

    The index of the frame holds row numbers. `pop_size` (float, nan = blank) is the number of
    people in the stratum, or in the cluster where the row has one. With the list of clusters, the
    number of clusters of the strata is known too. Sizes of clusters without it are checked and
    not used: the variance then takes clusters as drawn with replacement.
    """
    cluster_faults: tuple[Fault, ...] = ()
    sampled = {cluster.cell: cluster for cluster in clusters or ()}
    faults = [*_mixed_clusters(frame), *_pop_size_faults(frame)]
    if clusters is not None:
        cluster_faults = tuple(_list_faults(clusters))
        faults.extend(_faults_against_list(frame, sampled=sampled))
    strata = {
        (cell.unit, cell.stratum): size for cell, size in _sizes(frame).items() if not cell.cluster
    }
    of_clusters = {
        (cell.unit, cell.stratum): cluster.clusters_in_population
        for cell, cluster in sampled.items()
    }
    return DesignReading(
        population=Population(
            strata={**strata, **of_clusters},
            clusters={cell: cluster.people_in_population for cell, cluster in sampled.items()},
        ),
        response_faults=tuple(faults),
        cluster_faults=cluster_faults,
        response_warnings=tuple(_unequal_shares(frame)),
        cluster_warnings=tuple(_unused_clusters(frame, clusters=clusters or ())),
    )


def _group_name(cell: Cell) -> str:
    name = f"unit {cell.unit}"
    name += f", stratum “{cell.stratum}”" if cell.stratum else ""
    return name + (f", cluster “{cell.cluster}”" if cell.cluster else "")


def _mixed_clusters(frame: pd.DataFrame) -> Iterator[Fault]:
    blank = frame["cluster"] == ""
    keyed = frame[STRATUM].assign(blank=blank, row=frame.index)
    for key, part in keyed.groupby(STRATUM, observed=True, sort=True):
        if part["blank"].any() and not part["blank"].all():
            unit, stratum = map(str, key)
            row = part["row"][part["blank"]].iloc[0]
            yield DesignCode.CLUSTER_MISSING.at(f"row {row}, cluster", unit=unit, stratum=stratum)


def _cells(frame: pd.DataFrame) -> Iterator[tuple[Cell, "pd.Series[float]"]]:
    if "pop_size" not in frame:
        return
    for key, part in frame.groupby(CELL, observed=True, sort=True)["pop_size"]:
        yield Cell(*map(str, key)), part


def _sizes(frame: pd.DataFrame) -> Mapping[Cell, int]:
    return {
        cell: int(sizes.iloc[0]) for cell, sizes in _cells(frame) if not np.isnan(sizes.iloc[0])
    }


def _pop_size_faults(frame: pd.DataFrame) -> Iterator[Fault]:
    for cell, sizes in _cells(frame):
        known = sizes.dropna()
        if known.empty:
            continue
        group, first = _group_name(cell), known.iloc[0]
        differing = known[known != first]
        if len(known) < len(sizes):
            row = sizes.index[sizes.isna()][0]
            yield DesignCode.POP_SIZE_MISSING.at(f"row {row}, pop_size", group=group)
        elif len(differing):
            yield DesignCode.POP_SIZE_DIFFERS.at(
                f"row {differing.index[0]}, pop_size",
                group=group,
                value=f"{differing.iloc[0]:.0f}",
                first=f"{first:.0f}",
                row=str(known.index[0]),
            )
        elif first < len(sizes):
            yield DesignCode.POP_SIZE_TOO_SMALL.at(
                f"row {sizes.index[-1]}, pop_size",
                group=group,
                people=str(len(sizes)),
                size=f"{first:.0f}",
            )


def _list_faults(clusters: tuple[SampledCluster, ...]) -> Iterator[Fault]:
    counts: dict[tuple[str, str], int] = {}
    seen: set[Cell] = set()
    sampled: dict[tuple[str, str], list[SampledCluster]] = {}
    for cluster in clusters:
        unit, stratum, _ = cluster.cell
        if cluster.cell in seen:
            yield DesignCode.CLUSTER_TWICE.at(f"row {cluster.row}", group=_group_name(cluster.cell))
        seen.add(cluster.cell)
        count = counts.setdefault((unit, stratum), cluster.clusters_in_population)
        if count != cluster.clusters_in_population:
            yield DesignCode.CLUSTER_COUNT_DIFFERS.at(
                f"row {cluster.row}, n_clusters_pop", unit=unit, stratum=stratum
            )
        sampled.setdefault((unit, stratum), []).append(cluster)
    for (unit, stratum), members in sampled.items():
        if len(members) > counts[unit, stratum]:
            yield DesignCode.CLUSTER_COUNT_TOO_SMALL.at(
                f"row {members[-1].row}, n_clusters_pop",
                unit=unit,
                stratum=stratum,
                count=str(len(members)),
                size=str(counts[unit, stratum]),
            )


def _faults_against_list(
    frame: pd.DataFrame, *, sampled: Mapping[Cell, SampledCluster]
) -> Iterator[Fault]:
    sizes, strata = _sizes(frame), {cell[:2] for cell in sampled}
    rows_of_cells = frame.assign(row=frame.index).groupby(CELL, observed=True, sort=True)["row"]
    for key, rows in rows_of_cells:
        cell = Cell(*map(str, key))
        group, listed = _group_name(cell), sampled.get(cell)
        where = f"row {rows.iloc[0]}"
        if not cell.cluster:
            if cell[:2] in strata:
                yield DesignCode.CLUSTERS_NOT_NAMED.at(f"{where}, cluster", group=group)
        elif listed is None:
            yield DesignCode.CLUSTER_NOT_IN_FRAME.at(f"{where}, cluster", group=group)
        elif len(rows) > listed.people_in_population:
            yield DesignCode.POP_SIZE_TOO_SMALL.at(
                f"row {rows.iloc[-1]}",
                group=group,
                people=str(len(rows)),
                size=str(listed.people_in_population),
            )
        elif sizes.get(cell, listed.people_in_population) != listed.people_in_population:
            yield DesignCode.CLUSTER_POP_DIFFERS.at(
                f"{where}, pop_size",
                group=group,
                value=str(sizes[cell]),
                first=str(listed.people_in_population),
            )


def _unequal_shares(frame: pd.DataFrame) -> Iterator[Fault]:
    """Strata of a unit that were sampled at rates more than 1 % apart, without weights."""
    if "weight" in frame:
        return
    rates: dict[str, list[tuple[float, int]]] = {}
    for cell, sizes in _cells(frame):
        if not cell.cluster and sizes.notna().all():
            rate = (len(sizes) / sizes.iloc[0], int(sizes.index[0]))
            rates.setdefault(cell.unit, []).append(rate)
    for unit, known in rates.items():
        lowest, row = min(known)
        if max(known)[0] > 1.01 * lowest:
            yield DesignCode.UNEQUAL_SHARES.at(f"row {row}, weight", unit=unit)


def _unused_clusters(
    frame: pd.DataFrame, *, clusters: tuple[SampledCluster, ...]
) -> Iterator[Fault]:
    used = {Cell(*map(str, key)) for key, _ in frame.groupby(CELL, observed=True)}
    for cluster in clusters:
        if cluster.cell not in used:
            yield DesignCode.CLUSTER_WITHOUT_RESPONSES.at(
                f"row {cluster.row}", group=_group_name(cluster.cell)
            )
