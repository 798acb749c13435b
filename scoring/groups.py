"""Score rows of groups of units: a group is scored as one large unit with all their strata."""

from collections.abc import Mapping

import numpy as np

from scoring.design_tally import Cell, DesignTally
from scoring.domains import domains_of
from scoring.score_rows import pooled_size, row_of
from scoring.score_table import ScoreRow
from scoring.variance import Population

_BETWEEN = "\x1f"
"""Joins unit and stratum; no code has the unit separator in it."""


def score_groups(
    tally: DesignTally,
    *,
    population: Population,
    group_of: Mapping[str, str],
    design_effect: float | None,
) -> dict[str, ScoreRow]:
    """The row of every group with an interview, people-weighted as the whole is.

    `group_of` names the group of each unit; `design_effect` is that of the whole survey's table,
    so that intervals of groups and of their units are of one kind. A group has no rank.

    Raises KeyError for a unit without a group.
    """
    grouped = _grouped(tally, group_of=group_of)
    sizes = Population(
        strata={
            (group_of[unit], _joined(unit, stratum)): size
            for (unit, stratum), size in population.strata.items()
        },
        clusters={
            _in_group(cell, group_of=group_of): size for cell, size in population.clusters.items()
        },
    )
    domains = domains_of(grouped, population=sizes)
    used = 1.0 if design_effect is None else design_effect
    return {
        code: row_of(
            domain,
            rule=tally.rule,
            size=pooled_size(domain.precision, design_effect=used),
        )
        for code, domain in zip(domains.codes, domains.units, strict=True)
    }


def _joined(unit: str, stratum: str) -> str:
    return f"{unit}{_BETWEEN}{stratum}"


def _in_group(cell: Cell, *, group_of: Mapping[str, str]) -> Cell:
    """Strata belong to their unit: two units of a group keep theirs apart."""
    return Cell(group_of[cell.unit], _joined(cell.unit, cell.stratum), cell.cluster)


def _grouped(tally: DesignTally, *, group_of: Mapping[str, str]) -> DesignTally:
    cells = [_in_group(cell, group_of=group_of) for cell in tally.cells]
    order = sorted(range(len(cells)), key=cells.__getitem__)
    places = np.array(order, dtype=np.int64)
    return tally.rows(places, cells=tuple(cells[place] for place in order))
