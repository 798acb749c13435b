"""What a workbook is made of: a run with its index, and the changes since an earlier round.

Changes are those of what is public now: the workbook of a run that is not public any more has none.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.db import rounds
from survey_app.db.rounds import RoundRecord
from survey_app.db.scored_rounds import rounds_with_scores
from survey_app.publication.report.reading import ReportedRun, reported_run
from survey_app.results.earlier_rounds import earlier_rounds
from survey_app.results.round_side import side_of
from survey_app.results.two_rounds import TwoRounds, compare_rounds

CURRENT = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookFacts:
    """changes: None without an earlier round, and of a run that is not public any more."""

    reported: ReportedRun
    changes: TwoRounds | None


def workbook_facts(
    session: Session, of_round: RoundRecord, *, run_id: int | None = None
) -> WorkbookFacts:
    """Raises Problem as `reported_run` does."""
    reported = reported_run(session, of_round, run_id=run_id)
    is_public = reported.publication.state == CURRENT
    return WorkbookFacts(
        reported=reported, changes=_changes(session, of_round) if is_public else None
    )


def _changes(session: Session, of_round: RoundRecord) -> TwoRounds | None:
    """Since the round before, the latest one that has scores."""
    before = earlier_rounds(
        of_round, among=rounds.all_rounds(session), with_scores=rounds_with_scores(session)
    )
    return compare_rounds(session, side_of(session, of_round), before[0]) if before else None
