"""The index of a round as it was published by a decision."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime
from survey_app.db.tables_publication import public_once


class IndexPublication(Table):
    """An index that was made public with its decision, and how that ended; it is never deleted.

    content: canonical JSON of the whole index at that moment, under its SHA-256.
    """

    __tablename__ = "index_publication"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    publication_id: Mapped[int] = mapped_column(BigId, index=True)
    """The publication of the scores that its survey points are of."""
    decision_number: Mapped[str] = mapped_column(String(64))
    decided_on: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        # Of the same round: what is printed of a run is found by it.
        ForeignKeyConstraint(
            ["publication_id", "round_id"], ["publication.id", "publication.round_id"]
        ),
        CheckConstraint("decision_number <> ''", name="decision_numbered"),
        CheckConstraint("content <> ''", name="content_given"),
        CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
        *public_once("index_publication"),
    )
