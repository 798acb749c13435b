"""The published index: what stands and what stood, publishing by a decision, taking back."""

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from questionnaires import Fault
from survey_app.access.objects import round_for, round_to_change
from survey_app.access.policy import Verb
from survey_app.db.index_publications import current_index, index_publications
from survey_app.db.publications import current_publication
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.appraisal.recording import LONGEST_NUMBER
from survey_app.fieldwork.frame.values import CellRefused, read_date
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.problems import Code, Problem
from survey_app.publication.index_publishing import IndexRequest, publish_index, withdraw_index
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.index_pages import whole_index
from survey_app.web.paging import LARGEST
from survey_app.web.sent_files import file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.telling import tell_now
from survey_app.web.typed import typed, typed_number
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "index_publication", __name__, url_prefix="/results/rounds/<code>/index/publication"
)

REFUSED = 422
JSON = "application/json; charset=utf-8"


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """What is published of the index, and the forms to publish and to take back."""
    return _page(round_for(database(), person_required(), code=code))


def _page(found: RoundRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    every = index_publications(database(), found.id)
    current = next((one for one in every if one.state == "current"), None)
    scores = current_publication(database(), found.id)
    return render_template(
        "index_publication.html",
        round=found,
        full=whole_index(found.code),
        publications=every,
        current=current,
        scores=scores,
        is_of_other_scores=current is not None
        and (scores is None or scores.id != current.publication_id),
        faults=faults,
        typed=request.form if faults else None,
        longest_number=LONGEST_NUMBER,
        longest_reason=LONGEST_REASON,
    )


@blueprint.post("")
@declares(Verb.RESULTS_PUBLISH)
def publish(code: str) -> AnyResponse | tuple[str, int]:
    """Freezes the index and makes it public, or says all that stands against it."""
    found = round_to_change(database(), person_required(), code=code)
    if faults := publish_index(database(), found.id, _request()):
        return _page(found, faults=faults), REFUSED
    tell_now()
    flash(_("The index is published; it is written down with your name."))
    return redirect(url_for(".page", code=code), code=303)


@blueprint.post("/withdraw")
@declares(Verb.RESULTS_PUBLISH)
def withdraw(code: str) -> AnyResponse | tuple[str, int]:
    """Takes the index back, or says what stands against it."""
    found = round_to_change(database(), person_required(), code=code)
    if faults := withdraw_index(database(), found.id, _request()):
        return _page(found, faults=faults), REFUSED
    tell_now()
    flash(_("The index is taken back; it is written down with your name."))
    return redirect(url_for(".page", code=code), code=303)


def _request() -> IndexRequest:
    wanted = IndexRequest(
        decision_number=typed("number"),
        decided_on=None,
        by=person_required(),
        at=now(),
        reason=typed("reason"),
        seen=typed_number("seen", most=LARGEST),
    )
    try:
        return replace(wanted, decided_on=read_date(typed("issued_on")))
    except CellRefused:
        return wanted


@blueprint.get("/current.json")
@declares(Verb.RESULTS_DOWNLOAD)
def document(code: str) -> Response:
    """The index that stands, byte by byte as it was frozen."""
    found = round_for(database(), person_required(), code=code)
    current = current_index(database(), found.id)
    if current is None:
        raise Problem(Code.NOT_FOUND)
    name = file_of_round(found, f"index-{current.id}.json")
    return sent_file(current.content.encode(), name=name, content_type=JSON)
