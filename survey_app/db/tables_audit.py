"""The blocks that seal the log of changes, and those that went out with publications."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime


class AuditSeal(Table):
    """A block of events, sealed; its SHA-256 goes on into that of the next. Only ever added to.

    A block reaches from behind the last event of the one before to its own last event.
    """

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_found: Mapped[bool]
    """Its events are from before the log was sealed at all."""
    first_id: Mapped[int] = mapped_column(BigId)
    last_id: Mapped[int] = mapped_column(BigId)
    events: Mapped[int]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    """Of every event its id in 8 bytes, the highest first, and its SHA-256 in 32."""
    sha256: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("events > 0", name="holds_events"),
        CheckConstraint("first_id <= last_id", name="ids_forward"),
        CheckConstraint("length(marks) = 40 * events", name="marks_are_whole"),
        CheckConstraint("length(sha256) = 64", name="block_is_hashed"),
    )


class PublicationSeal(Table):
    """The newest block when scores were made public: printed with them, outside the database."""

    __tablename__ = "publication_seal"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    # No reference: what was printed stays known also where somebody took the block away.
    seal_number: Mapped[int]
    seal_sha256: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        CheckConstraint("seal_number > 0", name="number_positive"),
        CheckConstraint("length(seal_sha256) = 64", name="block_is_hashed"),
    )
