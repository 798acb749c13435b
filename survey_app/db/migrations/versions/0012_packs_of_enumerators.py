"""Whether the tablet of an enumerator has been sent what was last changed about their cases.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
CASES_OF_BEFORE = """
INSERT INTO account_pack (account_id, revision, changed_at)
SELECT enumerator_id, 1, max(assigned_at) FROM assignment
WHERE frame_case_id IS NOT NULL GROUP BY enumerator_id
"""


def upgrade() -> None:
    """Nobody knows of cases that were given out before: they count as not sent."""
    op.create_table(
        "account_pack",
        sa.Column("account_id", BIG_ID, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", WHEN),
        sa.Column("sent_revision", sa.Integer()),
        sa.Column("sent_at", WHEN),
        sa.Column("kept_revision", sa.Integer()),
        sa.Column("kept_at", WHEN),
        sa.CheckConstraint("(revision = 0) = (changed_at IS NULL)", name="changed_is_whole"),
        sa.CheckConstraint("(sent_revision IS NULL) = (sent_at IS NULL)", name="sent_is_whole"),
        sa.CheckConstraint("(kept_revision IS NULL) = (kept_at IS NULL)", name="kept_is_whole"),
        sa.CheckConstraint("sent_revision <= revision", name="sent_is_known"),
        sa.CheckConstraint("kept_revision <= revision", name="kept_is_known"),
    )
    op.execute(CASES_OF_BEFORE)


def downgrade() -> None:
    """Tablets ask again by themselves."""
    op.drop_table("account_pack")
