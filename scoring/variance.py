"""Variance of linearised totals under the sampling design, from sums per cell.

A cell is one cluster, or all people of a stratum without clusters. Linearisation turns an estimate
into a total of one number e per person (Woodruff 1971, JASA 66; Binder 1983, Int. Stat. Rev. 51);
here are the sums of e and e² per cell, so the people themselves are not needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scoring.design_tally import Cell, DesignTally, Floats, Ints
from scoring.summed_rows import summed_rows

Flags = npt.NDArray[np.bool_]

# Sums of squares below these parts of their scale are rounding, not variance: the smallest real
# ones (one answer of one person in a million) are hundreds of times larger.
_NOISE_OF_PEOPLE = 1e-13
_NOISE_OF_CLUSTERS = 1e-26


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Sizes that are known; what is absent is taken as endless (no correction).

    strata: by (unit, stratum), the number of people, or of clusters where the stratum has them; a
    stratum of which nobody was asked keeps its unit from being a census. clusters: by cell, the
    number of people in the cluster.
    """

    strata: Mapping[tuple[str, str], int] = field(default_factory=dict)
    clusters: Mapping[Cell, int] = field(default_factory=dict)

    def has_unmet(self, tally: DesignTally) -> Mapping[str, bool]:
        """For each unit of a tally, whether people live in a stratum of it that has no cell."""
        met = {cell[:2] for cell in tally.cells}
        unmet = {key[0] for key, size in self.strata.items() if size and key not in met}
        return {unit: unit in unmet for unit, _ in met}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """The design of G cells in H strata of U units.

    stratum: (G,) stratum of each cell. unit: (H,) unit of each stratum. clustered: (H,).
    sampled, available: (H,) primary units in the sample and in the population (inf: not known).
    people, living: (G,) people in the sample and in the population of a cluster (inf: not known).
    unmet: (U,) units with people in a stratum that nobody was asked of.
    """

    units: tuple[str, ...]
    stratum: Ints
    unit: Ints
    clustered: Flags
    sampled: Ints
    available: Floats
    people: Ints
    living: Floats
    unmet: Flags

    @property
    def df(self) -> Ints:
        """(U,) degrees of freedom: primary units less strata."""
        return self.by_unit(self.sampled - 1).astype(np.int64)

    def item_df(self, answered: Ints) -> Ints:
        """(H, J) what each stratum adds to the df of each item, of (G, J) people who answered it.

        Primary units with an answer less strata with one, as R's `degf` counts in a domain: blanks
        must not make the rest look surer.
        """
        units = np.where(self.clustered[self.stratum][:, None], answered > 0, answered)
        primary = summed_rows(units.astype(np.int64), place=self.stratum, places=len(self.unit))
        return np.maximum(primary - 1, 0)

    @property
    def lonely(self) -> Ints:
        """(U,) strata whose one primary unit stands for others too: they contribute 0."""
        return self.by_unit((self.sampled == 1) & (self.available > 1)).astype(np.int64)

    @property
    def has_clusters(self) -> Flags:
        """(U,) whether clusters were drawn anywhere in the unit."""
        clusters: Flags = self.by_unit(self.clustered) > 0
        return clusters

    @property
    def is_census(self) -> Flags:
        """(U,) whether everybody of the population is in the sample."""
        census: Flags = self.is_closed & ~self.unmet
        return census

    @property
    def is_closed(self) -> Flags:
        """(U,) whether everybody is in the sample of the strata that anybody was asked of."""
        open_cells = self.clustered[self.stratum] & (self.people < self.living)
        open_strata = (self.sampled < self.available).astype(np.int64)
        np.add.at(open_strata, self.stratum, open_cells)
        closed: Flags = self.by_unit(open_strata) == 0
        return closed

    @property
    def size(self) -> Floats:
        """(U,) people in the population, nan: not known; with clusters estimated, M/m × Σ N_c."""
        in_clusters = np.zeros(len(self.unit))
        np.add.at(in_clusters, self.stratum, self.living)
        sizes = np.where(
            self.clustered, self.available / self.sampled * in_clusters, self.available
        )
        total = self.by_unit(sizes)
        return np.where(np.isfinite(total), total, np.nan)

    def by_unit(self, values: Floats | Ints | Flags) -> Floats:
        """(U, …) sums over the strata of each unit of (H, …) values."""
        return summed_rows(values.astype(np.float64), place=self.unit, places=len(self.units))


def layout_of(tally: DesignTally, *, population: Population) -> Layout:
    """The design that the cells of a tally come from."""
    strata = sorted({cell[:2] for cell in tally.cells})
    units = sorted({unit for unit, _ in strata})
    place = {stratum: position for position, stratum in enumerate(strata)}
    number = {unit: position for position, unit in enumerate(units)}
    stratum = np.array([place[cell[:2]] for cell in tally.cells], dtype=np.int64)
    unmet = population.has_unmet(tally)
    clustered = np.zeros(len(strata), dtype=np.bool_)
    clustered[[place[cell[:2]] for cell in tally.cells if cell.cluster]] = True
    cells = np.bincount(stratum, minlength=len(strata))
    people = np.bincount(stratum, weights=tally.interviews, minlength=len(strata))
    return Layout(
        units=tuple(units),
        stratum=stratum,
        unit=np.array([number[unit] for unit, _ in strata], dtype=np.int64),
        clustered=clustered,
        sampled=np.where(clustered, cells, people).astype(np.int64),
        available=np.array([population.strata.get(s, np.inf) for s in strata], dtype=np.float64),
        people=tally.interviews,
        living=np.array(
            [population.clusters.get(c, np.inf) for c in tally.cells], dtype=np.float64
        ),
        unmet=np.array([unmet[unit] for unit in units], dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """K linearised estimates over G cells: sums of e, of e², and the size of what was summed.

    first, second: (G, K). reach: (G, K) sums of |parts of e|; scale: the same of squares; both
    only tell rounding from variance.
    """

    first: Floats
    second: Floats
    reach: Floats
    scale: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StratumVariances:
    """(H, K) variances that add up over strata, with and without finite population correction."""

    corrected: Floats
    uncorrected: Floats


def stratum_variances(linear: Linear, *, layout: Layout) -> StratumVariances:
    """The variance of K linearised totals, stratum by stratum.

    Without clusters every person is a primary unit: (1 - n/N) n/(n-1) Σ(e - mean)². With clusters
    the same over cluster totals, as if drawn with replacement where the number of clusters is
    not known ("ultimate clusters"); where it is known, the second stage adds
    (m/M) Σ_c (1 - n_c/N_c) n_c/(n_c-1) Σ(e - mean)² (Särndal, Swensson & Wretman 1992, 4.3).
    A stratum with one primary unit contributes 0; `Layout.lonely` counts these.
    """
    within = _within_cells(linear, people=layout.people)
    strata, clustered = len(layout.unit), layout.clustered[:, None]
    squares = summed_rows(within, place=layout.stratum, places=strata)
    second_stage = np.zeros_like(squares)
    fraction = (layout.sampled / layout.available)[:, None]
    if layout.clustered.any():
        squares = np.where(clustered, _between_cells(linear, layout=layout), squares)
        remaining = _inflation(layout.people) * (1 - layout.people / layout.living)
        second = summed_rows(within * remaining[:, None], place=layout.stratum, places=strata)
        second_stage = np.where(clustered, fraction * second, 0.0)
    uncorrected = squares * _inflation(layout.sampled)[:, None]
    return StratumVariances(
        corrected=(1 - fraction) * uncorrected + second_stage, uncorrected=uncorrected
    )


def _inflation(count: Ints) -> Floats:
    """n/(n-1), and 0 for a single one: nothing can be learned about its spread."""
    return np.where(count > 1, count / np.maximum(count - 1, 1), 0.0)


def _within_cells(linear: Linear, *, people: Ints) -> Floats:
    squares = linear.second - linear.first**2 / people[:, None]
    return np.where(squares > _NOISE_OF_PEOPLE * linear.scale, squares, 0.0)


def _between_cells(linear: Linear, *, layout: Layout) -> Floats:
    strata, cells = len(layout.unit), np.bincount(layout.stratum, minlength=len(layout.unit))
    total = summed_rows(linear.first, place=layout.stratum, places=strata)
    apart = (linear.first - (total / cells[:, None])[layout.stratum]) ** 2
    squares = summed_rows(apart, place=layout.stratum, places=strata)
    noise = summed_rows(linear.reach**2, place=layout.stratum, places=strata)
    return np.where(squares > _NOISE_OF_CLUSTERS * noise, squares, 0.0)
