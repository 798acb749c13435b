"""Interviews keep where their respondent came from; paper that a respondent filled in alone.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MODES_BEFORE = "'online_form', 'tablet', 'paper', 'phone'"
MODES = "'online_form', 'tablet', 'phone', 'paper', 'paper_self'"
ORIGINS = "'official', 'reserve', 'replaced', 'listed', 'unlisted'"
ORIGIN_OF_OLD = """
UPDATE interview SET origin = (
  SELECT CASE
      WHEN assignment.frame_case_id IS NULL THEN 'unlisted'
      WHEN sample_replacement.replaced_case_id IS NOT NULL THEN 'replaced'
      ELSE coalesce(sample_member.sample_list, 'listed')
    END
  FROM assignment
  LEFT JOIN sample_member ON sample_member.frame_case_id = assignment.frame_case_id
  LEFT JOIN sample_replacement ON sample_replacement.replaced_case_id = assignment.frame_case_id
  WHERE assignment.interview_uuid = interview.uuid
)
"""


def upgrade() -> None:
    """The origin of what was received before is read from its case as it is now."""
    with op.batch_alter_table("interview") as table:
        table.add_column(sa.Column("origin", sa.String(16)))
    op.execute(ORIGIN_OF_OLD)
    with op.batch_alter_table("interview") as table:
        table.alter_column("origin", existing_type=sa.String(16), nullable=False)
        table.create_check_constraint("origin_known", f"origin IN ({ORIGINS})")
        table.drop_constraint("mode_known", type_="check")
        table.create_check_constraint("mode_known", f"mode IN ({MODES})")


def downgrade() -> None:
    """What a respondent filled in alone is paper again; origins are read anew on the way up."""
    op.execute("UPDATE interview SET mode = 'paper' WHERE mode = 'paper_self'")
    with op.batch_alter_table("interview") as table:
        table.drop_constraint("mode_known", type_="check")
        table.create_check_constraint("mode_known", f"mode IN ({MODES_BEFORE})")
        table.drop_constraint("origin_known", type_="check")
        table.drop_column("origin")
