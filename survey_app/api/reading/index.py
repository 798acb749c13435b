"""The index of a round, with the component of what was published."""

from flask import Response

from field_export.index_table import index_rows
from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.public_rounds import publication_to_read
from survey_app.api.reading.answering import answer, answer_file, asked
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.index_shapes import IndexAnswer
from survey_app.api.reading.operations import CSV, Operation, answers
from survey_app.api.reading.queries import PublicQuery
from survey_app.api.reading.rounds import round_asked_for
from survey_app.api.reading.scores import REFUSALS, csv_kept
from survey_app.results.index_document import index_document
from survey_app.results.round_index import RoundIndex, index_of
from survey_app.web.declare import declares
from survey_app.web.estimates_known import known_estimates
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
    document = index_document(_index(code))
    if asked(PublicQuery).published_only:
        document["live_points"] = {}
    return answer(IndexAnswer.model_validate(document))


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
    found = _index(code)
    live = {unit: component.points for unit, component in found.live.items()}
    if asked(PublicQuery).published_only:
        live = dict.fromkeys(live)
    rows = index_rows(found.groups, is_published=found.published is not None, live=live)
    return answer_file(csv_kept(rows))


def _index(code: str) -> RoundIndex:
    """The index that this reader may see."""
    published_only = asked(PublicQuery).published_only
    found = round_asked_for(code, published_only=published_only)
    if published_only:
        publication_to_read(found, run=None)
    return index_of(database(), known_estimates(database(), found.round))
