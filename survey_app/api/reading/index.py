"""The index of a round: the one that a decision published, else of what is public by now."""

from dataclasses import dataclass

from flask import Response

from field_export.index_table import index_rows
from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.public_indices import decided_index
from survey_app.access.public_rounds import ReadRound, publication_to_read
from survey_app.api.reading.answering import (
    answer,
    answer_file,
    answer_made_of,
    asked,
    json_file,
)
from survey_app.api.reading.blueprint import blueprint
from survey_app.api.reading.decided_index import decided_answer
from survey_app.api.reading.frozen_index_file import frozen_index_lines
from survey_app.api.reading.index_shapes import FrozenIndexShape, IndexAnswer
from survey_app.api.reading.operations import CSV, Operation, answers
from survey_app.api.reading.queries import PublicQuery
from survey_app.api.reading.rounds import round_asked_for
from survey_app.api.reading.scores import REFUSALS, csv_kept
from survey_app.api.reading.told import decision_told
from survey_app.db.public_indices import PublicIndex, frozen_index
from survey_app.db.published_scores import PublicScores
from survey_app.db.rounds import RoundRecord, units_of_round
from survey_app.results.index_document import index_document
from survey_app.results.round_index import RoundIndex, index_of, index_plan_of
from survey_app.web.declare import declares
from survey_app.web.estimates_known import known_estimates
from survey_app.web.packed import PackedFile
from survey_app.web.unit_of_work import database

TAG = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedIndex:
    """Which index a program is told.

    decided: the one that a decision published. public: the publication whose components it has.
    Neither: also what is not public is asked for.
    """

    of: ReadRound
    decided: PublicIndex | None = None
    public: PublicScores | None = None


@blueprint.get("/rounds/<code>/index")
@declares(Verb.API_READ)
@answers(
    Operation(
        summary=N_("The index of a round, by group"),
        tag=TAG,
        description=N_(
            "The one that a decision published, as it was frozen: what is entered later does not"
            " change it. Where that was withdrawn, 410. Where no decision ever published one, the"
            " components that were published, with the appraised points of now, and decision null;"
            " without any, 404 or 410."
        ),
        query=PublicQuery,
        answer=IndexAnswer,
        refusals=REFUSALS,
    )
)
def index(code: str) -> Response:
    """As the command writes it; points of now are told only to whoever may see them."""
    found = _asked_for(code)
    if (decided := found.decided) is not None:

        def frozen() -> PackedFile:
            content = frozen_index(database(), decided.number)
            return json_file(decided_answer(content, decided=decided, scores=found.public))

        return answer_made_of(_decision(decided), frozen)
    if found.public is None:
        return answer(IndexAnswer.model_validate(index_document(_index(found.of.round))))

    def make() -> PackedFile:
        document = index_document(_index(found.of.round)) | {"live_points": {}}
        return json_file(IndexAnswer.model_validate(document))

    return answer_made_of(_inputs(found.of.round, found.public), make)


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
    found = _asked_for(code)
    if (decided := found.decided) is not None:

        def frozen() -> PackedFile:
            content = frozen_index(database(), decided.number)
            return csv_kept(frozen_index_lines(FrozenIndexShape.model_validate_json(content)))

        return answer_made_of(_decision(decided), frozen)
    of_round = found.of.round
    if found.public is None:
        return answer_file(_file(_index(of_round), has_live=True))
    return answer_made_of(
        _inputs(of_round, found.public), lambda: _file(_index(of_round), has_live=False)
    )


def _asked_for(code: str) -> AskedIndex:
    """What is told without `published_only=false`; whatever is not public raises Problem."""
    published_only = asked(PublicQuery).published_only
    found = round_asked_for(code, published_only=published_only)
    if not published_only:
        return AskedIndex(of=found)
    decided = decided_index(database(), found)
    if decided is not None:
        scores = next((one for one in found.publications if one.run_id == decided.run_id), None)
        return AskedIndex(of=found, decided=decided, public=scores)
    return AskedIndex(of=found, public=publication_to_read(found, run=None))


def _decision(decided: PublicIndex) -> tuple[object, ...]:
    """All that a published index is made of: its document, by its SHA-256, and the decision."""
    return decided.number, decision_told(decided)


def _inputs(found: RoundRecord, public: PublicScores) -> tuple[object, ...]:
    """All that the index is made of where points of now are not told."""
    units = units_of_round(database(), found.id)
    return found, public, units, index_plan_of(database(), found)


def _index(found: RoundRecord) -> RoundIndex:
    return index_of(database(), known_estimates(database(), found))


def _file(found: RoundIndex, *, has_live: bool) -> PackedFile:
    live = {unit: one.points if has_live else None for unit, one in found.live.items()}
    return csv_kept(index_rows(found.groups, is_published=found.published is not None, live=live))
