"""What is public is of one round; what ends, ends after it began.

Revision ID: 0040
Revises: 0039
"""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

CHECKS = (
    ("api_token", "ended_after_made", "made_at <= revoked_at"),
    ("webhook", "has_an_address", "url <> ''"),
    ("webhook", "has_a_secret", "wrapped_secret <> ''"),
    ("webhook", "ended_after_made", "made_at <= ended_at"),
    ("webhook_message", "says_something", "body <> ''"),
    ("webhook_delivery", "ended_after_an_attempt", "state = 'waiting' OR attempts > 0"),
    (
        "claim_draw",
        "chosen_by_decision",
        "chosen_by IS NULL OR selection IN ('more', 'verification')",
    ),
)
WITHIN_A_ROUND = (
    ("publication", "score_run_id", "score_run"),
    ("index_publication", "publication_id", "publication"),
)
"""What is made public, by which column, of what."""


def upgrade() -> None:
    """The program has written no row that any of these refuses."""
    for table, name, condition in CHECKS:
        with op.batch_alter_table(table) as changed:
            changed.create_check_constraint(name, condition)
    for table, column, of in WITHIN_A_ROUND:
        op.create_index(f"uq_{of}_id_round_id", of, ["id", "round_id"], unique=True)
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_{column}_{of}"), type_="foreignkey")
            changed.create_foreign_key(
                op.f(f"fk_{table}_{column}_round_id_{of}"),
                of,
                [column, "round_id"],
                ["id", "round_id"],
            )


def downgrade() -> None:
    """Nothing is lost."""
    for table, column, of in reversed(WITHIN_A_ROUND):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_{column}_round_id_{of}"), type_="foreignkey")
            changed.create_foreign_key(op.f(f"fk_{table}_{column}_{of}"), of, [column], ["id"])
        op.drop_index(f"uq_{of}_id_round_id", of)
    for table, name, _condition in reversed(CHECKS):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
