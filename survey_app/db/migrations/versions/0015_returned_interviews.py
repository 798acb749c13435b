"""Interviews that were returned to their enumerators; members replaced after a void.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'open'")
REASONS = "'refused', 'not_reached', 'wrong_address', 'moved', 'not_eligible'"


def upgrade() -> None:
    """Nothing was returned before."""
    op.create_table(
        "interview_return",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("interview_id", BIG_ID, sa.ForeignKey("interview.id"), nullable=False),
        sa.Column(
            "interview_uuid",
            sa.Uuid(),
            sa.ForeignKey("assignment.interview_uuid"),
            nullable=False,
        ),
        sa.Column("enumerator_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("comment", sa.String(500), nullable=False),
        sa.Column("returned_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("returned_at", WHEN, nullable=False),
        sa.Column("opened_at", WHEN),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", WHEN),
        sa.Column("answer_id", BIG_ID, sa.ForeignKey("interview.id"), unique=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'withdrawn')", name="state_known"),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_unless_open"),
        sa.CheckConstraint(
            "(state = 'answered') = (answer_id IS NOT NULL)", name="answered_by_one"
        ),
        sa.CheckConstraint("answer_id <> interview_id", name="answered_by_another"),
        sa.CheckConstraint("comment <> ''", name="comment_given"),
    )
    op.create_index(None, "interview_return", ["interview_id"])
    op.create_index(None, "interview_return", ["interview_uuid", "id"])
    op.create_index(
        "uq_interview_return_open",
        "interview_return",
        ["interview_uuid"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    _allow(f"{REASONS}, 'voided'")


def downgrade() -> None:
    """What was returned is lost, its versions stay; a replacement after a void keeps its note."""
    op.drop_table("interview_return")
    op.execute("UPDATE sample_replacement SET reason = 'not_reached' WHERE reason = 'voided'")
    _allow(REASONS)


def _allow(reasons: str) -> None:
    with op.batch_alter_table("sample_replacement") as table:
        table.drop_constraint(op.f("ck_sample_replacement_reason_known"), type_="check")
        table.create_check_constraint("reason_known", f"reason IN ({reasons})")
