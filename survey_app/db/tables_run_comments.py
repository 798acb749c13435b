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

from survey_app.db.schema import BigId, Table, one_of
from survey_app.db.tables_comments import DECISION_OUTCOMES

COMMENT_STATES = ("waiting", *DECISION_OUTCOMES)


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
    is_voided: Mapped[bool]

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
            # So that the index alone tells them, on SQLite as well.
            "is_voided",
            "decision_id",
            sqlite_where=condition("decision_id IS NULL"),
            postgresql_where=condition("decision_id IS NULL"),
        ),
        Index(
            "ix_run_comment_voided",
            "score_run_id",
            "is_voided",
            "round_unit_id",
            # In the words of SQLAlchemy for SQLite: there an index is used for no others.
            sqlite_where=condition("is_voided = 1"),
            postgresql_where=condition("is_voided"),
        ),
        Index(None, "score_run_id", "round_unit_id", "place"),
    )


class RunCommentCount(Table):
    """How many comments of a unit, in a run, stand in this state under these themes.

    Also those of voided interviews, which are few and taken off when it is read. state: "waiting",
    or the outcome of what stands decided. themes: between commas as in `run_comment`; of what is
    released the theme under which the unit reads it, where it has one.
    """

    __tablename__ = "run_comment_count"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), primary_key=True)
    themes: Mapped[str] = mapped_column(Text, primary_key=True)
    comments: Mapped[int]

    __table_args__ = (
        CheckConstraint(one_of("state", COMMENT_STATES), name="state_known"),
        CheckConstraint("comments >= 0", name="not_negative"),
    )


class RunThemeChoice(Table):
    """How many people of a unit named exactly these themes, in the interviews of a run."""

    __tablename__ = "run_theme_choice"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    themes: Mapped[str] = mapped_column(Text, primary_key=True)
    people: Mapped[int]

    __table_args__ = (CheckConstraint("people > 0", name="named_by_somebody"),)
