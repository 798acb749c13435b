"""Results as CSV files, streamed."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app

from field_export.csv_rows import csv_lines
from field_export.index_table import index_rows
from field_export.responses import ResponseLine, response_rows
from field_export.score_table import score_rows
from survey_app.access.policy import Verb
from survey_app.db.engine import transaction
from survey_app.db.interviews import responses
from survey_app.db.rounds import RoundRecord
from survey_app.results.lines import response_line, score_line
from survey_app.results.round_index import index_of
from survey_app.web.declare import declares
from survey_app.web.results import scored_round
from survey_app.web.unit_of_work import database, engine_of

blueprint = Blueprint("results_files", __name__, url_prefix="/results")


def _name(of_round: RoundRecord, kind: str) -> str:
    """The file says in its name when what it holds was made by a program."""
    mark = "-mo-phong" if of_round.is_simulated else ""
    return f"{of_round.code}{mark}-{kind}.csv"


def _file(lines: Iterator[str], *, name: str) -> Response:
    answer = Response(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/rounds/<code>/index.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def index(code: str) -> Response:
    """The index table."""
    scored = scored_round(code)
    found = index_of(database(), scored.round, scores=scored.scores)
    return _file(csv_lines(index_rows(found.groups)), name=_name(scored.round, "index"))


@blueprint.get("/rounds/<code>/scores.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def scores(code: str) -> Response:
    """Scores per unit, factor and item."""
    scored = scored_round(code)
    rows = score_rows(
        (score_line(score) for score in scored.scores if not score.unit.is_exempt),
        factors=[factor.code for factor in scored.definition.factors],
        items=[item.code for item in scored.definition.index_items],
    )
    return _file(csv_lines(rows), name=_name(scored.round, "scores"))


@blueprint.get("/rounds/<code>/responses.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def response_file(code: str) -> Response:
    """Every interview without identity, in the layout that `score-file` reads."""
    scored = scored_round(code)
    items = [item.code for item in scored.definition.index_items]
    rows = response_rows(_lines(scored.round.id, items=len(items)), items=items)
    return _file(csv_lines(rows), name=_name(scored.round, "responses"))


def _lines(round_id: int, *, items: int) -> Iterator[ResponseLine]:
    """Reads while it sends, in a transaction of its own: the request's one is over by then."""
    engine = engine_of(current_app)

    def read() -> Iterator[ResponseLine]:
        with transaction(engine, writes=False) as session:
            for record in responses(session, round_id, items=items):
                yield response_line(record)

    return read()
