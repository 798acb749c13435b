"""What was looked for in the interviews of a round, what was found, and who looked at it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime


class QualityRun(Table):
    """One look at all interviews of a round that count, with the figures of every enumerator.

    newest_interview_id: of those looked at; with their number it says whether others came since.
    """

    __tablename__ = "quality_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ran_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null when a command did it and named nobody."""
    interviews: Mapped[int]
    newest_interview_id: Mapped[int | None] = mapped_column(BigId)
    rules_id: Mapped[str] = mapped_column(String(64))
    rules_sha256: Mapped[str] = mapped_column(String(64))
    figures: Mapped[dict[str, object]] = mapped_column(JSON)

    __table_args__ = (
        Index(None, "round_id", "id"),
        CheckConstraint("interviews >= 0", name="interviews_not_negative"),
        CheckConstraint(
            "(interviews = 0) = (newest_interview_id IS NULL)", name="newest_of_interviews"
        ),
        CheckConstraint("length(rules_sha256) = 64", name="rules_are_hashed"),
    )


class QualityFlag(Table):
    """Something to look at, once for each kind and subject: an interview, an enumerator, a day.

    It is never deleted: one that no longer holds says so. `seen_strength` and `seen_other_uuid`
    are what the last review was about.
    """

    __tablename__ = "quality_flag"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(120))
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    round_unit_id: Mapped[int | None] = mapped_column(ForeignKey("round_unit.id"))
    interview_uuid: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.interview_uuid"))
    other_uuid: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.interview_uuid"))
    """The interview it was compared with."""
    strength: Mapped[float] = mapped_column(Float)
    evidence: Mapped[dict[str, object]] = mapped_column(JSON)
    first_run_id: Mapped[int] = mapped_column(ForeignKey("quality_run.id"))
    last_run_id: Mapped[int] = mapped_column(ForeignKey("quality_run.id"))
    """The last run in which it held."""
    holds: Mapped[bool]
    is_open: Mapped[bool]
    """Whether somebody is to look at it."""
    seen_strength: Mapped[float | None] = mapped_column(Float)
    seen_other_uuid: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("round_id", "kind", "subject"),
        Index(None, "round_id", "id"),
        Index(None, "interview_uuid"),
        Index(None, "other_uuid"),
        CheckConstraint("kind <> ''", name="kind_given"),
        CheckConstraint("subject <> ''", name="subject_given"),
        CheckConstraint("is_open OR seen_strength IS NOT NULL", name="closed_was_seen"),
        CheckConstraint("first_run_id <= last_run_id", name="runs_forward"),
    )


class QualityReview(Table):
    """Somebody looked at a flag: what they found, and the figures they had before them."""

    __tablename__ = "quality_review"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    flag_id: Mapped[int] = mapped_column(ForeignKey("quality_flag.id"), index=True)
    note: Mapped[str] = mapped_column(String(500))
    evidence: Mapped[dict[str, object]] = mapped_column(JSON)
    reviewed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("note <> ''", name="note_given"),)
