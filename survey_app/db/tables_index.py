"""Points that documents give units, and the index tables of earlier years that came on paper."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

POINTS_KINDS = ("self", "appraised")
"""Self-scored (tự chấm) by the unit, and appraised (thẩm định) by the council."""


class PointsDocument(Table):
    """A document with points of units by area, as somebody entered it.

    Only added: of a unit those of the newest document of a kind stand, and those of before stay to
    be looked at. Who and when is not known of points that stood before there were documents.
    """

    __tablename__ = "points_document"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(64))
    """Its number and sign, such as 1048/SNV-CCHC; "" where it has none."""
    issued_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300))
    """What it is, in words; for a file its name."""
    reason: Mapped[str] = mapped_column(String(500))
    """Why points that stood are other ones now; "" for the first."""
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(one_of("kind", POINTS_KINDS), name="kind_known"),
        CheckConstraint("(number = '') = (issued_on IS NULL)", name="number_with_day"),
        CheckConstraint(
            "(recorded_by IS NULL) = (recorded_at IS NULL)", name="recorded_by_somebody"
        ),
        CheckConstraint("number <> '' OR recorded_by IS NULL", name="numbered"),
    )


class AppraisedPoints(Table):
    """Points of a unit in an area, without those of the survey: appraised, or scored by itself.

    area: its code in the criteria set, or `total` where the document gives all areas together.
    """

    __tablename__ = "appraised_points"

    document_id: Mapped[int] = mapped_column(ForeignKey("points_document.id"), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(32), primary_key=True)
    points: Mapped[Decimal] = mapped_column(Numeric(9, 4))

    __table_args__ = (
        CheckConstraint("points >= 0", name="points_not_negative"),
        CheckConstraint("area <> ''", name="area_named"),
        Index("ix_appraised_points_round_unit_id", "round_unit_id"),
    )


class EarlierTable(Table):
    """The index table of the year before, as it was published on paper; the newest one stands."""

    __tablename__ = "earlier_table"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    year: Mapped[int]
    number: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("number <> ''", name="numbered"),)


class EarlierRow(Table):
    """A unit in it; what the table does not say is missing."""

    __tablename__ = "earlier_row"

    earlier_table_id: Mapped[int] = mapped_column(ForeignKey("earlier_table.id"), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), primary_key=True)
    rank: Mapped[int | None]
    index_percent: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))

    __table_args__ = (
        CheckConstraint("rank > 0", name="rank_positive"),
        CheckConstraint("index_percent >= 0 AND index_percent <= 100", name="percent_of_all"),
        CheckConstraint("rank IS NOT NULL OR index_percent IS NOT NULL", name="says_something"),
        Index("ix_earlier_row_round_unit_id", "round_unit_id"),
    )


class EarlierGroupRow(Table):
    """The mean and the spread of a group in it."""

    __tablename__ = "earlier_group_row"

    earlier_table_id: Mapped[int] = mapped_column(ForeignKey("earlier_table.id"), primary_key=True)
    unit_group_id: Mapped[int] = mapped_column(ForeignKey("unit_group.id"), primary_key=True)
    mean_index: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    spread: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))

    __table_args__ = (
        CheckConstraint("mean_index >= 0 AND mean_index <= 100", name="mean_of_all"),
        CheckConstraint("spread >= 0 AND spread <= 100", name="spread_of_all"),
        CheckConstraint("mean_index IS NOT NULL OR spread IS NOT NULL", name="says_something"),
        Index("ix_earlier_group_row_unit_group_id", "unit_group_id"),
    )
