"""Accounts, and what they did."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

ROLES = (
    "enumerator",
    "field_manager",
    "supervisor",
    "home_affairs",
    "unit",
    "administrator",
)


class Account(Table):
    """A person who may sign in. The password is an argon2id hash; none until the first sign-in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool]
    is_simulated: Mapped[bool]
    session_mark: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint(one_of("role", ROLES), name="role_known"),
        CheckConstraint("(role = 'unit') = (unit_id IS NOT NULL)", name="unit_role_has_unit"),
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("password_hash <> ''", name="password_is_hashed"),
    )


class AccountArea(Table):
    """A district or commune that a person works in, as it was written."""

    __tablename__ = "account_area"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(200), primary_key=True)

    __table_args__ = (CheckConstraint("area <> ''", name="area_given"),)


class AccountTie(Table):
    """A unit that a person is tied to, and for which they therefore never interview."""

    __tablename__ = "account_tie"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class SignInCode(Table):
    """The code with which a person chooses a password, once. A newer one takes its place."""

    __tablename__ = "sign_in_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("length(code_hash) = 64", name="code_is_hashed"),
        CheckConstraint("made_at < expires_at", name="expires_later"),
        CheckConstraint("used_at < expires_at", name="used_in_time"),
    )


class AccountPack(Table):
    """Whether an enumerator's tablet has been sent what was last changed about their cases.

    No row: nothing was changed and nothing sent. Numbers are compared, never times: what is changed
    while a pack is on its way is not in it, whatever the clock says.
    """

    __tablename__ = "account_pack"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    revision: Mapped[int]
    """Counts the changes to which cases the person has."""
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_revision: Mapped[int | None]
    """Of the newest pack that went out."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_revision: Mapped[int | None]
    """Of the newest pack that a tablet said it has."""
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("(revision = 0) = (changed_at IS NULL)", name="changed_is_whole"),
        CheckConstraint("(sent_revision IS NULL) = (sent_at IS NULL)", name="sent_is_whole"),
        CheckConstraint("(kept_revision IS NULL) = (kept_at IS NULL)", name="kept_is_whole"),
        CheckConstraint("sent_revision <= revision", name="sent_is_known"),
        CheckConstraint("kept_revision <= revision", name="kept_is_known"),
    )


class AuditEvent(Table):
    """One change to the data: who, when, what. Only ever added to."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str] = mapped_column(String(64))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, str]] = mapped_column(JSON)

    __table_args__ = (Index(None, "object_kind", "object_id"),)
