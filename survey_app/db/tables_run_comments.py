"""Where the comments of a run are and which themes its people named: keys and numbers, no words."""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as condition
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table


class RunComment(Table):
    """An answer of an interview of a run that is a comment; what it says is in the answer alone.

    interview_uuid: of that version, by which voided interviews are told. place: from 1, in the
    order in which comments are read: by unit, in it by UUID and question. themes: the options of
    the question of themes that its respondent named, each between commas (",5,9,"). decision_id:
    what stands decided about it; null: it waits.
    """

    __tablename__ = "run_comment"

    score_run_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(BigId)
    interview_uuid: Mapped[UUID]
    item_code: Mapped[str] = mapped_column(String(64))
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"))
    themes: Mapped[str] = mapped_column(Text)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("comment_decision.id"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["score_run_id", "interview_id"],
            ["score_run_interview.score_run_id", "score_run_interview.interview_id"],
        ),
        UniqueConstraint("interview_uuid", "item_code", "score_run_id"),
        CheckConstraint("place > 0", name="place_from_one"),
        CheckConstraint("item_code <> ''", name="item_given"),
        Index(
            "uq_run_comment_score_run_id_decision_id",
            "score_run_id",
            "decision_id",
            unique=True,
            sqlite_where=condition("decision_id IS NOT NULL"),
            postgresql_where=condition("decision_id IS NOT NULL"),
        ),
        Index(
            "ix_run_comment_waiting",
            "score_run_id",
            "place",
            # So that those of voided interviews are told by the index alone, on SQLite as well.
            "interview_uuid",
            "decision_id",
            sqlite_where=condition("decision_id IS NULL"),
            postgresql_where=condition("decision_id IS NULL"),
        ),
        Index(None, "score_run_id", "round_unit_id", "place"),
    )


class RunThemeChoice(Table):
    """How many people of a unit named exactly these themes, in the interviews of a run."""

    __tablename__ = "run_theme_choice"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    themes: Mapped[str] = mapped_column(Text, primary_key=True)
    people: Mapped[int]

    __table_args__ = (CheckConstraint("people > 0", name="named_by_somebody"),)
