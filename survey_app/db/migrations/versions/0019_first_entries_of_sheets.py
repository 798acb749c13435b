"""A form on paper names the version that its first entry became; decisions need a second entry.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FIRST_ON_PAPER = """
UPDATE paper_form SET first_entry_id = (
  SELECT interview.id FROM interview
  WHERE interview.uuid = paper_form.interview_uuid AND interview.mode IN ('paper', 'paper_self')
  ORDER BY interview.version LIMIT 1
)
"""
DECISION, ERRORS = "ck_paper_form_decision_is_whole", "ck_paper_form_errors_are_known"
FIRST, FIRST_ONCE = "fk_paper_form_first_entry_id_interview", "uq_paper_form_first_entry_id"
DECIDED = "(decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL OR {})"
KNOWN = (
    "(fields IS NULL) = (first_errors IS NULL) AND (fields IS NULL) = (second_errors IS NULL)"
    " AND (fields IS NULL OR decided_by IS NOT NULL OR {})"
)


def upgrade() -> None:
    """The first version on paper: an interview that was voided before may have come otherwise.

    A comparison with a number that is not known forbids nothing; these did not say so.
    """
    with op.batch_alter_table("paper_form") as table:
        table.add_column(sa.Column("first_entry_id", BIG_ID))
    op.execute(FIRST_ON_PAPER)
    with op.batch_alter_table("paper_form") as table:
        table.alter_column("first_entry_id", existing_type=BIG_ID, nullable=False)
        table.create_foreign_key(op.f(FIRST), "interview", ["first_entry_id"], ["id"])
        table.create_unique_constraint(op.f(FIRST_ONCE), ["first_entry_id"])
    _require(decided="coalesce(differences, 0) > 0", known="coalesce(differences, 1) = 0")
    op.create_index(None, "quality_flag", ["other_uuid"])


def downgrade() -> None:
    """The versions stay; which of them was keyed first is read anew on the way up."""
    op.drop_index("ix_quality_flag_other_uuid", "quality_flag")
    _require(decided="differences > 0", known="differences = 0")
    with op.batch_alter_table("paper_form") as table:
        table.drop_constraint(op.f(FIRST_ONCE), type_="unique")
        table.drop_constraint(op.f(FIRST), type_="foreignkey")
        table.drop_column("first_entry_id")


def _require(*, decided: str, known: str) -> None:
    with op.batch_alter_table("paper_form") as table:
        for name, condition in ((DECISION, DECIDED.format(decided)), (ERRORS, KNOWN.format(known))):
            table.drop_constraint(op.f(name), type_="check")
            table.create_check_constraint(op.f(name), condition)
