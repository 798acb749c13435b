"""What every page with the form of a re-check needs. Nothing here knows the first interview."""

from questionnaires.recheck_form import RecheckForm
from survey_app.db.definitions import definition_of
from survey_app.db.recheck_asked import AskedTask
from survey_app.fieldwork.rechecks.asking import Asked, asked
from survey_app.web.interview_form import InterviewForm, form_class
from survey_app.web.interview_texts import rule_note, rule_of
from survey_app.web.unit_of_work import database

MODE = "recheck-mode"
"""No code of a question has a hyphen."""


def asked_of(task: AskedTask) -> Asked:
    """The form of this task."""
    definition = definition_of(database(), task.questionnaire_version_id)
    return asked(task, definition=definition)


def form_of(form: RecheckForm, *, language: str) -> type[InterviewForm]:
    """The fields of a re-check, with its texts in this language."""
    return form_class(form.definition, language=language)


def values_of_form(task: AskedTask, found: Asked, form: InterviewForm) -> dict[str, object]:
    """What the renderer of interviews needs to draw a re-check."""
    return {
        "definition": found.form.definition,
        "form": form,
        "endings": "[]",
        "rule_of": rule_of,
        "rule_note": rule_note,
        "levels_descending": task.levels_descending,
        "part_notes": found.form.notes,
        "longest_minutes": found.plan.longest_minutes,
        "end_part": "parts/recheck_mode.html",
        "mode_name": MODE,
    }
