"""The empty form of a round on paper, to be printed and taken along."""

from flask import Blueprint, Response

from field_export.fonts import NoFont
from field_export.paper_form import DOTS, PaperForm, paper_form_pdf
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.definitions import definition_of
from survey_app.db.rounds import RoundRecord
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.language import current_language
from survey_app.web.numbers import day
from survey_app.web.sent_files import sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("paper_print", __name__)


@blueprint.get("/paper/rounds/<code>/form.pdf")
@declares(Verb.PAPER_KEY)
def for_enumerators(code: str) -> Response:
    """The form for whoever interviews."""
    return _printed(round_for(database(), person_required(), code=code))


@blueprint.get("/field/rounds/<code>/paper/form.pdf")
@declares(Verb.PAPER_DECIDE)
def for_the_office(code: str) -> Response:
    """The same for the field manager, who has it printed."""
    return _printed(round_for(database(), person_required(), code=code))


def _printed(of_round: RoundRecord) -> Response:
    language = current_language()
    form = PaperForm(
        definition=definition_of(database(), of_round.questionnaire_version_id),
        language=language,
        heading=of_round.name_en if language == "en" else of_round.name_vi,
        levels_descending=of_round.levels_descending,
        filled={
            "agency": DOTS,
            "from_date": day(of_round.period_start),
            "to_date": day(of_round.period_end),
            "year": str(of_round.year),
            "controller": of_round.controller,
            "contact": of_round.contact,
            "erase_days": str(of_round.erase_days),
        },
    )
    try:
        pdf = paper_form_pdf(form)
    except NoFont as missing:
        raise Problem(Code.NO_FONT, {"letters": missing.letters[:20]}) from missing
    name = f"{of_round.code}-phieu-{language}.pdf"
    return sent_file(pdf, name=name, content_type="application/pdf")
