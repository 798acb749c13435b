"""Sends what waits in the outbox: each message at least once, whatever ends in between.

A delivery is taken for some minutes in a transaction of its own, sent without one, and what came
of it is written in another. Whoever is killed in between has sent it or not; when the minutes are
over, somebody takes it again. Receivers know a message by its id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey_app.clock import Clock
from survey_app.db import audit, webhook_outbox, webhooks
from survey_app.db.engine import transaction
from survey_app.db.webhook_outbox import DELIVERED, GIVEN_UP, WAITING, DueDelivery, NewAttempt
from survey_app.fieldwork.sealing import StaysClosed, unwrap_secret
from survey_app.publication.webhooks.backing_off import wait_after
from survey_app.publication.webhooks.posting import Posted
from survey_app.publication.webhooks.registering import House
from survey_app.publication.webhooks.signing import signed

TAKEN_FOR = timedelta(minutes=2)
BOTH_SECRETS_FOR = timedelta(days=1)
GOOD = range(200, 300)
GONE = 410
GAVE_UP, WENT_AWAY = "gave up after many attempts", "the receiver answered 410: it is gone"
UNREADABLE = "secret_lost"
MILLISECONDS = 1000


class Post(Protocol):
    """Sends one message."""

    def __call__(
        self, url: str, body: str, *, headers: dict[str, str], allows_private: bool
    ) -> Posted: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Postman:
    """What sending needs: the database, the secret of the house, the network, time and chance."""

    engine: Engine
    house: House
    post: Post
    now: Clock
    chance: Callable[[], float]


def send_waiting(postman: Postman) -> int:
    """Sends everything that is due, one message after another; says how many attempts it made."""
    made = 0
    while (due := _taken(postman)) is not None:
        began = monotonic()
        posted = _posted(postman, due)
        took_ms = round((monotonic() - began) * MILLISECONDS)
        with transaction(postman.engine) as session:
            _write_down(session, due, posted, postman=postman, took_ms=took_ms)
        made += 1
    return made


def _taken(postman: Postman) -> DueDelivery | None:
    at = postman.now()
    with transaction(postman.engine, writes=False) as session:
        if not webhook_outbox.is_anything_due(session, at=at):
            return None
    with transaction(postman.engine) as session:
        return webhook_outbox.take_due(session, at=at, until=at + TAKEN_FOR)


def _posted(postman: Postman, due: DueDelivery) -> Posted:
    at = postman.now()
    try:
        secrets = _secrets(due, house=postman.house, at=at)
    except StaysClosed:
        return Posted(status=None, problem=UNREADABLE)
    message_id = f"msg_{due.message_uuid.hex}"
    headers = signed(message_id, due.body, at=at, secrets=secrets).headers()
    allows_private = postman.house.allows_private
    return postman.post(due.url, due.body, headers=headers, allows_private=allows_private)


def _secrets(due: DueDelivery, *, house: House, at: datetime) -> list[bytes]:
    """The secret, and for a day after it was changed the one before."""
    wrapped = [due.wrapped_secret]
    if due.wrapped_before and due.rotated_at and at - due.rotated_at < BOTH_SECRETS_FOR:
        wrapped.append(due.wrapped_before)
    return [unwrap_secret(one, secret_key=house.secret_key) for one in wrapped]


def _write_down(
    session: Session, due: DueDelivery, posted: Posted, *, postman: Postman, took_ms: int
) -> None:
    at, attempts = postman.now(), due.attempts + 1
    is_delivered = posted.status in GOOD
    wait = wait_after(attempts, chance=postman.chance())
    gives_up = not is_delivered and (wait is None or posted.status == GONE)
    state = DELIVERED if is_delivered else GIVEN_UP if gives_up else WAITING
    attempt = NewAttempt(
        delivery_id=due.id,
        at=at,
        status=posted.status,
        problem=posted.problem,
        took_ms=took_ms,
    )
    next_at = at if wait is None or state != WAITING else at + wait
    webhook_outbox.add_attempt(session, attempt, state=state, next_at=next_at)
    if gives_up:
        reason = WENT_AWAY if posted.status == GONE else GAVE_UP
        _end(session, due.webhook_id, reason=reason, at=at)


def _end(session: Session, webhook_id: int, *, reason: str, at: datetime) -> None:
    """An address that nobody answers at for days is not told any more, until a person says so."""
    values = {"ended_at": at, "ended_by": None, "ended_reason": reason}
    webhooks.change_webhook(session, webhook_id, values)
    audit.record(
        session,
        action="webhook.ended",
        object_kind="webhook",
        object_id=str(webhook_id),
        account_id=None,
        at=at,
        details={"reason": reason},
    )
