"""Lists of one-stop systems as they were imported."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime


class FrameImport(Table):
    """One list that became cases of a round: what was read, by which rules, and what it came to.

    Of files that are no case, only the counts are kept: see docs/adr/0010.
    """

    __tablename__ = "frame_import"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, object]] = mapped_column(JSON)
    rules: Mapped[dict[str, object]] = mapped_column(JSON)
    counts: Mapped[dict[str, object]] = mapped_column(JSON)
    unit_codes: Mapped[list[str]] = mapped_column(JSON)
    """Of the surveyed units that have files in the list."""
    files: Mapped[int]
    cases: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null when it was done by a command."""
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(None, "round_id", "id"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_hash"),
        CheckConstraint("state IN ('current', 'replaced')", name="state_known"),
        CheckConstraint(
            "(state = 'replaced') = (replaced_at IS NOT NULL)", name="replaced_has_time"
        ),
        CheckConstraint("cases > 0 AND cases <= files", name="cases_among_files"),
        Index(
            "uq_frame_import_current",
            "round_id",
            "sha256",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )


class FrameUpload(Table):
    """A list between being brought to the page and being imported, whole, for one day.

    It holds everybody's name and telephone: see docs/adr/0012. Once it is imported, its content
    goes and the row says which import came of it, until its day is over.
    """

    __tablename__ = "frame_upload"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    """Never used again, as numbers would be: an old window must not act on another file."""
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    mapping: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    rules: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frame_import_id: Mapped[int | None] = mapped_column(ForeignKey("frame_import.id"))

    __table_args__ = (
        Index(None, "account_id", "round_id"),
        Index(None, "expires_at"),
        CheckConstraint(
            "(content IS NULL) = (frame_import_id IS NOT NULL)", name="content_until_imported"
        ),
        CheckConstraint("expires_at > uploaded_at", name="expires_later"),
    )
