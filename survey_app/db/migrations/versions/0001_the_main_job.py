"""Units, rounds, accounts, cases, interviews and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("questionnaire", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(id) = 64", name=op.f("ck_questionnaire_version_id_is_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
    )
    op.create_table(
        "unit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_table(
        "unit_group",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_vi", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_group")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_group_code")),
    )
    op.create_table(
        "account",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("unit_id", BIG_ID, nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.Column("session_mark", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_account_unit_role_has_unit")
        ),
        sa.CheckConstraint(
            "role IN ('enumerator', 'field_manager', 'supervisor', 'home_affairs', "
            "'unit', 'administrator')",
            name=op.f("ck_account_role_known"),
        ),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_account_username_lower")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "round",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("questionnaire_version_id", sa.String(length=64), nullable=False),
        sa.Column("index_plan", sa.String(length=64), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("controller", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("erase_days", sa.Integer(), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'closed', 'published', 'archived')",
            name=op.f("ck_round_state_known"),
        ),
        sa.CheckConstraint("erase_days > 0", name=op.f("ck_round_erase_days_positive")),
        sa.CheckConstraint("period_start <= period_end", name=op.f("ck_round_period_forward")),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_round_questionnaire_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("code", name=op.f("uq_round_code")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", BIG_ID, nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(
        op.f("ix_audit_event_object_kind_object_id"),
        "audit_event",
        ["object_kind", "object_id"],
        unique=False,
    )

    op.create_table(
        "quarantine",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("interview_uuid", sa.Uuid(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", BIG_ID, nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('conflict', 'quarantined')", name=op.f("ck_quarantine_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_quarantine_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint(
            "interview_uuid",
            "content_sha256",
            name=op.f("uq_quarantine_interview_uuid_content_sha256"),
        ),
    )
    op.create_index(
        op.f("ix_quarantine_interview_uuid"), "quarantine", ["interview_uuid"], unique=False
    )

    op.create_table(
        "round_unit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("round_id", BIG_ID, nullable=False),
        sa.Column("unit_id", BIG_ID, nullable=False),
        sa.Column("unit_group_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        sa.Column("maximum_points", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("component_maximum", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.CheckConstraint(
            "NOT is_exempt OR quota = 0", name=op.f("ck_round_unit_exempt_has_no_quota")
        ),
        sa.CheckConstraint(
            "component_maximum >= 0", name=op.f("ck_round_unit_component_not_negative")
        ),
        sa.CheckConstraint("maximum_points > 0", name=op.f("ck_round_unit_maximum_positive")),
        sa.CheckConstraint("quota >= 0", name=op.f("ck_round_unit_quota_not_negative")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_round_unit_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["unit_group_id"],
            ["unit_group.id"],
            name=op.f("fk_round_unit_unit_group_id_unit_group"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_round_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_unit")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_round_unit_round_id_position")),
        sa.UniqueConstraint("round_id", "unit_id", name=op.f("uq_round_unit_round_id_unit_id")),
    )
    op.create_table(
        "appraised_points",
        sa.Column("round_unit_id", BIG_ID, nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_appraised_points_points_not_negative")),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["round_unit.id"],
            name=op.f("fk_appraised_points_round_unit_id_round_unit"),
        ),
        sa.PrimaryKeyConstraint("round_unit_id", name=op.f("pk_appraised_points")),
    )
    op.create_table(
        "frame_case",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("round_unit_id", BIG_ID, nullable=False),
        sa.Column("person_id", BIG_ID, nullable=True),
        sa.Column("file_code", sa.String(length=64), nullable=False),
        sa.Column("procedure", sa.String(length=300), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_frame_case_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["round_unit.id"],
            name=op.f("fk_frame_case_round_unit_id_round_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_case")),
        sa.UniqueConstraint(
            "round_unit_id", "file_code", name=op.f("uq_frame_case_round_unit_id_file_code")
        ),
    )
    op.create_index(
        op.f("ix_frame_case_round_unit_id"), "frame_case", ["round_unit_id"], unique=False
    )

    op.create_table(
        "official_result",
        sa.Column("round_unit_id", BIG_ID, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("component_points", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("total_points", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("index_percent", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("rank > 0", name=op.f("ck_official_result_rank_positive")),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["round_unit.id"],
            name=op.f("fk_official_result_round_unit_id_round_unit"),
        ),
        sa.PrimaryKeyConstraint("round_unit_id", name=op.f("pk_official_result")),
    )
    op.create_table(
        "assignment",
        sa.Column("interview_uuid", sa.Uuid(), nullable=False),
        sa.Column("round_unit_id", BIG_ID, nullable=False),
        sa.Column("enumerator_id", BIG_ID, nullable=False),
        sa.Column("frame_case_id", BIG_ID, nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enumerator_id"], ["account.id"], name=op.f("fk_assignment_enumerator_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["frame_case_id"],
            ["frame_case.id"],
            name=op.f("fk_assignment_frame_case_id_frame_case"),
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"],
            ["round_unit.id"],
            name=op.f("fk_assignment_round_unit_id_round_unit"),
        ),
        sa.PrimaryKeyConstraint("interview_uuid", name=op.f("pk_assignment")),
        sa.UniqueConstraint("frame_case_id", name=op.f("uq_assignment_frame_case_id")),
    )
    op.create_index(
        op.f("ix_assignment_enumerator_id"), "assignment", ["enumerator_id"], unique=False
    )
    op.create_index(
        op.f("ix_assignment_round_unit_id"), "assignment", ["round_unit_id"], unique=False
    )

    op.create_table(
        "contact_attempt",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("interview_uuid", sa.Uuid(), nullable=False),
        sa.Column("disposition", sa.String(length=8), nullable=False),
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("disposition <> ''", name=op.f("ck_contact_attempt_disposition_given")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_contact_attempt_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["interview_uuid"],
            ["assignment.interview_uuid"],
            name=op.f("fk_contact_attempt_interview_uuid_assignment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
        sa.UniqueConstraint(
            "interview_uuid",
            "disposition",
            "attempted_at",
            name=op.f("uq_contact_attempt_interview_uuid_disposition_attempted_at"),
        ),
    )
    op.create_index(
        op.f("ix_contact_attempt_interview_uuid"),
        "contact_attempt",
        ["interview_uuid"],
        unique=False,
    )

    op.create_table(
        "interview",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", BIG_ID, nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("round_unit_id", BIG_ID, nullable=False),
        sa.Column("enumerator_id", BIG_ID, nullable=False),
        sa.Column("questionnaire_version_id", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('online_form', 'tablet', 'paper', 'phone')",
            name=op.f("ck_interview_mode_known"),
        ),
        sa.CheckConstraint(
            "(version = 1) = (predecessor_id IS NULL)",
            name=op.f("ck_interview_correction_has_predecessor"),
        ),
        sa.CheckConstraint(
            "length(content_sha256) = 64", name=op.f("ck_interview_content_is_hashed")
        ),
        sa.CheckConstraint("started_at <= finished_at", name=op.f("ck_interview_time_forward")),
        sa.ForeignKeyConstraint(
            ["enumerator_id"], ["account.id"], name=op.f("fk_interview_enumerator_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["interview.id"], name=op.f("fk_interview_predecessor_id_interview")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_interview_questionnaire_version_id_questionnaire_version"),
        ),
        sa.ForeignKeyConstraint(
            ["round_unit_id"], ["round_unit.id"], name=op.f("fk_interview_round_unit_id_round_unit")
        ),
        sa.ForeignKeyConstraint(
            ["uuid"], ["assignment.interview_uuid"], name=op.f("fk_interview_uuid_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("uuid", "version", name=op.f("uq_interview_uuid_version")),
    )
    op.create_index(
        op.f("ix_interview_enumerator_id"), "interview", ["enumerator_id"], unique=False
    )
    op.create_index(
        op.f("ix_interview_round_unit_id"), "interview", ["round_unit_id"], unique=False
    )
    op.create_index(
        "uq_interview_uuid_current",
        "interview",
        ["uuid"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )

    op.create_table(
        "answer",
        sa.Column("interview_id", BIG_ID, nullable=False),
        *(sa.Column(f"item_{n:02d}", sa.SmallInteger(), nullable=True) for n in range(1, 61)),
        sa.Column("other", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_answer_interview_id_interview")
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_answer")),
    )


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_index(
        "uq_interview_uuid_current",
        "interview",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_index(op.f("ix_interview_round_unit_id"), "interview")
    op.drop_index(op.f("ix_interview_enumerator_id"), "interview")

    op.drop_table("interview")
    op.drop_index(op.f("ix_contact_attempt_interview_uuid"), "contact_attempt")

    op.drop_table("contact_attempt")
    op.drop_index(op.f("ix_assignment_round_unit_id"), "assignment")
    op.drop_index(op.f("ix_assignment_enumerator_id"), "assignment")

    op.drop_table("assignment")
    op.drop_table("official_result")
    op.drop_index(op.f("ix_frame_case_round_unit_id"), "frame_case")

    op.drop_table("frame_case")
    op.drop_table("appraised_points")
    op.drop_table("round_unit")
    op.drop_index(op.f("ix_quarantine_interview_uuid"), "quarantine")

    op.drop_table("quarantine")
    op.drop_index(op.f("ix_audit_event_object_kind_object_id"), "audit_event")

    op.drop_table("audit_event")
    op.drop_table("round")
    op.drop_table("account")
    op.drop_table("unit_group")
    op.drop_table("unit")
    op.drop_table("questionnaire_version")
    op.drop_table("person")
