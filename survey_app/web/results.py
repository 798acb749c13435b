"""Results of a round for Home Affairs: the index, the scores, one unit."""

from flask import Blueprint, render_template, request

from scoring.composition import Composition, composed
from survey_app.access.objects import round_for, round_unit_for, rounds_for
from survey_app.access.policy import Verb
from survey_app.db import paper_counts
from survey_app.db.compositions import ALL, Selection
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.round_estimates import RoundEstimates
from survey_app.results.round_index import index_of, index_plan_of
from survey_app.results.weighing import weighing_of
from survey_app.web.declare import declares
from survey_app.web.estimates_known import known_estimates, shown_once
from survey_app.web.index_words import band_names
from survey_app.web.interview_words import mode_names, origin_names
from survey_app.web.language import gettext as _
from survey_app.web.plan_words import points_plan_words, scoring_plan_words
from survey_app.web.points_words import computed_words, why_none
from survey_app.web.public_beside import public_beside
from survey_app.web.ranking_order import ranking_columns
from survey_app.web.score_page import (
    criteria_shown,
    factor_names,
    score_words,
    shown_groups,
    unit_shown,
)
from survey_app.web.selecting import (
    arguments_of,
    counted_words,
    selection_asked_for,
)
from survey_app.web.signed_in import person_required
from survey_app.web.sorting import Order
from survey_app.web.standing import while_it_stands
from survey_app.web.unit_of_work import database
from survey_app.web.unit_themes import themes_of_unit
from survey_app.web.years import unit_beside

blueprint = Blueprint("results", __name__, url_prefix="/results")


def estimated_round(code: str, *, selection: Selection = ALL) -> RoundEstimates:
    """The estimates of a round of this person, from what has been received so far."""
    found = round_for(database(), person_required(), code=code)
    return known_estimates(database(), found, selection=selection)


def unit_estimated(
    code: str, unit_code: str, *, selection: Selection = ALL
) -> tuple[RoundEstimates, RoundUnitRecord]:
    """The same, and a unit of it."""
    found, of_unit = round_unit_for(
        database(), person_required(), round_code=code, unit_code=unit_code
    )
    return known_estimates(database(), found, selection=selection), of_unit


@blueprint.get("/")
@declares(Verb.RESULTS_READ)
def rounds() -> str:
    """The rounds to choose from."""
    return render_template(
        "rounds.html",
        rounds=rounds_for(database(), person_required()),
        title=_("Results"),
        page="results.index",
    )


@blueprint.get("/rounds/<code>")
@declares(Verb.RESULTS_READ)
def index(code: str) -> str:
    """The index table of each group, beside the one published on paper."""
    estimates = estimated_round(code)
    found = index_of(database(), estimates)
    return render_template(
        "index.html",
        round=estimates.round,
        index=found,
        group_names={unit.group_code: unit for unit in estimates.units},
        finished=sum(estimates.received(unit.unit_code) for unit in estimates.units),
        quota=sum(unit.quota for unit in estimates.units),
        band_names=band_names(index_plan_of(database(), estimates.round)),
        why_none=why_none,
        rows_now=estimates.table.units,
        has_adjustments=bool(estimates.plans.points.adjustments),
        minimum=estimates.table.limits.minimum_people,
        scored_by=(
            *scoring_plan_words(estimates.plans.scoring, estimates.plans.rule),
            *points_plan_words(estimates.plans.points),
        ),
        **_composition(found.composition, selection=ALL),
    )


@blueprint.get("/rounds/<code>/scores")
@declares(Verb.RESULTS_READ)
def scores(code: str) -> str:
    """The units ranked within their groups with intervals, and their factors."""
    selection = selection_asked_for()
    estimates = estimated_round(code, selection=selection)
    of_round = estimates.round
    order = Order.read(request.args, columns=ranking_columns(factor_names(estimates)))
    return render_template(
        "scores.html",
        round=of_round,
        order=order,
        public=public_beside(database(), estimates, selection=selection),
        groups=shown_once(
            estimates, ("groups", order), lambda: shown_groups(estimates, order=order)
        ),
        **shown_once(estimates, "words", lambda: score_words(estimates)),
        compositions=estimates.compositions,
        exempt=[unit for unit in estimates.units if unit.is_exempt],
        unchecked=while_it_stands(
            database(),
            ("unchecked", of_round.id),
            lambda: paper_counts.unchecked(database(), of_round.id),
        ),
        **_composition(estimates.composition, selection=selection),
    )


@blueprint.get("/rounds/<code>/criteria")
@declares(Verb.RESULTS_READ)
def criteria(code: str) -> str:
    """Every criterion of the whole round by the levels of its answers."""
    selection = selection_asked_for()
    estimates = estimated_round(code, selection=selection)
    return render_template(
        "criteria.html",
        round=estimates.round,
        public=public_beside(database(), estimates, selection=selection),
        **shown_once(estimates, "words", lambda: score_words(estimates)),
        **shown_once(
            estimates,
            "criteria",
            lambda: criteria_shown(
                estimates, row=estimates.table.overall, weighing=weighing_of(estimates)
            ),
        ),
        **_composition(estimates.composition, selection=selection),
    )


def _composition(found: Composition, *, selection: Selection) -> dict[str, object]:
    """What is said of the interviews that stand behind the scores."""
    return {
        "composition": found,
        "composition_words": counted_words(found),
        "selection": selection,
        "selected": arguments_of(selection),
        "mode_names": mode_names(),
        "origin_names": origin_names(),
    }


@blueprint.get("/rounds/<code>/units/<unit_code>")
@declares(Verb.RESULTS_READ)
def unit(code: str, unit_code: str) -> str:
    """One unit: its score, its factors, and the five levels of every criterion."""
    selection = selection_asked_for()
    estimates, of_unit = unit_estimated(code, unit_code, selection=selection)
    composition = estimates.compositions.get(of_unit.unit_code, composed(()))
    # What changed is told of all interviews, which the other round is made of, too.
    changed = unit_beside(estimates, of_unit) if selection.is_all else None
    return render_template(
        "unit.html",
        changed=changed,
        themes=themes_of_unit(estimates.round, of_unit) if selection.is_all else None,
        public=public_beside(database(), estimates, selection=selection),
        round=estimates.round,
        unit=of_unit,
        **shown_once(estimates, "words", lambda: score_words(estimates)),
        **shown_once(estimates, ("unit", of_unit), lambda: unit_shown(estimates, unit=of_unit)),
        computed=computed_words(estimates.computed[of_unit.unit_code], estimates.plans.points),
        points_plan=estimates.plans.points,
        **_composition(composition, selection=selection),
    )
