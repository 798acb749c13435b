"""Lists of one-stop systems as they were imported."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
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
