"""The pack: what an enumerator's tablet needs for a day without a network."""

from flask import Blueprint, Response
from flask_wtf.csrf import generate_csrf

from survey_app.access.policy import Verb
from survey_app.api.forms import forms_of
from survey_app.fieldwork.pack import pack_of
from survey_app.fieldwork.sync_document import canonical_text
from survey_app.web.declare import declares
from survey_app.web.packed import PackedFile, sent
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("pack", __name__, url_prefix="/api/v1/sync")


@blueprint.get("/pack")
@declares(Verb.INTERVIEW_WRITE)
def pack() -> Response:
    """One's own cases, units and questionnaire versions; 304 when the tablet has them already."""
    text = canonical_text(pack_of(database(), person_required(), forms=forms_of))
    answer = sent(PackedFile(content=text.encode(), content_type="application/json"))
    # A tablet that comes back with a page from its own store has no token; a new session has
    # another one. It stands on the short answer too, because that is the usual one.
    answer.headers["X-CSRFToken"] = generate_csrf()
    return answer
