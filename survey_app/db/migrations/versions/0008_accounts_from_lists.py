"""Accounts without a password until the first sign-in; areas and ties of people.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
HASH = sa.String(200)


def upgrade() -> None:
    """Accounts that exist keep their passwords; a blank hash fits none anyway."""
    op.execute("UPDATE account SET password_hash = 'none fits' WHERE password_hash = ''")
    with op.batch_alter_table("account") as table:
        table.alter_column("password_hash", existing_type=HASH, nullable=True)
        table.create_check_constraint(op.f("ck_account_password_is_hashed"), "password_hash <> ''")
    op.create_table(
        "account_area",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("area", sa.String(200), nullable=False),
        sa.CheckConstraint("area <> ''", name=op.f("ck_account_area_area_given")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_area_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "area", name=op.f("pk_account_area")),
    )
    op.create_table(
        "account_tie",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("unit_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_tie_account_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_tie_unit_id_unit")),
        sa.PrimaryKeyConstraint("account_id", "unit_id", name=op.f("pk_account_tie")),
    )
    _add_codes()


def _add_codes() -> None:
    op.create_table(
        "sign_in_code",
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_by", BIG_ID, nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("used_at", WHEN),
        sa.CheckConstraint("length(code_hash) = 64", name=op.f("ck_sign_in_code_code_is_hashed")),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_sign_in_code_expires_later")),
        sa.CheckConstraint("used_at < expires_at", name=op.f("ck_sign_in_code_used_in_time")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_code_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_sign_in_code_made_by_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_sign_in_code")),
    )


def downgrade() -> None:
    """Whoever never signed in needs a password from the administrator."""
    op.drop_table("sign_in_code")
    op.drop_table("account_tie")
    op.drop_table("account_area")
    op.execute("UPDATE account SET password_hash = 'none fits' WHERE password_hash IS NULL")
    with op.batch_alter_table("account") as table:
        table.drop_constraint(op.f("ck_account_password_is_hashed"), type_="check")
        table.alter_column("password_hash", existing_type=HASH, nullable=False)
