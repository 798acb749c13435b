"""Writes what has to be told, in the transaction in which it came true."""

from datetime import datetime
from uuid import uuid4

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.publication import canonical
from survey_app.db.publications import PublicationRecord, publications_of
from survey_app.db.rounds import RoundRecord
from survey_app.db.webhook_outbox import NewMessage, add_message
from survey_app.db.webhooks import told_webhooks

PUBLISHED, SUPERSEDED, WITHDRAWN = "round.published", "round.superseded", "round.withdrawn"


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
    stands = SUPERSEDED if replaced else PUBLISHED
    event = stands if found.ended_at is None else WITHDRAWN
    data: dict[str, JsonValue] = {
        "round": of_round.code,
        "run": found.run_id,
        "replaces": replaced.run_id if replaced else None,
        "reason": found.reason if found.ended_reason is None else found.ended_reason,
        "interviews": found.interviews,
        "result_sha256": found.result_sha256,
        "address": f"/api/v1/rounds/{of_round.code}/scores?run={found.run_id}",
    }
    message = NewMessage(
        uuid=uuid4(),
        event=event,
        publication_id=publication_id,
        body=canonical({"type": event, "timestamp": at.isoformat(), "data": data}),
        made_at=at,
    )
    add_message(session, message, webhook_ids=webhook_ids)
