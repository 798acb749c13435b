"""Lists that wait on the page to be imported.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing waited before."""
    op.create_table(
        "frame_upload",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("account_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("mapping", sa.JSON()),
        sa.Column("rules", sa.JSON()),
        sa.Column("uploaded_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("frame_import_id", BIG_ID, sa.ForeignKey("frame_import.id")),
        sa.CheckConstraint(
            "(content IS NULL) = (frame_import_id IS NOT NULL)", name="content_until_imported"
        ),
        sa.CheckConstraint("expires_at > uploaded_at", name="expires_later"),
    )
    op.create_index(None, "frame_upload", ["account_id", "round_id"])
    op.create_index(None, "frame_upload", ["expires_at"])


def downgrade() -> None:
    """What waits is lost; it can be brought again."""
    op.drop_table("frame_upload")
