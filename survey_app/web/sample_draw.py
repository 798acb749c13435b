"""Drawing a sample: its numbers are seen and confirmed first; and the files that are published."""

from collections.abc import Sequence

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from questionnaires import Fault
from scoring.draw_problems import DrawRefused
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.rounds import RoundRecord
from survey_app.db.samples import DrawRecord, draws_of_round
from survey_app.fieldwork.sampling.drawing import DrawRequest, draw, draw_named
from survey_app.fieldwork.sampling.figures import figures, planned_strata
from survey_app.fieldwork.sampling.files import published_files, published_sample
from survey_app.fieldwork.sampling.hindrances import prospect_or_hindrances
from survey_app.fieldwork.sampling.planning import counts_of
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.sent_files import CSV, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("sample_draw", __name__, url_prefix="/field/rounds/<code>/sample/lists")

DRAW = "/<list_name>/draw"
TYPES = {"draw.json": "application/json; charset=utf-8", "cases.csv": CSV, "sample.csv": CSV}
REFUSED = 422
Refusals = Sequence[Problem | Fault]


@blueprint.get(DRAW)
@declares(Verb.SAMPLE_DRAW)
def numbers(code: str, list_name: str) -> str:
    """Shows what the chosen units come to, and asks before they are drawn from."""
    found = round_for(database(), person_required(), code=code)
    record = draw_named(database(), found, list_name)
    if record.drawn_at is not None:
        raise Problem(Code.SAMPLE_ALREADY_DRAWN, {"list": list_name})
    return _page(found, record, chosen=request.args.getlist("unit"))


@blueprint.post(DRAW)
@declares(Verb.SAMPLE_DRAW)
def draw_now(code: str, list_name: str) -> AnyResponse | tuple[str, int]:
    """Draws, if the numbers are still those that were seen; or says all that stands against it."""
    found = round_for(database(), person_required(), code=code)
    record = draw_named(database(), found, list_name)
    chosen = tuple(request.form.getlist("unit"))
    refusals = _draw(found, list_name, chosen=chosen)
    if refusals:
        return _page(found, record, chosen=chosen, refusals=refusals), REFUSED
    flash(_("The sample is drawn. Publish draw.json now; then the cases can be shared out."))
    return redirect(url_for("sample.of_list", code=code, list_name=list_name), code=303)


def _draw(found: RoundRecord, list_name: str, *, chosen: tuple[str, ...]) -> Refusals:
    """What stands against it; nothing, once it is drawn."""
    if not chosen:
        return (Problem(Code.SAMPLE_NO_UNITS),)
    if "confirmed" not in request.form:
        return (Problem(Code.SAMPLE_NOT_CONFIRMED),)
    try:
        draw(
            database(),
            found,
            DrawRequest(list_name=list_name, unit_codes=chosen, confirmed=_confirmed()),
            by=person_required(),
            secret_key=str(current_app.config["SECRET_KEY"]),
            at=now(),
        )
    except Problem as problem:
        return (problem,)
    except DrawRefused as refused:
        return refused.faults
    return ()


def _confirmed() -> tuple[int, int, int]:
    """The numbers that stood on the page; what cannot be read is none that could be right."""
    cases, official, reserve = (
        request.form.get(name, -1, type=int) for name in ("cases", "official", "reserve")
    )
    return cases, official, reserve


def _page(
    found: RoundRecord, record: DrawRecord, *, chosen: Sequence[str], refusals: Refusals = ()
) -> str:
    draws = draws_of_round(database(), found.id)
    expected, hindrances = prospect_or_hindrances(database(), found, draws)
    offered = () if expected is None else expected.units
    picked = [one for one in offered if not chosen or one.unit.unit_code in chosen]
    cases, official, reserve = counts_of(picked)
    return render_template(
        "sample_draw.html",
        round=found,
        draw=record,
        refusals=refusals,
        hindrances=hindrances,
        offered=[(one.unit, figures(one.unit.unit_code, planned_strata(one))) for one in offered],
        picked=[one.unit.unit_code for one in picked],
        cases=cases,
        official=official,
        reserve=reserve,
    )


@blueprint.get("/<list_name>/<any('draw.json', 'cases.csv', 'sample.csv'):file_name>")
@declares(Verb.SAMPLE_READ)
def file(code: str, list_name: str, file_name: str) -> Response:
    """A file that is published, as `hailong sample publish` writes it."""
    found = round_for(database(), person_required(), code=code)
    files = published_files(published_sample(database(), found, list_name))
    if file_name not in files:
        raise Problem(Code.SAMPLE_NOT_REVEALED, {"list": list_name})
    return sent_file(files[file_name], name=file_name, content_type=TYPES[file_name])
