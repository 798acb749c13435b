"""Refusals and absences that enumerators claim are drawn and asked about again.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)
STANDING = sa.text("state <> 'withdrawn'")
OF_ONE_WEEK = ["round_id", "enumerator_id", "week", "number"]
OF_A_KIND = ["round_id", "enumerator_id", "week", "kind", "number"]


def upgrade() -> None:
    """Every lot, task and piece of evidence of before is about interviews."""
    with op.batch_alter_table("lot") as table:
        table.add_column(
            sa.Column("kind", sa.String(16), nullable=False, server_default="interviews")
        )
        table.drop_constraint(op.f("uq_lot_round_id_enumerator_id_week_number"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_lot_round_id_enumerator_id_week_kind_number"), OF_A_KIND
        )
        table.create_check_constraint("kind_known", "kind IN ('interviews', 'claims')")
    _claims()
    with op.batch_alter_table("recheck_task") as table:
        table.alter_column("interview_uuid", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("claim_uuid", sa.Uuid()))
        table.create_foreign_key(
            op.f("fk_recheck_task_claim_uuid_claim_draw"),
            "claim_draw",
            ["claim_uuid"],
            ["claim_uuid"],
        )
        table.create_check_constraint(
            "about_one", "(interview_uuid IS NULL) <> (claim_uuid IS NULL)"
        )
    op.create_index(
        "uq_recheck_task_claim_uuid_standing",
        "recheck_task",
        ["claim_uuid"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index(None, "recheck_task", ["claim_uuid", "assigned_at"])
    with op.batch_alter_table("lot_evidence") as table:
        table.add_column(sa.Column("claim_uuid", sa.Uuid()))
        table.create_foreign_key(
            op.f("fk_lot_evidence_claim_uuid_claim"), "claim", ["claim_uuid"], ["uuid"]
        )
        table.create_check_constraint(
            "about_one_at_most", "interview_uuid IS NULL OR claim_uuid IS NULL"
        )


def downgrade() -> None:
    """Claims are lost with everything about them; lots of interviews stay as they are."""
    op.drop_table("claim_recheck")
    op.execute(
        "DELETE FROM recheck_attempt WHERE task_uuid IN"
        " (SELECT uuid FROM recheck_task WHERE claim_uuid IS NOT NULL)"
    )
    op.execute("DELETE FROM recheck_task WHERE claim_uuid IS NOT NULL")
    op.execute(
        "DELETE FROM lot_evidence WHERE lot_id IN (SELECT id FROM lot WHERE kind = 'claims')"
    )
    op.execute(
        "DELETE FROM lot_decision WHERE lot_id IN (SELECT id FROM lot WHERE kind = 'claims')"
    )
    with op.batch_alter_table("lot_evidence") as table:
        table.drop_constraint(op.f("ck_lot_evidence_about_one_at_most"), type_="check")
        table.drop_constraint(op.f("fk_lot_evidence_claim_uuid_claim"), type_="foreignkey")
        table.drop_column("claim_uuid")
    op.drop_index(op.f("ix_recheck_task_claim_uuid_assigned_at"), "recheck_task")
    op.drop_index("uq_recheck_task_claim_uuid_standing", "recheck_task")
    with op.batch_alter_table("recheck_task") as table:
        table.drop_constraint(op.f("ck_recheck_task_about_one"), type_="check")
        table.drop_constraint(op.f("fk_recheck_task_claim_uuid_claim_draw"), type_="foreignkey")
        table.drop_column("claim_uuid")
        table.alter_column("interview_uuid", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("claim_draw")
    op.drop_table("claim")
    op.execute("DELETE FROM lot_stratum WHERE lot_id IN (SELECT id FROM lot WHERE kind = 'claims')")
    op.execute("DELETE FROM lot WHERE kind = 'claims'")
    with op.batch_alter_table("lot") as table:
        table.drop_constraint(op.f("ck_lot_kind_known"), type_="check")
        table.drop_constraint(
            op.f("uq_lot_round_id_enumerator_id_week_kind_number"), type_="unique"
        )
        table.create_unique_constraint(
            op.f("uq_lot_round_id_enumerator_id_week_number"), OF_ONE_WEEK
        )
        table.drop_column("kind")


def _claims() -> None:
    op.create_table(
        "claim",
        sa.Column("uuid", sa.Uuid(), primary_key=True),
        sa.Column(
            "interview_uuid",
            sa.Uuid(),
            sa.ForeignKey("assignment.interview_uuid"),
            nullable=False,
            unique=True,
        ),
        sa.Column("lot_id", BIG_ID, nullable=False),
        sa.Column("stratum", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("was_spoken_to", sa.Boolean(), nullable=False),
        sa.Column("last_attempt_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["lot_id", "stratum"], ["lot_stratum.lot_id", "lot_stratum.name"]),
        sa.UniqueConstraint("lot_id", "stratum", "place"),
        sa.CheckConstraint("stratum IN ('refused', 'not_met')", name="kind_known"),
        sa.CheckConstraint("place > 0", name="place_positive"),
        sa.CheckConstraint("attempts > 0", name="attempts_positive"),
    )
    op.create_table(
        "claim_draw",
        sa.Column("claim_uuid", sa.Uuid(), sa.ForeignKey("claim.uuid"), primary_key=True),
        sa.Column("selection", sa.String(16), nullable=False),
        sa.Column("drawn_at", WHEN, nullable=False),
        sa.Column("instead_of", sa.Uuid(), sa.ForeignKey("claim_draw.claim_uuid"), unique=True),
        sa.Column("chosen_by", BIG_ID, sa.ForeignKey("account.id")),
        sa.CheckConstraint(
            "(selection = 'next') = (instead_of IS NOT NULL)", name="next_takes_place"
        ),
        sa.CheckConstraint("instead_of <> claim_uuid", name="takes_place_of_another"),
        sa.CheckConstraint(
            "selection IN ('random', 'next', 'more', 'verification')", name="selection_known"
        ),
    )
    op.create_table(
        "claim_recheck",
        sa.Column("task_uuid", sa.Uuid(), sa.ForeignKey("recheck_task.uuid"), primary_key=True),
        sa.Column("supervisor_id", BIG_ID, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("came", sa.String(64), nullable=False),
        sa.Column("came_when", sa.String(64)),
        sa.Column("answer", sa.String(64)),
        sa.Column("other", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("started_at", WHEN, nullable=False),
        sa.Column("finished_at", WHEN, nullable=False),
        sa.Column("received_at", WHEN, nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger()),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("device.id")),
        sa.Column("skew_ms", sa.BigInteger()),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mode IN ('visit', 'phone')", name="mode_known"),
        sa.CheckConstraint("came <> ''", name="came_said"),
        sa.CheckConstraint("other <> ''", name="other_said"),
        sa.CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
        sa.CheckConstraint("started_at <= finished_at", name="time_forward"),
        sa.CheckConstraint("elapsed_ms >= 0", name="elapsed_not_negative"),
    )
    op.create_index(None, "claim_recheck", ["supervisor_id"])
