"""The scores of the interviews of a run, and beside them those with the voided ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.excluded import Excluded
from scoring.score_table import ScoreRow, ScoreTable
from survey_app.db import rounds
from survey_app.db.compositions import parts_of_run, parts_per_unit
from survey_app.db.design_tallies import RoundTally, kept_tally, run_tally, voided_tally
from survey_app.db.interview_exclusions import excluded_counts
from survey_app.db.tables_lot_decisions import EXCLUSIONS
from survey_app.results.round_estimates import (
    Basis,
    Parts,
    RoundEstimates,
    basis_of,
    basis_of_run,
    estimates_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEstimates:
    """basis: by what they were scored. estimates: of the interviews that count. with_voided,
    groups_with_voided: of them and of the voided ones, among which are those that were excluded
    after re-checks; excluded: how many these are, by unit; a unit without any is absent.
    """

    basis: Basis
    estimates: RoundEstimates
    with_voided: ScoreTable
    groups_with_voided: Mapping[str, ScoreRow]
    excluded: Mapping[str, Excluded]


def estimate_run(session: Session, of_round: rounds.RoundRecord, *, run_id: int) -> RunEstimates:
    """Scores exactly the interviews of which the run is made, from their answers alone."""
    basis = basis_of_run(session, of_round, run_id=run_id)
    counted = run_tally(session, run_id, counting=basis.counting)
    there = parts_of_run(session, run_id) if basis.leaves_forms_out else {}
    return _estimates(session, basis, counted, there=there, run_id=run_id)


def estimate_as_a_run(session: Session, of_round: rounds.RoundRecord) -> RunEstimates:
    """What a run would be now; nothing is stored."""
    basis = basis_of(session, of_round)
    counted = kept_tally(session, of_round.id, counting=basis.counting)
    there = parts_per_unit(session, of_round.id) if basis.leaves_forms_out else {}
    return _estimates(session, basis, counted, there=there)


def _estimates(
    session: Session,
    basis: Basis,
    counted: RoundTally,
    *,
    there: Parts,
    run_id: int | None = None,
) -> RunEstimates:
    voided = voided_tally(session, basis.round.id, counting=basis.counting, run_id=run_id)
    codes = basis.codes
    both = basis.weighted(counted.tally(units=codes) + voided.tally(units=codes))
    with_voided = basis.scored(both)
    return RunEstimates(
        basis=basis,
        estimates=estimates_of(basis, counted, there=there),
        with_voided=with_voided,
        groups_with_voided=basis.grouped(both, like=with_voided),
        excluded=excluded_by_unit(session, basis, voided, run_id=run_id),
    )


def excluded_by_unit(
    session: Session, basis: Basis, voided: RoundTally, *, run_id: int | None = None
) -> Mapping[str, Excluded]:
    """The voided ones by unit, those of them apart that a re-check excluded."""
    kinds = excluded_counts(session, basis.round.id, run_id=run_id)
    found = {}
    for unit, parts in voided.parts().items():
        of_unit = kinds.get(unit, {})
        invalid, unverified = (of_unit.get(kind, 0) for kind in EXCLUSIONS)
        found[basis.codes[unit]] = Excluded(
            voided=sum(number for *_, number in parts) - invalid - unverified,
            invalid=invalid,
            unverified=unverified,
        )
    return found
