"""Which rounds have scores."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Interview, Publication, Round, RoundUnit


def rounds_with_scores(session: Session) -> frozenset[int]:
    """Numbers of the rounds of which an interview counts, or of which scores are public."""
    counts = (
        select(Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == Round.id, Interview.is_current)
        .exists()
    )
    is_public = (
        select(Publication.id)
        .where(Publication.round_id == Round.id, Publication.state == "current")
        .exists()
    )
    return frozenset(session.scalars(select(Round.id).where(or_(counts, is_public))))
