"""Tablets that may send interviews, and the codes that enrol them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime


class Device(Table):
    """An enrolled tablet. Its credential is stored as a hash and is apart from any person's."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    credential_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    app_version: Mapped[str | None] = mapped_column(String(32))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("length(credential_hash) = 64", name="credential_is_hashed"),)


class EnrolmentCode(Table):
    """A short code that makes one tablet an enrolled device, once, for a short time."""

    __tablename__ = "enrolment_code"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device_name: Mapped[str] = mapped_column(String(100))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))

    __table_args__ = (
        CheckConstraint("made_at < expires_at", name="expires_later"),
        CheckConstraint("length(code_hash) = 64", name="code_is_hashed"),
    )
