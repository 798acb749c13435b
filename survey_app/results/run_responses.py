"""The interviews of a run as lines of a response file, from which its numbers can be had again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from field_export.responses import ResponseLine
from scoring.design_tally import Cell
from scoring.weights import Weighting
from survey_app.db import interviews, rounds
from survey_app.db.design_tallies import run_tally
from survey_app.results.lines import response_line
from survey_app.results.round_estimates import basis_of_run


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDesign:
    """How the interviews of a run are weighed. items: criteria of the questionnaire.

    weights: of one person by unit, stratum and cluster; empty where everybody counts once. sizes:
    people by unit and stratum, where they are known. drawn: units with a sample.
    """

    items: tuple[str, ...]
    weights: Mapping[Cell, float]
    sizes: Mapping[tuple[str, str], int]
    drawn: frozenset[str]


def design_of_run(session: Session, of_round: rounds.RoundRecord, *, run_id: int) -> RunDesign:
    """The design as the run was scored by it."""
    basis = basis_of_run(session, of_round, run_id=run_id)
    weights: Mapping[Cell, float] = {}
    if basis.plans.weighting is Weighting.DESIGN:
        # What somebody weighs depends on how many answered: only then are all of them counted.
        counted = run_tally(session, run_id, counting=basis.counting)
        weights = basis.weighted(counted.tally(units=basis.codes)).weights
    return RunDesign(
        items=tuple(basis.definition.index_codes),
        weights=weights,
        sizes=basis.sizes,
        drawn=frozenset(unit for unit, _ in basis.sizes),
    )


def lines_of_run(session: Session, run_id: int, *, design: RunDesign) -> Iterator[ResponseLine]:
    """Every interview that was scored; who was left out of a weighted score is not among them."""
    for record in interviews.responses_of_run(session, run_id, items=len(design.items)):
        cell = Cell(record.unit_code, record.stratum, "")
        size = design.sizes.get(cell[:2])
        if design.weights and size is None and record.unit_code in design.drawn:
            continue
        # A form that the plan does not count weighs nothing, but a file gives weights for all.
        weight = design.weights.get(cell, 1.0) if design.weights else None
        yield replace(response_line(record), stratum=record.stratum, weight=weight, pop_size=size)
