"""The re-check plan of a round: what it promises and what it does, and promising it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

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

from field_export.acceptance_tables import risk_rows
from questionnaires import MAX_FILE_BYTES, Fault
from scoring.plans.canonical import plan_version
from scoring.plans.reading import read_plan
from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.recheck_plan import SHIPPED, RecheckPlan, recheck_plan, recheck_plan_ids
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.recheck_promises import PromiseRecord, promise_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.promising import commit, shipped_plan_of
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.recheck_plan_charts import (
    both_charts,
    checked_chart,
    defective_at,
    half_curve,
    rejected_chart,
    risk_lines,
)
from survey_app.web.recheck_plan_words import recheck_plan_words, stage_lines
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck_plan", __name__, url_prefix="/recheck/rounds/<code>/plan")

REFUSED = 422
SIZES = (12, 20, 42, 70, 120)
SMALLEST, USUAL, LARGEST_LOT = 2, 42, 150
ON_THE_FORM = frozenset({Code.RECHECK_OTHER_THAN_ROUND})
Refusals = Sequence[Problem | Fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A plan on the page. is_typed: changed or brought, so that no address leads to its files."""

    plan: RecheckPlan
    is_typed: bool = False


@blueprint.get("/")
@declares(Verb.RECHECK_SEED)
def page(code: str) -> str:
    """What was promised; before it the shipped plans, to be looked at, changed and promised."""
    found = round_for(database(), person_required(), code=code)
    return _page(found, _asked_for(found))


@blueprint.post("/")
@declares(Verb.RECHECK_SEED)
def promise(code: str) -> AnyResponse | str | tuple[str, int]:
    """Shows what a changed plan does, or promises it with a seed if it is the one that was seen."""
    found = round_for(database(), person_required(), code=code)
    brought = request.files.get("file")
    data = brought.read(MAX_FILE_BYTES + 1) if brought and brought.filename else b""
    text = data.decode("utf-8", errors="replace") if data else typed("text")
    reading = read_plan(data or text.encode())
    plan = reading.plan if isinstance(reading.plan, RecheckPlan) else None
    if plan is None:
        faults = reading.faults or (Problem(Code.RECHECK_PLAN_NOT_SEEN),)
        return _page(found, None, refusals=faults, text=text), REFUSED
    shown = _Shown(plan=plan, is_typed=True)
    if typed("action") != "promise":
        return _page(found, shown, text=text)
    if typed("seen") != plan_version(plan):
        refusal = Problem(Code.RECHECK_PLAN_NOT_SEEN)
        return _page(found, shown, refusals=(refusal,), text=text), REFUSED
    try:
        _commit(found, plan)
    except Problem as problem:
        if problem.code not in ON_THE_FORM:
            raise
        return _page(found, shown, refusals=(problem,), text=text), REFUSED
    flash(_("Plan and seed are promised. Publish the commitment now, where nobody can change it."))
    return redirect(url_for(".page", code=code), code=303)


@blueprint.get("/plan.json")
@declares(Verb.RECHECK_SEED)
def plan_file(code: str) -> Response:
    """The plan as a file, to be changed and brought back."""
    found, shown = _plan_of(code)
    name = file_of_round(found, f"{shown.id}.json")
    return sent_file(plan_text(shown).encode(), name=name, content_type="application/json")


@blueprint.get("/risks.csv")
@declares(Verb.RECHECK_SEED)
def risks(code: str) -> Response:
    """Every number of defective interviews of a lot of the size in the address."""
    found, shown = _plan_of(code)
    size = _size()
    rows = risk_rows(_beside(shown), interviews=size)
    return csv_file(rows, name=file_of_round(found, f"recheck-risks-{size}.csv"))


@blueprint.get("/rejected.svg")
@declares(Verb.RECHECK_SEED)
def rejected_figure(code: str) -> Response:
    """How often lots are rejected."""
    _found, shown = _plan_of(code)
    return drawn_file(rejected_chart(_beside(shown), interviews=_size()))


@blueprint.get("/checked.svg")
@declares(Verb.RECHECK_SEED)
def checked_figure(code: str) -> Response:
    """How many re-checks it takes."""
    _found, shown = _plan_of(code)
    return drawn_file(checked_chart(_beside(shown), interviews=_size()))


def plan_text(plan: RecheckPlan) -> str:
    """The plan for people to read and change."""
    content = plan.model_dump(mode="json")
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _commit(found: RoundRecord, plan: RecheckPlan) -> None:
    commit(
        database(),
        found,
        plan=plan,
        by=person_required(),
        secret_key=str(current_app.config["SECRET_KEY"]),
        random_bytes=secrets.token_bytes,
        at=now(),
    )


def _plan_of(code: str) -> tuple[RoundRecord, RecheckPlan]:
    found = round_for(database(), person_required(), code=code)
    shown = _asked_for(found)
    return found, shown.plan


def _asked_for(found: RoundRecord) -> _Shown:
    """The promised plan; where nothing is promised the shipped one of the address."""
    if there := promise_of(database(), found.id):
        return _Shown(plan=RecheckPlan.model_validate_json(there.plan_content))
    wanted = request.args.get("plan", SHIPPED)
    if wanted not in recheck_plan_ids():
        raise Problem(Code.NOT_FOUND)
    return _Shown(plan=shipped_plan_of(database(), found, plan_id=wanted))


def _size() -> int:
    """How many interviews the lot has that risks are told of."""
    asked = request.values.get("interviews", USUAL, type=int)
    return min(max(asked, SMALLEST), LARGEST_LOT)


def _beside(plan: RecheckPlan) -> tuple[AcceptancePlan, ...]:
    """How the plan decides, under its own name, and the first shipped one that does otherwise."""
    own = plan.acceptance.model_copy(update={"id": plan.id})
    shipped = (recheck_plan(name).acceptance for name in recheck_plan_ids())
    other = next((one for one in shipped if one.stages != own.stages), None)
    return (own,) if other is None else (own, other)


def _page(
    found: RoundRecord,
    shown: _Shown | None,
    *,
    refusals: Refusals = (),
    text: str | None = None,
) -> str:
    promised: PromiseRecord | None = promise_of(database(), found.id)
    return render_template(
        "recheck_plan.html",
        round=found,
        refusals=refusals,
        promise=promised,
        may_promise=promised is None and found.state == "open",
        shipped=recheck_plan_ids(),
        text=text if text is not None or shown is None else plan_text(shown.plan),
        sizes=SIZES,
        size=_size(),
        **({} if shown is None else _figures(shown)),
        shown=shown,
    )


def _figures(shown: _Shown) -> dict[str, object]:
    """What the plan says, and what it does to lots of the size."""
    size, plans = _size(), _beside(shown.plan)
    rejected, checked = both_charts(plans, interviews=size)
    at = {
        percent: [
            half_curve(one, interviews=size)[defective_at(percent, interviews=size)]
            for one in plans
        ]
        for percent in (5, 20, 30)
    }
    return {
        "plan": shown.plan,
        "version": plan_version(shown.plan),
        "sentences": recheck_plan_words(shown.plan),
        "stages": stage_lines(shown.plan.acceptance),
        "plans": plans,
        "lines": risk_lines(plans, interviews=size),
        "at": at,
        "rejected": rejected,
        "checked": checked,
    }
