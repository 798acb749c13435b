"""Cases of bonus and penalty are counted for the units of a round.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody counted any before."""
    op.create_table(
        "round_unit_adjustment",
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("adjustment", sa.String(32), primary_key=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("recorded_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cases >= 0", name="cases_not_negative"),
        sa.CheckConstraint("adjustment <> ''", name="adjustment_named"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
    )
    op.create_table(
        "score_run_adjustment",
        sa.Column("score_run_id", BIG_ID, sa.ForeignKey("score_run.id"), primary_key=True),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("adjustment", sa.String(32), primary_key=True),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.CheckConstraint("cases >= 0", name="cases_not_negative"),
    )


def downgrade() -> None:
    """What was counted is lost; the audit log still says it."""
    op.drop_table("score_run_adjustment")
    op.drop_table("round_unit_adjustment")
