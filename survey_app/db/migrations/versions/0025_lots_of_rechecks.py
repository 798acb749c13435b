"""Re-checks are promised, and drawn from lots.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """None was drawn before."""
    _promise()
    _lots()
    op.create_table(
        "lot_member",
        sa.Column(
            "interview_uuid",
            sa.Uuid(),
            sa.ForeignKey("assignment.interview_uuid"),
            primary_key=True,
        ),
        sa.Column("lot_id", BIG_ID, nullable=False),
        sa.Column("stratum", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id", "stratum"], ["lot_stratum.lot_id", "lot_stratum.name"]),
        sa.UniqueConstraint("lot_id", "stratum", "place"),
        sa.CheckConstraint("place > 0", name="place_positive"),
    )
    op.create_table(
        "recheck_draw",
        sa.Column(
            "interview_uuid",
            sa.Uuid(),
            sa.ForeignKey("lot_member.interview_uuid"),
            primary_key=True,
        ),
        sa.Column("selection", sa.String(8), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("selection IN ('random', 'risk')", name="selection_known"),
    )


def downgrade() -> None:
    """What was promised and drawn is lost; the audit log still says the hashes."""
    op.drop_table("recheck_draw")
    op.drop_table("lot_member")
    op.drop_table("lot_stratum")
    op.drop_table("lot")
    op.drop_table("recheck_plan")


def _promise() -> None:
    op.create_table(
        "recheck_plan",
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), primary_key=True),
        sa.Column(
            "plan_version_id", sa.String(64), sa.ForeignKey("plan_version.id"), nullable=False
        ),
        sa.Column("commitment", sa.String(64), nullable=False, unique=True),
        sa.Column("wrapped_seed", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(32)),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("first_day", sa.Date()),
        sa.Column("revealed_at", sa.DateTime(timezone=True)),
        sa.Column("revealed_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.CheckConstraint("length(commitment) = 64", name="commitment_is_hash"),
        sa.CheckConstraint("length(seed) = 32", name="seed_is_whole"),
        sa.CheckConstraint(
            "(revealed_at IS NULL) = (revealed_by IS NULL)"
            " AND (revealed_at IS NULL) = (seed IS NULL)",
            name="revealed_is_whole",
        ),
        sa.CheckConstraint(
            "revealed_at IS NULL OR first_day IS NOT NULL", name="drawn_before_shown"
        ),
    )


def _lots() -> None:
    op.create_table(
        "lot",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("recheck_plan.round_id"), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("enumerator_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("week", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id")),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column("list_sha256", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.UniqueConstraint("round_id", "code"),
        sa.UniqueConstraint("round_id", "enumerator_id", "week", "number"),
        sa.CheckConstraint("code <> ''", name="code_given"),
        sa.CheckConstraint("length(week) = 7", name="week_is_iso"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("length(list_sha256) = 64", name="list_is_hashed"),
    )
    op.create_table(
        "lot_stratum",
        sa.Column("lot_id", BIG_ID, sa.ForeignKey("lot.id"), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("interviews", sa.Integer(), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name="name_given"),
        sa.CheckConstraint("share_percent BETWEEN 1 AND 100", name="share_is_percent"),
        sa.CheckConstraint("minimum >= 0", name="minimum_not_negative"),
        sa.CheckConstraint("drawn BETWEEN 1 AND interviews", name="drawn_of_interviews"),
        sa.CheckConstraint("drawn * 100 >= share_percent * interviews", name="share_is_reached"),
        sa.CheckConstraint("drawn >= minimum OR drawn = interviews", name="minimum_is_reached"),
    )
