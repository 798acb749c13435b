"""Scores as they were at one moment, and which of them were made public."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

PUBLICATION_STATES = ("current", "withdrawn", "superseded")
ROW_KINDS = ("unit", "group", "whole")


class ScoreRun(Table):
    """One computation of the scores of a round: of what it was made, and what came out.

    Written once and never changed. `result` is canonical JSON, in which small cells are hidden.
    """

    __tablename__ = "score_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    interviews: Mapped[int]
    cut_sha256: Mapped[str] = mapped_column(String(64))
    """Of the lines “uuid version content_sha256” of its interviews, sorted."""
    questionnaire_version_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_version.id"))
    scoring_plan_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    points_plan_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    code_version: Mapped[str] = mapped_column(String(64))
    method_version: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(Text)
    result_sha256: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        CheckConstraint("interviews > 0", name="made_of_something"),
        CheckConstraint("length(cut_sha256) = 64", name="cut_is_hashed"),
        CheckConstraint("length(result_sha256) = 64", name="result_is_hashed"),
        CheckConstraint("code_version <> ''", name="code_named"),
        CheckConstraint("method_version <> ''", name="method_named"),
        CheckConstraint("result <> ''", name="result_given"),
        Index("uq_score_run_id_round_id", "id", "round_id", unique=True),
    )


class ScoreRunInterview(Table):
    """A version of an interview of which a run was made; what happens to it later changes none."""

    __tablename__ = "score_run_interview"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"), primary_key=True)


class PseudonymKey(Table):
    """What makes the identifiers of a run's interviews in files that are handed on; never shown."""

    __tablename__ = "pseudonym_key"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("length(key) = 32", name="key_is_whole"),)


class ScoreRow(Table):
    """What a run says of one unit, one group of units or the whole, as canonical JSON."""

    __tablename__ = "score_row"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint(one_of("kind", ROW_KINDS), name="kind_known"),
        CheckConstraint("(kind = 'whole') = (code = '')", name="whole_has_no_code"),
        CheckConstraint("content <> ''", name="content_given"),
    )


def public_once(table: str) -> tuple[CheckConstraint | Index, ...]:
    """What holds of everything that is made public for a round: one stands at a time, and how
    another one ended is said whole.
    """
    stands = text("state = 'current'")
    return (
        CheckConstraint(one_of("state", PUBLICATION_STATES), name="state_known"),
        CheckConstraint(
            "(state = 'current') = (ended_at IS NULL)"
            " AND (ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name="end_is_whole",
        ),
        CheckConstraint("ended_reason <> ''", name="ended_with_a_reason"),
        CheckConstraint("published_at <= ended_at", name="time_forward"),
        Index(
            f"uq_{table}_round_id_current",
            "round_id",
            unique=True,
            sqlite_where=stands,
            postgresql_where=stands,
        ),
    )


class Publication(Table):
    """A run that was made public, and how that ended; it is never deleted."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    score_run_id: Mapped[int] = mapped_column(BigId)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(500))
    """Why; "" where it was the first and nobody gave one."""
    state: Mapped[str] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        UniqueConstraint("score_run_id"),
        # A run of another round cannot be public of this one.
        ForeignKeyConstraint(["score_run_id", "round_id"], ["score_run.id", "score_run.round_id"]),
        Index("uq_publication_id_round_id", "id", "round_id", unique=True),
        *public_once("publication"),
    )
