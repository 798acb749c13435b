"""Samples: what was promised before, who was drawn, and what was revealed after."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

REPLACEMENT_REASONS = (
    "refused",
    "not_reached",
    "wrong_address",
    "moved",
    "not_eligible",
    "voided",
)


class SampleDraw(Table):
    """A draw from the frame of a round: committed, then drawn, then revealed.

    The seed is kept wrapped with the secret of the installation until it is revealed; `seed` is
    null until then.
    """

    __tablename__ = "sample_draw"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    list_name: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64), unique=True)
    wrapped_seed: Mapped[str] = mapped_column(Text)
    seed: Mapped[str | None] = mapped_column(String(32))
    committed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    committed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    plan: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    unit_codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    strata: Mapped[list[dict[str, object]] | None] = mapped_column(JSON(none_as_null=True))
    """Name, population, official and reserve of each."""
    list_sha256: Mapped[str | None] = mapped_column(String(64))
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null when a command did it and named nobody."""
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revealed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        UniqueConstraint("round_id", "list_name"),
        CheckConstraint("length(commitment) = 64", name="commitment_is_hash"),
        CheckConstraint("length(list_sha256) = 64", name="list_is_hashed"),
        CheckConstraint("length(seed) = 32", name="seed_is_whole"),
        CheckConstraint(
            "(drawn_at IS NULL) = (plan IS NULL)"
            " AND (drawn_at IS NULL) = (unit_codes IS NULL)"
            " AND (drawn_at IS NULL) = (strata IS NULL)"
            " AND (drawn_at IS NULL) = (list_sha256 IS NULL)",
            name="drawn_is_whole",
        ),
        CheckConstraint(
            "(revealed_at IS NULL) = (revealed_by IS NULL)"
            " AND (revealed_at IS NULL) = (seed IS NULL)",
            name="revealed_is_whole",
        ),
        CheckConstraint("revealed_at IS NULL OR drawn_at IS NOT NULL", name="drawn_before_shown"),
    )


class SampleMember(Table):
    """A drawn case: its list, its place within stratum and list, and its base weight N_h/n_h."""

    __tablename__ = "sample_member"

    frame_case_id: Mapped[int] = mapped_column(ForeignKey("frame_case.id"), primary_key=True)
    sample_draw_id: Mapped[int] = mapped_column(ForeignKey("sample_draw.id"))
    stratum: Mapped[str] = mapped_column(String(700))
    sample_list: Mapped[str] = mapped_column(String(16))
    place: Mapped[int]
    weight: Mapped[Decimal] = mapped_column(Numeric(14, 6))
    """Half up to six decimals, as published; exact from the strata of the draw."""

    __table_args__ = (
        UniqueConstraint("sample_draw_id", "stratum", "sample_list", "place"),
        CheckConstraint("sample_list IN ('official', 'reserve')", name="sample_list_known"),
        CheckConstraint("place > 0", name="place_positive"),
        CheckConstraint("weight >= 1", name="weight_at_least_one"),
    )


class SampleReplacement(Table):
    """A member of the reserve that takes the place of one who could not be interviewed."""

    __tablename__ = "sample_replacement"

    replaced_case_id: Mapped[int] = mapped_column(
        ForeignKey("sample_member.frame_case_id"), primary_key=True
    )
    replacement_case_id: Mapped[int] = mapped_column(
        ForeignKey("sample_member.frame_case_id"), unique=True
    )
    reason: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500))
    """In words, why nobody could be interviewed; it may speak of the person."""
    replaced_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("replaced_case_id <> replacement_case_id", name="replaced_by_another"),
        CheckConstraint(one_of("reason", REPLACEMENT_REASONS), name="reason_known"),
        CheckConstraint("note <> ''", name="note_given"),
    )
