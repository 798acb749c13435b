"""Imported lists, and what sampling and progress need to know of a case.

Revision ID: 0005
Revises: 0004
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAID_BY_THE_LIST: dict[str, TypeEngine[Any]] = {
    "field": sa.String(200),
    "applicant_kind": sa.String(16),
    "district": sa.String(200),
    "channel": sa.String(16),
    "keyed_by": sa.String(16),
    "received_on": sa.Date(),
    "due_on": sa.Date(),
    "frame_import_id": BIG_ID,
    "row_number": sa.Integer(),
}
CHECKS = {
    "ck_frame_case_applicant_kind_known": "applicant_kind IN ('person', 'organisation')",
    "ck_frame_case_channel_known": "channel IN ('desk', 'online', 'post', 'other')",
    "ck_frame_case_keyed_by_known": "keyed_by IN ('applicant', 'civil_servant')",
    "ck_frame_case_row_of_an_import": "(frame_import_id IS NULL) = (row_number IS NULL)",
}
IMPORT_KEY = "fk_frame_case_frame_import_id_frame_import"
PUBLIC_ID = "uq_frame_case_public_id"
INDEXES = {
    "ix_frame_case_person_id": "person_id",
    "ix_frame_case_frame_import_id": "frame_import_id",
}
# A random UUID of version 4 (RFC 9562, 5.4), for rows that were made before.
FILL_IN = {
    "sqlite": (
        "UPDATE frame_case SET public_id = lower(hex(randomblob(6)))"
        " || '4' || substr(lower(hex(randomblob(2))), 2)"
        " || substr('89ab', 1 + (abs(random()) % 4), 1) || substr(lower(hex(randomblob(2))), 2)"
        " || lower(hex(randomblob(6)))"
    ),
    "postgresql": "UPDATE frame_case SET public_id = gen_random_uuid()",
}


def upgrade() -> None:
    """Cases that exist keep what they say; they came from no import."""
    _add_imports()
    with op.batch_alter_table("frame_case") as table:
        table.add_column(sa.Column("public_id", sa.Uuid()))
        for name, kind in SAID_BY_THE_LIST.items():
            table.add_column(sa.Column(name, kind))
    op.execute(FILL_IN[op.get_bind().dialect.name])
    with op.batch_alter_table("frame_case") as table:
        table.alter_column("public_id", existing_type=sa.Uuid(), nullable=False)
        table.create_unique_constraint(op.f(PUBLIC_ID), ["public_id"])
        table.create_foreign_key(op.f(IMPORT_KEY), "frame_import", ["frame_import_id"], ["id"])
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(name), rule)
    for name, column in INDEXES.items():
        op.create_index(op.f(name), "frame_case", [column], unique=False)


def _add_imports() -> None:
    op.create_table(
        "frame_import",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("unit_codes", sa.JSON(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("imported_by", BIG_ID, nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_frame_import_sha256_is_hash")),
        sa.CheckConstraint(
            "state IN ('current', 'replaced')", name=op.f("ck_frame_import_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'replaced') = (replaced_at IS NOT NULL)",
            name=op.f("ck_frame_import_replaced_has_time"),
        ),
        sa.CheckConstraint(
            "cases > 0 AND cases <= files", name=op.f("ck_frame_import_cases_among_files")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_frame_import_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["account.id"], name=op.f("fk_frame_import_imported_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_import")),
    )
    op.create_index(
        op.f("ix_frame_import_round_id_id"), "frame_import", ["round_id", "id"], unique=False
    )
    op.create_index(
        op.f("uq_frame_import_current"),
        "frame_import",
        ["round_id", "sha256"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )


def downgrade() -> None:
    """The cases stay; where they came from is forgotten."""
    for name in INDEXES:
        op.drop_index(op.f(name), "frame_case")
    with op.batch_alter_table("frame_case") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(name), type_="check")
        table.drop_constraint(op.f(IMPORT_KEY), type_="foreignkey")
        table.drop_constraint(op.f(PUBLIC_ID), type_="unique")
        for name in ("public_id", *SAID_BY_THE_LIST):
            table.drop_column(name)
    op.drop_index(op.f("uq_frame_import_current"), "frame_import")
    op.drop_index(op.f("ix_frame_import_round_id_id"), "frame_import")
    op.drop_table("frame_import")
