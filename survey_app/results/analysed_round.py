"""What is said of a round beside its scores: computed now, or as its newest run has it."""

import json
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.drivers_block import DriversBlock
from scoring.reliability_block import ReliabilityBlock, UnitsTold, units_told
from scoring.suppression import Suppression, suppression_of
from scoring.unit_reliability import reliability_of_table
from survey_app.db import publications, rounds
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.results.round_drivers import drivers_of_round
from survey_app.results.round_estimates import Basis, RoundEstimates, basis_of, estimate_by
from survey_app.results.round_reliability import reliability_of_round
from survey_app.results.run_analyses import DRIVERS, RELIABILITY

LIVE_UP_TO = 20_000
"""Interviews of which everything is computed while somebody waits for a page; docs/benchmarks.md
has what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedRound:
    """A round with what can be said beside its scores.

    units: of what counts now, None where nothing may be told of the whole. reliability, drivers:
    of what counts now, or of the run; None where that says nothing. run: the newest run, where the
    round has too many interviews to read them; is_live: whether it has not.
    """

    basis: Basis
    estimates: RoundEstimates
    suppression: Suppression
    units: UnitsTold | None
    reliability: ReliabilityBlock | None
    drivers: DriversBlock | None
    is_live: bool
    run: publications.RunRecord | None = None


def analysed_round(
    session: Session, of_round: rounds.RoundRecord, *, live_up_to: int = LIVE_UP_TO
) -> AnalysedRound:
    """What counts now; the answers are read only where there are not too many of them."""
    basis = basis_of(session, of_round)
    estimates = estimate_by(session, basis)
    table = estimates.table
    suppression = suppression_of(table, groups=estimates.groups, group_of=basis.group_of)
    if table.overall.n > live_up_to:
        return _of_newest_run(session, basis, estimates=estimates, suppression=suppression)
    those = CountedInterviews(round_id=of_round.id)
    reliability = reliability_of_round(session, those, of=estimates, suppression=suppression)
    return AnalysedRound(
        basis=basis,
        estimates=estimates,
        suppression=suppression,
        units=None if reliability is None else reliability.units,
        reliability=reliability,
        drivers=drivers_of_round(session, those, of=estimates, suppression=suppression),
        is_live=True,
    )


def _of_newest_run(
    session: Session, basis: Basis, *, estimates: RoundEstimates, suppression: Suppression
) -> AnalysedRound:
    run = publications.newest_run(session, basis.round.id)
    said = {} if run is None else json.loads(run.result)
    reliability, drivers = said.get(RELIABILITY), said.get(DRIVERS)
    hidden = suppression.rows
    return AnalysedRound(
        basis=basis,
        estimates=estimates,
        suppression=suppression,
        units=None
        if hidden.whole
        else units_told(reliability_of_table(estimates.table, hidden=hidden.units)),
        reliability=None if reliability is None else ReliabilityBlock.model_validate(reliability),
        drivers=None if drivers is None else DriversBlock.model_validate(drivers),
        is_live=False,
        run=run,
    )
