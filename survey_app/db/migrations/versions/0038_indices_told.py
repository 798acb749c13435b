"""Addresses are told of published indices, too.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_SCORES = "event IN ('round.published', 'round.superseded', 'round.withdrawn')"
OF_BOTH = (
    "event IN ('round.published', 'round.superseded', 'round.withdrawn',"
    " 'index.published', 'index.superseded', 'index.withdrawn')"
)


def upgrade() -> None:
    """Every message of before is about scores."""
    with op.batch_alter_table("webhook_message") as table:
        table.alter_column("publication_id", existing_type=BIG_ID, nullable=True)
        table.add_column(sa.Column("index_publication_id", BIG_ID))
        table.create_foreign_key(
            op.f("fk_webhook_message_index_publication_id_index_publication"),
            "index_publication",
            ["index_publication_id"],
            ["id"],
        )
        table.drop_constraint(op.f("ck_webhook_message_event_known"), type_="check")
        table.create_check_constraint("event_known", OF_BOTH)
        table.create_check_constraint(
            "about_one", "(publication_id IS NULL) <> (index_publication_id IS NULL)"
        )
        table.create_check_constraint(
            "event_of_its_kind", f"(publication_id IS NOT NULL) = ({OF_SCORES})"
        )
        table.create_unique_constraint(
            op.f("uq_webhook_message_index_publication_id_event"), ["index_publication_id", "event"]
        )


def downgrade() -> None:
    """What was told of indices is lost; messages about scores stay."""
    op.execute(
        "DELETE FROM webhook_attempt WHERE delivery_id IN ("
        "SELECT webhook_delivery.id FROM webhook_delivery"
        " JOIN webhook_message ON webhook_message.id = webhook_delivery.message_id"
        " WHERE webhook_message.index_publication_id IS NOT NULL)"
    )
    op.execute(
        "DELETE FROM webhook_delivery WHERE message_id IN ("
        "SELECT id FROM webhook_message WHERE index_publication_id IS NOT NULL)"
    )
    op.execute("DELETE FROM webhook_message WHERE index_publication_id IS NOT NULL")
    with op.batch_alter_table("webhook_message") as table:
        table.drop_constraint(op.f("uq_webhook_message_index_publication_id_event"), type_="unique")
        table.drop_constraint(op.f("ck_webhook_message_event_of_its_kind"), type_="check")
        table.drop_constraint(op.f("ck_webhook_message_about_one"), type_="check")
        table.drop_constraint(op.f("ck_webhook_message_event_known"), type_="check")
        table.create_check_constraint("event_known", OF_SCORES)
        table.drop_constraint(
            op.f("fk_webhook_message_index_publication_id_index_publication"), type_="foreignkey"
        )
        table.drop_column("index_publication_id")
        table.alter_column("publication_id", existing_type=BIG_ID, nullable=False)
