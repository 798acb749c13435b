"""Who makes an interview again, how often the respondent was tried, and what came back."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

TASK_STATES = ("open", "locked", "not_reached", "withdrawn")
ATTEMPT_OUTCOMES = (
    "no_answer",
    "not_there",
    "appointment",
    "refused",
    "moved",
    "unknown",
    "unable",
)
RECHECK_MODES = ("visit", "phone")
WHO_WAS_RIGHT = ("interview", "recheck", "unclear")


class AccountTeam(Table):
    """A team that a person belongs to, or trained, recruited or supervised.

    Nobody re-checks an enumerator with whom they share one.
    """

    __tablename__ = "account_team"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    team: Mapped[str] = mapped_column(String(200), primary_key=True)

    __table_args__ = (CheckConstraint("team <> ''", name="team_given"),)


class RecheckTask(Table):
    """The duty of a supervisor to make a drawn interview again, or to ask about a drawn claim,
    under an identifier of its own.

    `uuid` is that of the re-check. A task that goes to somebody else is withdrawn, and the other
    person gets one with another identifier, so that nobody sends what is not theirs any more.
    """

    __tablename__ = "recheck_task"

    uuid: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    interview_uuid: Mapped[UUID | None] = mapped_column(ForeignKey("recheck_draw.interview_uuid"))
    claim_uuid: Mapped[UUID | None] = mapped_column(ForeignKey("claim_draw.claim_uuid"))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    work_day: Mapped[date]
    """The day it is planned for; a supervisor has no more than so many of one day."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    latest_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """What comes later is kept and analysed apart."""
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Null when a command did it and named nobody."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(500))
    """Why it was withdrawn, or what was tried in vain."""

    __table_args__ = (
        CheckConstraint(one_of("state", TASK_STATES), name="state_known"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_unless_open"),
        CheckConstraint(
            "state NOT IN ('withdrawn', 'not_reached') OR end_reason <> ''",
            name="ended_with_reason",
        ),
        CheckConstraint("due_at <= latest_at", name="due_before_latest"),
        CheckConstraint("(interview_uuid IS NULL) <> (claim_uuid IS NULL)", name="about_one"),
        Index(
            "uq_recheck_task_claim_uuid_standing",
            "claim_uuid",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index(None, "claim_uuid", "assigned_at"),
        Index(
            "uq_recheck_task_interview_uuid_standing",
            "interview_uuid",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index(None, "interview_uuid", "assigned_at"),
    )


class RecheckAttempt(Table):
    """A try to reach the respondent of a task that did not come to a re-check."""

    __tablename__ = "recheck_attempt"

    uuid: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    task_uuid: Mapped[UUID] = mapped_column(ForeignKey("recheck_task.uuid"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    mode: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(16))
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(String(300))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint(one_of("mode", RECHECK_MODES), name="mode_known"),
        CheckConstraint(one_of("outcome", ATTEMPT_OUTCOMES), name="outcome_known"),
        CheckConstraint(
            "(outcome = 'appointment') = (appointment_at IS NOT NULL)", name="appointment_has_time"
        ),
    )


class RecheckInterview(Table):
    """A re-check as it came: locked, and never changed afterwards."""

    __tablename__ = "recheck_interview"

    task_uuid: Mapped[UUID] = mapped_column(ForeignKey("recheck_task.uuid"), primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    questionnaire_version_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_version.id"))
    mode: Mapped[str] = mapped_column(String(16))
    has_happened: Mapped[bool]
    """Whether the respondent says that there was an interview."""
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    elapsed_ms: Mapped[int | None] = mapped_column(BigInteger)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    is_simulated: Mapped[bool]
    first_interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"))
    """The version that it is compared with: the one that counted when it was locked."""

    __table_args__ = (
        CheckConstraint(one_of("mode", RECHECK_MODES), name="mode_known"),
        CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
        CheckConstraint("started_at <= finished_at", name="time_forward"),
        CheckConstraint("elapsed_ms >= 0", name="elapsed_not_negative"),
    )


class RecheckFact(Table):
    """A factual question of a re-check: what was said, whether it fits, and who was right.

    fits: None where it was not asked or cannot be compared. Facts that the plan does not name are
    kept as findings and never count as a mismatch.
    """

    __tablename__ = "recheck_fact"

    task_uuid: Mapped[UUID] = mapped_column(
        ForeignKey("recheck_interview.task_uuid"), primary_key=True
    )
    fact: Mapped[str] = mapped_column(String(64), primary_key=True)
    said: Mapped[str] = mapped_column(String(64))
    fits: Mapped[bool | None]
    who_was_right: Mapped[str | None] = mapped_column(String(16))
    explanation: Mapped[str | None] = mapped_column(String(500))
    reconciled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reconciled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("fact <> ''", name="fact_named"),
        CheckConstraint(one_of("who_was_right", WHO_WAS_RIGHT), name="who_known"),
        CheckConstraint(
            "(who_was_right IS NULL) = (reconciled_at IS NULL)"
            " AND (who_was_right IS NULL) = (reconciled_by IS NULL)"
            " AND (who_was_right IS NULL) = (explanation IS NULL)",
            name="reconciliation_is_whole",
        ),
        CheckConstraint("who_was_right IS NULL OR NOT fits", name="only_what_does_not_fit"),
    )


class RecheckAnswer(Table):
    """A criterion that was asked again, with its code; opinions are never reconciled."""

    __tablename__ = "recheck_answer"

    task_uuid: Mapped[UUID] = mapped_column(
        ForeignKey("recheck_interview.task_uuid"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[int | None] = mapped_column(SmallInteger)
    """Null where it was left blank."""

    __table_args__ = (CheckConstraint("item <> ''", name="item_named"),)


class RecheckAside(Table):
    """What was sent as a re-check and could not become one, or came after another one: kept whole.

    It is apart from `quarantine`, because whoever sends enumerators out decides about that one and
    must not learn what is asked again.
    """

    __tablename__ = "recheck_aside"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    task_uuid: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    """As it was sent; there may be no such task."""
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    faults: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    decision: Mapped[str | None] = mapped_column(String(16))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint("decision IN ('accepted', 'voided')", name="decision_known"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)"
            " AND (decision IS NULL) = (decided_by IS NULL)"
            " AND (decision IS NULL) = (decision_reason IS NULL)",
            name="decision_is_whole",
        ),
        CheckConstraint("kind IN ('conflict', 'quarantined')", name="kind_known"),
        CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
    )
