"""The last day of fieldwork of a round, beside the period that it is about.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

AFTER_START = "ck_round_fieldwork_after_start"


def upgrade() -> None:
    """Rounds of before name no such day."""
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("fieldwork_end", sa.Date()))
        table.create_check_constraint(op.f(AFTER_START), "period_start <= fieldwork_end")


def downgrade() -> None:
    """The day is lost, the period stays."""
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f(AFTER_START), type_="check")
        table.drop_column("fieldwork_end")
