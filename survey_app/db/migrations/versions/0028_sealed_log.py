"""The log of changes is sealed in blocks, and the database refuses to change it.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("audit_event", "audit_seal")
SAID = "the log of changes is only ever added to"


def upgrade() -> None:
    """Events of before are sealed by the command that runs this, which knows how to hash them."""
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_found", sa.Boolean(), nullable=False),
        sa.Column("first_id", BIG_ID, nullable=False),
        sa.Column("last_id", BIG_ID, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("events > 0", name="holds_events"),
        sa.CheckConstraint("first_id <= last_id", name="ids_forward"),
        sa.CheckConstraint("length(marks) = 40 * events", name="marks_are_whole"),
        sa.CheckConstraint("length(sha256) = 64", name="block_is_hashed"),
    )
    op.create_table(
        "publication_seal",
        sa.Column("publication_id", BIG_ID, sa.ForeignKey("publication.id"), primary_key=True),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.Column("seal_sha256", sa.String(64), nullable=False),
        sa.CheckConstraint("seal_number > 0", name="number_positive"),
        sa.CheckConstraint("length(seal_sha256) = 64", name="block_is_hashed"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Events stay; which of them were sealed how is lost."""
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_not_changed")
            op.execute(f"DROP TRIGGER {table}_not_deleted")
    else:
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_only_added_to ON {table}")
        op.execute("DROP FUNCTION refuse_change_of_log()")
    op.drop_table("publication_seal")
    op.drop_table("audit_seal")


def _guard_sqlite() -> None:
    for table in KEPT:
        for done, verb in (("changed", "UPDATE"), ("deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_not_{done} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log()"
        )
