"""Queries about addresses that are told of publications."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import Account, Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRecord:
    """An address, without its secret. ended_by: None where the program ended it itself."""

    id: int
    name: str
    url: str
    made_by: str
    made_at: datetime
    rotated_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None

    @property
    def was_given_up(self) -> bool:
        """Whether the program itself tells it nothing more: somebody should know."""
        return self.ended_at is not None and self.ended_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """An address as it is registered."""

    name: str
    url: str
    wrapped_secret: str
    made_by: int
    made_at: datetime


def add_webhook(session: Session, new: NewWebhook) -> int:
    """Keeps an address; gives its number."""
    row = {name: getattr(new, name) for name in NewWebhook.__dataclass_fields__}
    number: int = session.execute(insert(Webhook).returning(Webhook.id), row).scalar_one()
    return number


def all_webhooks(session: Session) -> tuple[WebhookRecord, ...]:
    """Every address, those that are told first, the newest first among each."""
    maker, ender = aliased(Account), aliased(Account)
    rows = session.execute(
        select(Webhook, maker.display_name, ender.display_name)
        .join(maker, maker.id == Webhook.made_by)
        .outerjoin(ender, ender.id == Webhook.ended_by)
        .order_by(Webhook.ended_at.is_not(None), Webhook.id.desc())
        .execution_options(populate_existing=True)
    )
    return tuple(
        WebhookRecord(
            id=found.id,
            name=found.name,
            url=found.url,
            made_by=made_by,
            made_at=found.made_at,
            rotated_at=found.rotated_at,
            ended_at=found.ended_at,
            ended_by=ended_by,
            ended_reason=found.ended_reason,
        )
        for found, made_by, ended_by in rows
    )


def webhook_numbered(session: Session, number: int) -> WebhookRecord | None:
    """The address with this number."""
    return next((one for one in all_webhooks(session) if one.id == number), None)


def told_webhooks(session: Session) -> tuple[int, ...]:
    """The numbers of those that are told now."""
    return tuple(session.scalars(select(Webhook.id).where(Webhook.ended_at.is_(None))))


def change_webhook(session: Session, number: int, values: Mapping[str, object]) -> None:
    """Changes these columns of an address."""
    session.execute(update(Webhook).where(Webhook.id == number).values(dict(values)))


def wrapped_secret(session: Session, number: int) -> str:
    """The secret as it is stored."""
    return session.scalars(select(Webhook.wrapped_secret).where(Webhook.id == number)).one()
