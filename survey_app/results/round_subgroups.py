"""Subgroups of the people of a round: their scores, and how far these are apart."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add

import numpy as np
from sqlalchemy.orm import Session

from scoring.allocation import BETWEEN_PARTS
from scoring.design_tally import DesignTally
from scoring.hidden_subgroups import HiddenUnits
from scoring.score_table import ScoreTable
from scoring.subgroups import compare_subgroups
from scoring.subgroups_block import SubgroupsBlock, subgroups_block
from scoring.suppression import suppression_of
from scoring.weights import WeightedSample, weighted
from survey_app.db.answer_tallies import tallies_by, tallies_by_answer
from survey_app.db.design_tallies import Place, RoundTally, kept_tally
from survey_app.results.attributes import MOST_LABELS, Attribute, Known
from survey_app.results.round_estimates import Basis

NOWHERE = ""
"""The label of people who said nothing, or of whom nothing is known."""


def subgroups_of_round(session: Session, basis: Basis, *, by: Attribute) -> SubgroupsBlock:
    """The subgroups with anybody in them, of all interviews that count now.

    One statement: by a question the answers are counted anew, by what is known the sums that are
    kept are enough. The subgroups are judged by the scores of the same interviews, and tell nothing
    of a unit that a publication of these would hide.
    """
    tallies = {
        label: tally.tally(units=basis.codes)
        for label, tally in _by_label(session, basis, by=by).items()
    }
    if not tallies:
        return SubgroupsBlock(by=by.code, subgroups=(), differences=(), left_out=0)
    sample = basis.weighted(reduce(add, tallies.values()))
    scored = {
        label: part
        for label, tally in tallies.items()
        if (part := _as_scored(tally, sample=sample)).cells
    }
    labels = _ordered(scored, by=by)
    if len(labels) > MOST_LABELS:
        reason = f"labels > {MOST_LABELS}"
        return SubgroupsBlock(by=by.code, subgroups=(), differences=(), left_out=0, reason=reason)
    table = basis.scored(sample)
    return subgroups_block(
        compare_subgroups(
            scored,
            population=sample.population,
            like=table,
            among=labels,
            units=_hidden_units(basis, sample=sample, table=table),
        ),
        by=by.code,
        labels=labels,
        left_out=sum(
            int(tally.interviews.sum()) for label, tally in scored.items() if label not in labels
        ),
    )


def _hidden_units(basis: Basis, *, sample: WeightedSample, table: ScoreTable) -> HiddenUnits:
    groups = basis.grouped(sample, like=table)
    hides = suppression_of(table, groups=groups, group_of=basis.group_of)
    return HiddenUnits(rows=hides.rows, group_of=basis.group_of)


def _by_label(session: Session, basis: Basis, *, by: Attribute) -> Mapping[str, RoundTally]:
    if by.item is not None:
        return tallies_by_answer(
            session, basis.round.id, counting=basis.counting, item=by.item.code
        )
    kept = kept_tally(session, basis.round.id, counting=basis.counting)
    return tallies_by(kept, label_of=_label_of(by))


def _label_of(by: Attribute) -> Callable[[Place], str]:
    labels: dict[str, Callable[[Place], str]] = {
        Known.MODE: lambda place: place.mode,
        Known.ORIGIN: lambda place: place.origin,
        Known.STRATUM: lambda place: place.stratum.partition(BETWEEN_PARTS)[2],
    }
    return labels[by.code]


def _as_scored(tally: DesignTally, *, sample: WeightedSample) -> DesignTally:
    """Of the people who are in the scores, weighed as there."""
    is_scored = np.array([cell in sample.weights for cell in tally.cells], dtype=np.bool_)
    return weighted(tally.only(is_scored), weights=sample.weights)


def _ordered(scored: Mapping[str, DesignTally], *, by: Attribute) -> tuple[str, ...]:
    """In the order of the question; else in that of their names."""
    order = sorted(scored) if by.labels is None else by.labels
    return tuple(label for label in order if label in scored and label != NOWHERE)
