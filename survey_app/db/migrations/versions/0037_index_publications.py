"""An index is published by a decision, and frozen as it was.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """No index was published before."""
    op.create_table(
        "index_publication",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("round_id", BIG_ID, sa.ForeignKey("round.id"), nullable=False, index=True),
        sa.Column(
            "publication_id", BIG_ID, sa.ForeignKey("publication.id"), nullable=False, index=True
        ),
        sa.Column("decision_number", sa.String(64), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("published_at", TIME, nullable=False),
        sa.Column("published_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("ended_reason", sa.String(500)),
        sa.CheckConstraint("decision_number <> ''", name="decision_numbered"),
        sa.CheckConstraint("content <> ''", name="content_given"),
        sa.CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
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
    op.create_index(
        "uq_index_publication_round_id_current",
        "index_publication",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )


def downgrade() -> None:
    """What was published is lost; the audit log still says its hash."""
    op.drop_table("index_publication")
