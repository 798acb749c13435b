"""Cases, assignments, interviews and their answers."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

MODES = ("online_form", "tablet", "phone", "paper", "paper_self")
"""How an interview was asked; on the last, the respondent filled in the paper alone."""
ORIGINS = ("official", "reserve", "replaced", "listed", "unlisted")
"""Where its respondent came from: see docs/adr/0013."""
SLOTS = 60
"""Index items that a questionnaire version may have; each gets a column of `answer`."""


class Person(Table):
    """Who finished a procedure: identity, apart from every answer, and erasable."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    full_name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(300))
    is_simulated: Mapped[bool]


class FrameCase(Table):
    """One finished procedure of one person that may be drawn, from the list of a one-stop system.

    What the list did not say is null: see docs/adr/0010.
    """

    __tablename__ = "frame_case"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    public_id: Mapped[UUID] = mapped_column(Uuid, default=uuid4)
    """By which a draw names the case in public: by chance, and saying nothing of the person."""
    file_code: Mapped[str] = mapped_column(String(64))
    field: Mapped[str | None] = mapped_column(String(200))
    procedure: Mapped[str] = mapped_column(String(300))
    applicant_kind: Mapped[str | None] = mapped_column(String(16))
    district: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str | None] = mapped_column(String(16))
    keyed_by: Mapped[str | None] = mapped_column(String(16))
    received_on: Mapped[date | None]
    due_on: Mapped[date | None]
    returned_on: Mapped[date]
    frame_import_id: Mapped[int | None] = mapped_column(ForeignKey("frame_import.id"), index=True)
    row_number: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("round_unit_id", "file_code"),
        UniqueConstraint("public_id"),
        CheckConstraint(
            "applicant_kind IN ('person', 'organisation')", name="applicant_kind_known"
        ),
        CheckConstraint("channel IN ('desk', 'online', 'post', 'other')", name="channel_known"),
        CheckConstraint("keyed_by IN ('applicant', 'civil_servant')", name="keyed_by_known"),
        CheckConstraint(
            "(frame_import_id IS NULL) = (row_number IS NULL)", name="row_of_an_import"
        ),
    )


class Assignment(Table):
    """The duty to interview: the interview's UUID exists from here on, before any answer."""

    __tablename__ = "assignment"

    interview_uuid: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"), index=True)
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    frame_case_id: Mapped[int | None] = mapped_column(ForeignKey("frame_case.id"), unique=True)
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recalled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when nobody has the case; `enumerator_id` is then whoever had it last."""


class ContactAttempt(Table):
    """How a contact attempt to a respondent ended, by AAPOR code (Standard Definitions).

    `uuid` is that of the document a tablet sent; pages record attempts without one.
    """

    __tablename__ = "contact_attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uuid: Mapped[UUID | None] = mapped_column(Uuid)
    interview_uuid: Mapped[UUID] = mapped_column(ForeignKey("assignment.interview_uuid"))
    disposition: Mapped[str] = mapped_column(String(8))
    is_final: Mapped[bool]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(String(300))
    content: Mapped[str | None] = mapped_column(Text)
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        UniqueConstraint("uuid"),
        UniqueConstraint("content_sha256"),
        CheckConstraint("disposition <> ''", name="disposition_given"),
        Index(
            "ix_contact_attempt_outcome",
            "interview_uuid",
            "is_final",
            "attempted_at",
            "id",
            "disposition",
        ),
    )


class Interview(Table):
    """A finished interview as it came. Never changed: a correction is a new version."""

    __tablename__ = "interview"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(ForeignKey("assignment.interview_uuid"))
    version: Mapped[int]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("interview.id"))
    is_current: Mapped[bool]
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("round_unit.id"))
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    questionnaire_version_id: Mapped[str] = mapped_column(ForeignKey("questionnaire_version.id"))
    mode: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    """As it was when the interview was received; a draw or a replacement later changes nothing."""
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_simulated: Mapped[bool]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_reason: Mapped[str | None] = mapped_column(String(500))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    """Hash of questionnaire and answers alone; null in interviews received before it existed."""
    elapsed_ms: Mapped[int | None] = mapped_column(BigInteger)
    """How long it took by the tablet's own clock, null where none ran; or all visits together."""

    __table_args__ = (
        UniqueConstraint("uuid", "version"),
        Index(None, "enumerator_id", "fingerprint"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint_is_hash"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        CheckConstraint("voided_at IS NULL OR NOT is_current", name="void_is_not_current"),
        Index(
            "uq_interview_uuid_current",
            "uuid",
            # Always true there; without it SQLite reads the row, too.
            "is_current",
            unique=True,
            # In the words of SQLAlchemy for SQLite: there an index is used for no others.
            sqlite_where=text("is_current = 1"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_interview_counted",
            "round_unit_id",
            "is_current",
            "enumerator_id",
            "finished_at",
            "started_at",
            "received_at",
            "elapsed_ms",
        ),
        Index(
            "ix_interview_voided",
            "uuid",
            # Never null there; without it SQLite reads the row, too.
            "voided_at",
            sqlite_where=text("voided_at IS NOT NULL"),
            postgresql_where=text("voided_at IS NOT NULL"),
        ),
        CheckConstraint("elapsed_ms >= 0", name="elapsed_not_negative"),
        CheckConstraint(
            "(version = 1) = (predecessor_id IS NULL)", name="correction_has_predecessor"
        ),
        CheckConstraint("started_at <= finished_at", name="time_forward"),
        CheckConstraint(one_of("mode", MODES), name="mode_known"),
        CheckConstraint(one_of("origin", ORIGINS), name="origin_known"),
        CheckConstraint("length(content_sha256) = 64", name="content_is_hashed"),
    )


class InterviewReturn(Table):
    """An interview that a field manager sent back to its enumerator, to be looked at again.

    The version that was returned goes on counting until the one comes that answers it.
    """

    __tablename__ = "interview_return"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"), index=True)
    interview_uuid: Mapped[UUID] = mapped_column(ForeignKey("assignment.interview_uuid"))
    enumerator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    comment: Mapped[str] = mapped_column(String(500))
    returned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    returned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its enumerator opened it on a page; what a tablet has begun is not known."""
    state: Mapped[str] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("interview.id"), unique=True)

    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'withdrawn')", name="state_known"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_unless_open"),
        CheckConstraint("(state = 'answered') = (answer_id IS NOT NULL)", name="answered_by_one"),
        CheckConstraint("answer_id <> interview_id", name="answered_by_another"),
        CheckConstraint("comment <> ''", name="comment_given"),
        Index(
            "uq_interview_return_open",
            "interview_uuid",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "interview_uuid", "id"),
    )


def slot_name(position: int) -> str:
    """The column of `answer` for the index item at this position, counted from 0."""
    return f"item_{position + 1:02d}"


# One row an interview and one small column an index item: see docs/adr/0004.
answer = CoreTable(
    "answer",
    Table.metadata,
    Column("interview_id", BigId, ForeignKey("interview.id"), primary_key=True),
    *(Column(slot_name(position), SmallInteger, nullable=True) for position in range(SLOTS)),
    Column("other", JSON, nullable=False),
)


class Quarantine(Table):
    """What was sent and could not become an interview: kept whole until a person decides."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    interview_uuid: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
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
        UniqueConstraint("content_sha256"),
        CheckConstraint("decision IN ('accepted', 'corrected', 'voided')", name="decision_known"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)"
            " AND (decision IS NULL) = (decided_by IS NULL)"
            " AND (decision IS NULL) = (decision_reason IS NULL)",
            name="decision_is_whole",
        ),
        CheckConstraint("kind IN ('conflict', 'quarantined')", name="kind_known"),
    )
