"""Scores are frozen and made public.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing was published before."""
    _runs()
    op.create_table(
        "score_run_interview",
        _refers("score_run_id", "score_run.id", primary_key=True),
        _refers("interview_id", "interview.id", primary_key=True),
    )
    op.create_table(
        "score_row",
        _refers("score_run_id", "score_run.id", primary_key=True),
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('unit', 'group', 'whole')", name="kind_known"),
        sa.CheckConstraint("(kind = 'whole') = (code = '')", name="whole_has_no_code"),
        sa.CheckConstraint("content <> ''", name="content_given"),
    )
    _publications()


def downgrade() -> None:
    """What was published is lost; rounds that were are closed again."""
    op.execute("UPDATE round SET state = 'closed' WHERE state IN ('published', 'archived')")
    op.drop_table("publication")
    op.drop_table("score_row")
    op.drop_table("score_run_interview")
    op.drop_table("score_run")


def _runs() -> None:
    op.create_table(
        "score_run",
        sa.Column("id", BIG_ID, primary_key=True),
        _refers("round_id", "round.id"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _refers("made_by", "account.id"),
        sa.Column("interviews", sa.Integer(), nullable=False),
        sa.Column("cut_sha256", sa.String(64), nullable=False),
        _named("questionnaire_version_id", "questionnaire_version.id"),
        _named("scoring_plan_id", "plan_version.id"),
        _named("points_plan_id", "plan_version.id"),
        sa.Column("code_version", sa.String(64), nullable=False),
        sa.Column("method_version", sa.String(64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("interviews > 0", name="made_of_something"),
        sa.CheckConstraint("length(cut_sha256) = 64", name="cut_is_hashed"),
        sa.CheckConstraint("length(result_sha256) = 64", name="result_is_hashed"),
        sa.CheckConstraint("code_version <> ''", name="code_named"),
        sa.CheckConstraint("method_version <> ''", name="method_named"),
        sa.CheckConstraint("result <> ''", name="result_given"),
    )
    op.create_index(None, "score_run", ["round_id"])


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", BIG_ID, primary_key=True),
        _refers("round_id", "round.id"),
        _refers("score_run_id", "score_run.id"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        _refers("published_by", "account.id"),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        _refers("ended_by", "account.id", nullable=True),
        sa.Column("ended_reason", sa.String(500)),
        sa.UniqueConstraint("score_run_id"),
        sa.CheckConstraint("state IN ('current', 'withdrawn', 'superseded')", name="state_known"),
        sa.CheckConstraint(
            "(state = 'current') = (ended_at IS NULL)"
            " AND (ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name="end_is_whole",
        ),
        sa.CheckConstraint("ended_reason <> ''", name="ended_with_a_reason"),
        sa.CheckConstraint("published_at <= ended_at", name="time_forward"),
    )
    op.create_index(None, "publication", ["round_id"])
    op.create_index(
        "uq_publication_round_id_current",
        "publication",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )


def _refers(
    name: str, target: str, *, nullable: bool = False, primary_key: bool = False
) -> sa.Column[int]:
    return sa.Column(
        name, BIG_ID, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key
    )


def _named(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), sa.ForeignKey(target), nullable=False)
