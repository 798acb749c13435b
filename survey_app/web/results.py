"""Results of a round for Home Affairs: the index, the scores, one unit."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from questionnaires import Definition
from survey_app.access.objects import round_for, round_unit_for, rounds_for
from survey_app.access.policy import Verb
from survey_app.db import paper_counts
from survey_app.db.compositions import ALL, Selection
from survey_app.db.definitions import definition_of
from survey_app.db.rounds import RoundRecord
from survey_app.results.round_estimates import estimate_round
from survey_app.results.round_index import index_of
from survey_app.results.round_scores import (
    UnitScore,
    score_units,
    total_composition,
    total_share,
)
from survey_app.web.declare import declares
from survey_app.web.interview_words import mode_names, origin_names
from survey_app.web.points_words import computed_words
from survey_app.web.selecting import (
    arguments_of,
    counted_words,
    selection_asked_for,
)
from survey_app.web.signed_in import person_required
from survey_app.web.sorting import Order, sorted_scores
from survey_app.web.unit_of_work import database

blueprint = Blueprint("results", __name__, url_prefix="/results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A round with its definition and the scores of its units."""

    round: RoundRecord
    definition: Definition
    scores: tuple[UnitScore, ...]


def scored_round(code: str, *, selection: Selection = ALL) -> Scored:
    """The round of this person, scored from what has been received so far."""
    found = round_for(database(), person_required(), code=code)
    definition = definition_of(database(), found.questionnaire_version_id)
    scores = score_units(database(), found.id, definition=definition, selection=selection)
    return Scored(round=found, definition=definition, scores=scores)


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
    scored = scored_round(code)
    return render_template(
        "index.html",
        round=scored.round,
        index=index_of(database(), scored.round, scores=scored.scores),
        group_names={score.unit.group_code: score.unit for score in scored.scores},
        finished=sum(score.interviews for score in scored.scores),
        quota=sum(score.unit.quota for score in scored.scores),
        total=total_share(scored.scores),
        **_composition(scored.scores, selection=ALL),
    )


@blueprint.get("/rounds/<code>/scores")
@declares(Verb.RESULTS_READ)
def scores(code: str) -> str:
    """Score per unit and factor."""
    selection = selection_asked_for()
    scored = scored_round(code, selection=selection)
    order = Order.read(request.args)
    surveyed = tuple(score for score in scored.scores if not score.unit.is_exempt)
    return render_template(
        "scores.html",
        round=scored.round,
        definition=scored.definition,
        scores=sorted_scores(surveyed, order=order),
        exempt=[score for score in scored.scores if score.unit.is_exempt],
        order=order,
        unchecked=paper_counts.unchecked(database(), scored.round.id),
        **_composition(surveyed, selection=selection),
    )


def _composition(scores: tuple[UnitScore, ...], *, selection: Selection) -> dict[str, object]:
    """What is said of the interviews that stand behind the scores."""
    composition = total_composition(scores)
    return {
        "composition": composition,
        "composition_words": counted_words(composition),
        "selection": selection,
        "selected": arguments_of(selection),
        "mode_names": mode_names(),
        "origin_names": origin_names(),
    }


@blueprint.get("/rounds/<code>/units/<unit_code>")
@declares(Verb.RESULTS_READ)
def unit(code: str, unit_code: str) -> str:
    """One unit: factors, and the five levels of every criterion."""
    found, of_unit = round_unit_for(
        database(), person_required(), round_code=code, unit_code=unit_code
    )
    definition = definition_of(database(), found.questionnaire_version_id)
    selection = selection_asked_for()
    scores = score_units(database(), found.id, definition=definition, selection=selection)
    score = next(score for score in scores if score.unit.id == of_unit.id)
    estimates = estimate_round(database(), found, selection=selection)
    return render_template(
        "unit.html",
        round=found,
        definition=definition,
        score=score,
        computed=computed_words(estimates.computed[of_unit.unit_code], estimates.plans.points),
        points_plan=estimates.plans.points,
        **_composition((score,), selection=selection),
    )


@blueprint.get("/own")
@declares(Verb.OWN_RESULTS_READ)
def own() -> str:
    """A unit's own page: empty until a round is published."""
    return render_template("own_results.html")
