"""Comments of respondents are released to their unit, or withheld, by a decision.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody decided about a comment before: all of them wait."""
    op.create_table(
        "comment_decision",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("interview_uuid", sa.Uuid(), nullable=False),
        sa.Column("interview_version", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("theme", sa.Integer()),
        sa.Column("text", sa.Text()),
        sa.Column("reason", sa.String(500)),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("decided_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("ended_reason", sa.String(500)),
        sa.ForeignKeyConstraint(
            ["interview_uuid", "interview_version"], ["interview.uuid", "interview.version"]
        ),
        sa.CheckConstraint("item_code <> ''", name="item_given"),
        sa.CheckConstraint("length(text_sha256) = 64", name="text_is_hashed"),
        sa.CheckConstraint("outcome IN ('released', 'withheld')", name="outcome_known"),
        sa.CheckConstraint(
            "(outcome = 'released') = (text IS NOT NULL)"
            " AND (outcome = 'withheld') = (reason IS NOT NULL)",
            name="outcome_is_whole",
        ),
        sa.CheckConstraint("outcome = 'released' OR theme IS NULL", name="theme_of_a_release"),
        sa.CheckConstraint("text <> '' AND length(text) <= 2000", name="text_can_be_read"),
        sa.CheckConstraint("reason <> ''", name="withheld_with_a_reason"),
        sa.CheckConstraint("length(place) = 32", name="place_drawn"),
        sa.CheckConstraint("state IN ('current', 'taken_back')", name="state_known"),
        sa.CheckConstraint(
            "(state = 'current') = (ended_at IS NULL)"
            " AND (ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name="end_is_whole",
        ),
        sa.CheckConstraint("ended_reason <> ''", name="ended_with_a_reason"),
        sa.CheckConstraint("decided_at <= ended_at", name="time_forward"),
    )
    op.create_index(
        "uq_comment_decision_current",
        "comment_decision",
        ["interview_uuid", "item_code", "text_sha256"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )


def downgrade() -> None:
    """What was released is lost, and no unit reads it; the audit log says that it was decided."""
    op.drop_table("comment_decision")
