"""What is still unfinished in a round, counted by the database."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from survey_app.db.interview_returns import count_returned
from survey_app.db.tables import Assignment, ContactAttempt, Interview, Quarantine, RoundUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkInHand:
    """Counts of what closing a round would leave behind."""

    documents_waiting: int
    """Without a decision: those of its cases, and those whose case is not known."""
    interviews_in_work: int
    """Begun and neither sent nor ended; on a tablet that is offline, more may have begun."""
    interviews_returned: int
    """Received, and with their enumerators again."""


def work_in_hand(session: Session, round_id: int) -> WorkInHand:
    """What waits in this round."""
    documents = session.scalars(
        select(func.count())
        .select_from(Quarantine)
        .outerjoin(Assignment, Assignment.interview_uuid == Quarantine.interview_uuid)
        .outerjoin(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(
            Quarantine.decision.is_(None),
            or_(RoundUnit.round_id == round_id, RoundUnit.id.is_(None)),
        )
    ).one()
    return WorkInHand(
        documents_waiting=documents,
        interviews_in_work=_in_work(session, round_id),
        interviews_returned=count_returned(session, round_id),
    )


def _in_work(session: Session, round_id: int) -> int:
    was_sent = (
        # A respondent of a list whose interview was voided may be interviewed again.
        select(Interview.id).where(
            Interview.uuid == Assignment.interview_uuid,
            or_(Interview.is_current, Assignment.frame_case_id.is_(None)),
        ),
        select(Quarantine.id).where(Quarantine.interview_uuid == Assignment.interview_uuid),
        select(ContactAttempt.id).where(
            ContactAttempt.interview_uuid == Assignment.interview_uuid, ContactAttempt.is_final
        ),
    )
    return session.scalars(
        select(func.count())
        .select_from(Assignment)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(
            RoundUnit.round_id == round_id,
            # With somebody on no list the duty is made when the interview begins.
            or_(Assignment.opened_at.is_not(None), Assignment.frame_case_id.is_(None)),
            *(~found.correlate(Assignment).exists() for found in was_sent),
        )
    ).one()
