"""What interviews come to, kept beside them.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The tables only. What was received before is filled in once all migrations have run: what
    it comes to depends on its questionnaire, which only the program can read.
    """
    op.create_table(
        "interview_tally",
        sa.Column("interview_id", BIG_ID, sa.ForeignKey("interview.id"), primary_key=True),
        sa.Column("stratum", sa.String(700), nullable=False),
        sa.Column("satisfied", sa.BigInteger(), nullable=False),
        sa.Column("valid", sa.BigInteger(), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
    )
    op.create_table(
        "tally_change",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("interview_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("change IN (-1, 1)", name="change_of_one"),
    )
    op.create_table(
        "tally_cell",
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("stratum", sa.String(700), primary_key=True),
        sa.Column("mode", sa.String(16), primary_key=True),
        sa.Column("origin", sa.String(16), primary_key=True),
        sa.Column("rule_sha256", sa.String(64), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(rule_sha256) = 64", name="rule_is_hashed"),
    )


def downgrade() -> None:
    """Nothing is lost that the answers do not say."""
    op.drop_table("tally_cell")
    op.drop_table("tally_change")
    op.drop_table("interview_tally")
