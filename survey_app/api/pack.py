"""The pack: what a person's tablet needs for a day without a network."""

from datetime import datetime
from functools import partial

from flask import Blueprint, Response, current_app
from flask_wtf.csrf import generate_csrf
from pydantic import JsonValue
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from survey_app.access.people import Person
from survey_app.access.policy import Verb, may
from survey_app.api.forms import forms_of
from survey_app.api.recheck_forms import recheck_forms_of
from survey_app.db.engine import transaction
from survey_app.db.packs import NEVER, is_worth_noting, note_sent, packs_of
from survey_app.fieldwork.pack import pack_of
from survey_app.fieldwork.rechecks.recheck_pack import recheck_pack_of
from survey_app.fieldwork.sync_document import canonical_text
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.logs import log
from survey_app.web.packed import PackedFile, sent
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database, engine_of

blueprint = Blueprint("pack", __name__, url_prefix="/api/v1/sync")

NOT_MODIFIED = 304


@blueprint.get("/pack")
@declares(Verb.PACK_READ)
def pack() -> Response:
    """One's own cases or re-checks and what they need; 304 when the tablet has them already."""
    person = person_required()
    if may(person.role, Verb.RECHECK_WRITE):
        return _answer(recheck_pack_of(database(), person, forms=recheck_forms_of))
    return _of_enumerator(person)


def _of_enumerator(person: Person) -> Response:
    # Read before the cases: what changes in between counts as not sent.
    known = packs_of(database(), {person.account_id}).get(person.account_id, NEVER)
    answer = _answer(pack_of(database(), person, forms=forms_of))
    is_kept = answer.status_code == NOT_MODIFIED
    if is_worth_noting(known, is_kept=is_kept, at=now()):
        answer.call_on_close(
            partial(
                _note,
                engine_of(current_app),
                person.account_id,
                revision=known.revision,
                is_kept=is_kept,
                at=now(),
            )
        )
    return answer


def _answer(content: dict[str, JsonValue]) -> Response:
    text = canonical_text(content)
    answer = sent(PackedFile(content=text.encode(), content_type="application/json"))
    # A tablet that comes back with a page from its own store has no token; a new session has
    # another one. It stands on the short answer too, because that is the usual one.
    answer.headers["X-CSRFToken"] = generate_csrf()
    return answer


def _note(engine: Engine, account_id: int, *, revision: int, is_kept: bool, at: datetime) -> None:
    """Keeps that the pack went out, once it has: the tablet does not wait for it.

    What cannot be kept now is kept the next time the tablet asks.
    """
    try:
        with transaction(engine) as session:
            note_sent(session, account_id, revision=revision, is_kept=is_kept, at=at)
    except OperationalError as failed:
        log.warning("pack_not_noted", account=account_id, exc_info=failed)
