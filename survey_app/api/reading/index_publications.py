"""Indices that were published by a decision, frozen: they never change, so each is made once."""

from flask import Response

from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.public_indices import index_to_read
from survey_app.access.public_rounds import ReadRound, rounds_to_read
from survey_app.api.reading.answering import answer, asked, json_file, kept_answer
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.frozen_index_file import frozen_index_lines
from survey_app.api.reading.index_shapes import (
    FrozenIndexAnswer,
    FrozenIndexShape,
    IndexPublicationsAnswer,
    IndexPublicationShape,
)
from survey_app.api.reading.operations import CSV, Operation, answers
from survey_app.api.reading.pages import page_of, place_asked_for
from survey_app.api.reading.queries import LARGEST, PublicationsQuery
from survey_app.api.reading.readers import reader
from survey_app.api.reading.rounds import OF_ONE, round_asked_for
from survey_app.api.reading.scores import csv_kept
from survey_app.api.reading.told import index_told
from survey_app.db.public_indices import frozen_index, public_indices
from survey_app.web.declare import declares
from survey_app.web.packed import PackedFile
from survey_app.web.unit_of_work import database

TAG = "index"
REFUSALS = (*OF_ONE, 410)
ONE = f"/rounds/<code>/index/publications/<int(max={LARGEST}):number>"


@blueprint.get("/index/publications")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Published indices of all rounds, the newest first"),
        tag=TAG,
        query=PublicationsQuery,
        answer=IndexPublicationsAnswer,
    )
)
def index_publications() -> Response:
    """Every index that was published by a decision, with its state."""
    return _listed(*rounds_to_read(database(), reader().scopes, published_only=True))


@blueprint.get("/rounds/<code>/index/publications")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Published indices of a round, the newest first"),
        tag=TAG,
        query=PublicationsQuery,
        answer=IndexPublicationsAnswer,
        refusals=OF_ONE,
    )
)
def round_index_publications(code: str) -> Response:
    """The same of one round."""
    return _listed(round_asked_for(code))


@blueprint.get(ONE)
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("One published index, as it was frozen"),
        tag=TAG,
        description=N_("With areas, gaps and changes. 410 where it was withdrawn."),
        answer=FrozenIndexAnswer,
        refusals=REFUSALS,
    )
)
def index_publication(code: str, number: int) -> Response:
    """An index that stands or was superseded; who entered its points is not told."""
    found = index_to_read(database(), round_asked_for(code), number=number)

    def make() -> PackedFile:
        frozen = FrozenIndexShape.model_validate_json(frozen_index(database(), number))
        told = index_told(found, round_code=code)
        return json_file(FrozenIndexAnswer(publication=told, index=frozen))

    return kept_answer(found, make)


@blueprint.get(f"{ONE}/index.csv")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("The table of a published index as a CSV file"),
        tag=TAG,
        content_type=CSV,
        refusals=REFUSALS,
    )
)
def index_publication_file(code: str, number: int) -> Response:
    """The same columns as the index of now."""
    found = index_to_read(database(), round_asked_for(code), number=number)

    def make() -> PackedFile:
        frozen = FrozenIndexShape.model_validate_json(frozen_index(database(), number))
        return csv_kept(frozen_index_lines(frozen))

    return kept_answer(found.content_sha256, make)


def _listed(*found: ReadRound) -> Response:
    query = asked(PublicationsQuery)
    place = place_asked_for(query)
    code_of = {one.round.id: one.round.code for one in found}
    told = [
        index_told(one, round_code=code_of[round_id])
        for round_id, of in public_indices(database(), list(code_of)).items()
        for one in of
        if query.state in {None, one.state}
    ]
    told.sort(key=_newest_first)
    page = page_of(told, key=_newest_first, query=query, place=place)
    return answer(IndexPublicationsAnswer(publications=page.rows, page=page.shape))


def _newest_first(one: IndexPublicationShape) -> str:
    """They are numbered as they are published."""
    return f"{LARGEST - one.number:019d}"
