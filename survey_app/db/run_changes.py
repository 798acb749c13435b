"""What has become of the interviews of a round since a run was made of them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Interview, RoundUnit, ScoreRunInterview


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChanges:
    """Interviews that a run is not made of, or not in the version that counts now.

    added: count now, and the run has none of their versions that counted. changed: another version
    counts now. voided: none counts any more.
    """

    added: int
    changed: int
    voided: int

    @property
    def is_any(self) -> bool:
        """Whether the run is not of the interviews that count now."""
        return bool(self.added or self.changed or self.voided)


def changes_since(session: Session, round_id: int, *, run_id: int) -> RunChanges:
    """In one query: what counts now and is not in the run, and what is in it and counts no more."""
    of_run = ScoreRunInterview.score_run_id == run_id
    is_taken = (
        select(ScoreRunInterview.interview_id)
        .where(of_run, ScoreRunInterview.interview_id == Interview.id)
        .correlate(Interview)
        .exists()
    )
    new = (
        select(func.count())
        .select_from(Interview)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current, ~is_taken)
    )
    gone = (
        select(func.count())
        .select_from(Interview)
        .join(ScoreRunInterview, ScoreRunInterview.interview_id == Interview.id)
        .where(of_run, ~Interview.is_current)
    )
    later = aliased(Interview)
    goes_on = (
        select(later.id)
        .where(later.uuid == Interview.uuid, later.is_current)
        .correlate(Interview)
        .exists()
    )
    row = session.execute(
        select(new.scalar_subquery(), gone.scalar_subquery(), gone.where(goes_on).scalar_subquery())
    ).one()
    return RunChanges(added=row[0] - row[2], changed=row[2], voided=row[1] - row[2])
