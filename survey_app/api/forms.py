"""The rendered interview forms, which a tablet fetches once and keeps by their hash."""

from flask import Blueprint, Response, url_for
from pydantic import JsonValue

from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.rounds import RoundRecord
from survey_app.languages import LANGUAGES
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.packed import sent
from survey_app.web.signed_in import person_required
from survey_app.web.tablet_form import tablet_form
from survey_app.web.unit_of_work import database

blueprint = Blueprint("forms", __name__, url_prefix="/api/v1/sync/forms")


@blueprint.get("/<code>/<language>")
@declares(Verb.INTERVIEW_WRITE)
def form(code: str, language: str) -> Response:
    """The form of a round as HTML, without anybody's answers or names."""
    of_round = round_for(database(), person_required(), code=code)
    if language not in LANGUAGES:
        raise Problem(Code.NOT_FOUND)
    return sent(tablet_form(of_round, language))


def forms_of(of_round: RoundRecord) -> dict[str, JsonValue]:
    """Where the forms of a round are, and the hash that each must have, by language."""
    return {
        language: {
            "url": url_for("forms.form", code=of_round.code, language=language),
            "sha256": tablet_form(of_round, language).sha256,
        }
        for language in LANGUAGES
    }
