"""Tables of addresses that are told of publications, and of what they were told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.db.schema import BigId, Table, UtcDateTime, one_of

OF_SCORES = ("round.published", "round.superseded", "round.withdrawn")
OF_AN_INDEX = ("index.published", "index.superseded", "index.withdrawn")
STATES = ("waiting", "delivered", "given_up")


class Webhook(Table):
    """An address that is told. Its secret is wrapped with the secret of the installation."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500))
    wrapped_secret: Mapped[str] = mapped_column(Text)
    wrapped_before: Mapped[str | None] = mapped_column(Text)
    """The secret before, which signs along for a day after it was changed."""
    rotated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None where the program itself ended it."""
    ended_reason: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint("name <> ''", name="has_a_name"),
        CheckConstraint("url <> ''", name="has_an_address"),
        CheckConstraint("wrapped_secret <> ''", name="has_a_secret"),
        CheckConstraint("made_at <= ended_at", name="ended_after_made"),
        CheckConstraint("(wrapped_before IS NULL) = (rotated_at IS NULL)", name="change_is_whole"),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="end_is_whole"),
        CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name="ended_by_somebody"),
        CheckConstraint("ended_reason <> ''", name="ended_with_a_reason"),
    )


class WebhookMessage(Table):
    """What is told, as it is sent: written in the transaction of what it tells.

    It is about a publication of scores or about a published index.
    """

    __tablename__ = "webhook_message"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uuid: Mapped[UUID] = mapped_column()
    event: Mapped[str] = mapped_column(String(32))
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    index_publication_id: Mapped[int | None] = mapped_column(ForeignKey("index_publication.id"))
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("uuid"),
        CheckConstraint("body <> ''", name="says_something"),
        UniqueConstraint("publication_id", "event"),
        UniqueConstraint("index_publication_id", "event"),
        CheckConstraint(one_of("event", OF_SCORES + OF_AN_INDEX), name="event_known"),
        CheckConstraint(
            "(publication_id IS NULL) <> (index_publication_id IS NULL)", name="about_one"
        ),
        CheckConstraint(
            f"(publication_id IS NOT NULL) = ({one_of('event', OF_SCORES)})",
            name="event_of_its_kind",
        ),
    )


class WebhookDelivery(Table):
    """One message for one address. next_at: when it is tried again, while it waits."""

    __tablename__ = "webhook_delivery"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("webhook_message.id"))
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("message_id", "webhook_id"),
        CheckConstraint(one_of("state", STATES), name="state_known"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint("state = 'waiting' OR attempts > 0", name="ended_after_an_attempt"),
        Index(None, "webhook_id"),
        Index(None, "state", "next_at"),
    )


class WebhookAttempt(Table):
    """One try: what was answered, or why nothing was."""

    __tablename__ = "webhook_attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("webhook_delivery.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(32))
    took_ms: Mapped[int]

    __table_args__ = (
        CheckConstraint("(status IS NULL) = (problem <> '')", name="answer_or_problem"),
        CheckConstraint("took_ms >= 0", name="time_forward"),
    )
