"""What a workbook is made of: a run with its index, and the changes since an earlier round.

Changes are those of what is public now: the workbook of a run that is not public any more has none.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.db.rounds import RoundRecord
from survey_app.publication.report.reading import ReportedRun, reported_run
from survey_app.results.two_rounds import TwoRounds


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
    return WorkbookFacts(reported=reported, changes=reported.changes)
