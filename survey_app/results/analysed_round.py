"""What is said of a round beside its scores: computed now, or as its newest run has it."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

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
    of what counts now, or of the run; None where that says nothing, or nobody asked for it. run:
    the newest run, where the round has too many interviews to read them; is_live: whether it has
    not.
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
    session: Session,
    of_round: rounds.RoundRecord,
    *,
    wanted: Collection[str] = (RELIABILITY, DRIVERS),
    live_up_to: int = LIVE_UP_TO,
) -> AnalysedRound:
    """What counts now; the answers are read only where there are not too many of them.

    wanted: of RELIABILITY and DRIVERS, for either of which all answers are read once.
    """
    basis = basis_of(session, of_round)
    estimates = estimate_by(session, basis)
    table = estimates.table
    suppression = suppression_of(table, groups=estimates.groups, group_of=basis.group_of)
    hidden = suppression.rows
    found = AnalysedRound(
        basis=basis,
        estimates=estimates,
        suppression=suppression,
        units=None
        if hidden.whole
        else units_told(reliability_of_table(table, hidden=hidden.units)),
        reliability=None,
        drivers=None,
        is_live=table.overall.n <= live_up_to,
    )
    return (_read if found.is_live else _of_newest_run)(session, found, wanted=wanted)


def _read(session: Session, found: AnalysedRound, *, wanted: Collection[str]) -> AnalysedRound:
    those = CountedInterviews(round_id=found.basis.round.id)
    of, suppression = found.estimates, found.suppression
    reliability = drivers = None
    if RELIABILITY in wanted:
        reliability = reliability_of_round(session, those, of=of, suppression=suppression)
    if DRIVERS in wanted:
        drivers = drivers_of_round(session, those, of=of, suppression=suppression)
    return replace(found, reliability=reliability, drivers=drivers)


def _of_newest_run(
    session: Session, found: AnalysedRound, *, wanted: Collection[str]
) -> AnalysedRound:
    """The document of a run is large: it is not read for nothing."""
    run = publications.newest_run(session, found.basis.round.id) if wanted else None
    said = {} if run is None else json.loads(run.result)
    reliability, drivers = said.get(RELIABILITY), said.get(DRIVERS)
    return replace(
        found,
        reliability=None if reliability is None else ReliabilityBlock.model_validate(reliability),
        drivers=None if drivers is None else DriversBlock.model_validate(drivers),
        run=run,
    )
