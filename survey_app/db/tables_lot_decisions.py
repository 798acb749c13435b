"""What was decided about a lot, by whom and why, and what was heard and found before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

DECISIONS = ("accepted", "extended", "rejected", "cleared", "confirmed")
EXCLUSIONS = ("invalid", "unverified")
EVIDENCE = (
    "hearing",
    "respondent",
    "second_supervisor",
    "audio",
    "position",
    "office_log",
    "other",
)


class LotDecision(Table):
    """A decision that a person signed; a later one stands, and all are kept.

    accepted, extended, rejected: by the acceptance plan, or against it with a reason. cleared,
    confirmed: how the verification of every interview of a rejected lot ended.
    """

    __tablename__ = "lot_decision"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int]
    decision: Mapped[str] = mapped_column(String(16))
    by_plan: Mapped[str] = mapped_column(String(16))
    """What the plan said at that moment, which the person may not have followed."""
    checked: Mapped[int]
    defective: Mapped[int]
    more: Mapped[int]
    """How many interviews this decision sends to be checked besides."""
    reason: Mapped[str] = mapped_column(String(500))
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(one_of("decision", DECISIONS), name="decision_known"),
        CheckConstraint("by_plan <> ''", name="plan_asked"),
        CheckConstraint("0 <= defective AND defective <= checked", name="defective_of_checked"),
        CheckConstraint("more >= 0", name="more_not_negative"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )


class LotEvidence(Table):
    """What an enumerator said when heard, or a second source, before something is decided."""

    __tablename__ = "lot_evidence"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    interview_uuid: Mapped[UUID | None] = mapped_column(ForeignKey("lot_member.interview_uuid"))
    claim_uuid: Mapped[UUID | None] = mapped_column(ForeignKey("claim.uuid"))
    kind: Mapped[str] = mapped_column(String(32))
    is_against: Mapped[bool | None]
    """Whether it speaks against the interview or claim; null where it says neither."""
    text: Mapped[str] = mapped_column(String(2000))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(one_of("kind", EVIDENCE), name="kind_known"),
        CheckConstraint("text <> ''", name="text_given"),
        CheckConstraint("interview_uuid IS NULL OR claim_uuid IS NULL", name="about_one_at_most"),
    )


class InterviewExclusion(Table):
    """A voided version that does not count because of a re-check: proved false, or of a rejected
    lot and not to be verified. It can be taken back, and the row stays.
    """

    __tablename__ = "interview_exclusion"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"))
    kind: Mapped[str] = mapped_column(String(16))
    lot_decision_id: Mapped[int] = mapped_column(ForeignKey("lot_decision.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    excluded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    excluded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint(one_of("kind", EXCLUSIONS), name="kind_known"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name="end_is_whole",
        ),
        Index(
            "uq_interview_exclusion_interview_id_standing",
            "interview_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
