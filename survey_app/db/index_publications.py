"""Queries about indices that were published by a decision."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, IndexPublication


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPublicationRecord:
    """An index that was published, and how that ended. content: canonical JSON."""

    id: int
    publication_id: int
    decision_number: str
    decided_on: date
    content: str
    content_sha256: str
    published_at: datetime
    published_by: str
    reason: str
    state: str
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIndexPublication:
    """An index to be published."""

    round_id: int
    publication_id: int
    decision_number: str
    decided_on: date
    content: str
    content_sha256: str
    published_at: datetime
    published_by: int
    reason: str


def index_publications(session: Session, round_id: int) -> tuple[IndexPublicationRecord, ...]:
    """All of a round, the newest first."""
    return _records(session, _of_round(round_id))


def current_index(session: Session, round_id: int) -> IndexPublicationRecord | None:
    """The one that stands; documents of before are not read for it."""
    standing = _of_round(round_id).where(IndexPublication.state == "current")
    return next(iter(_records(session, standing)), None)


_ENDER = aliased(Account)


def _of_round(round_id: int) -> Select[IndexPublication, str, str | None]:
    return (
        select(IndexPublication, Account.display_name, _ENDER.display_name)
        .join(Account, Account.id == IndexPublication.published_by)
        .outerjoin(_ENDER, _ENDER.id == IndexPublication.ended_by)
        .where(IndexPublication.round_id == round_id)
        .order_by(IndexPublication.id.desc())
        .execution_options(populate_existing=True)
    )


def _records(
    session: Session, chosen: Select[IndexPublication, str, str | None]
) -> tuple[IndexPublicationRecord, ...]:
    return tuple(
        IndexPublicationRecord(
            id=found.id,
            publication_id=found.publication_id,
            decision_number=found.decision_number,
            decided_on=found.decided_on,
            content=found.content,
            content_sha256=found.content_sha256,
            published_at=found.published_at,
            published_by=by,
            reason=found.reason,
            state=found.state,
            ended_at=found.ended_at,
            ended_by=ended_by,
            ended_reason=found.ended_reason,
        )
        for found, by, ended_by in session.execute(chosen)
    )


def add_index_publication(session: Session, new: NewIndexPublication) -> int:
    """Publishes an index and gives its number."""
    return session.scalars(
        insert(IndexPublication).returning(IndexPublication.id),
        {
            "round_id": new.round_id,
            "publication_id": new.publication_id,
            "decision_number": new.decision_number,
            "decided_on": new.decided_on,
            "content": new.content,
            "content_sha256": new.content_sha256,
            "published_at": new.published_at,
            "published_by": new.published_by,
            "reason": new.reason,
            "state": "current",
        },
    ).one()


def end_index_publication(
    session: Session, number: int, *, state: str, at: datetime, by: int, reason: str
) -> None:
    """Lets one that stands be withdrawn or superseded."""
    session.execute(
        update(IndexPublication)
        .where(IndexPublication.id == number, IndexPublication.state == "current")
        .values(state=state, ended_at=at, ended_by=by, ended_reason=reason)
    )
