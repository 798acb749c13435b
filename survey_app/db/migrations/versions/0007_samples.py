"""Samples with the promise of their seed.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
DRAWN_IS_WHOLE = (
    "(drawn_at IS NULL) = (plan IS NULL)"
    " AND (drawn_at IS NULL) = (unit_codes IS NULL)"
    " AND (drawn_at IS NULL) = (strata IS NULL)"
    " AND (drawn_at IS NULL) = (list_sha256 IS NULL)"
)
REVEALED_IS_WHOLE = (
    "(revealed_at IS NULL) = (revealed_by IS NULL) AND (revealed_at IS NULL) = (seed IS NULL)"
)


def upgrade() -> None:
    """Nothing has been drawn before."""
    op.create_table(
        "sample_draw",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("list_name", sa.String(64), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False, unique=True),
        sa.Column("wrapped_seed", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(32)),
        sa.Column("committed_at", WHEN, nullable=False),
        sa.Column("committed_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("plan", sa.JSON()),
        sa.Column("unit_codes", sa.JSON()),
        sa.Column("strata", sa.JSON()),
        sa.Column("list_sha256", sa.String(64)),
        sa.Column("drawn_at", WHEN),
        sa.Column("drawn_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("revealed_at", WHEN),
        sa.Column("revealed_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.UniqueConstraint("round_id", "list_name"),
        sa.CheckConstraint("length(commitment) = 64", name="commitment_is_hash"),
        sa.CheckConstraint("length(list_sha256) = 64", name="list_is_hashed"),
        sa.CheckConstraint("length(seed) = 32", name="seed_is_whole"),
        sa.CheckConstraint(DRAWN_IS_WHOLE, name="drawn_is_whole"),
        sa.CheckConstraint(REVEALED_IS_WHOLE, name="revealed_is_whole"),
        sa.CheckConstraint(
            "revealed_at IS NULL OR drawn_at IS NOT NULL", name="drawn_before_shown"
        ),
    )
    op.create_table(
        "sample_member",
        sa.Column("frame_case_id", BIG_ID, sa.ForeignKey("frame_case.id"), primary_key=True),
        sa.Column("sample_draw_id", BIG_ID, sa.ForeignKey("sample_draw.id"), nullable=False),
        sa.Column("stratum", sa.String(700), nullable=False),
        sa.Column("sample_list", sa.String(16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Numeric(14, 6), nullable=False),
        sa.UniqueConstraint("sample_draw_id", "stratum", "sample_list", "place"),
        sa.CheckConstraint("sample_list IN ('official', 'reserve')", name="sample_list_known"),
        sa.CheckConstraint("place > 0", name="place_positive"),
        sa.CheckConstraint("weight >= 1", name="weight_at_least_one"),
    )


def downgrade() -> None:
    """Draws are lost, cases stay."""
    op.drop_table("sample_member")
    op.drop_table("sample_draw")
