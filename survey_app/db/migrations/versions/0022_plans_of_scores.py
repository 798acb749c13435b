"""Scoring plans and points plans are kept like the others.

Revision ID: 0022
Revises: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KNOWN = "ck_plan_version_kind_known"
BEFORE = "'index', 'sampling', 'recheck'"
SINCE = f"{BEFORE}, 'scoring', 'points'"


def upgrade() -> None:
    """Rounds of before name neither; they go by the usual ones until they are opened or copied."""
    _know(SINCE)


def downgrade() -> None:
    """Which plans rounds were scored by is lost."""
    op.execute("DELETE FROM round_plan WHERE kind IN ('scoring', 'points')")
    op.execute("DELETE FROM plan_version WHERE kind IN ('scoring', 'points')")
    _know(BEFORE)


def _know(kinds: str) -> None:
    with op.batch_alter_table("plan_version") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(op.f(KNOWN), f"kind IN ({kinds})")
