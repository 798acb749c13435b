"""Assignments that were recalled, and members of a sample that were replaced.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
REASONS = "'refused', 'not_reached', 'wrong_address', 'moved', 'not_eligible'"


def upgrade() -> None:
    """Nothing was recalled or replaced before."""
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("recalled_at", WHEN))
    op.create_table(
        "sample_replacement",
        sa.Column(
            "replaced_case_id",
            BIG_ID,
            sa.ForeignKey("sample_member.frame_case_id"),
            primary_key=True,
        ),
        sa.Column(
            "replacement_case_id",
            BIG_ID,
            sa.ForeignKey("sample_member.frame_case_id"),
            nullable=False,
            unique=True,
        ),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("replaced_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("replaced_at", WHEN, nullable=False),
        sa.CheckConstraint("replaced_case_id <> replacement_case_id", name="replaced_by_another"),
        sa.CheckConstraint(f"reason IN ({REASONS})", name="reason_known"),
        sa.CheckConstraint("note <> ''", name="note_given"),
    )


def downgrade() -> None:
    """A recalled case is again with whoever had it last; who replaced whom is lost."""
    op.drop_table("sample_replacement")
    with op.batch_alter_table("assignment") as table:
        table.drop_column("recalled_at")
