"""Keys of rounds, what a round lets tablets do, and contact attempts of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAME_MOMENT = "uq_contact_attempt_interview_uuid_disposition_attempted_at"
MOMENT = ["interview_uuid", "disposition", "attempted_at"]


def upgrade() -> None:
    _let_rounds_choose()
    _add_keys()
    _widen_attempts()
    _measure_what_is_put_aside()
    with op.batch_alter_table("interview") as table:
        table.add_column(sa.Column("fingerprint", sa.String(64)))
        table.create_check_constraint(
            op.f("ck_interview_fingerprint_is_hash"), "length(fingerprint) = 64"
        )
    op.create_index(
        op.f("ix_interview_enumerator_id_fingerprint"),
        "interview",
        ["enumerator_id", "fingerprint"],
        unique=False,
    )


def _measure_what_is_put_aside() -> None:
    with op.batch_alter_table("quarantine") as table:
        table.add_column(sa.Column("skew_ms", sa.BigInteger()))


def _let_rounds_choose() -> None:
    """Rounds that exist keep what they did: no position, people on no list, levels ascending."""
    with op.batch_alter_table("round") as table:
        table.add_column(
            sa.Column("asks_position", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(
            sa.Column("allows_unlisted", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(
            sa.Column("levels_descending", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("round") as table:
        for column in ("asks_position", "allows_unlisted", "levels_descending"):
            table.alter_column(column, server_default=None)


def _add_keys() -> None:
    op.create_table(
        "round_key",
        sa.Column("kid", sa.String(64), nullable=False),
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("public_jwk", sa.JSON(), nullable=False),
        sa.Column("wrapped_private_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kid <> ''", name=op.f("ck_round_key_kid_given")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_round_key_round_id_round")
        ),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_round_key")),
    )
    op.create_index(op.f("ix_round_key_round_id"), "round_key", ["round_id"], unique=False)


def _widen_attempts() -> None:
    with op.batch_alter_table("contact_attempt") as table:
        # Two attempts may name the same minute; the document's own UUID tells them apart.
        table.drop_constraint(SAME_MOMENT, type_="unique")
        table.add_column(sa.Column("uuid", sa.Uuid()))
        table.add_column(
            sa.Column("is_final", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(sa.Column("appointment_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("note", sa.String(300)))
        table.add_column(sa.Column("content", sa.Text()))
        table.add_column(sa.Column("device_id", sa.Uuid()))
        table.add_column(sa.Column("skew_ms", sa.BigInteger()))
        table.create_unique_constraint("uq_contact_attempt_uuid", ["uuid"])
        table.create_foreign_key(
            "fk_contact_attempt_device_id_device", "device", ["device_id"], ["id"]
        )
    with op.batch_alter_table("contact_attempt") as table:
        table.alter_column("is_final", server_default=None)
    # A document that ended without an interview is found again by the UUID it was sent under.
    op.execute(
        "UPDATE contact_attempt SET uuid = interview_uuid WHERE id IN (SELECT min(id)"
        " FROM contact_attempt WHERE content_sha256 IS NOT NULL GROUP BY interview_uuid)"
    )


def downgrade() -> None:
    with op.batch_alter_table("quarantine") as table:
        table.drop_column("skew_ms")
    op.drop_index(op.f("ix_interview_enumerator_id_fingerprint"), "interview")
    with op.batch_alter_table("interview") as table:
        table.drop_constraint(op.f("ck_interview_fingerprint_is_hash"), type_="check")
        table.drop_column("fingerprint")
    # The version before knows only attempts that end a case, one of a kind at a time.
    op.execute(
        "DELETE FROM contact_attempt WHERE NOT is_final OR id NOT IN (SELECT min(id)"
        " FROM contact_attempt GROUP BY interview_uuid, disposition, attempted_at)"
    )
    with op.batch_alter_table("contact_attempt") as table:
        table.drop_constraint("fk_contact_attempt_device_id_device", type_="foreignkey")
        table.drop_constraint("uq_contact_attempt_uuid", type_="unique")
        for column in (
            "uuid",
            "is_final",
            "appointment_at",
            "note",
            "content",
            "device_id",
            "skew_ms",
        ):
            table.drop_column(column)
        table.create_unique_constraint(SAME_MOMENT, MOMENT)
    op.drop_index(op.f("ix_round_key_round_id"), "round_key")
    op.drop_table("round_key")
    with op.batch_alter_table("round") as table:
        for column in ("asks_position", "allows_unlisted", "levels_descending"):
            table.drop_column(column)
