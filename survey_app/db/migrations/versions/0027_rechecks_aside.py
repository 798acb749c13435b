"""What is sent as a re-check and cannot become one is kept apart from the quarantine.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing was sent before."""
    op.create_table(
        "recheck_aside",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("task_uuid", sa.Uuid()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("account_id", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id")),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skew_ms", sa.BigInteger()),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('conflict', 'quarantined')", name="kind_known"),
        sa.CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
        sa.UniqueConstraint("content_sha256"),
    )
    op.create_index(None, "recheck_aside", ["task_uuid"])


def downgrade() -> None:
    """What was put aside is lost."""
    op.drop_table("recheck_aside")
