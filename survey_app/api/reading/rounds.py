"""Rounds, units and publications."""

from flask import Response

from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.public_rounds import (
    ReadRound,
    publication_to_read,
    round_to_read,
    rounds_to_read,
)
from survey_app.api.reading.answering import answer, asked
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.operations import Operation, answers
from survey_app.api.reading.pages import page_of, place_asked_for
from survey_app.api.reading.queries import (
    LARGEST,
    PageQuery,
    PublicationsQuery,
    PublicQuery,
    RoundsQuery,
)
from survey_app.api.reading.readers import reader
from survey_app.api.reading.shapes import (
    PublicationsAnswer,
    PublicationShape,
    RoundsAnswer,
    RoundShape,
    RoundUnitsAnswer,
    UnitsAnswer,
    UnitShape,
)
from survey_app.api.reading.told import publication_told, round_told, round_unit_told
from survey_app.db.rounds import units_of_round
from survey_app.db.units import all_units
from survey_app.web.declare import declares
from survey_app.web.unit_of_work import database

TAG = "rounds"
OF_ONE = (401, 403, 404, 406, 422, 429)


def round_asked_for(code: str, *, published_only: bool = True) -> ReadRound:
    """The round of the address, as far as this reader may see it."""
    scopes = reader().scopes
    return round_to_read(database(), scopes, code=code, published_only=published_only)


@blueprint.get("/rounds")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Rounds of which scores are or were public"),
        tag=TAG,
        query=RoundsQuery,
        answer=RoundsAnswer,
    )
)
def rounds() -> Response:
    """Rounds in the order of their codes."""
    query = asked(RoundsQuery)
    place = place_asked_for(query)
    found = rounds_to_read(database(), reader().scopes, published_only=query.published_only)
    told = [round_told(one) for one in found]
    page = page_of(told, key=lambda one: one.code, query=query, place=place)
    return answer(RoundsAnswer(rounds=page.rows, page=page.shape))


@blueprint.get("/rounds/<code>")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("One round, with the publication that stands"),
        tag=TAG,
        query=PublicQuery,
        answer=RoundShape,
        refusals=OF_ONE,
    )
)
def one_round(code: str) -> Response:
    """A round; where its scores were withdrawn, the publication says so."""
    query = asked(PublicQuery)
    return answer(round_told(round_asked_for(code, published_only=query.published_only)))


@blueprint.get("/rounds/<code>/units")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Units of a round, under the names they had then"),
        tag=TAG,
        query=RoundsQuery,
        answer=RoundUnitsAnswer,
        refusals=OF_ONE,
    )
)
def round_units(code: str) -> Response:
    """Units in the order of their codes, those that are not surveyed included."""
    query = asked(RoundsQuery)
    place = place_asked_for(query)
    found = round_asked_for(code, published_only=query.published_only)
    units = units_of_round(database(), found.round.id)
    told = sorted((round_unit_told(unit) for unit in units), key=lambda one: one.code)
    page = page_of(told, key=lambda one: one.code, query=query, place=place)
    return answer(RoundUnitsAnswer(round=code, units=page.rows, page=page.shape))


@blueprint.get("/units")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("All units under their present names"),
        tag=TAG,
        query=PageQuery,
        answer=UnitsAnswer,
    )
)
def units() -> Response:
    """Units in the order of their codes, those that have ended included."""
    query = asked(PageQuery)
    place = place_asked_for(query)
    found = all_units(database())
    code_of = {unit.id: unit.code for unit in found.values()}
    told = [
        UnitShape(
            code=unit.code,
            name=unit.name,
            ended_on=unit.ended_on,
            successor=None if unit.successor_id is None else code_of[unit.successor_id],
        )
        for unit in sorted(found.values(), key=lambda one: one.code)
    ]
    page = page_of(told, key=lambda one: one.code, query=query, place=place)
    return answer(UnitsAnswer(units=page.rows, page=page.shape))


@blueprint.get("/publications")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Publications of all rounds, the newest first"),
        tag="publications",
        query=PublicationsQuery,
        answer=PublicationsAnswer,
    )
)
def publications() -> Response:
    """Every publication, also those that were superseded or withdrawn, with their state."""
    found = rounds_to_read(database(), reader().scopes, published_only=True)
    return _publications(*found)


@blueprint.get("/rounds/<code>/publications")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("Publications of a round, the newest first"),
        tag="publications",
        query=PublicationsQuery,
        answer=PublicationsAnswer,
        refusals=OF_ONE,
    )
)
def round_publications(code: str) -> Response:
    """The same of one round."""
    return _publications(round_asked_for(code))


@blueprint.get(f"/rounds/<code>/publications/<int(max={LARGEST}):run>")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("One publication, by the number of its run"),
        tag="publications",
        answer=PublicationShape,
        refusals=(*OF_ONE, 410),
    )
)
def publication(code: str, run: int) -> Response:
    """A publication that stands or was superseded; 410 where it was withdrawn."""
    found = publication_to_read(round_asked_for(code), run=run)
    return answer(publication_told(found, round_code=code))


def _publications(*found: ReadRound) -> Response:
    query = asked(PublicationsQuery)
    place = place_asked_for(query)
    told = [
        publication_told(one, round_code=of.round.code)
        for of in found
        for one in of.publications
        if query.state in {None, one.state}
    ]
    told.sort(key=_newest_first)
    page = page_of(told, key=_newest_first, query=query, place=place)
    return answer(PublicationsAnswer(publications=page.rows, page=page.shape))


def _newest_first(one: PublicationShape) -> str:
    """Runs are numbered as they are made, and each is published once."""
    return f"{LARGEST - one.run:019d}"
