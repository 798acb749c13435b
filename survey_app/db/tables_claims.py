"""Refusals and absences that enumerators claim: in lots of their own, drawn, asked about again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of
from survey_app.db.tables_recheck_tasks import RECHECK_MODES

CLAIM_KINDS = ("refused", "not_met")
CLAIM_SELECTIONS = ("random", "next", "more", "verification")
CLAIM_DECIDED = ("more", "verification")
"""Drawn because a person decided so; the others chance has drawn."""


class Claim(Table):
    """What an enumerator says became of a case without an interview, as its lot was closed.

    `uuid` is made by the server from that of the interview which the case would have; the stratum
    is the kind of the claim. What the attempts said then is kept, whatever is recorded later.
    """

    __tablename__ = "claim"

    uuid: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    interview_uuid: Mapped[UUID] = mapped_column(
        ForeignKey("assignment.interview_uuid"), unique=True
    )
    lot_id: Mapped[int] = mapped_column(BigId)
    stratum: Mapped[str] = mapped_column(String(64))
    place: Mapped[int]
    attempts: Mapped[int]
    was_spoken_to: Mapped[bool]
    """Whether an attempt says that somebody was spoken to: an appointment, or a refusal."""
    last_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        ForeignKeyConstraint(["lot_id", "stratum"], ["lot_stratum.lot_id", "lot_stratum.name"]),
        UniqueConstraint("lot_id", "stratum", "place"),
        CheckConstraint(one_of("stratum", CLAIM_KINDS), name="kind_known"),
        CheckConstraint("place > 0", name="place_positive"),
        CheckConstraint("attempts > 0", name="attempts_positive"),
    )


class ClaimDraw(Table):
    """A claim whose respondent is asked, and why it is this one; as `RecheckDraw`."""

    __tablename__ = "claim_draw"

    claim_uuid: Mapped[UUID] = mapped_column(ForeignKey("claim.uuid"), primary_key=True)
    selection: Mapped[str] = mapped_column(String(16))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    instead_of: Mapped[UUID | None] = mapped_column(
        ForeignKey("claim_draw.claim_uuid"), unique=True
    )
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(selection = 'next') = (instead_of IS NOT NULL)", name="next_takes_place"),
        CheckConstraint("instead_of <> claim_uuid", name="takes_place_of_another"),
        CheckConstraint(one_of("selection", CLAIM_SELECTIONS), name="selection_known"),
        CheckConstraint(
            f"chosen_by IS NULL OR {one_of('selection', CLAIM_DECIDED)}", name="chosen_by_decision"
        ),
    )


class ClaimRecheck(Table):
    """What the respondent of a claim says, as it came: locked, and never changed afterwards."""

    __tablename__ = "claim_recheck"

    task_uuid: Mapped[UUID] = mapped_column(ForeignKey("recheck_task.uuid"), primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    mode: Mapped[str] = mapped_column(String(16))
    came: Mapped[str] = mapped_column(String(64))
    came_when: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[str | None] = mapped_column(String(64))
    other: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    elapsed_ms: Mapped[int | None] = mapped_column(BigInteger)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    is_simulated: Mapped[bool]

    __table_args__ = (
        CheckConstraint(one_of("mode", RECHECK_MODES), name="mode_known"),
        CheckConstraint("came <> ''", name="came_said"),
        CheckConstraint("other <> ''", name="other_said"),
        CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
        CheckConstraint("started_at <= finished_at", name="time_forward"),
        CheckConstraint("elapsed_ms >= 0", name="elapsed_not_negative"),
    )
