"""What progress counts: how long interviews took, and indexes that hold what is counted.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CURRENT = "uq_interview_uuid_current"
BY_UNIT = "ix_interview_round_unit_id"
COUNTED = "ix_interview_counted"
VOIDED = "ix_interview_voided"
TRIES = "ix_contact_attempt_interview_uuid"
OUTCOME = "ix_contact_attempt_outcome"


def upgrade() -> None:
    """Interviews of before have what their document said of the clock of the tablet.

    SQLite takes a partial index only where a statement repeats its condition in the same words,
    and a column of truth is written `= 1` there.
    """
    op.drop_index(CURRENT, "interview")
    op.drop_index(BY_UNIT, "interview")
    with op.batch_alter_table("interview") as table:
        table.add_column(sa.Column("elapsed_ms", sa.BigInteger()))
        table.create_check_constraint(op.f("ck_interview_elapsed_not_negative"), "elapsed_ms >= 0")
    op.execute(_elapsed_of_before())
    _one_current("is_current = 1")
    op.create_index(
        COUNTED,
        "interview",
        [
            "round_unit_id",
            "is_current",
            "enumerator_id",
            "finished_at",
            "started_at",
            "received_at",
            "elapsed_ms",
        ],
    )
    op.create_index(
        VOIDED,
        "interview",
        ["uuid"],
        sqlite_where=sa.text("voided_at IS NOT NULL"),
        postgresql_where=sa.text("voided_at IS NOT NULL"),
    )
    op.drop_index(TRIES, "contact_attempt")
    op.create_index(
        OUTCOME,
        "contact_attempt",
        ["interview_uuid", "is_final", "attempted_at", "id", "disposition"],
    )


def downgrade() -> None:
    """What a tablet said of its clock stays in the document."""
    op.drop_index(OUTCOME, "contact_attempt")
    op.create_index(TRIES, "contact_attempt", ["interview_uuid"])
    op.drop_index(VOIDED, "interview")
    op.drop_index(COUNTED, "interview")
    op.drop_index(CURRENT, "interview")
    with op.batch_alter_table("interview") as table:
        table.drop_constraint(op.f("ck_interview_elapsed_not_negative"), type_="check")
        table.drop_column("elapsed_ms")
    op.create_index(BY_UNIT, "interview", ["round_unit_id"])
    _one_current("is_current")


def _one_current(condition: str) -> None:
    op.create_index(
        CURRENT,
        "interview",
        ["uuid"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text("is_current"),
    )


def _elapsed_of_before() -> str:
    """From the text of the document: its key, no word of an answer, where quotes are escaped."""
    if op.get_bind().dialect.name == "postgresql":
        found = """substring(content from '[{,]"elapsed_ms":([0-9]{1,11})[,}]')::bigint"""
    else:
        found = (
            "CASE WHEN json_valid(content) AND json_type(content, '$.elapsed_ms') = 'integer'"
            " AND json_extract(content, '$.elapsed_ms') >= 0"
            " THEN json_extract(content, '$.elapsed_ms') END"
        )
    return f"UPDATE interview SET elapsed_ms = {found}"  # noqa: S608 -- ours
