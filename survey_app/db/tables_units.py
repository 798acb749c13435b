"""Units, rounds and what a round says of a unit."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Numeric,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

ROUND_STATES = ("draft", "open", "closed", "published", "archived")
PLAN_KINDS = ("index", "sampling", "recheck", "scoring", "points", "criteria")


class UnitGroup(Table):
    """A type of unit, ranked within itself: departments, districts, communes.

    Types come and go by law: districts exist until 30 June 2025. A missing day is unknown, or open.
    """

    __tablename__ = "unit_group"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name_vi: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    __table_args__ = (CheckConstraint("valid_from <= valid_until", name="validity_forward"),)


class Unit(Table):
    """An office that is measured, under its present name.

    Its group and its name then are data of a round, because both change. A merged unit names the
    one that took over its duties.
    """

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    ended_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    __table_args__ = (
        CheckConstraint("successor_id IS NULL OR ended_on IS NOT NULL", name="succeeded_has_ended"),
        CheckConstraint("successor_id <> id", name="not_its_own_successor"),
    )


class QuestionnaireVersion(Table):
    """A definition as published: its canonical JSON under its own SHA-256."""

    __tablename__ = "questionnaire_version"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))
    content: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("length(id) = 64", name="id_is_sha256"),)


class PlanVersion(Table):
    """A plan as it was laid down: its canonical JSON under its own SHA-256."""

    __tablename__ = "plan_version"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("id", "kind"),
        CheckConstraint("length(id) = 64", name="id_is_sha256"),
        CheckConstraint(one_of("kind", PLAN_KINDS), name="kind_known"),
    )


class RoundPlan(Table):
    """The version of a plan that a round goes by: one of each kind at most."""

    __tablename__ = "round_plan"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    plan_version_id: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        ForeignKeyConstraint(["plan_version_id", "kind"], ["plan_version.id", "plan_version.kind"]),
    )


class Round(Table):
    """One survey (đợt khảo sát) with the versions of everything it uses."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name_vi: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    questionnaire_version_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_version.id"))
    index_plan: Mapped[str] = mapped_column(String(64))
    period_start: Mapped[date]
    period_end: Mapped[date]
    fieldwork_end: Mapped[date | None]
    controller: Mapped[str] = mapped_column(String(300))
    contact: Mapped[str] = mapped_column(String(300))
    erase_days: Mapped[int]
    is_simulated: Mapped[bool]
    asks_position: Mapped[bool]
    allows_unlisted: Mapped[bool]
    levels_descending: Mapped[bool]

    __table_args__ = (
        CheckConstraint(one_of("state", ROUND_STATES), name="state_known"),
        CheckConstraint("period_start <= period_end", name="period_forward"),
        CheckConstraint("period_start <= fieldwork_end", name="fieldwork_after_start"),
        CheckConstraint("erase_days > 0", name="erase_days_positive"),
    )


class RoundKey(Table):
    """A key that documents of a round are sealed to; the newest seals, every one opens."""

    __tablename__ = "round_key"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    public_jwk: Mapped[dict[str, str]] = mapped_column(JSON)
    wrapped_private_key: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("kid <> ''", name="kid_given"),)


class RoundUnit(Table):
    """What a round fixes for a unit: its name then, group, quota, exemption, maximum points."""

    __tablename__ = "round_unit"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_group_id: Mapped[int] = mapped_column(ForeignKey("unit_group.id"))
    name: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]
    quota: Mapped[int]
    is_exempt: Mapped[bool]
    maximum_points: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    component_maximum: Mapped[Decimal] = mapped_column(Numeric(7, 2))

    unit: Mapped[Unit] = relationship(lazy="raise")
    group: Mapped[UnitGroup] = relationship(lazy="raise")
    round: Mapped[Round] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        UniqueConstraint("round_id", "position"),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("quota >= 0", name="quota_not_negative"),
        CheckConstraint("NOT is_exempt OR quota = 0", name="exempt_has_no_quota"),
        CheckConstraint("maximum_points > 0", name="maximum_positive"),
        CheckConstraint("component_maximum >= 0", name="component_not_negative"),
    )


class OfficialResult(Table):
    """A row of an index table that was published on paper, kept to compare ours with."""

    __tablename__ = "official_result"

    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    rank: Mapped[int]
    component_points: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    total_points: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    index_percent: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    source: Mapped[str] = mapped_column(String(300))

    __table_args__ = (CheckConstraint("rank > 0", name="rank_positive"),)
