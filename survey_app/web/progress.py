"""Progress of a round: for the field manager and Home Affairs."""

import hashlib

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from survey_app.access.objects import round_for, rounds_for
from survey_app.access.policy import Verb
from survey_app.db import surplus
from survey_app.db.same_answers import same_answers
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.language import current_language
from survey_app.web.paging import numbered_page
from survey_app.web.progress_charts import CHARTS
from survey_app.web.progress_known import Known, known_progress, standing
from survey_app.web.progress_order import ordered_rows, table_order
from survey_app.web.progress_tables import TABLES, table_rows
from survey_app.web.progress_words import verdict_words
from survey_app.web.sent_files import csv_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("progress", __name__, url_prefix="/field")

MOST_SAME = 100
A_PAGE = 50
NOT_MODIFIED = 304
FIRST = next(iter(TABLES))


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The words of forecasts, for the templates of progress."""
    return {"verdict_words": verdict_words}


@blueprint.get("/")
@declares(Verb.PROGRESS_READ)
def rounds() -> str:
    """The rounds to choose from."""
    return render_template(
        "rounds.html",
        rounds=rounds_for(database(), person_required()),
        title=_("Progress"),
        page="progress.of_round",
        shows_today=True,
    )


@blueprint.get("/rounds/<code>")
@declares(Verb.PROGRESS_READ)
def of_round(code: str) -> str:
    """How far the round is, who needs help, what has to be decided; then one of the tables."""
    known = _known(code)
    return render_template("progress.html", **_shown(known), tag=_tag(known))


@blueprint.get("/rounds/<code>/live")
@declares(Verb.PROGRESS_READ)
def live(code: str) -> Response:
    """What changes on the page while it is open; 304 while nothing did."""
    found = round_for(database(), person_required(), code=code)
    answer = Response(content_type="text/html; charset=utf-8")
    state = standing(database(), found)
    answer.set_etag(_tag_of(*state))
    if request.if_none_match.contains_weak(_tag_of(*state)):
        answer.status_code = NOT_MODIFIED
        return answer
    answer.set_data(render_template("parts/progress_live.html", **_shown(_known(code))))
    return answer


@blueprint.get("/rounds/<code>/charts/<any(days, units):chart>.svg")
@declares(Verb.PROGRESS_READ)
def chart(code: str, chart: str) -> Response:
    """A chart by itself, to be kept or put into a report."""
    drawn = CHARTS[chart](_known(code).progress)
    if drawn is None:
        raise Problem(Code.NOT_FOUND)
    return Response(render_template("chart.svg", chart=drawn), content_type="image/svg+xml")


@blueprint.get("/rounds/<code>/tables/<any(units, strata, enumerators, days):table>.csv")
@declares(Verb.PROGRESS_READ)
def table_file(code: str, table: str) -> Response:
    """One of the tables, with more columns than the page has room for."""
    progress = _known(code).progress
    name = file_of_round(progress.round, f"{table}.csv")
    return csv_file(table_rows(progress, table=table), name=name)


@blueprint.get("/rounds/<code>/surplus")
@declares(Verb.PROGRESS_READ)
def surplus_list(code: str) -> str:
    """Interviews that are more than was planned; all of them count."""
    found = round_for(database(), person_required(), code=code)
    every = surplus.surplus_count(database(), found.id)
    page = numbered_page(every, size=A_PAGE)
    return render_template(
        "surplus.html",
        round=found,
        every=every,
        page=page.number,
        pages=page.last,
        interviews=surplus.surplus_interviews(
            database(), found.id, offset=page.start, limit=A_PAGE
        ),
    )


@blueprint.get("/rounds/<code>/same-answers")
@declares(Verb.PROGRESS_READ)
def same(code: str) -> str:
    """Interviews of one enumerator that agree in every answer."""
    found = round_for(database(), person_required(), code=code)
    return render_template(
        "same_answers.html",
        round=found,
        same=same_answers(database(), found.id, limit=MOST_SAME),
    )


def _known(code: str) -> Known:
    return known_progress(database(), round_for(database(), person_required(), code=code))


def _shown(known: Known) -> dict[str, object]:
    progress = known.progress
    by = _table()
    order = table_order(request.args, table=by)
    return {
        "round": progress.round,
        "progress": progress,
        "by": by,
        "order": order,
        "rows": ordered_rows(progress, table=by, order=order),
        "tables": {name: _(heading) for name, heading in TABLES.items()},
        "charts": [drawn for drawn in (make(progress) for make in CHARTS.values()) if drawn],
    }


def _table() -> str:
    asked = request.args.get("by", FIRST)
    return asked if asked in TABLES else FIRST


def _tag(known: Known) -> str:
    return _tag_of(*known.state)


def _tag_of(*state: object) -> str:
    """Another one for every state of the round, table, language and role."""
    order = table_order(request.args, table=_table())
    seen = (*state, _table(), order, current_language(), person_required().role)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
