"""Samples of a round: seeds are promised, samples drawn, and seeds shown when all is over."""

import secrets
from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from scoring.draw import DrawnStratum
from survey_app.access.objects import round_for, round_unit_for
from survey_app.access.policy import Verb, may
from survey_app.db.kept_names import account_names
from survey_app.db.rounds import RoundRecord, RoundUnitRecord, units_of_round
from survey_app.db.samples import DrawRecord, draws_of_round
from survey_app.fieldwork.sampling.drawing import (
    DRAWS_IN,
    SHOWN_FROM,
    commit_seed,
    draw_named,
    reveal_seed,
)
from survey_app.fieldwork.sampling.figures import (
    Figures,
    drawn_strata,
    figures,
    of_strata,
    planned_strata,
    remarks,
)
from survey_app.fieldwork.sampling.files import strata_of
from survey_app.fieldwork.sampling.hindrances import prospect_or_hindrances
from survey_app.fieldwork.sampling.prospect import Prospect, prospect
from survey_app.problems import Code, Problem
from survey_app.web import sample_words
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.numbers import whole
from survey_app.web.round_words import METHODS, RULES, SIZES, STRATA, word_of
from survey_app.web.signed_in import person_required
from survey_app.web.translate import translated
from survey_app.web.unit_of_work import database

blueprint = Blueprint("sample", __name__, url_prefix="/field/rounds/<code>/sample")

LIST = "/lists/<list_name>"
REFUSED = 422
ON_THE_FORM = frozenset({Code.SAMPLE_LIST_UNFIT, Code.SAMPLE_LIST_TAKEN})
"""What whoever promises a seed repairs by typing another name."""
Refusals = Sequence[Problem | Fault]


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of states, places and figures, for the templates of samples."""
    return {
        "draw_state": sample_words.state_of,
        "draw_state_words": sample_words.state_words,
        "draw_place": sample_words.draw_place,
        "margin_words": sample_words.margin_words,
        "weight_words": sample_words.weight_words,
    }


@blueprint.get("/")
@declares(Verb.SAMPLE_READ)
def page(code: str) -> str:
    """The samples of the round, what would be drawn now, and what hinders it."""
    return _page(round_for(database(), person_required(), code=code))


@blueprint.post("/")
@declares(Verb.SAMPLE_SEED)
def promise(code: str) -> Response | tuple[str, int]:
    """Makes a seed under the typed name, and shows what is to be published now."""
    found = round_for(database(), person_required(), code=code)
    typed = request.form.get("list_name", "").strip()
    try:
        commit_seed(
            database(),
            found,
            list_name=typed,
            by=person_required(),
            secret_key=_secret_key(),
            random_bytes=secrets.token_bytes,
            at=now(),
        )
    except Problem as problem:
        if problem.code not in ON_THE_FORM:
            raise
        return _page(found, refusals=(problem,), list_name=typed), REFUSED
    flash(_("The seed is promised. Publish its commitment now, where nobody here can change it."))
    return redirect(url_for(".of_list", code=code, list_name=typed), code=303)


def _page(found: RoundRecord, *, refusals: Refusals = (), list_name: str | None = None) -> str:
    draws = draws_of_round(database(), found.id)
    expected, hindrances = prospect_or_hindrances(database(), found, draws)
    role = person_required().role
    return render_template(
        "sample.html",
        round=found,
        refusals=refusals,
        draws=[(one, figures(one.list_name, strata_of(one))) for one in draws],
        names=_names(draws),
        hindrances=hindrances,
        expected=expected,
        planned=_planned(expected),
        remarks=_remarks(expected),
        plan_words=_plan_words(expected),
        may_promise=may(role, Verb.SAMPLE_SEED) and found.state in DRAWS_IN,
        may_draw=may(role, Verb.SAMPLE_DRAW) and found.state in DRAWS_IN,
        list_name=f"{found.code}-{len(draws) + 1}" if list_name is None else list_name,
    )


def _plan_words(expected: Prospect | None) -> list[tuple[str, str]]:
    """The sampling plan as pairs of a field and what it says."""
    if expected is None:
        return []
    plan = expected.plan
    strata = ", ".join(word_of(STRATA, name) for name in plan.strata)
    size = word_of(SIZES, plan.size)
    if plan.size == "margin":
        size = _("margin of error %(margin)s %%", margin=whole(plan.margin_percent))
    return [
        ("sampling_method", word_of(METHODS, plan.method)),
        ("sampling_strata", strata or "–"),
        ("sampling_size", size),
        ("sampling_rule", word_of(RULES, plan.rule)),
        ("sampling_minimum", whole(plan.minimum)),
        ("sampling_reserve_percent", f"{whole(plan.reserve_percent)} %"),
        ("sampling_source", plan.source),
    ]


def _planned(expected: Prospect | None) -> list[tuple[RoundUnitRecord, Figures]]:
    units = () if expected is None else expected.units
    return [(one.unit, figures(one.unit.unit_code, planned_strata(one))) for one in units]


def _remarks(expected: Prospect | None) -> list[str]:
    units = () if expected is None else expected.units
    return [
        translated(text, details) for one in units for text, details in remarks(one, written=whole)
    ]


def _names(draws: Sequence[DrawRecord]) -> dict[int, str]:
    by = {
        number
        for one in draws
        for number in (one.committed_by, one.drawn_by, one.revealed_by)
        if number is not None
    }
    return dict(account_names(database(), by))


@blueprint.get("/units/<unit_code>")
@declares(Verb.SAMPLE_READ)
def unit(code: str, unit_code: str) -> str:
    """The strata of a unit: as they were drawn, or as they would be drawn now."""
    found, inside = round_unit_for(
        database(), person_required(), round_code=code, unit_code=unit_code
    )
    for one in draws_of_round(database(), found.id):
        if unit_code in one.unit_codes:
            strata = drawn_strata(strata_of(one), one.unit_codes)[unit_code]
            return _unit_page(found, inside, strata, drawn=one)
    expected = prospect(database(), found, unit_codes=(unit_code,))
    planned = [stratum for one in expected.units for stratum in planned_strata(one)]
    return _unit_page(found, inside, planned, remarks=_remarks(expected))


def _unit_page(
    found: RoundRecord,
    inside: RoundUnitRecord,
    strata: Sequence[DrawnStratum],
    *,
    drawn: DrawRecord | None = None,
    remarks: Sequence[str] = (),
) -> str:
    return render_template(
        "sample_unit.html",
        round=found,
        unit=inside,
        drawn=drawn,
        whole_unit=figures(inside.unit_code, strata),
        strata=of_strata(strata),
        remarks=remarks,
    )


@blueprint.get(LIST)
@declares(Verb.SAMPLE_READ)
def of_list(code: str, list_name: str) -> str:
    """One sample: what was promised, drawn and shown, what is published, and how it is checked."""
    found = round_for(database(), person_required(), code=code)
    return _list_page(found, draw_named(database(), found, list_name))


def _list_page(found: RoundRecord, record: DrawRecord, *, refusals: Refusals = ()) -> str:
    role = person_required().role
    strata = strata_of(record)
    units = {one.unit_code: one for one in units_of_round(database(), found.id)}
    inside = drawn_strata(strata, record.unit_codes)
    is_drawn = record.drawn_at is not None
    waits = is_drawn and record.revealed_at is None
    return render_template(
        "sample_list.html",
        round=found,
        draw=record,
        refusals=refusals,
        names=_names([record]),
        total=figures(record.list_name, strata),
        units=[(units[one], figures(one, inside[one])) for one in record.unit_codes],
        may_draw=may(role, Verb.SAMPLE_DRAW) and not is_drawn and found.state in DRAWS_IN,
        may_reveal=may(role, Verb.SAMPLE_SEED) and waits and found.state in SHOWN_FROM,
        waits_for_closing=waits and found.state not in SHOWN_FROM,
    )


@blueprint.post(f"{LIST}/reveal")
@declares(Verb.SAMPLE_SEED)
def reveal(code: str, list_name: str) -> Response | tuple[str, int]:
    """Shows the seed for good, after the field work."""
    found = round_for(database(), person_required(), code=code)
    if "confirmed" not in request.form:
        record = draw_named(database(), found, list_name)
        return _list_page(found, record, refusals=(Problem(Code.SAMPLE_NOT_CONFIRMED),)), REFUSED
    reveal_seed(
        database(),
        found,
        list_name=list_name,
        by=person_required(),
        secret_key=_secret_key(),
        at=now(),
    )
    flash(_("The seed is shown. Publish the three files; anyone can check the sample with them."))
    return redirect(url_for(".of_list", code=code, list_name=list_name), code=303)


def _secret_key() -> str:
    """That which wraps seeds until they are shown."""
    return str(current_app.config["SECRET_KEY"])
