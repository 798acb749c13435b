"""Results as CSV files, streamed."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app

from field_export.index_table import index_rows
from field_export.responses import ResponseLine, response_rows
from field_export.score_table import Made, score_rows
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.compositions import ALL, Selection
from survey_app.db.definitions import definition_of
from survey_app.db.engine import transaction
from survey_app.db.interviews import responses
from survey_app.db.rounds import RoundRecord
from survey_app.db.tables_fieldwork import MODES, ORIGINS
from survey_app.results.lines import response_line, score_line
from survey_app.results.round_index import index_of
from survey_app.web.declare import declares
from survey_app.web.results import scored_round
from survey_app.web.selecting import selection_asked_for
from survey_app.web.sent_files import csv_file, file_of_round
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
    scored = scored_round(code)
    found = index_of(database(), scored.round, scores=scored.scores)
    return csv_file(index_rows(found.groups), name=_name(scored.round, "index"))


@blueprint.get("/rounds/<code>/scores.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def scores(code: str) -> Response:
    """Scores per unit, factor and item, and of which interviews they are made."""
    selection = selection_asked_for()
    scored = scored_round(code, selection=selection)
    rows = score_rows(
        (score_line(score) for score in scored.scores if not score.unit.is_exempt),
        factors=[factor.code for factor in scored.definition.factors],
        items=[item.code for item in scored.definition.index_items],
        made=Made(
            modes=MODES,
            origins=ORIGINS,
            only_modes=selection.mode_words,
            only_origins=selection.origin_words,
        ),
    )
    return csv_file(rows, name=_name(scored.round, "scores", selection=selection))


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
