"""What people noted who looked at flags."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.quality_flags import FlagRecord
from survey_app.db.tables import Account, QualityFlag, QualityReview


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecord:
    """What somebody noted."""

    note: str
    by: str
    at: datetime


def lock_flag(session: Session, number: int) -> None:
    """Whoever else writes about this flag waits for this transaction."""
    session.execute(select(QualityFlag.id).where(QualityFlag.id == number).with_for_update()).one()


def reviews_of(session: Session, number: int) -> tuple[ReviewRecord, ...]:
    """What was noted about a flag, the newest first."""
    rows = session.execute(
        select(QualityReview.note, Account.display_name, QualityReview.reviewed_at)
        .join(Account, Account.id == QualityReview.reviewed_by)
        .where(QualityReview.flag_id == number)
        .order_by(QualityReview.id.desc())
    )
    return tuple(ReviewRecord(note=note, by=by, at=at) for note, by, at in rows)


def add_review(
    session: Session, flag: FlagRecord, *, note: str, account_id: int, at: datetime
) -> None:
    """Writes down that somebody looked at a flag, with the figures they had before them."""
    session.execute(
        insert(QualityReview),
        {
            "flag_id": flag.id,
            "note": note,
            "evidence": dict(flag.evidence),
            "reviewed_by": account_id,
            "reviewed_at": at,
        },
    )
    session.execute(
        update(QualityFlag)
        .where(QualityFlag.id == flag.id)
        .values(is_open=False, seen_strength=flag.strength, seen_other_uuid=flag.other_uuid)
    )
