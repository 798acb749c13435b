"""Forms on paper: who keyed them, which are keyed twice, and what came of the comparison."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime


class PaperPlan(Table):
    """How many forms of a round are keyed twice, and the secret that says which.

    The seed is kept wrapped with the secret of the installation: whoever keys a form first cannot
    know whether it will be keyed again.
    """

    __tablename__ = "paper_plan"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    share_percent: Mapped[int]
    wrapped_seed: Mapped[str] = mapped_column(Text)

    __table_args__ = (CheckConstraint("share_percent BETWEEN 0 AND 100", name="share_is_percent"),)


class PaperForm(Table):
    """One sheet of paper that was keyed. Its first entry became a version of its interview.

    That is the first version, unless one that came otherwise was voided before. second_answers:
    what the other person keyed, without having seen the first entry. differences:
    items in which the entries differ. fields, first_errors, second_errors: items on the path, and
    in how many of them each entry was not what stands on the paper; null until that is known.
    """

    __tablename__ = "paper_form"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    form_number: Mapped[str] = mapped_column(String(32))
    interview_uuid: Mapped[UUID] = mapped_column(ForeignKey("assignment.interview_uuid"))
    first_entry_id: Mapped[int] = mapped_column(ForeignKey("interview.id"), unique=True)
    keyed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    keyed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_chosen: Mapped[bool]
    """Whether it is to be keyed a second time."""
    second_keyed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    second_keyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_answers: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    differences: Mapped[int | None]
    fields: Mapped[int | None]
    first_errors: Mapped[int | None]
    second_errors: Mapped[int | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("round_id", "form_number"),
        UniqueConstraint("interview_uuid"),
        CheckConstraint("form_number <> ''", name="number_given"),
        CheckConstraint(
            "(second_keyed_by IS NULL) = (second_keyed_at IS NULL)"
            " AND (second_keyed_by IS NULL) = (second_answers IS NULL)"
            " AND (second_keyed_by IS NULL) = (differences IS NULL)",
            name="second_is_whole",
        ),
        CheckConstraint("second_keyed_by IS NULL OR is_chosen", name="second_was_chosen"),
        CheckConstraint("second_keyed_by <> keyed_by", name="second_by_another"),
        CheckConstraint(
            "decided_by <> keyed_by AND decided_by <> second_keyed_by", name="decided_by_a_third"
        ),
        CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)"
            " AND (decided_by IS NULL OR coalesce(differences, 0) > 0)",
            name="decision_is_whole",
        ),
        CheckConstraint(
            "(fields IS NULL) = (first_errors IS NULL)"
            " AND (fields IS NULL) = (second_errors IS NULL)"
            " AND (fields IS NULL OR decided_by IS NOT NULL OR coalesce(differences, 1) = 0)",
            name="errors_are_known",
        ),
    )
