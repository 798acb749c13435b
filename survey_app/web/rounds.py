"""Rounds: what they are made of, what may be changed, and the steps they take."""

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.objects import round_for, round_to_change, round_unit_for, rounds_for
from survey_app.access.policy import Verb, may
from survey_app.db import audit
from survey_app.db import rounds as queries
from survey_app.db.plans import plans_of
from survey_app.db.score_plans import POINTS, SCORING
from survey_app.fieldwork.next_round import CopyRequest, copy_faults, copy_round
from survey_app.fieldwork.round_changes import (
    ChangeRequest,
    add_unit,
    change_settings,
    change_unit,
    remove_unit,
    settings_of,
    unit_setting,
)
from survey_app.fieldwork.round_setup import known_here
from survey_app.fieldwork.round_states import LONGEST_REASON, NEEDS_REASON, State, Step, judge
from survey_app.fieldwork.round_steps import StepRequest, facts_of, judgements, take_step
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.round_forms import settings_from, unit_from
from survey_app.web.round_rules import choices, scored_by
from survey_app.web.round_words import (
    event_name,
    field_name,
    field_of,
    plan_words,
)
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("rounds", __name__, url_prefix="/admin/rounds")

MOST_EVENTS = 30
OFFERED = (Step.OPEN, Step.CLOSE, Step.REOPEN, Step.ARCHIVE)
"""The steps that have a button; publishing scores takes its step by itself."""
STEP = "/<code>/steps/<any(open, close, reopen, archive):step>"
UNIT = "/<code>/units/<unit_code>"
REFUSED = 422


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of fields and events, for the templates of rounds."""
    return {"field_name": field_name, "field_of": field_of, "event_name": event_name}


@blueprint.get("/")
@declares(Verb.ROUNDS_READ)
def listing() -> str:
    """Every round with its state, the newest year first."""
    return render_template("round_list.html", rounds=rounds_for(database(), person_required()))


@blueprint.get("/<code>")
@declares(Verb.ROUNDS_READ)
def of_round(code: str) -> str:
    """One round: its state, what comes next and what hinders it, settings, units, history."""
    return _page(round_for(database(), person_required(), code=code))


def _page(found: queries.RoundRecord, *, faults: Sequence[Fault] = ()) -> str:
    state = State(found.state)
    units = queries.units_of_round(database(), found.id)
    return render_template(
        "round.html",
        round=found,
        faults=faults,
        judgements=judgements(database(), found),
        offered=OFFERED,
        may_write=may(person_required().role, Verb.ROUNDS_WRITE),
        is_draft=state is State.DRAFT,
        may_change=state in {State.DRAFT, State.OPEN},
        settings=settings_of(database(), found),
        questionnaire=_questionnaire(found),
        plans=plans_of(database(), found.id),
        scored_by=scored_by(found),
        **plan_words(),
        units=units,
        quota=sum(unit.quota for unit in units),
        events=audit.latest_of(
            database(), object_kind="round", object_id=str(found.id), limit=MOST_EVENTS
        ),
    )


def _questionnaire(found: queries.RoundRecord) -> queries.QuestionnaireRecord:
    published = queries.questionnaires(database())
    return next(one for one in published if one.id == found.questionnaire_version_id)


@blueprint.get("/<code>/settings")
@declares(Verb.ROUNDS_WRITE)
def settings(code: str) -> str:
    """The form of the settings; what is fixed in the state of the round is not in it."""
    return _settings_form(round_for(database(), person_required(), code=code))


@blueprint.post("/<code>/settings")
@declares(Verb.ROUNDS_WRITE)
def store_settings(code: str) -> Response | tuple[str, int]:
    """Stores other settings, or says all that stands against them."""
    found = round_to_change(database(), person_required(), code=code)
    before = settings_of(database(), found)
    described, faults = settings_from(request.form, before=before, state=State(found.state))
    if described is not None:
        faults = change_settings(database(), found.id, described, _request())
    if faults:
        return _settings_form(found, faults=faults), REFUSED
    flash(_("The settings have been stored."))
    return redirect(url_for(".of_round", code=code), code=303)


def _settings_form(found: queries.RoundRecord, *, faults: Sequence[Fault] = ()) -> str:
    known = known_here(database())
    return render_template(
        "round_settings.html",
        round=found,
        is_draft=found.state == State.DRAFT,
        may_change=found.state in {State.DRAFT, State.OPEN},
        settings=settings_of(database(), found),
        typed=request.form if faults else None,
        faults=faults,
        questionnaires=queries.questionnaires(database()),
        index_plans=[(plan, plan) for plan in sorted(known.index_plans)],
        scoring_plans=choices(known.scoring_plans, kind=SCORING),
        points_plans=choices(known.points_plans, kind=POINTS),
        **plan_words(),
        longest_reason=LONGEST_REASON,
    )


@blueprint.get("/<code>/units/")
@declares(Verb.ROUNDS_WRITE)
def new_unit(code: str) -> str:
    """The form that takes a unit up into a draft."""
    return _unit_form(round_for(database(), person_required(), code=code), None)


@blueprint.post("/<code>/units/")
@declares(Verb.ROUNDS_WRITE)
def store_new_unit(code: str) -> Response | tuple[str, int]:
    """Takes a unit up, or says all that stands against it."""
    found = round_to_change(database(), person_required(), code=code)
    described, faults = unit_from(request.form, code=request.form.get("code", ""))
    if described is not None:
        faults = add_unit(database(), found.id, described, _request())
    if faults:
        return _unit_form(found, None, faults=faults), REFUSED
    flash(_("The unit is in the round now."))
    return redirect(url_for(".of_round", code=code, _anchor="units"), code=303)


@blueprint.get(UNIT)
@declares(Verb.ROUNDS_WRITE)
def unit(code: str, unit_code: str) -> str:
    """The form of one unit; in an open round, only its quota."""
    found, inside = _unit(code, unit_code)
    return _unit_form(found, inside)


@blueprint.post(UNIT)
@declares(Verb.ROUNDS_WRITE)
def store_unit(code: str, unit_code: str) -> Response | tuple[str, int]:
    """Stores what the round says of a unit, or says all that stands against it."""
    found, inside = _unit(code, unit_code)
    described, faults = unit_from(request.form, code=unit_code, before=unit_setting(inside))
    if described is not None:
        faults = change_unit(database(), found.id, described, _request())
    if faults:
        return _unit_form(found, inside, faults=faults), REFUSED
    flash(_("The unit has been stored."))
    return redirect(url_for(".of_round", code=code, _anchor="units"), code=303)


@blueprint.post(f"{UNIT}/remove")
@declares(Verb.ROUNDS_WRITE)
def remove(code: str, unit_code: str) -> Response | tuple[str, int]:
    """Takes a unit out of a draft."""
    found, inside = _unit(code, unit_code)
    faults = remove_unit(database(), found.id, unit_code, _request())
    if faults:
        return _unit_form(found, inside, faults=faults), REFUSED
    flash(_("The unit is not in the round any more."))
    return redirect(url_for(".of_round", code=code, _anchor="units"), code=303)


def _unit(code: str, unit_code: str) -> tuple[queries.RoundRecord, queries.RoundUnitRecord]:
    return round_unit_for(database(), person_required(), round_code=code, unit_code=unit_code)


def _unit_form(
    found: queries.RoundRecord,
    inside: queries.RoundUnitRecord | None,
    *,
    faults: Sequence[Fault] = (),
) -> str:
    return render_template(
        "round_unit.html",
        round=found,
        unit=inside,
        is_draft=found.state == State.DRAFT,
        may_change=found.state in {State.DRAFT, State.OPEN},
        groups=queries.all_groups(database()),
        typed=request.form if faults else None,
        faults=faults,
        longest_reason=LONGEST_REASON,
    )


@blueprint.get("/<code>/copy")
@declares(Verb.ROUNDS_WRITE)
def copy(code: str) -> str:
    """Asks for the code and the year of the new round."""
    return _copy_form(round_for(database(), person_required(), code=code))


@blueprint.post("/<code>/copy")
@declares(Verb.ROUNDS_WRITE)
def store_copy(code: str) -> Response | tuple[str, int]:
    """Plans the round again, and opens the page of the draft."""
    found = round_for(database(), person_required(), code=code)
    wanted = {name: typed(name).strip() for name in ("code", "year")}
    faults = copy_faults(database(), wanted)
    if faults:
        return _copy_form(found, faults=faults), REFUSED
    made = CopyRequest(code=wanted["code"], year=int(wanted["year"]))
    copy_round(database(), found, made, by=person_required(), at=now())
    flash(_("The round has been copied. Check its settings and units before it opens."))
    return redirect(url_for(".of_round", code=made.code), code=303)


def _copy_form(found: queries.RoundRecord, *, faults: Sequence[Fault] = ()) -> str:
    year = str(found.year + 1)
    return render_template(
        "round_copy.html",
        round=found,
        code=request.form.get("code", found.code.replace(str(found.year), year)),
        year=request.form.get("year", year),
        faults=faults,
    )


@blueprint.get(STEP)
@declares(Verb.ROUNDS_WRITE)
def step(code: str, step: str) -> str:
    """Asks before a round takes a step, and says what is unfinished."""
    found = round_for(database(), person_required(), code=code)
    return _step_form(found, Step(step))


@blueprint.post(STEP)
@declares(Verb.ROUNDS_WRITE)
def take(code: str, step: str) -> Response | tuple[str, int]:
    """Takes the step, or says all that stands against it."""
    found = round_to_change(database(), person_required(), code=code)
    wanted = StepRequest(
        step=Step(step),
        by=person_required(),
        reason=typed("reason"),
        is_confirmed="confirmed" in request.form,
        at=now(),
        secret_key=str(current_app.config["SECRET_KEY"]),
    )
    faults = take_step(database(), found.id, wanted)
    if faults:
        return _step_form(found, wanted.step, faults=faults), REFUSED
    flash(_("The round has taken the step; it is written down with your name."))
    return redirect(url_for(".of_round", code=code), code=303)


def _step_form(found: queries.RoundRecord, wanted: Step, *, faults: Sequence[Fault] = ()) -> str:
    judged = judge(wanted, facts_of(database(), found))
    return render_template(
        "round_step.html",
        round=found,
        step=wanted,
        judged=judged,
        faults=faults or judged.hindrances,
        needs_reason=wanted in NEEDS_REASON,
        reason=typed("reason"),
        longest_reason=LONGEST_REASON,
    )


def _request() -> ChangeRequest:
    return ChangeRequest(by=person_required(), at=now(), reason=typed("reason"))
