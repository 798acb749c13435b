"""What was decided about comments of respondents: released to the unit, or withheld."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy import text as condition
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime

DECISION_OUTCOMES = ("released", "withheld")
DECISION_STATES = ("current", "taken_back")
LONGEST_RELEASED = 2000
"""Characters of a comment that a unit may read."""


class CommentDecision(Table):
    """What a person decided about one text of one version of an interview; it is never deleted.

    text_sha256: of the text as it was written, under which the decision also holds for a later
    version that says the same. text: as the unit reads it, in NFC; not as it was written.
    """

    __tablename__ = "comment_decision"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_uuid: Mapped[UUID]
    interview_version: Mapped[int]
    item_code: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    theme: Mapped[int | None]
    """The option of the question of themes; null where the questionnaire has none."""
    text: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why it is withheld."""
    place: Mapped[str] = mapped_column(String(32))
    """Drawn by chance: in this order units read comments, so that it says nothing of time."""
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        ForeignKeyConstraint(
            ["interview_uuid", "interview_version"], ["interview.uuid", "interview.version"]
        ),
        CheckConstraint("item_code <> ''", name="item_given"),
        CheckConstraint("length(text_sha256) = 64", name="text_is_hashed"),
        CheckConstraint(
            "outcome IN (" + ", ".join(f"'{one}'" for one in DECISION_OUTCOMES) + ")",
            name="outcome_known",
        ),
        CheckConstraint(
            "(outcome = 'released') = (text IS NOT NULL)"
            " AND (outcome = 'withheld') = (reason IS NOT NULL)",
            name="outcome_is_whole",
        ),
        CheckConstraint("outcome = 'released' OR theme IS NULL", name="theme_of_a_release"),
        CheckConstraint(
            f"text <> '' AND length(text) <= {LONGEST_RELEASED}", name="text_can_be_read"
        ),
        CheckConstraint("reason <> ''", name="withheld_with_a_reason"),
        CheckConstraint("length(place) = 32", name="place_drawn"),
        CheckConstraint(
            "state IN (" + ", ".join(f"'{one}'" for one in DECISION_STATES) + ")",
            name="state_known",
        ),
        CheckConstraint(
            "(state = 'current') = (ended_at IS NULL)"
            " AND (ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name="end_is_whole",
        ),
        CheckConstraint("ended_reason <> ''", name="ended_with_a_reason"),
        CheckConstraint("decided_at <= ended_at", name="time_forward"),
        Index(
            "uq_comment_decision_current",
            "interview_uuid",
            "item_code",
            "text_sha256",
            unique=True,
            sqlite_where=condition("state = 'current'"),
            postgresql_where=condition("state = 'current'"),
        ),
    )
