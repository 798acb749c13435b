"""What is looked for in interviews, what was found, and who looked at it.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def _number(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG_ID, sa.ForeignKey(target), nullable=nullable)


def upgrade() -> None:
    """Nothing was looked for before."""
    op.create_table(
        "quality_run",
        sa.Column("id", BIG_ID, primary_key=True),
        _number("round_id", "round.id"),
        sa.Column("ran_at", WHEN, nullable=False),
        _number("ran_by", "account.id", nullable=True),
        sa.Column("interviews", sa.Integer(), nullable=False),
        sa.Column("newest_interview_id", BIG_ID),
        sa.Column("rules_id", sa.String(64), nullable=False),
        sa.Column("rules_sha256", sa.String(64), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint("interviews >= 0", name="interviews_not_negative"),
        sa.CheckConstraint(
            "(interviews = 0) = (newest_interview_id IS NULL)", name="newest_of_interviews"
        ),
        sa.CheckConstraint("length(rules_sha256) = 64", name="rules_are_hashed"),
    )
    op.create_index(None, "quality_run", ["round_id", "id"])
    _flags()
    op.create_table(
        "quality_review",
        sa.Column("id", BIG_ID, primary_key=True),
        _number("flag_id", "quality_flag.id"),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        _number("reviewed_by", "account.id"),
        sa.Column("reviewed_at", WHEN, nullable=False),
        sa.CheckConstraint("note <> ''", name="note_given"),
    )
    op.create_index(None, "quality_review", ["flag_id"])


def _flags() -> None:
    op.create_table(
        "quality_flag",
        sa.Column("id", BIG_ID, primary_key=True),
        _number("round_id", "round.id"),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        _number("enumerator_id", "account.id"),
        _number("round_unit_id", "round_unit.id", nullable=True),
        sa.Column("interview_uuid", sa.Uuid(), sa.ForeignKey("assignment.interview_uuid")),
        sa.Column("other_uuid", sa.Uuid(), sa.ForeignKey("assignment.interview_uuid")),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        _number("first_run_id", "quality_run.id"),
        _number("last_run_id", "quality_run.id"),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("seen_strength", sa.Float()),
        sa.Column("seen_other_uuid", sa.Uuid()),
        sa.UniqueConstraint("round_id", "kind", "subject"),
        sa.CheckConstraint("kind <> ''", name="kind_given"),
        sa.CheckConstraint("subject <> ''", name="subject_given"),
        sa.CheckConstraint("is_open OR seen_strength IS NOT NULL", name="closed_was_seen"),
        sa.CheckConstraint("first_run_id <= last_run_id", name="runs_forward"),
    )
    op.create_index(None, "quality_flag", ["round_id", "id"])
    op.create_index(None, "quality_flag", ["interview_uuid"])


def downgrade() -> None:
    """Flags are lost with what was noted about them; interviews stay and can be examined again."""
    op.drop_table("quality_review")
    op.drop_table("quality_flag")
    op.drop_table("quality_run")
