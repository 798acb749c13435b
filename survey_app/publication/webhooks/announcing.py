"""Writes what has to be told, in the transaction in which it came true."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.publication import canonical
from survey_app.db.index_publications import IndexPublicationRecord
from survey_app.db.public_indices import public_indices
from survey_app.db.publications import PublicationRecord, publications_of
from survey_app.db.rounds import RoundRecord
from survey_app.db.webhook_outbox import About, NewMessage, add_message
from survey_app.db.webhooks import told_webhooks

SCORES, INDEX = "round", "index"
"""What an event is about: the first word of its name."""


def announce(
    session: Session,
    of_round: RoundRecord,
    publication_id: int,
    *,
    replaced: PublicationRecord | None = None,
    at: datetime,
) -> None:
    """Puts a message about a publication into the outbox, for every address that is told.

    It says what has become of it: it stands, in the place of another one or of none, or it was
    withdrawn.
    """
    webhook_ids = told_webhooks(session)
    if not webhook_ids:
        return
    found = next(one for one in publications_of(session, of_round.id) if one.id == publication_id)
    data: dict[str, JsonValue] = {
        "round": of_round.code,
        "run": found.run_id,
        "replaces": replaced.run_id if replaced else None,
        "reason": found.reason if found.ended_reason is None else found.ended_reason,
        "interviews": found.interviews,
        "result_sha256": found.result_sha256,
        "address": f"/api/v1/rounds/{of_round.code}/scores?run={found.run_id}",
    }
    event = _event(SCORES, ended_at=found.ended_at, has_replaced=replaced is not None)
    about = About(publication_id=publication_id)
    _tell(session, event, data, about=about, webhook_ids=webhook_ids, at=at)


def announce_index(
    session: Session,
    of_round: RoundRecord,
    number: int,
    *,
    replaced: IndexPublicationRecord | None = None,
    at: datetime,
) -> None:
    """The same of the published index with this number."""
    webhook_ids = told_webhooks(session)
    if not webhook_ids:
        return
    every = public_indices(session, [of_round.id])[of_round.id]
    found = next(one for one in every if one.number == number)
    data: dict[str, JsonValue] = {
        "round": of_round.code,
        "number": number,
        "replaces": replaced.id if replaced else None,
        "reason": found.reason if found.ended_reason is None else found.ended_reason,
        "decision_number": found.decision_number,
        "decided_on": found.decided_on.isoformat(),
        "run": found.run_id,
        "content_sha256": found.content_sha256,
        "address": f"/api/v1/rounds/{of_round.code}/index/publications/{number}",
    }
    event = _event(INDEX, ended_at=found.ended_at, has_replaced=replaced is not None)
    about = About(index_publication_id=number)
    _tell(session, event, data, about=about, webhook_ids=webhook_ids, at=at)


def _event(about: str, *, ended_at: datetime | None, has_replaced: bool) -> str:
    if ended_at is not None:
        return f"{about}.withdrawn"
    return f"{about}.superseded" if has_replaced else f"{about}.published"


def _tell(
    session: Session,
    event: str,
    data: dict[str, JsonValue],
    *,
    about: About,
    webhook_ids: Sequence[int],
    at: datetime,
) -> None:
    message = NewMessage(
        uuid=uuid4(),
        event=event,
        about=about,
        body=canonical({"type": event, "timestamp": at.isoformat(), "data": data}),
        made_at=at,
    )
    add_message(session, message, webhook_ids=webhook_ids)
