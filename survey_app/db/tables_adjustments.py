"""Cases for which a points plan adds points to a unit, or takes them away."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import Table, UtcDateTime


class RoundUnitAdjustment(Table):
    """How many cases of one adjustment of the points plan a unit of a round has.

    A unit without a row has not been counted, which is not 0. What the number was before is in the
    audit log.
    """

    __tablename__ = "round_unit_adjustment"

    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    adjustment: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Its code in the points plan of the round."""
    cases: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("cases >= 0", name="cases_not_negative"),
        CheckConstraint("adjustment <> ''", name="adjustment_named"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )


class ScoreRunAdjustment(Table):
    """A number as it stood when a run of scores was made; what is counted later changes none."""

    __tablename__ = "score_run_adjustment"

    score_run_id: Mapped[int] = mapped_column(ForeignKey("score_run.id"), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    adjustment: Mapped[str] = mapped_column(String(32), primary_key=True)
    cases: Mapped[int]

    __table_args__ = (CheckConstraint("cases >= 0", name="cases_not_negative"),)
