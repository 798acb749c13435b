"""A person decides about what was put aside of re-checks, and says why.

Revision ID: 0032
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """About what is there nobody has decided."""
    with op.batch_alter_table("recheck_aside") as batch:
        batch.add_column(sa.Column("decision", sa.String(16)))
        batch.add_column(sa.Column("decided_at", sa.DateTime(timezone=True)))
        batch.add_column(
            sa.Column(
                "decided_by",
                BIG_ID,
                sa.ForeignKey("account.id", name="fk_recheck_aside_decided_by_account"),
            )
        )
        batch.add_column(sa.Column("decision_reason", sa.String(500)))
        batch.create_check_constraint("decision_known", "decision IN ('accepted', 'voided')")
        batch.create_check_constraint(
            "decision_is_whole",
            "(decision IS NULL) = (decided_at IS NULL)"
            " AND (decision IS NULL) = (decided_by IS NULL)"
            " AND (decision IS NULL) = (decision_reason IS NULL)",
        )


def downgrade() -> None:
    """Decisions are lost; a re-check that was taken in stays locked."""
    with op.batch_alter_table("recheck_aside") as batch:
        batch.drop_constraint(op.f("ck_recheck_aside_decision_is_whole"), type_="check")
        batch.drop_constraint(op.f("ck_recheck_aside_decision_known"), type_="check")
        batch.drop_constraint("fk_recheck_aside_decided_by_account", type_="foreignkey")
        for name in ("decision_reason", "decided_by", "decided_at", "decision"):
            batch.drop_column(name)
