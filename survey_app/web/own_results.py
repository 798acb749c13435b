"""What a unit sees of itself: its published scores, and nothing else."""

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from field_export.own_results import own_rows
from field_export.theme_rows import theme_rows
from survey_app.access.objects import own_round_for, own_rounds_for
from survey_app.access.policy import Verb
from survey_app.problems import Code, Problem
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.report.unit_sheets import printed_unit_sheets
from survey_app.results.own_changes import OwnChange, own_change
from survey_app.results.own_index import own_index
from survey_app.results.own_lines import own_lines, own_place
from survey_app.results.own_results import OwnResult, OwnRoundResult, own_result, own_results
from survey_app.results.ranking import shown_of
from survey_app.results.round_index import index_plan_of
from survey_app.web.declare import declares
from survey_app.web.index_words import band_names
from survey_app.web.own_change import own_change_shown
from survey_app.web.own_page import own_page
from survey_app.web.score_words import all_words
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database
from survey_app.web.unit_themes import UnitThemes, unit_themes

blueprint = Blueprint("own_results", __name__, url_prefix="/results/own")


@blueprint.get("")
@declares(Verb.OWN_RESULTS_READ)
def page() -> str:
    """Every round of the unit in brief: its score, or when there will be one."""
    of_unit = own_rounds_for(database(), person_required())
    return render_template(
        "own_results.html",
        results=own_results(database(), of_unit),
        shown_of=shown_of,
        **all_words(),
    )


@blueprint.get("/rounds/<code>")
@declares(Verb.OWN_RESULTS_READ)
def of_round(code: str) -> str:
    """All that is public of the unit in one round; where it was taken back, that it was."""
    brief = _brief(code)
    if brief.current is None and not brief.ended:
        raise Problem(Code.NOT_FOUND)
    result = own_result(database(), brief)
    change = None if result is None else _change(result)
    return render_template(
        "own_round.html",
        brief=brief,
        round=brief.round,
        shown=None if result is None else own_page(result),
        changed=None if change is None else own_change_shown(change),
        themes=None if result is None else _themes(result),
        **all_words(),
    )


@blueprint.get("/rounds/<code>/index")
@declares(Verb.OWN_RESULTS_READ)
def index(code: str) -> str:
    """The row of the unit in the index that was published by a decision."""
    of_round, unit = own_round_for(database(), person_required(), code=code)
    return render_template(
        "own_index.html",
        round=of_round,
        unit=unit,
        own=own_index(database(), of_round.id, unit_code=unit.unit_code),
        band_names=band_names(index_plan_of(database(), of_round)),
    )


@blueprint.get("/rounds/<code>/scores.csv")
@declares(Verb.OWN_RESULTS_READ)
def scores(code: str) -> Response:
    """The figures of the page as rows."""
    result = _public(code)
    shown = own_page(result)
    lines = own_lines(
        result,
        change=_change(result),
        name=str(_("Score")),
        factors=shown.factor_names,
        texts=shown.texts,
    )
    rows = own_rows(lines, place=own_place(result), levels=result.plans.rule.levels)
    name = f"{result.unit.unit_code}-run-{result.current.run_id}.csv"
    return csv_file(rows, name=file_of_round(result.round, name))


@blueprint.get("/rounds/<code>/sheet.pdf")
@declares(Verb.OWN_RESULTS_READ)
def sheet(code: str) -> Response:
    """The page of the unit as a sheet of paper; of no other unit."""
    result = _public(code)
    of = reported_run(database(), result.round, run_id=result.current.run_id)
    pdf = printed_unit_sheets(compared_run(database(), of), code=result.unit.unit_code)
    name = file_of_round(result.round, f"{result.unit.unit_code}-{result.current.run_id}.pdf")
    return sent_file(pdf, name=name, content_type="application/pdf")


@blueprint.get("/rounds/<code>/<any(compared, criteria):figure>.svg")
@declares(Verb.OWN_RESULTS_READ)
def figure(code: str, figure: str) -> Response:
    """A chart of the page, as it is on a wide screen."""
    found = own_page(_public(code)).charts.get(figure)
    return drawn_file(None if found is None else found.wide)


@blueprint.get("/rounds/<code>/themes.svg")
@declares(Verb.OWN_RESULTS_READ)
def themes_figure(code: str) -> Response:
    """What should improve, as it is drawn on a wide screen."""
    found = _themes(_public(code)).chart
    return drawn_file(None if found is None else found.wide)


@blueprint.get("/rounds/<code>/themes.csv")
@declares(Verb.OWN_RESULTS_READ)
def themes_file(code: str) -> Response:
    """The same as rows; of comments only how many there are."""
    result = _public(code)
    name = f"{result.unit.unit_code}-themes-{result.current.run_id}.csv"
    rows = theme_rows(_themes(result).lines)
    return csv_file(rows, name=file_of_round(result.round, name))


def _themes(result: OwnResult) -> UnitThemes:
    return unit_themes(
        database(),
        result.round,
        result.current,
        unit=result.unit,
        definition=result.definition,
    )


def _brief(code: str) -> OwnRoundResult:
    of_unit = own_round_for(database(), person_required(), code=code)
    return own_results(database(), [of_unit])[0]


def _change(result: OwnResult) -> OwnChange | None:
    among = [of_round for of_round, _unit in own_rounds_for(database(), person_required())]
    return own_change(database(), result, among=among)


def _public(code: str) -> OwnResult:
    """What is public; not found where nothing is, or not any more."""
    result = own_result(database(), _brief(code))
    if result is None:
        raise Problem(Code.NOT_FOUND)
    return result
