"""The form of a re-check as the tablet keeps it: rendered like every other, for one task."""

from flask import current_app, render_template
from flask_babel import force_locale

from survey_app.db.recheck_asked import AskedTask
from survey_app.web.packed import PackedFile, packed_text
from survey_app.web.recheck_page import asked_of, form_of, values_of_form

MOST_KEPT = 512
KEPT = "hailong_recheck_forms"


def recheck_tablet_form(task: AskedTask, language: str) -> PackedFile:
    """The form of a task in a language, without anybody's answers, names or numbers.

    Kept by what it is made from; a process renders it once.
    """
    kept: dict[tuple[AskedTask, str], PackedFile] = current_app.extensions.setdefault(KEPT, {})
    key = (task, language)
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = packed_text(_rendered(task, language), "text/html")
    return kept[key]


def _rendered(task: AskedTask, language: str) -> str:
    found = asked_of(task)
    with force_locale(language):
        # No token: the tablet sends documents with its own credential, never this form.
        form = form_of(found.form, language=language)(formdata=None, meta={"csrf": False})
        return render_template("parts/interview_form.html", **values_of_form(task, found, form))
