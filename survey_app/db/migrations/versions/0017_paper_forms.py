"""Forms on paper, keyed once or twice.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No paper was keyed before."""
    op.create_table(
        "paper_plan",
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), primary_key=True),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("wrapped_seed", sa.Text(), nullable=False),
        sa.CheckConstraint("share_percent BETWEEN 0 AND 100", name="share_is_percent"),
    )
    op.create_table(
        "paper_form",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), nullable=False),
        sa.Column("form_number", sa.String(32), nullable=False),
        sa.Column(
            "interview_uuid", sa.Uuid(), sa.ForeignKey("assignment.interview_uuid"), nullable=False
        ),
        sa.Column("keyed_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("keyed_at", WHEN, nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("second_keyed_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("second_keyed_at", WHEN),
        sa.Column("second_answers", sa.JSON()),
        sa.Column("differences", sa.Integer()),
        sa.Column("fields", sa.Integer()),
        sa.Column("first_errors", sa.Integer()),
        sa.Column("second_errors", sa.Integer()),
        sa.Column("decided_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("decided_at", WHEN),
        sa.UniqueConstraint("round_id", "form_number"),
        sa.UniqueConstraint("interview_uuid"),
        sa.CheckConstraint("form_number <> ''", name="number_given"),
        sa.CheckConstraint(
            "(second_keyed_by IS NULL) = (second_keyed_at IS NULL)"
            " AND (second_keyed_by IS NULL) = (second_answers IS NULL)"
            " AND (second_keyed_by IS NULL) = (differences IS NULL)",
            name="second_is_whole",
        ),
        sa.CheckConstraint("second_keyed_by IS NULL OR is_chosen", name="second_was_chosen"),
        sa.CheckConstraint("second_keyed_by <> keyed_by", name="second_by_another"),
        sa.CheckConstraint(
            "decided_by <> keyed_by AND decided_by <> second_keyed_by", name="decided_by_a_third"
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)"
            " AND (decided_by IS NULL OR differences > 0)",
            name="decision_is_whole",
        ),
        sa.CheckConstraint(
            "(fields IS NULL) = (first_errors IS NULL)"
            " AND (fields IS NULL) = (second_errors IS NULL)"
            " AND (fields IS NULL OR decided_by IS NOT NULL OR differences = 0)",
            name="errors_are_known",
        ),
    )


def downgrade() -> None:
    """The interviews stay, as paper; form numbers and second entries are lost."""
    op.drop_table("paper_form")
    op.drop_table("paper_plan")
