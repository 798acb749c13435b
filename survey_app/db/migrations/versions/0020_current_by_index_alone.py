"""Whether an interview counts is read from the index alone, on SQLite too.

Revision ID: 0020
Revises: 0019
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CURRENT = "uq_interview_uuid_current"


def upgrade() -> None:
    """SQLite looks a column up in the row unless the index has it, even one that is always true."""
    _one_current(["uuid", "is_current"])


def downgrade() -> None:
    """The same, by the number of the interview alone."""
    _one_current(["uuid"])


def _one_current(columns: Sequence[str]) -> None:
    op.drop_index(CURRENT, "interview")
    op.create_index(
        CURRENT,
        "interview",
        list(columns),
        unique=True,
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )
