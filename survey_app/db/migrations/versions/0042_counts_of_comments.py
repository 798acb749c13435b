"""A run keeps how many comments stand in which state, and which are of voided interviews.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("decision_id IS NULL")


def upgrade() -> None:
    """Of runs of before, too: both are told by what is kept of them."""
    op.drop_index("ix_run_comment_waiting", "run_comment")
    with op.batch_alter_table("run_comment") as table:
        table.add_column(
            sa.Column("is_voided", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("run_comment") as table:
        table.alter_column("is_voided", server_default=None)
    op.execute(_VOIDED)
    _index_waiting("place", "is_voided", "decision_id")
    op.create_index(
        "ix_run_comment_voided",
        "run_comment",
        ["score_run_id", "is_voided", "round_unit_id"],
        sqlite_where=sa.text("is_voided = 1"),
        postgresql_where=sa.text("is_voided"),
    )
    op.create_table(
        "run_comment_count",
        sa.Column("score_run_id", BIG_ID, sa.ForeignKey("score_run.id"), primary_key=True),
        sa.Column("round_unit_id", BIG_ID, sa.ForeignKey("round_unit.id"), primary_key=True),
        sa.Column("state", sa.String(16), primary_key=True),
        sa.Column("themes", sa.Text(), primary_key=True),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'released', 'withheld')", name="state_known"),
        sa.CheckConstraint("comments >= 0", name="not_negative"),
    )
    op.execute(_COUNTS)


def downgrade() -> None:
    """Nothing is lost that comments, decisions and interviews do not say."""
    op.drop_table("run_comment_count")
    op.drop_index("ix_run_comment_voided", "run_comment")
    op.drop_index("ix_run_comment_waiting", "run_comment")
    with op.batch_alter_table("run_comment") as table:
        table.drop_column("is_voided")
    _index_waiting("place", "interview_uuid", "decision_id")


def _index_waiting(*columns: str) -> None:
    op.create_index(
        "ix_run_comment_waiting",
        "run_comment",
        ["score_run_id", *columns],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


_VOIDED = """
UPDATE run_comment SET is_voided = true
WHERE interview_uuid IN (SELECT uuid FROM interview WHERE voided_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM interview AS version
    WHERE version.uuid = run_comment.interview_uuid AND version.is_current)
"""
_COUNTS = """
INSERT INTO run_comment_count (score_run_id, round_unit_id, state, themes, comments)
SELECT score_run_id, round_unit_id, state, themes, count(*)
FROM (
  SELECT kept.score_run_id, kept.round_unit_id, coalesce(decision.outcome, 'waiting') AS state,
    coalesce(',' || CAST(decision.theme AS text) || ',', kept.themes) AS themes
  FROM run_comment AS kept
  LEFT JOIN comment_decision AS decision ON decision.id = kept.decision_id
) AS standing
GROUP BY score_run_id, round_unit_id, state, themes
"""
