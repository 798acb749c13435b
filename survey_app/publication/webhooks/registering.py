"""Addresses that are told: registering one, changing its secret, ending it, telling it again."""

import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from questionnaires.problems import Refused
from survey_app.access.people import Person
from survey_app.db import audit, webhook_outbox, webhooks
from survey_app.fieldwork.sealing import wrap_secret
from survey_app.publication.webhooks.signing import SECRET_BYTES, written_secret
from survey_app.publication.webhooks.targets import address_faults
from survey_app.publication.webhooks.webhook_problems import WebhookCode

LONGEST_NAME = 200
LONGEST_REASON = 500
KEY_NAME = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """An address that somebody wants to be told. name: whose program it is."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What an installation has: its secret, and whether it tells addresses of its own network."""

    secret_key: str
    allows_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeSecret:
    """The secret of an address, as it is shown once."""

    webhook_id: int
    secret: str


def register(
    session: Session, person: Person, wanted: WebhookRequest, *, house: House, at: datetime
) -> MadeSecret:
    """Registers an address; raises Refused with all that is wrong with it."""
    if faults := tuple(_faults(wanted, house=house)):
        raise Refused(faults)
    secret, name, url = secrets.token_bytes(SECRET_BYTES), _text(wanted.name), wanted.url.strip()
    number = webhooks.add_webhook(
        session,
        webhooks.NewWebhook(
            name=name,
            url=url,
            wrapped_secret=_wrapped(secret, house=house),
            made_by=person.account_id,
            made_at=at,
        ),
    )
    _record(session, "webhook.registered", number, by=person, at=at, name=name, url=url)
    return MadeSecret(webhook_id=number, secret=written_secret(secret))


def change_secret(
    session: Session, person: Person, *, number: int, house: House, at: datetime
) -> MadeSecret:
    """A new secret; the one before signs along for a day, so that the receiver can change too."""
    _known(session, number)
    secret = secrets.token_bytes(SECRET_BYTES)
    values = {
        "wrapped_before": webhooks.wrapped_secret(session, number),
        "wrapped_secret": _wrapped(secret, house=house),
        "rotated_at": at,
    }
    webhooks.change_webhook(session, number, values)
    _record(session, "webhook.secret_changed", number, by=person, at=at)
    return MadeSecret(webhook_id=number, secret=written_secret(secret))


def end(session: Session, person: Person, *, number: int, reason: str, at: datetime) -> None:
    """Nothing is sent there any more; what waits stays. Raises Refused with all against it."""
    said = _text(reason)
    faults = []
    if not 0 < len(said) <= LONGEST_REASON or not said.isprintable():
        faults.append(WebhookCode.REASON_UNFIT.at("reason", most=str(LONGEST_REASON)))
    found = webhooks.webhook_numbered(session, number)
    if found is None or found.ended_at is not None:
        faults.append(WebhookCode.WEBHOOK_UNKNOWN.at("number", number=str(number)))
    if faults:
        raise Refused(tuple(faults))
    values = {"ended_at": at, "ended_by": person.account_id, "ended_reason": said}
    webhooks.change_webhook(session, number, values)
    _record(session, "webhook.ended", number, by=person, at=at, reason=said)


def begin_again(session: Session, person: Person, *, number: int, at: datetime) -> None:
    """It is told again, and what waits for it is sent; one that is told already stays as it is."""
    if _known(session, number).ended_at is None:
        return
    values = {"ended_at": None, "ended_by": None, "ended_reason": None}
    webhooks.change_webhook(session, number, values)
    _record(session, "webhook.begun_again", number, by=person, at=at)


def tell_again(
    session: Session, person: Person, *, number: int, delivery: int, at: datetime
) -> None:
    """Sends a message of an address that is told once more, whatever became of it."""
    is_told = _known(session, number).ended_at is None
    if not is_told or not webhook_outbox.send_again(session, delivery, webhook_id=number, at=at):
        raise Refused((WebhookCode.WEBHOOK_UNKNOWN.at("number", number=str(number)),))
    _record(session, "webhook.told_again", number, by=person, at=at, delivery=str(delivery))


def _faults(wanted: WebhookRequest, *, house: House) -> Iterator[Fault]:
    name = _text(wanted.name)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        yield WebhookCode.NAME_UNFIT.at("name", most=str(LONGEST_NAME))
    yield from address_faults(wanted.url.strip(), allows_private=house.allows_private)


def _known(session: Session, number: int) -> webhooks.WebhookRecord:
    found = webhooks.webhook_numbered(session, number)
    if found is None:
        raise Refused((WebhookCode.WEBHOOK_UNKNOWN.at("number", number=str(number)),))
    return found


def _wrapped(secret: bytes, *, house: House) -> str:
    return wrap_secret(secret, kid=KEY_NAME, secret_key=house.secret_key)


def _text(typed: str) -> str:
    return unicodedata.normalize("NFC", typed.strip())


def _record(
    session: Session, action: str, number: int, *, by: Person, at: datetime, **details: str
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="webhook",
        object_id=str(number),
        account_id=by.account_id,
        at=at,
        details=details,
    )
