"""Addresses that are told when scores become public, and what they were told.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody was told before."""
    _webhook()
    _message()
    _delivery()
    op.create_table(
        "webhook_attempt",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("delivery_id", BIG_ID, sa.ForeignKey("webhook_delivery.id"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("problem", sa.String(32), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status IS NULL) = (problem <> '')", name="answer_or_problem"),
        sa.CheckConstraint("took_ms >= 0", name="time_forward"),
    )
    op.create_index(None, "webhook_attempt", ["delivery_id"])


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("wrapped_secret", sa.Text(), nullable=False),
        sa.Column("wrapped_before", sa.Text()),
        sa.Column("rotated_at", TIME),
        sa.Column("made_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("ended_reason", sa.String(500)),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.CheckConstraint(
            "(wrapped_before IS NULL) = (rotated_at IS NULL)", name="change_is_whole"
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="end_is_whole"),
        sa.CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name="ended_by_somebody"),
        sa.CheckConstraint("ended_reason <> ''", name="ended_with_a_reason"),
    )


def _message() -> None:
    op.create_table(
        "webhook_message",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("publication_id", BIG_ID, sa.ForeignKey("publication.id"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.UniqueConstraint("uuid"),
        sa.UniqueConstraint("publication_id", "event"),
        sa.CheckConstraint(
            "event IN ('round.published', 'round.superseded', 'round.withdrawn')",
            name="event_known",
        ),
    )


def _delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("message_id", BIG_ID, sa.ForeignKey("webhook_message.id"), nullable=False),
        sa.Column("webhook_id", BIG_ID, sa.ForeignKey("webhook.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.UniqueConstraint("message_id", "webhook_id"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'given_up')", name="state_known"),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
    )
    op.create_index(None, "webhook_delivery", ["webhook_id"])
    op.create_index(None, "webhook_delivery", ["state", "next_at"])


def downgrade() -> None:
    """Addresses and what they were told are lost; what was published stays."""
    for table in ("webhook_attempt", "webhook_delivery", "webhook_message", "webhook"):
        op.drop_table(table)
