"""Score rows of groups of units: a group is scored as one large unit with all their strata."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scoring.design_tally import Cell, DesignTally
from scoring.domains import domains_alone
from scoring.effective_sizes import Sizing
from scoring.guaranteed import guaranteed_units
from scoring.indicator import Estimator
from scoring.score_rows import Judging, rows_of
from scoring.score_table import ScoreRow, ScoreTable
from scoring.variance import Population

_BETWEEN = "\x1f"
"""Joins unit and stratum; no code has the unit separator in it."""


def score_groups(
    tally: DesignTally,
    *,
    population: Population,
    group_of: Mapping[str, str],
    like: ScoreTable,
) -> dict[str, ScoreRow]:
    """The row of every group with an interview, people-weighted as the whole is.

    `group_of` names the group of each unit. The groups are judged `like` the table of the whole
    survey: same indicator, limits and design effects. A group has no rank.

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
    groups = domains_alone(grouped, population=sizes, indicator=like.indicator)
    by = Judging(rule=tally.rule, indicator=like.indicator, limits=like.limits)
    sizing = Sizing(
        pooled=like.design_effect,
        published=like.published_design_effect,
        is_item=like.indicator.estimator is Estimator.OVERALL_ITEM,
    )
    guaranteed = guaranteed_units(grouped, population=sizes, indicator=like.indicator)
    rows = rows_of(
        groups, by=by, sizes={code: sizing.sizes(domain) for code, domain in groups.items()}
    )
    return {code: replace(row, guaranteed=guaranteed.get(code)) for code, row in rows.items()}


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
