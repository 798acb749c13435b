"""Which rounds have scores, and which an index that others can be compared with."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Interview, OfficialResult, Publication, Round, RoundUnit


def rounds_with_scores(session: Session) -> frozenset[int]:
    """Numbers of the rounds of which an interview counts, or of which scores are public."""
    return frozenset(session.scalars(_SCORED))


def rounds_with_table(session: Session) -> frozenset[int]:
    """Numbers of the rounds whose scores are public, or whose index was published on paper."""
    on_paper = (
        select(OfficialResult.round_unit_id)
        .join(RoundUnit, RoundUnit.id == OfficialResult.round_unit_id)
        .where(RoundUnit.round_id == Round.id)
        .exists()
    )
    return frozenset(session.scalars(select(Round.id).where(or_(on_paper, _IS_PUBLIC))))


# Put together once: the page of a unit asks this.
_COUNTS = (
    select(Interview.id)
    .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
    .where(RoundUnit.round_id == Round.id, Interview.is_current)
    .exists()
)
_IS_PUBLIC = (
    select(Publication.id)
    .where(Publication.round_id == Round.id, Publication.state == "current")
    .exists()
)
_SCORED = select(Round.id).where(or_(_COUNTS, _IS_PUBLIC))
