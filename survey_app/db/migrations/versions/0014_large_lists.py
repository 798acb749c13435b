"""Lists of any size on pages: their parts, and the work of processes on them.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
RUNNING = sa.text("state = 'running'")
ADDED = ("is_large", "heads", "first_procedures")


def upgrade() -> None:
    """What waits already is no large list."""
    with op.batch_alter_table("frame_upload") as table:
        table.add_column(
            sa.Column("is_large", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("heads", sa.JSON()))
        table.add_column(sa.Column("first_procedures", sa.JSON()))
        table.drop_constraint("content_until_imported", type_="check")
        table.create_check_constraint(
            "content_until_imported",
            "is_large OR (content IS NULL) = (frame_import_id IS NOT NULL)",
        )
        table.create_check_constraint("large_content_in_parts", "NOT is_large OR content IS NULL")
    op.create_table(
        "frame_upload_part",
        sa.Column("upload_id", sa.Uuid(), sa.ForeignKey("frame_upload.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number >= 0", name="number_from_zero"),
    )
    _make_jobs()


def _make_jobs() -> None:
    op.create_table(
        "frame_job",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("upload_id", sa.Uuid(), sa.ForeignKey("frame_upload.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("started_at", WHEN, nullable=False),
        sa.Column("seen_at", WHEN, nullable=False),
        sa.Column("ended_at", WHEN),
        sa.Column("outcome", sa.JSON()),
        sa.Column("lines", sa.LargeBinary()),
        sa.UniqueConstraint("upload_id", "kind"),
        sa.CheckConstraint("kind IN ('open', 'read', 'judge', 'import')", name="kind_known"),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'refused', 'cancelled', 'failed', 'lost')",
            name="state_known",
        ),
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ends_once"),
        sa.CheckConstraint(
            "state IN ('done', 'refused') OR outcome IS NULL", name="outcome_at_end"
        ),
        sa.CheckConstraint("done >= 0", name="done_counted"),
    )
    op.create_index(
        "uq_frame_job_running",
        "frame_job",
        ["upload_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def downgrade() -> None:
    """Large lists that wait are lost, with the work on them; they can be brought again."""
    op.drop_table("frame_job")
    op.drop_table("frame_upload_part")
    op.execute("DELETE FROM frame_upload WHERE is_large")
    with op.batch_alter_table("frame_upload") as table:
        table.drop_constraint("large_content_in_parts", type_="check")
        table.drop_constraint("content_until_imported", type_="check")
        for column in ADDED:
            table.drop_column(column)
        table.create_check_constraint(
            "content_until_imported", "(content IS NULL) = (frame_import_id IS NOT NULL)"
        )
