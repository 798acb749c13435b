"""The publication of a round's scores: what is public, what publishing would say, the history."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from questionnaires import Fault
from scoring.excluded import together
from survey_app.access.objects import round_for, round_to_change, run_for
from survey_app.access.policy import Verb
from survey_app.db import plans, publications
from survey_app.db.rounds import RoundRecord
from survey_app.db.run_changes import changes_since
from survey_app.db.score_plans import POINTS, SCORING
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.publication.publishing import PublishRequest, hindrances, publish, withdraw
from survey_app.publication.score_runs import look
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.paging import LARGEST
from survey_app.web.publication_files import handed_on
from survey_app.web.publication_page import unit_lines
from survey_app.web.sent_files import file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.telling import tell_now
from survey_app.web.typed import typed, typed_number
from survey_app.web.unit_of_work import database
from survey_app.wording.file_words import CSV

blueprint = Blueprint("publication", __name__, url_prefix="/results/rounds/<code>/publication")

REFUSED = 422
RUN = f"/<int(max={LARGEST}):run>"
PLANS = (SCORING, POINTS)


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """What is public, what could be, and what was."""
    return _page(round_for(database(), person_required(), code=code))


@blueprint.post("")
@declares(Verb.RESULTS_PUBLISH)
def make_public(code: str) -> AnyResponse | tuple[str, int]:
    """Publishes what counts now, or says all that stands against it."""
    found = round_to_change(database(), person_required(), code=code)
    faults = _unconfirmed() or publish(database(), found.id, _request()).faults
    if faults:
        return _page(found, faults=faults), REFUSED
    tell_now()
    flash(_("The scores are public; it is written down with your name."))
    return redirect(url_for(".page", code=code), code=303)


@blueprint.post("/withdraw")
@declares(Verb.RESULTS_PUBLISH)
def take_back(code: str) -> AnyResponse | tuple[str, int]:
    """Withdraws what is public, or says all that stands against it."""
    found = round_to_change(database(), person_required(), code=code)
    faults = _unconfirmed() or withdraw(database(), found.id, _request())
    if faults:
        return _page(found, faults=faults), REFUSED
    tell_now()
    flash(_("The publication has been withdrawn; the round is closed again."))
    return redirect(url_for(".page", code=code), code=303)


@blueprint.get(f"{RUN}/scores.json")
@declares(Verb.RESULTS_DOWNLOAD)
def document(code: str, run: int) -> Response:
    """The document of a run, byte for byte as it was hashed."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    name = file_of_round(found, f"run-{kept.id}.json")
    return sent_file(kept.result.encode(), name=name, content_type="application/json")


@blueprint.get(f"{RUN}/<any({', '.join(PLANS)}):kind>-plan.json")
@declares(Verb.RESULTS_DOWNLOAD)
def plan(code: str, run: int, kind: str) -> Response:
    """A plan that a run went by, as `score-file` takes it: its SHA-256 stands in the document."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    basis = publications.run_basis(database(), kept.id)
    number = basis.scoring_plan_id if kind == SCORING else basis.points_plan_id
    content = plans.plan_content(database(), number, kind=kind)
    name = file_of_round(found, f"run-{kept.id}-{kind}-plan.json")
    return sent_file(content.encode(), name=name, content_type="application/json")


@blueprint.get(f"{RUN}/responses.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def responses(code: str, run: int) -> Response:
    """The interviews of a run to hand on, in the layout that `score-file` reads."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    return handed_on(found, kept, kind=CSV)


def _unconfirmed() -> tuple[Fault, ...]:
    return () if "confirmed" in request.form else (RoundCode.NOT_CONFIRMED.at("confirmation"),)


def _request() -> PublishRequest:
    return PublishRequest(
        by=person_required(),
        at=now(),
        reason=typed("reason"),
        seen=typed_number("seen", most=LARGEST),
    )


def _page(found: RoundRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    history = publications.publications_of(database(), found.id)
    current = next((one for one in history if one.state == "current"), None)
    looked = look(database(), found, current=current)
    since = current and changes_since(database(), found.id, run_id=current.run_id)
    return render_template(
        "publication.html",
        round=found,
        faults=faults,
        current=current,
        ended=[one for one in history if one.state != "current"],
        hindrances=hindrances(database(), found, looked=looked),
        since=since,
        looked=looked,
        has_adjustments=bool(looked.found.estimates.plans.points.adjustments),
        lines=unit_lines(looked),
        excluded=together(looked.found.excluded.values()),
        reason=typed("reason"),
        longest_reason=LONGEST_REASON,
    )
