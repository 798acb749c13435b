"""Points by area come with their document and stay; earlier index tables come from paper.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KNOWN = "ck_plan_version_kind_known"
BEFORE = "'index', 'sampling', 'recheck', 'scoring', 'points'"
STANDING = (
    "SELECT appraised_points.round_unit_id, SUM(appraised_points.points), MAX(document.source)"
    " FROM appraised_points"
    " JOIN points_document document ON document.id = appraised_points.document_id"
    " WHERE document.kind = 'appraised' AND document.id = ("
    " SELECT MAX(later.id) FROM points_document later"
    " JOIN appraised_points other ON other.document_id = later.id"
    " WHERE later.kind = 'appraised'"
    " AND other.round_unit_id = appraised_points.round_unit_id)"
    " GROUP BY appraised_points.round_unit_id"
)


def upgrade() -> None:
    """Points of before become one document for each round and source, without who and when."""
    database = op.get_bind()
    rows = database.execute(
        sa.text(
            "SELECT round_unit.round_id, appraised_points.source, round_unit.id,"
            " appraised_points.points FROM appraised_points"
            " JOIN round_unit ON round_unit.id = appraised_points.round_unit_id"
            " ORDER BY round_unit.round_id, appraised_points.source, round_unit.id"
        )
    ).all()
    op.drop_table("appraised_points")
    _know(f"{BEFORE}, 'criteria'")
    document, points = _points_tables()
    _earlier_tables()
    numbers: dict[tuple[int, str], int] = {}
    for round_id, source, _unit, _points in rows:
        numbers.setdefault((round_id, source), len(numbers) + 1)
    if not rows:
        return
    op.bulk_insert(
        document,
        [
            {
                "round_id": round_id,
                "kind": "appraised",
                "source": source,
                "number": "",
                "reason": "",
            }
            for round_id, source in numbers
        ],
    )
    op.bulk_insert(
        points,
        [
            {
                "document_id": numbers[round_id, source],
                "round_unit_id": unit,
                "area": "total",
                "points": value,
            }
            for round_id, source, unit, value in rows
        ],
    )


def downgrade() -> None:
    """The sums that stand stay; areas, self-scored points and earlier tables are lost."""
    rows = op.get_bind().execute(sa.text(STANDING)).all()
    for table in ("earlier_group_row", "earlier_row", "earlier_table"):
        op.drop_table(table)
    op.drop_table("appraised_points")
    op.drop_table("points_document")
    op.execute("DELETE FROM round_plan WHERE kind = 'criteria'")
    op.execute("DELETE FROM plan_version WHERE kind = 'criteria'")
    _know(BEFORE)
    before = op.create_table(
        "appraised_points",
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("points", sa.Numeric(7, 2), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.CheckConstraint("points >= 0", name="points_not_negative"),
    )
    if rows:
        op.bulk_insert(
            before,
            [{"round_unit_id": one, "points": value, "source": said} for one, value, said in rows],
        )


def _know(kinds: str) -> None:
    with op.batch_alter_table("plan_version") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), f"kind IN ({kinds})")


def _points_tables() -> tuple[sa.Table, sa.Table]:
    document = op.create_table(
        "points_document",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("issued_on", sa.Date()),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("recorded_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('self', 'appraised')", name="kind_known"),
        sa.CheckConstraint("(number = '') = (issued_on IS NULL)", name="number_with_day"),
        sa.CheckConstraint(
            "(recorded_by IS NULL) = (recorded_at IS NULL)", name="recorded_by_somebody"
        ),
        sa.CheckConstraint("number <> '' OR recorded_by IS NULL", name="numbered"),
    )
    points = op.create_table(
        "appraised_points",
        sa.Column("document_id", BIG_ID, sa.ForeignKey("points_document.id"), primary_key=True),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("area", sa.String(32), primary_key=True),
        sa.Column("points", sa.Numeric(9, 4), nullable=False),
        sa.CheckConstraint("points >= 0", name="points_not_negative"),
        sa.CheckConstraint("area <> ''", name="area_named"),
    )
    op.create_index("ix_appraised_points_round_unit_id", "appraised_points", ["round_unit_id"])
    return document, points


def _earlier_tables() -> None:
    op.create_table(
        "earlier_table",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), nullable=False, index=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("recorded_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number <> ''", name="numbered"),
    )
    table_id = ("earlier_table_id", BIG_ID)
    op.create_table(
        "earlier_row",
        sa.Column(*table_id, sa.ForeignKey("earlier_table.id"), primary_key=True),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("rank", sa.Integer()),
        sa.Column("index_percent", sa.Numeric(7, 2)),
        sa.CheckConstraint("rank > 0", name="rank_positive"),
        sa.CheckConstraint("index_percent >= 0 AND index_percent <= 100", name="percent_of_all"),
        sa.CheckConstraint("rank IS NOT NULL OR index_percent IS NOT NULL", name="says_something"),
    )
    op.create_index("ix_earlier_row_round_unit_id", "earlier_row", ["round_unit_id"])
    op.create_table(
        "earlier_group_row",
        sa.Column(*table_id, sa.ForeignKey("earlier_table.id"), primary_key=True),
        sa.Column("unit_group_id", BIG_ID, sa.ForeignKey("unit_group.id"), primary_key=True),
        sa.Column("mean_index", sa.Numeric(7, 2)),
        sa.Column("spread", sa.Numeric(7, 2)),
        sa.CheckConstraint("mean_index >= 0 AND mean_index <= 100", name="mean_of_all"),
        sa.CheckConstraint("spread >= 0 AND spread <= 100", name="spread_of_all"),
        sa.CheckConstraint("mean_index IS NOT NULL OR spread IS NOT NULL", name="says_something"),
    )
    op.create_index("ix_earlier_group_row_unit_group_id", "earlier_group_row", ["unit_group_id"])
