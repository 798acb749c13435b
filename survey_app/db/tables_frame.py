"""Lists of one-stop systems as they were imported."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
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
    is_large: Mapped[bool] = mapped_column(server_default=false())
    """Its content is in parts, and processes of their own work on it: see docs/adr/0014."""
    heads: Mapped[list[object] | None] = mapped_column(JSON(none_as_null=True))
    """The first rows of each sheet of a large list, once it has been opened."""
    first_procedures: Mapped[list[object] | None] = mapped_column(JSON(none_as_null=True))
    """The most frequent procedure of each unit, once the whole list has been read."""
    mapping: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    rules: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frame_import_id: Mapped[int | None] = mapped_column(ForeignKey("frame_import.id"))

    __table_args__ = (
        Index(None, "account_id", "round_id"),
        Index(None, "expires_at"),
        CheckConstraint(
            "is_large OR (content IS NULL) = (frame_import_id IS NOT NULL)",
            name="content_until_imported",
        ),
        CheckConstraint("NOT is_large OR content IS NULL", name="large_content_in_parts"),
        CheckConstraint("expires_at > uploaded_at", name="expires_later"),
    )


class FrameUploadPart(Table):
    """A piece of a large list: neither the server nor the database ever holds all of it at once."""

    __tablename__ = "frame_upload_part"

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("frame_upload.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("number >= 0", name="number_from_zero"),)


class FrameJob(Table):
    """One piece of work on a large list, done by a process of its own, and what came of it.

    A process that is gone leaves its row running: `seen_at` tells.
    """

    __tablename__ = "frame_job"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("frame_upload.id"))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    request: Mapped[dict[str, object]] = mapped_column(JSON)
    """What was chosen on the page that started it."""
    phase: Mapped[str] = mapped_column(String(16))
    done: Mapped[int]
    total: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    lines: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Packed by gzip: of a reading all rows, or their faults, one a line; of a judgement that of
    each row, one a line."""

    __table_args__ = (
        Index(
            "uq_frame_job_running",
            "upload_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        UniqueConstraint("upload_id", "kind"),
        CheckConstraint("kind IN ('open', 'read', 'judge', 'import')", name="kind_known"),
        CheckConstraint(
            "state IN ('running', 'done', 'refused', 'cancelled', 'failed', 'lost')",
            name="state_known",
        ),
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ends_once"),
        CheckConstraint("state IN ('done', 'refused') OR outcome IS NULL", name="outcome_at_end"),
        CheckConstraint("done >= 0", name="done_counted"),
    )
