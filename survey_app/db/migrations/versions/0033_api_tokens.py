"""Tokens with which programs of other offices read rounds and scores.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody had one before."""
    op.create_table(
        "api_token",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("made_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("revoked_reason", sa.String(500)),
        sa.UniqueConstraint("token_sha256"),
        sa.CheckConstraint("length(token_sha256) = 64", name="token_is_hashed"),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.CheckConstraint("scopes <> ''", name="has_a_scope"),
        sa.CheckConstraint("made_at < expires_at", name="time_forward"),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)"
            " AND (revoked_at IS NULL) = (revoked_reason IS NULL)",
            name="end_is_whole",
        ),
        sa.CheckConstraint("revoked_reason <> ''", name="ended_with_a_reason"),
    )


def downgrade() -> None:
    """All tokens are lost; what they let read stays."""
    op.drop_table("api_token")
