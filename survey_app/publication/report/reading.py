"""What a report is made of: the document of a run as it was published, and what the run names.

No score is computed anew. Names that the document has no room for (of groups, criteria, units that
nobody answered for) come from what is fixed since the round opened. The index and earlier rounds
are no part of it: `rounds_before` adds them where they are printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.published_run import PublishedRun, published_run
from survey_app.clock import written_moment
from survey_app.db import publications
from survey_app.db.publications import PublicationRecord
from survey_app.db.rounds import RoundRecord
from survey_app.problems import Code, Problem
from survey_app.results.round_estimates import Basis, basis_of_run

CURRENT = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRun:
    """A run that is or was public. basis: the questionnaire, plans, units and draws it went by."""

    round: RoundRecord
    publication: PublicationRecord
    run: PublishedRun
    basis: Basis


def reported_run(
    session: Session, of_round: RoundRecord, *, run_id: int | None = None
) -> ReportedRun:
    """What is public of a round, or was in the run that is named.

    Raises Problem where nothing of the round is public and no run is named, and for a run that the
    round does not have.
    """
    history = publications.publications_of(session, of_round.id)
    publication = _chosen(history, of_round=of_round, run_id=run_id)
    kept = publications.run_of_round(session, of_round.id, run_id=publication.run_id)
    if kept is None:
        raise LookupError(f"publication {publication.id} has no run")
    return ReportedRun(
        round=of_round,
        publication=publication,
        run=published_run(kept.result),
        basis=basis_of_run(session, of_round, run_id=kept.id),
    )


def _chosen(
    history: Sequence[PublicationRecord], *, of_round: RoundRecord, run_id: int | None
) -> PublicationRecord:
    wanted = [one for one in history if run_id in {None, one.run_id}]
    standing = next((one for one in wanted if one.state == CURRENT), None)
    if standing is not None:
        return standing
    if run_id is not None and wanted:
        return wanted[0]
    raise _refusal(history, of_round=of_round, run_id=run_id)


def _refusal(
    history: Sequence[PublicationRecord], *, of_round: RoundRecord, run_id: int | None
) -> Problem:
    code = of_round.code
    known = ", ".join(str(one.run_id) for one in history)
    if not history:
        return Problem(Code.ROUND_NEVER_PUBLISHED, {"round": code})
    if run_id is not None:
        return Problem(Code.RUN_UNKNOWN, {"round": code, "run": str(run_id), "known": known})
    last = history[0]
    at = "" if last.ended_at is None else written_moment(last.ended_at)
    return Problem(
        Code.ROUND_WITHDRAWN,
        {"round": code, "at": at, "reason": last.ended_reason or "", "run": str(last.run_id)},
    )
