"""Scores and components: what was published never changes, so that it is made once and kept."""

from collections.abc import Iterable, Sequence

from flask import Response

from field_export.csv_rows import csv_lines
from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.public_rounds import publication_to_read
from survey_app.api.reading.answering import (
    answer,
    answer_file,
    asked,
    json_file,
    kept_answer,
)
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.component_rows import components_now, components_published
from survey_app.api.reading.operations import CSV, Operation, answers
from survey_app.api.reading.pages import Place, page_of, place_asked_for
from survey_app.api.reading.queries import ComponentsQuery, ScoreFileQuery, ScoresQuery
from survey_app.api.reading.rounds import round_asked_for
from survey_app.api.reading.score_file import score_lines
from survey_app.api.reading.score_rows import key_of, rows_now, rows_published
from survey_app.api.reading.shapes import (
    ComponentsAnswer,
    ComponentShape,
    PublicationShape,
    ScoresAnswer,
    ScoreShape,
)
from survey_app.api.reading.told import publication_told
from survey_app.db.published_scores import PublicScores
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.packed import PackedFile
from survey_app.web.unit_of_work import database

TAG = "scores"
REFUSALS = (401, 403, 404, 406, 410, 422, 429)


@blueprint.get("/rounds/<code>/scores")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Scores of a round: the whole, groups and units"),
        tag=TAG,
        description=N_(
            "All pages are of one publication, also when another one is made in between. Of what"
            " is not public, a cursor ends (409) when interviews arrive."
        ),
        query=ScoresQuery,
        answer=ScoresAnswer,
        refusals=(401, 403, 404, 406, 409, 410, 422, 429),
    )
)
def scores(code: str) -> Response:
    """The whole first, then groups, then units, each by code."""
    query = asked(ScoresQuery)
    place = place_asked_for(query)
    found = round_asked_for(code, published_only=query.published_only)
    if not query.published_only and query.run is None:
        live = rows_now(database(), found.round)
        if place.state not in {"", live.sha256}:
            raise Problem(Code.CURSOR_OUTDATED)
        rows = _narrowed(live.rows, query)
        return answer(_scores(rows, code=code, query=query, place=place, state=live.sha256))
    public = publication_to_read(found, run=query.run or _run_of(place))

    def make() -> PackedFile:
        rows = _narrowed(rows_published(database(), public.run_id), query)
        state = str(public.run_id)
        return json_file(
            _scores(rows, code=code, query=query, place=place, state=state, public=public)
        )

    return kept_answer((public, query, place), make)


@blueprint.get("/rounds/<code>/scores.csv")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("The same as one CSV file, a row a score"),
        tag=TAG,
        query=ScoreFileQuery,
        content_type=CSV,
        refusals=REFUSALS,
    )
)
def score_file(code: str) -> Response:
    """UTF-8 with a byte-order mark, as all CSV files of this program."""
    query = asked(ScoreFileQuery)
    found = round_asked_for(code, published_only=query.published_only)
    if not query.published_only and query.run is None:
        live = rows_now(database(), found.round)
        return answer_file(csv_kept(score_lines(_of_kind(live.rows, query))))
    public = publication_to_read(found, run=query.run)

    def make() -> PackedFile:
        rows = rows_published(database(), public.run_id)
        return csv_kept(score_lines(_of_kind(rows, query)))

    return kept_answer((public, query), make)


@blueprint.get("/rounds/<code>/components")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("The component of every unit: its points of the survey"),
        tag=TAG,
        query=ComponentsQuery,
        answer=ComponentsAnswer,
        refusals=REFUSALS,
    )
)
def components(code: str) -> Response:
    """Units by code; who has no points has the reason."""
    query = asked(ComponentsQuery)
    place = place_asked_for(query)
    found = round_asked_for(code, published_only=query.published_only)
    if not query.published_only and query.run is None:
        now_rows = components_now(database(), found.round)
        return answer(_components(now_rows, code=code, query=query, place=place))
    public = publication_to_read(found, run=query.run or _run_of(place))
    rows = components_published(database(), found.round, run_id=public.run_id)
    return answer(_components(rows, code=code, query=query, place=place, public=public))


def csv_kept(rows: Iterable[Sequence[str]]) -> PackedFile:
    """A table as the bytes of a file."""
    content = "".join(csv_lines(rows)).encode()
    return PackedFile(content=content, content_type=f"{CSV}; charset=utf-8")


def _run_of(place: Place) -> int | None:
    """The run that the pages before were of."""
    return int(place.state) if place.state.isdigit() else None


def _of_kind(rows: Sequence[ScoreShape], query: ScoreFileQuery) -> list[ScoreShape]:
    return [row for row in rows if query.kind in {None, row.kind}]


def _narrowed(rows: Sequence[ScoreShape], query: ScoresQuery) -> list[ScoreShape]:
    found = _of_kind(rows, query)
    if query.unit is None:
        return found
    return [row for row in found if row.kind == "unit" and row.code == query.unit]


def _scores(
    rows: Sequence[ScoreShape],
    *,
    code: str,
    query: ScoresQuery,
    place: Place,
    state: str,
    public: PublicScores | None = None,
) -> ScoresAnswer:
    page = page_of(rows, key=key_of, query=query, place=place, state=state)
    return ScoresAnswer(
        round=code,
        is_public=public is not None,
        publication=_told(public, code=code),
        scores=page.rows,
        page=page.shape,
    )


def _components(
    rows: Sequence[ComponentShape],
    *,
    code: str,
    query: ComponentsQuery,
    place: Place,
    public: PublicScores | None = None,
) -> ComponentsAnswer:
    state = "" if public is None else str(public.run_id)
    page = page_of(rows, key=lambda one: one.unit_code, query=query, place=place, state=state)
    return ComponentsAnswer(
        round=code,
        is_public=public is not None,
        publication=_told(public, code=code),
        components=page.rows,
        page=page.shape,
    )


def _told(public: PublicScores | None, *, code: str) -> PublicationShape | None:
    return None if public is None else publication_told(public, round_code=code)
