"""After locking: facts that do not fit beside what is recorded, and who was right. No opinion."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import locked_recheck_for
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.recheck_reconciling import MisfitRecord, locked_record
from survey_app.fieldwork.rechecks.reconciling import LONGEST, Said, reconcile, to_reconcile
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.recheck_page import asked_of
from survey_app.web.recheck_words import question_of, recorded_words, words_of
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck_reconcile", __name__, url_prefix="/recheck")

ADDRESS = "/<uuid:task_uuid>/reconcile/"


@blueprint.get(ADDRESS)
@declares(Verb.RECHECK_WRITE)
def page(task_uuid: UUID) -> Response | str:
    """Each fact that counts and does not fit; what was decided about it, once it was."""
    task = locked_recheck_for(database(), person_required(), task_uuid=task_uuid)
    misfits = to_reconcile(database(), task)
    if not misfits:
        return redirect(url_for("recheck_form.locked", task_uuid=task_uuid))
    return _page(task, misfits)


@blueprint.post(ADDRESS)
@declares(Verb.RECHECK_WRITE)
def submit(task_uuid: UUID) -> Response | tuple[str, int]:
    """Keeps who was right, of all facts at once; or says what is missing."""
    person = person_required()
    task = locked_recheck_for(database(), person, task_uuid=task_uuid)
    misfits = to_reconcile(database(), task)
    said = {one.fact: _said(one.fact) for one in misfits}
    faults = reconcile(database(), task, said, by=person, at=now())
    if faults:
        return _page(task, misfits, faults=faults), 422
    flash(_("It is kept who was right. Nothing else is to be done for this re-check."))
    return redirect(url_for("recheck_form.locked", task_uuid=task_uuid), code=303)


def _said(fact: str) -> Said:
    return Said(
        who=request.form.get(f"{fact}-who", ""),
        explanation=request.form.get(f"{fact}-why", ""),
    )


def _page(
    task: AskedTask, misfits: Sequence[MisfitRecord], *, faults: tuple[Fault, ...] = ()
) -> str:
    form = asked_of(task).form
    first = locked_record(database(), task.uuid).first
    return render_template(
        "recheck_reconcile.html",
        task=task,
        misfits=misfits,
        faults=faults,
        longest=LONGEST,
        said=_said,
        question=lambda fact: question_of(form, fact),
        words=lambda one: words_of(form, one.fact, one.said),
        recorded=lambda fact: recorded_words(fact, first),
    )
