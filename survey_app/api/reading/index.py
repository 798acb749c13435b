"""The index of a round, with the component of what was published."""

from flask import Response

from field_export.index_table import index_rows
from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.public_rounds import publication_to_read
from survey_app.api.reading.answering import (
    answer,
    answer_file,
    answer_made_of,
    asked,
    json_file,
)
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.index_shapes import IndexAnswer
from survey_app.api.reading.operations import CSV, Operation, answers
from survey_app.api.reading.queries import PublicQuery
from survey_app.api.reading.rounds import round_asked_for
from survey_app.api.reading.scores import REFUSALS, csv_kept
from survey_app.db.published_scores import PublicScores
from survey_app.db.rounds import RoundRecord, units_of_round
from survey_app.results.index_document import index_document
from survey_app.results.round_index import RoundIndex, index_of, index_plan_of
from survey_app.web.declare import declares
from survey_app.web.estimates_known import known_estimates
from survey_app.web.packed import PackedFile
from survey_app.web.unit_of_work import database

TAG = "index"


@blueprint.get("/rounds/<code>/index")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("The index of a round, by group"),
        tag=TAG,
        description=N_("With the components that were published; without any, 404 or 410."),
        query=PublicQuery,
        answer=IndexAnswer,
        refusals=REFUSALS,
    )
)
def index(code: str) -> Response:
    """As the command writes it; points of now are told only to whoever may see them."""
    found, public = _asked_for(code)
    if public is None:
        return answer(IndexAnswer.model_validate(index_document(_index(found))))

    def make() -> PackedFile:
        document = index_document(_index(found)) | {"live_points": {}}
        return json_file(IndexAnswer.model_validate(document))

    return answer_made_of(_inputs(found, public), make)


@blueprint.get("/rounds/<code>/index.csv")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("The same as a CSV file"),
        tag=TAG,
        query=PublicQuery,
        content_type=CSV,
        refusals=REFUSALS,
    )
)
def index_file(code: str) -> Response:
    """Its first six columns are a points file, which can be read again."""
    found, public = _asked_for(code)
    if public is None:
        return answer_file(_file(_index(found), has_live=True))
    return answer_made_of(_inputs(found, public), lambda: _file(_index(found), has_live=False))


def _asked_for(code: str) -> tuple[RoundRecord, PublicScores | None]:
    """The round, and the publication that stands; None: also what is not public is asked for."""
    published_only = asked(PublicQuery).published_only
    found = round_asked_for(code, published_only=published_only)
    public = publication_to_read(found, run=None) if published_only else None
    return found.round, public


def _inputs(found: RoundRecord, public: PublicScores) -> tuple[object, ...]:
    """All that the index is made of where points of now are not told."""
    units = units_of_round(database(), found.id)
    return found, public, units, index_plan_of(database(), found)


def _index(found: RoundRecord) -> RoundIndex:
    return index_of(database(), known_estimates(database(), found))


def _file(found: RoundIndex, *, has_live: bool) -> PackedFile:
    live = {unit: one.points if has_live else None for unit, one in found.live.items()}
    return csv_kept(index_rows(found.groups, is_published=found.published is not None, live=live))
