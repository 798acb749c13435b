"""The rendered forms of re-checks: one a task, because chance chooses what each asks again."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from pydantic import JsonValue

from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import recheck_task_for
from survey_app.db.recheck_asked import AskedTask
from survey_app.languages import LANGUAGES
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.packed import sent
from survey_app.web.recheck_tablet_form import recheck_tablet_form
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck_forms", __name__, url_prefix="/api/v1/sync/rechecks")


@blueprint.get("/<uuid:task_uuid>/form/<language>")
@declares(Verb.RECHECK_WRITE)
def form(task_uuid: UUID, language: str) -> Response:
    """The form of one's own open task as HTML, without anybody's answers or names."""
    task = recheck_task_for(database(), person_required(), task_uuid=task_uuid)
    if language not in LANGUAGES:
        raise Problem(Code.NOT_FOUND)
    return sent(recheck_tablet_form(task, language))


def recheck_forms_of(task: AskedTask) -> dict[str, JsonValue]:
    """Where the forms of a task are, and the hash that each must have, by language."""
    return {
        language: {
            "url": url_for("recheck_forms.form", task_uuid=task.uuid, language=language),
            "sha256": recheck_tablet_form(task, language).sha256,
        }
        for language in LANGUAGES
    }
