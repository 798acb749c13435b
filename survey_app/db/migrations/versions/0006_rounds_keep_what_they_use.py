"""A round keeps the names of its units and its plans; types of units and units come and go.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAN_KINDS = "'index', 'sampling', 'recheck'"


def upgrade() -> None:
    _keep_names()
    _let_types_and_units_end()
    _add_plans()


def _keep_names() -> None:
    """Units of rounds that exist are called what they are called now: nothing else is known."""
    with op.batch_alter_table("round_unit") as table:
        table.add_column(sa.Column("name", sa.String(300)))
    op.execute(
        "UPDATE round_unit SET name ="
        " (SELECT unit.name FROM unit WHERE unit.id = round_unit.unit_id)"
    )
    # A name was never required to have letters.
    op.execute("UPDATE round_unit SET name = '?' WHERE name = ''")
    with op.batch_alter_table("round_unit") as table:
        table.alter_column("name", existing_type=sa.String(300), nullable=False)
        table.create_check_constraint(op.f("ck_round_unit_name_given"), "name <> ''")


def _let_types_and_units_end() -> None:
    with op.batch_alter_table("unit_group") as table:
        table.add_column(sa.Column("valid_from", sa.Date()))
        table.add_column(sa.Column("valid_until", sa.Date()))
        table.create_check_constraint(
            op.f("ck_unit_group_validity_forward"), "valid_from <= valid_until"
        )
    with op.batch_alter_table("unit") as table:
        table.add_column(sa.Column("ended_on", sa.Date()))
        table.add_column(sa.Column("successor_id", BIG_ID))
        table.create_foreign_key(
            op.f("fk_unit_successor_id_unit"), "unit", ["successor_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_unit_succeeded_has_ended"), "successor_id IS NULL OR ended_on IS NOT NULL"
        )
        table.create_check_constraint(op.f("ck_unit_not_its_own_successor"), "successor_id <> id")


def _add_plans() -> None:
    op.create_table(
        "plan_version",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(id) = 64", name=op.f("ck_plan_version_id_is_sha256")),
        sa.CheckConstraint(f"kind IN ({PLAN_KINDS})", name=op.f("ck_plan_version_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("id", "kind", name=op.f("uq_plan_version_id_kind")),
    )
    op.create_table(
        "round_plan",
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("plan_version_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_round_plan_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["plan_version_id", "kind"],
            ["plan_version.id", "plan_version.kind"],
            name=op.f("fk_round_plan_plan_version_id_kind_plan_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "kind", name=op.f("pk_round_plan")),
    )


def downgrade() -> None:
    """As it was; the names that rounds kept are lost."""
    op.drop_table("round_plan")
    op.drop_table("plan_version")
    with op.batch_alter_table("unit") as table:
        table.drop_constraint(op.f("ck_unit_not_its_own_successor"), type_="check")
        table.drop_constraint(op.f("ck_unit_succeeded_has_ended"), type_="check")
        table.drop_constraint(op.f("fk_unit_successor_id_unit"), type_="foreignkey")
        table.drop_column("successor_id")
        table.drop_column("ended_on")
    with op.batch_alter_table("unit_group") as table:
        table.drop_constraint(op.f("ck_unit_group_validity_forward"), type_="check")
        table.drop_column("valid_until")
        table.drop_column("valid_from")
    with op.batch_alter_table("round_unit") as table:
        table.drop_constraint(op.f("ck_round_unit_name_given"), type_="check")
        table.drop_column("name")
