"""Re-checks: what a round promised of them, its lots, and the interviews that were drawn."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

SELECTIONS = ("random", "next", "more", "verification", "risk")
"""random: of the first draw of a lot. next: the next in its order, for somebody who could not be
reached. more: further down the order, when a decision asked for more. verification: every other one
of a rejected lot. risk: chosen because something looked odd. Estimates read the first two.
"""


LOT_KINDS = ("interviews", "claims")
"""What a lot is of: interviews (`LotMember`), or claimed refusals and absences (`Claim`)."""


class RecheckPromise(Table):
    """The plan and the seed of the re-checks of a round: committed, and revealed at the end.

    The seed is kept wrapped with the secret of the installation until it is revealed; `seed` is
    null until then. There is one of each round, so that nobody can try another seed.
    """

    __tablename__ = "recheck_plan"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    plan_version_id: Mapped[str] = mapped_column(ForeignKey("plan_version.id"))
    commitment: Mapped[str] = mapped_column(String(64), unique=True)
    wrapped_seed: Mapped[str] = mapped_column(Text)
    seed: Mapped[str | None] = mapped_column(String(32))
    committed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    committed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    first_day: Mapped[date | None]
    """Of field work, as it was known at the first draw; later uploads do not move it."""
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revealed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("length(commitment) = 64", name="commitment_is_hash"),
        CheckConstraint("length(seed) = 32", name="seed_is_whole"),
        CheckConstraint(
            "(revealed_at IS NULL) = (revealed_by IS NULL)"
            " AND (revealed_at IS NULL) = (seed IS NULL)",
            name="revealed_is_whole",
        ),
        CheckConstraint("revealed_at IS NULL OR first_day IS NOT NULL", name="drawn_before_shown"),
    )


class Lot(Table):
    """Interviews of one enumerator and ISO week, or what they claim of other cases, closed once;
    later ones make another lot.
    """

    __tablename__ = "lot"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("recheck_plan.round_id"))
    code: Mapped[str] = mapped_column(String(64))
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    week: Mapped[str] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(16), server_default=LOT_KINDS[0])
    number: Mapped[int]
    round_unit_id: Mapped[int | None] = mapped_column(ForeignKey("round_unit.id"))
    """Where the lot is one of a single unit by rule."""
    is_opening: Mapped[bool]
    list_sha256: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null when a command did it and named nobody."""

    __table_args__ = (
        UniqueConstraint("round_id", "code"),
        UniqueConstraint("round_id", "enumerator_id", "week", "kind", "number"),
        CheckConstraint(one_of("kind", LOT_KINDS), name="kind_known"),
        CheckConstraint("code <> ''", name="code_given"),
        CheckConstraint("length(week) = 7", name="week_is_iso"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(list_sha256) = 64", name="list_is_hashed"),
    )


class LotStratum(Table):
    """A part of a lot with a draw of its own; the chance of an interview is drawn/interviews.

    Of a lot of claims `interviews` counts claims.
    """

    __tablename__ = "lot_stratum"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    interviews: Mapped[int]
    share_percent: Mapped[int]
    minimum: Mapped[int]
    drawn: Mapped[int]

    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("share_percent BETWEEN 1 AND 100", name="share_is_percent"),
        CheckConstraint("minimum >= 0", name="minimum_not_negative"),
        CheckConstraint("drawn BETWEEN 1 AND interviews", name="drawn_of_interviews"),
        CheckConstraint("drawn * 100 >= share_percent * interviews", name="share_is_reached"),
        CheckConstraint("drawn >= minimum OR drawn = interviews", name="minimum_is_reached"),
    )


class LotMember(Table):
    """An interview of a lot and its place in the order of the draw; in one lot only."""

    __tablename__ = "lot_member"

    interview_uuid: Mapped[UUID] = mapped_column(
        ForeignKey("assignment.interview_uuid"), primary_key=True
    )
    lot_id: Mapped[int] = mapped_column(BigId)
    stratum: Mapped[str] = mapped_column(String(64))
    place: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(["lot_id", "stratum"], ["lot_stratum.lot_id", "lot_stratum.name"]),
        UniqueConstraint("lot_id", "stratum", "place"),
        CheckConstraint("place > 0", name="place_positive"),
    )


class RecheckDraw(Table):
    """An interview that is made again, and why it is this one."""

    __tablename__ = "recheck_draw"

    interview_uuid: Mapped[UUID] = mapped_column(
        ForeignKey("lot_member.interview_uuid"), primary_key=True
    )
    selection: Mapped[str] = mapped_column(String(16))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    instead_of: Mapped[UUID | None] = mapped_column(
        ForeignKey("recheck_draw.interview_uuid"), unique=True
    )
    """Whose place it takes."""
    reason: Mapped[str | None] = mapped_column(String(500))
    """Why it was chosen; null where chance alone did it."""
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("(selection = 'next') = (instead_of IS NOT NULL)", name="next_takes_place"),
        CheckConstraint("instead_of <> interview_uuid", name="takes_place_of_another"),
        CheckConstraint("selection <> 'risk' OR reason <> ''", name="risk_has_reason"),
        CheckConstraint(one_of("selection", SELECTIONS), name="selection_known"),
    )
