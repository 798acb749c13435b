"""A key for each run that makes the identifiers of its interviews in files that are handed on.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Runs of before get theirs when a file of them is first made."""
    op.create_table(
        "pseudonym_key",
        sa.Column("score_run_id", BIG_ID, sa.ForeignKey("score_run.id"), primary_key=True),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key) = 32", name="key_is_whole"),
    )


def downgrade() -> None:
    """Files that were made before keep identifiers that can no longer be made again."""
    op.drop_table("pseudonym_key")
