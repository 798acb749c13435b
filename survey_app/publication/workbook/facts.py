"""What a workbook is made of: a run, the index with its points, the changes since an earlier round.

The index and the changes are made of what is public now: the workbook of a run that is not public
any more has neither.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.plans import IndexPlan
from survey_app.db import rounds
from survey_app.db.rounds import RoundRecord
from survey_app.db.scored_rounds import rounds_with_scores
from survey_app.publication.report.reading import ReportedRun, reported_run
from survey_app.results.earlier_rounds import earlier_rounds
from survey_app.results.round_estimates import estimate_round
from survey_app.results.round_index import RoundIndex, index_of, index_plan_of
from survey_app.results.round_side import side_of
from survey_app.results.two_rounds import TwoRounds, compare_rounds

CURRENT = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFacts:
    """index, plan: None of a run that is not public. changes: None without an earlier round."""

    reported: ReportedRun
    index: RoundIndex | None
    plan: IndexPlan
    changes: TwoRounds | None


def workbook_facts(
    session: Session, of_round: RoundRecord, *, run_id: int | None = None
) -> WorkbookFacts:
    """Raises Problem as `reported_run` does."""
    reported = reported_run(session, of_round, run_id=run_id)
    is_public = reported.publication.state == CURRENT
    return WorkbookFacts(
        reported=reported,
        index=index_of(session, estimate_round(session, of_round)) if is_public else None,
        plan=index_plan_of(session, of_round),
        changes=_changes(session, of_round) if is_public else None,
    )


def _changes(session: Session, of_round: RoundRecord) -> TwoRounds | None:
    """Since the round before, the latest one that has scores."""
    before = earlier_rounds(
        of_round, among=rounds.all_rounds(session), with_scores=rounds_with_scores(session)
    )
    return compare_rounds(session, side_of(session, of_round), before[0]) if before else None
