"""The form of an interview as the tablet keeps it: rendered like every other, for one round."""

from flask import current_app, render_template
from flask_babel import force_locale

from survey_app.db.definitions import definition_of
from survey_app.db.rounds import RoundRecord
from survey_app.web.interview_form import form_class
from survey_app.web.interview_texts import (
    consent_text,
    endings_of,
    introduction_text,
    rule_note,
    rule_of,
)
from survey_app.web.packed import PackedFile, packed_text
from survey_app.web.unit_of_work import database

AGENCY = "{agency}"
"""Stands where the tablet puts the name of the unit: one form serves all units of a round."""
MOST_KEPT = 64
KEPT = "hailong_tablet_forms"


def tablet_form(of_round: RoundRecord, language: str) -> PackedFile:
    """The form of a round in a language. Rendered once a process: it holds nothing of anybody."""
    kept: dict[tuple[RoundRecord, str], PackedFile] = current_app.extensions.setdefault(KEPT, {})
    key = (of_round, language)
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = packed_text(_rendered(of_round, language), "text/html")
    return kept[key]


def _rendered(of_round: RoundRecord, language: str) -> str:
    definition = definition_of(database(), of_round.questionnaire_version_id)
    with force_locale(language):
        # No token: the tablet sends documents with its own credential, never this form.
        form = form_class(definition, language=language)(formdata=None, meta={"csrf": False})
        return render_template(
            "parts/interview_form.html",
            definition=definition,
            form=form,
            introduction=introduction_text(definition, of_round=of_round, agency=AGENCY),
            consent=consent_text(definition, of_round=of_round),
            endings=endings_of(definition),
            rule_note=rule_note,
            rule_of=rule_of,
            levels_descending=of_round.levels_descending,
        )
