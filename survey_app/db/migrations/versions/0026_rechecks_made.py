"""Re-checks are given out, made and decided upon.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
STANDING = sa.text("state <> 'withdrawn'")
NOT_ENDED = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """None was given out before."""
    _draws()
    _tasks()
    _attempts()
    _interviews()
    _decisions()
    _exclusions()


def downgrade() -> None:
    """What supervisors found is lost; who was drawn by chance first, or by risk, stays drawn."""
    for lost in (
        *("interview_exclusion", "lot_evidence", "lot_decision"),
        *("recheck_answer", "recheck_fact", "recheck_interview", "recheck_attempt"),
        *("recheck_task", "account_team"),
    ):
        op.drop_table(lost)
    op.execute("DELETE FROM recheck_draw WHERE selection NOT IN ('random', 'risk')")
    with op.batch_alter_table("recheck_draw") as table:
        for name in ("next_takes_place", "takes_place_of_another", "risk_has_reason"):
            table.drop_constraint(op.f(f"ck_recheck_draw_{name}"), type_="check")
        table.drop_constraint(op.f("ck_recheck_draw_selection_known"), type_="check")
        table.drop_constraint(op.f("uq_recheck_draw_instead_of"), type_="unique")
        table.drop_constraint(op.f("fk_recheck_draw_instead_of_recheck_draw"), type_="foreignkey")
        table.drop_constraint(op.f("fk_recheck_draw_chosen_by_account"), type_="foreignkey")
        for column in ("instead_of", "reason", "chosen_by"):
            table.drop_column(column)
        table.alter_column("selection", existing_type=sa.String(16), type_=sa.String(8))
        table.create_check_constraint("selection_known", "selection IN ('random', 'risk')")


def _draws() -> None:
    with op.batch_alter_table("recheck_draw") as table:
        table.drop_constraint(op.f("ck_recheck_draw_selection_known"), type_="check")
        table.alter_column("selection", existing_type=sa.String(8), type_=sa.String(16))
        table.add_column(sa.Column("instead_of", sa.Uuid()))
        table.add_column(sa.Column("reason", sa.String(500)))
        table.add_column(sa.Column("chosen_by", BIG_ID))
        table.create_foreign_key(
            op.f("fk_recheck_draw_instead_of_recheck_draw"),
            "recheck_draw",
            ["instead_of"],
            ["interview_uuid"],
        )
        table.create_foreign_key(
            op.f("fk_recheck_draw_chosen_by_account"), "account", ["chosen_by"], ["id"]
        )
        table.create_unique_constraint(op.f("uq_recheck_draw_instead_of"), ["instead_of"])
        table.create_check_constraint(
            "selection_known",
            "selection IN ('random', 'next', 'more', 'verification', 'risk')",
        )
        table.create_check_constraint(
            "next_takes_place", "(selection = 'next') = (instead_of IS NOT NULL)"
        )
        table.create_check_constraint("takes_place_of_another", "instead_of <> interview_uuid")
        table.create_check_constraint("risk_has_reason", "selection <> 'risk' OR reason <> ''")


def _tasks() -> None:
    op.create_table(
        "account_team",
        sa.Column("account_id", BIG_ID, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("team", sa.String(200), primary_key=True),
        sa.CheckConstraint("team <> ''", name="team_given"),
    )
    op.create_table(
        "recheck_task",
        sa.Column("uuid", sa.Uuid(), primary_key=True),
        sa.Column(
            "interview_uuid",
            sa.Uuid(),
            sa.ForeignKey("recheck_draw.interview_uuid"),
            nullable=False,
        ),
        sa.Column("supervisor_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("work_day", sa.Date(), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("latest_at", WHEN, nullable=False),
        sa.Column("assigned_at", WHEN, nullable=False),
        sa.Column("assigned_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("opened_at", WHEN),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", WHEN),
        sa.Column("end_reason", sa.String(500)),
        sa.CheckConstraint(
            "state IN ('open', 'locked', 'not_reached', 'withdrawn')", name="state_known"
        ),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_unless_open"),
        sa.CheckConstraint(
            "state NOT IN ('withdrawn', 'not_reached') OR end_reason <> ''",
            name="ended_with_reason",
        ),
        sa.CheckConstraint("due_at <= latest_at", name="due_before_latest"),
    )
    op.create_index(None, "recheck_task", ["supervisor_id"])
    op.create_index(None, "recheck_task", ["interview_uuid", "assigned_at"])
    op.create_index(
        "uq_recheck_task_interview_uuid_standing",
        "recheck_task",
        ["interview_uuid"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _attempts() -> None:
    op.create_table(
        "recheck_attempt",
        sa.Column("uuid", sa.Uuid(), primary_key=True),
        sa.Column("task_uuid", sa.Uuid(), sa.ForeignKey("recheck_task.uuid"), nullable=False),
        sa.Column("account_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("attempted_at", WHEN, nullable=False),
        sa.Column("appointment_at", WHEN),
        sa.Column("note", sa.String(300)),
        sa.Column("received_at", WHEN, nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id")),
        sa.Column("skew_ms", sa.BigInteger()),
        sa.CheckConstraint("mode IN ('visit', 'phone')", name="mode_known"),
        sa.CheckConstraint(
            "outcome IN ('no_answer', 'not_there', 'appointment', 'refused', 'moved', 'unknown',"
            " 'unable')",
            name="outcome_known",
        ),
        sa.CheckConstraint(
            "(outcome = 'appointment') = (appointment_at IS NOT NULL)", name="appointment_has_time"
        ),
    )
    op.create_index(None, "recheck_attempt", ["task_uuid"])


def _interviews() -> None:
    op.create_table(
        "recheck_interview",
        sa.Column("task_uuid", sa.Uuid(), sa.ForeignKey("recheck_task.uuid"), primary_key=True),
        sa.Column("supervisor_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column(
            "questionnaire_version_id",
            sa.String(64),
            sa.ForeignKey("questionnaire_version.id"),
            nullable=False,
        ),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("has_happened", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("started_at", WHEN, nullable=False),
        sa.Column("finished_at", WHEN, nullable=False),
        sa.Column("received_at", WHEN, nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger()),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id")),
        sa.Column("skew_ms", sa.BigInteger()),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.Column("first_interview_id", BIG_ID, sa.ForeignKey("interview.id"), nullable=False),
        sa.CheckConstraint("mode IN ('visit', 'phone')", name="mode_known"),
        sa.CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
        sa.CheckConstraint("started_at <= finished_at", name="time_forward"),
        sa.CheckConstraint("elapsed_ms >= 0", name="elapsed_not_negative"),
    )
    op.create_index(None, "recheck_interview", ["supervisor_id"])
    of_recheck = sa.ForeignKey("recheck_interview.task_uuid")
    op.create_table(
        "recheck_fact",
        sa.Column("task_uuid", sa.Uuid(), of_recheck, primary_key=True),
        sa.Column("fact", sa.String(64), primary_key=True),
        sa.Column("said", sa.String(64), nullable=False),
        sa.Column("fits", sa.Boolean()),
        sa.Column("who_was_right", sa.String(16)),
        sa.Column("explanation", sa.String(500)),
        sa.Column("reconciled_at", WHEN),
        sa.Column("reconciled_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.CheckConstraint("fact <> ''", name="fact_named"),
        sa.CheckConstraint(
            "who_was_right IN ('interview', 'recheck', 'unclear')", name="who_known"
        ),
        sa.CheckConstraint(
            "(who_was_right IS NULL) = (reconciled_at IS NULL)"
            " AND (who_was_right IS NULL) = (reconciled_by IS NULL)"
            " AND (who_was_right IS NULL) = (explanation IS NULL)",
            name="reconciliation_is_whole",
        ),
        sa.CheckConstraint("who_was_right IS NULL OR NOT fits", name="only_what_does_not_fit"),
    )
    op.create_table(
        "recheck_answer",
        sa.Column(
            "task_uuid", sa.Uuid(), sa.ForeignKey("recheck_interview.task_uuid"), primary_key=True
        ),
        sa.Column("item", sa.String(64), primary_key=True),
        sa.Column("code", sa.SmallInteger()),
        sa.CheckConstraint("item <> ''", name="item_named"),
    )


def _decisions() -> None:
    op.create_table(
        "lot_decision",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("lot_id", BIG_ID, sa.ForeignKey("lot.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("by_plan", sa.String(16), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("defective", sa.Integer(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decided_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("decided_at", WHEN, nullable=False),
        sa.UniqueConstraint("lot_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint(
            "decision IN ('accepted', 'extended', 'rejected', 'cleared', 'confirmed')",
            name="decision_known",
        ),
        sa.CheckConstraint("by_plan <> ''", name="plan_asked"),
        sa.CheckConstraint("0 <= defective AND defective <= checked", name="defective_of_checked"),
        sa.CheckConstraint("more >= 0", name="more_not_negative"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
    )
    op.create_table(
        "lot_evidence",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("lot_id", BIG_ID, sa.ForeignKey("lot.id"), nullable=False),
        sa.Column("interview_uuid", sa.Uuid(), sa.ForeignKey("lot_member.interview_uuid")),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("is_against", sa.Boolean()),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("recorded_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "kind IN ('hearing', 'respondent', 'second_supervisor', 'audio', 'position',"
            " 'office_log', 'other')",
            name="kind_known",
        ),
        sa.CheckConstraint("text <> ''", name="text_given"),
    )
    op.create_index(None, "lot_evidence", ["lot_id"])


def _exclusions() -> None:
    op.create_table(
        "interview_exclusion",
        sa.Column("id", BIG_ID, primary_key=True),
        sa.Column("interview_id", BIG_ID, sa.ForeignKey("interview.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("lot_decision_id", BIG_ID, sa.ForeignKey("lot_decision.id"), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("excluded_by", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("excluded_at", WHEN, nullable=False),
        sa.Column("ended_at", WHEN),
        sa.Column("ended_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.Column("ended_reason", sa.String(500)),
        sa.CheckConstraint("kind IN ('invalid', 'unverified')", name="kind_known"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)"
            " AND (ended_at IS NULL) = (ended_reason IS NULL)",
            name="end_is_whole",
        ),
    )
    op.create_index(None, "interview_exclusion", ["lot_decision_id"])
    op.create_index(
        "uq_interview_exclusion_interview_id_standing",
        "interview_exclusion",
        ["interview_id"],
        unique=True,
        sqlite_where=NOT_ENDED,
        postgresql_where=NOT_ENDED,
    )
