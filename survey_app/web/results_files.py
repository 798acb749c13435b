"""Results as CSV files, streamed."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app

from field_export.index_table import index_rows
from field_export.rankings import criterion_rows, factor_rows, ranking_rows
from field_export.responses import ResponseLine, response_rows
from field_export.score_table import Made, score_rows
from scoring.score_table import ScoreRow
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.compositions import ALL, Selection
from survey_app.db.definitions import definition_of
from survey_app.db.engine import transaction
from survey_app.db.interviews import responses
from survey_app.db.rounds import RoundRecord
from survey_app.db.tables_fieldwork import MODES, ORIGINS
from survey_app.problems import Code, Problem
from survey_app.results.coverage import Coverage, coverage_of
from survey_app.results.lines import (
    criterion_line,
    factor_line,
    ranking_line,
    response_line,
    score_lines,
)
from survey_app.results.ranking import ranked_groups
from survey_app.results.round_estimates import RoundEstimates
from survey_app.results.round_index import index_of
from survey_app.web.declare import declares
from survey_app.web.results import estimated_round, unit_estimated
from survey_app.web.score_charts import criteria_chart, group_chart
from survey_app.web.score_page import criteria_for, factor_names, named_groups
from survey_app.web.selecting import selection_asked_for
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database, engine_of

blueprint = Blueprint("results_files", __name__, url_prefix="/results")


def _name(of_round: RoundRecord, kind: str, *, selection: Selection = ALL) -> str:
    """The file says in its name when what it holds is not all."""
    words = [word.replace("_", "-") for word in (*selection.mode_words, *selection.origin_words)]
    only = "".join(f"-{word}" for word in ("only", *words)) if words else ""
    return file_of_round(of_round, f"{kind}{only}.csv")


@blueprint.get("/rounds/<code>/index.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def index(code: str) -> Response:
    """The index table."""
    estimates = estimated_round(code)
    found = index_of(database(), estimates)
    live = {unit: component.points for unit, component in found.live.items()}
    rows = index_rows(found.groups, is_published=found.published is not None, live=live)
    return csv_file(rows, name=_name(estimates.round, "index"))


@blueprint.get("/rounds/<code>/scores.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def scores(code: str) -> Response:
    """Scores per unit, factor and item, and of which interviews they are made."""
    selection = selection_asked_for()
    estimates = estimated_round(code, selection=selection)
    rule = estimates.table.rule
    rows = score_rows(
        score_lines(estimates),
        factors=[factor.code for factor in rule.factors],
        items=rule.items,
        made=Made(
            modes=MODES,
            origins=ORIGINS,
            only_modes=selection.mode_words,
            only_origins=selection.origin_words,
        ),
    )
    return csv_file(rows, name=_name(estimates.round, "scores", selection=selection))


@blueprint.get("/rounds/<code>/ranking.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def ranking(code: str) -> Response:
    """The tables of units with their intervals, ranks and standing."""
    selection = selection_asked_for()
    estimates = estimated_round(code, selection=selection)
    coverage = coverage_of(estimates)
    rows = ranking_rows(
        ranking_line(one, coverage=coverage.get(one.unit.unit_code, Coverage()))
        for group in ranked_groups(estimates)
        for one in group.units
    )
    return csv_file(rows, name=_name(estimates.round, "ranking", selection=selection))


@blueprint.get("/rounds/<code>/factors.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def factors(code: str) -> Response:
    """The tables of units by factor."""
    selection = selection_asked_for()
    estimates = estimated_round(code, selection=selection)
    lines = [factor_line(one) for group in ranked_groups(estimates) for one in group.units]
    rows = factor_rows(lines, factors=tuple(factor_names(estimates)))
    return csv_file(rows, name=_name(estimates.round, "factors", selection=selection))


@blueprint.get("/rounds/<code>/criteria.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def criteria(code: str) -> Response:
    """Every criterion of the whole by the levels of its answers."""
    estimates = estimated_round(code, selection=selection_asked_for())
    return _criteria(estimates, row=estimates.table.overall, kind="criteria")


@blueprint.get("/rounds/<code>/units/<unit_code>/criteria.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def unit_criteria(code: str, unit_code: str) -> Response:
    """The same of one unit."""
    estimates, of_unit = unit_estimated(code, unit_code, selection=selection_asked_for())
    row = estimates.table.units.get(of_unit.unit_code)
    return _criteria(estimates, row=row, kind=f"{of_unit.unit_code}-criteria")


def _criteria(estimates: RoundEstimates, *, row: ScoreRow | None, kind: str) -> Response:
    lines = (criterion_line(one) for one in criteria_for(estimates, row=row))
    rows = criterion_rows(lines, levels=estimates.table.rule.levels)
    name = _name(estimates.round, kind, selection=selection_asked_for())
    return csv_file(rows, name=name)


@blueprint.get("/rounds/<code>/ranking/<group>.svg")
@declares(Verb.RESULTS_READ)
def ranking_chart(code: str, group: str) -> Response:
    """The units of a group as dots with their intervals, to be kept or put into a report."""
    estimates = estimated_round(code, selection=selection_asked_for())
    for name, found in named_groups(estimates):
        if found.code == group:
            return drawn_file(group_chart(found, overall=estimates.table.overall, name=name))
    raise Problem(Code.NOT_FOUND)


@blueprint.get("/rounds/<code>/criteria.svg")
@declares(Verb.RESULTS_READ)
def criteria_chart_file(code: str) -> Response:
    """The criteria of the whole as bars."""
    estimates = estimated_round(code, selection=selection_asked_for())
    found = criteria_for(estimates, row=estimates.table.overall)
    return drawn_file(criteria_chart(found, estimates=estimates))


@blueprint.get("/rounds/<code>/units/<unit_code>/criteria.svg")
@declares(Verb.RESULTS_READ)
def unit_criteria_chart(code: str, unit_code: str) -> Response:
    """The criteria of one unit as bars."""
    estimates, of_unit = unit_estimated(code, unit_code, selection=selection_asked_for())
    found = criteria_for(estimates, row=estimates.table.units.get(of_unit.unit_code))
    return drawn_file(criteria_chart(found, estimates=estimates))


@blueprint.get("/rounds/<code>/responses.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def response_file(code: str) -> Response:
    """Every interview without identity, in the layout that `score-file` reads."""
    selection = selection_asked_for()
    found = round_for(database(), person_required(), code=code)
    definition = definition_of(database(), found.questionnaire_version_id)
    items = [item.code for item in definition.index_items]
    lines = _lines(found.id, items=len(items), selection=selection)
    name = _name(found, "responses", selection=selection)
    return csv_file(response_rows(lines, items=items), name=name)


def _lines(round_id: int, *, items: int, selection: Selection) -> Iterator[ResponseLine]:
    """Reads while it sends, in a transaction of its own: the request's one is over by then."""
    engine = engine_of(current_app)

    def read() -> Iterator[ResponseLine]:
        with transaction(engine, writes=False) as session:
            for record in responses(session, round_id, items=items, selection=selection):
                yield response_line(record)

    return read()
