"""Queries about what addresses are told: messages, their deliveries, and every attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookMessage,
)

WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a message is about: one of the two."""

    publication_id: int | None = None
    index_publication_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What is told. body: as it is sent."""

    uuid: UUID
    event: str
    about: About
    body: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """A delivery that somebody has taken to send. attempts: before this one."""

    id: int
    webhook_id: int
    attempts: int
    url: str
    wrapped_secret: str
    wrapped_before: str | None
    rotated_at: datetime | None
    message_uuid: UUID
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """One try. status: None where nothing was answered; problem: then why, else ""."""

    delivery_id: int
    at: datetime
    status: int | None
    problem: str
    took_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """A delivery as its page shows it; last_…: of its last attempt."""

    id: int
    event: str
    body: str
    made_at: datetime
    state: str
    attempts: int
    next_at: datetime
    last_at: datetime | None
    last_status: int | None
    last_problem: str


def add_message(session: Session, new: NewMessage, *, webhook_ids: Sequence[int]) -> None:
    """Keeps a message, and a delivery for each of these addresses, due at once."""
    row = {
        "uuid": new.uuid,
        "event": new.event,
        "publication_id": new.about.publication_id,
        "index_publication_id": new.about.index_publication_id,
        "body": new.body,
        "made_at": new.made_at,
    }
    number = session.execute(insert(WebhookMessage).returning(WebhookMessage.id), row).scalar_one()
    deliveries = [
        {
            "message_id": number,
            "webhook_id": webhook_id,
            "state": WAITING,
            "attempts": 0,
            "next_at": new.made_at,
        }
        for webhook_id in webhook_ids
    ]
    session.execute(insert(WebhookDelivery), deliveries)


def take_due(session: Session, *, at: datetime, until: datetime) -> DueDelivery | None:
    """The delivery that is due for longest; nobody else takes it before `until`."""
    row = session.execute(
        select(WebhookDelivery, Webhook, WebhookMessage)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)
        .where(
            WebhookDelivery.state == WAITING,
            WebhookDelivery.next_at <= at,
            Webhook.ended_at.is_(None),
        )
        .order_by(WebhookDelivery.next_at, WebhookDelivery.id)
        .limit(1)
        .with_for_update(of=WebhookDelivery, skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    delivery, webhook, message = row
    session.execute(
        update(WebhookDelivery).where(WebhookDelivery.id == delivery.id).values(next_at=until)
    )
    return DueDelivery(
        id=delivery.id,
        webhook_id=webhook.id,
        attempts=delivery.attempts,
        url=webhook.url,
        wrapped_secret=webhook.wrapped_secret,
        wrapped_before=webhook.wrapped_before,
        rotated_at=webhook.rotated_at,
        message_uuid=message.uuid,
        body=message.body,
    )


def is_anything_due(session: Session, *, at: datetime) -> bool:
    """Whether there is something to send; asked without the lock for writing."""
    found = session.scalars(
        select(WebhookDelivery.id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(
            WebhookDelivery.state == WAITING,
            WebhookDelivery.next_at <= at,
            Webhook.ended_at.is_(None),
        )
        .limit(1)
    ).one_or_none()
    return found is not None


def add_attempt(session: Session, new: NewAttempt, *, state: str, next_at: datetime) -> None:
    """Writes down a try, and what becomes of its delivery."""
    row = {name: getattr(new, name) for name in NewAttempt.__dataclass_fields__}
    session.execute(insert(WebhookAttempt), row)
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == new.delivery_id)
        .values(state=state, attempts=WebhookDelivery.attempts + 1, next_at=next_at)
    )


def send_again(session: Session, delivery_id: int, *, webhook_id: int, at: datetime) -> bool:
    """Lets a delivery of this address be sent now, and tried anew; tells whether there is one."""
    changed = session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook_id)
        .values(state=WAITING, attempts=0, next_at=at)
        .returning(WebhookDelivery.id)
    ).scalar_one_or_none()
    return changed is not None


def deliveries_of(session: Session, webhook_id: int, *, most: int) -> tuple[DeliveryRecord, ...]:
    """The newest deliveries of an address, each with its last attempt."""
    last = (
        select(WebhookAttempt.delivery_id, func.max(WebhookAttempt.id).label("id"))
        .group_by(WebhookAttempt.delivery_id)
        .subquery()
    )
    rows = session.execute(
        select(WebhookDelivery, WebhookMessage, WebhookAttempt)
        .join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)
        .outerjoin(last, last.c.delivery_id == WebhookDelivery.id)
        .outerjoin(WebhookAttempt, WebhookAttempt.id == last.c.id)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .order_by(WebhookDelivery.id.desc())
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return tuple(
        DeliveryRecord(
            id=delivery.id,
            event=message.event,
            body=message.body,
            made_at=message.made_at,
            state=delivery.state,
            attempts=delivery.attempts,
            next_at=delivery.next_at,
            last_at=None if attempt is None else attempt.at,
            last_status=None if attempt is None else attempt.status,
            last_problem="" if attempt is None else attempt.problem,
        )
        for delivery, message, attempt in rows
    )
