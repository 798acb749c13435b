"""Tablets, their documents, and decisions about what could not be taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _add_devices()
    with op.batch_alter_table("contact_attempt") as table:
        table.add_column(sa.Column("content_sha256", sa.String(64)))
        table.add_column(sa.Column("received_at", sa.DateTime(timezone=True)))
        table.create_unique_constraint("uq_contact_attempt_content_sha256", ["content_sha256"])
    with op.batch_alter_table("interview") as table:
        table.add_column(sa.Column("device_id", sa.Uuid()))
        table.add_column(sa.Column("sent_by", BIG_ID))
        table.add_column(sa.Column("skew_ms", sa.BigInteger()))
        table.add_column(sa.Column("voided_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("void_reason", sa.String(500)))
        table.create_foreign_key("fk_interview_device_id_device", "device", ["device_id"], ["id"])
        table.create_foreign_key("fk_interview_sent_by_account", "account", ["sent_by"], ["id"])
        table.create_check_constraint(
            op.f("ck_interview_void_has_reason"), "(voided_at IS NULL) = (void_reason IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_interview_void_is_not_current"), "voided_at IS NULL OR NOT is_current"
        )
    _widen_quarantine()


def _add_devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("credential_hash", sa.String(64), nullable=False),
        sa.Column("enrolled_by", BIG_ID, nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True)),
        sa.Column("app_version", sa.String(32)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "length(credential_hash) = 64", name=op.f("ck_device_credential_is_hashed")
        ),
        sa.ForeignKeyConstraint(
            ["enrolled_by"], ["account.id"], name=op.f("fk_device_enrolled_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_device_credential_hash")),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("device_name", sa.String(100), nullable=False),
        sa.Column("made_by", BIG_ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_id", sa.Uuid()),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_enrolment_code_expires_later")),
        sa.CheckConstraint("length(code_hash) = 64", name=op.f("ck_enrolment_code_code_is_hashed")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_enrolment_code_made_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_enrolment_code_device_id_device")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_enrolment_code_code_hash")),
    )


def _widen_quarantine() -> None:
    with op.batch_alter_table("quarantine") as table:
        table.drop_constraint("uq_quarantine_interview_uuid_content_sha256", type_="unique")
        table.create_unique_constraint("uq_quarantine_content_sha256", ["content_sha256"])
        table.add_column(sa.Column("device_id", sa.Uuid()))
        table.add_column(sa.Column("faults", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("decision", sa.String(16)))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("decided_by", BIG_ID))
        table.add_column(sa.Column("decision_reason", sa.String(500)))
        table.create_foreign_key("fk_quarantine_device_id_device", "device", ["device_id"], ["id"])
        table.create_foreign_key(
            "fk_quarantine_decided_by_account", "account", ["decided_by"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_quarantine_decision_known"),
            "decision IN ('accepted', 'corrected', 'voided')",
        )
        table.create_check_constraint(
            op.f("ck_quarantine_decision_is_whole"),
            "(decision IS NULL) = (decided_at IS NULL)"
            " AND (decision IS NULL) = (decided_by IS NULL)"
            " AND (decision IS NULL) = (decision_reason IS NULL)",
        )
    with op.batch_alter_table("quarantine") as table:
        table.alter_column("faults", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("quarantine") as table:
        table.drop_constraint(op.f("ck_quarantine_decision_is_whole"), type_="check")
        table.drop_constraint(op.f("ck_quarantine_decision_known"), type_="check")
        table.drop_constraint("fk_quarantine_decided_by_account", type_="foreignkey")
        table.drop_constraint("fk_quarantine_device_id_device", type_="foreignkey")
        table.drop_constraint("uq_quarantine_content_sha256", type_="unique")
        table.create_unique_constraint(
            "uq_quarantine_interview_uuid_content_sha256", ["interview_uuid", "content_sha256"]
        )
        for column in (
            "device_id",
            "faults",
            "decision",
            "decided_at",
            "decided_by",
            "decision_reason",
        ):
            table.drop_column(column)
    with op.batch_alter_table("interview") as table:
        table.drop_constraint(op.f("ck_interview_void_is_not_current"), type_="check")
        table.drop_constraint(op.f("ck_interview_void_has_reason"), type_="check")
        table.drop_constraint("fk_interview_sent_by_account", type_="foreignkey")
        table.drop_constraint("fk_interview_device_id_device", type_="foreignkey")
        for column in ("device_id", "sent_by", "skew_ms", "voided_at", "void_reason"):
            table.drop_column(column)
    with op.batch_alter_table("contact_attempt") as table:
        table.drop_constraint("uq_contact_attempt_content_sha256", type_="unique")
        table.drop_column("received_at")
        table.drop_column("content_sha256")
    op.drop_table("enrolment_code")
    op.drop_table("device")
