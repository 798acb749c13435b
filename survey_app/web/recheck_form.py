"""A supervisor makes a re-check on a page: the questions, everything once more, then the lock.

Nothing here knows the first interview. What is sent is never turned away: where the task has ended
meanwhile, it is kept, and Home Affairs weighs it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import JsonValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import locked_recheck_for, recheck_made_by, recheck_task_for
from survey_app.db.claim_asked import locked_claim_at
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.recheck_reconciling import locked_record
from survey_app.fieldwork.rechecks.asking import Asked
from survey_app.fieldwork.rechecks.opening import open_recheck
from survey_app.fieldwork.rechecks.receiving_rechecks import receive_rechecks
from survey_app.fieldwork.rechecks.recheck_document import MODES, RECHECK
from survey_app.fieldwork.rechecks.reconciling import to_reconcile
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import read_document
from survey_app.fieldwork.sync_verdict import Status
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_form import InterviewForm, put_blanks, put_faults
from survey_app.web.judging import Judged, form_values, judged
from survey_app.web.language import change_language, current_language
from survey_app.web.recheck_page import MODE, asked_of, form_of, values_of_form
from survey_app.web.recheck_words import said_lines
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("recheck_form", __name__, url_prefix="/recheck")

ADDRESS = "/<uuid:task_uuid>/form/"
BEGAN, ENDED, LOCK, AGAIN = "recheck-began", "recheck-ended", "recheck-lock", "recheck-again"
A_DAY = timedelta(days=1)
ON_A_PAGE = "page"
"""In place of the version of an app."""


@blueprint.get(ADDRESS)
@declares(Verb.RECHECK_WRITE)
def questions(task_uuid: UUID) -> Response | str:
    """The questions; what became of it once it is locked."""
    mine = recheck_made_by(database(), person_required(), task_uuid=task_uuid)
    if mine.state == "locked":
        return redirect(url_for(".locked", task_uuid=task_uuid))
    task = recheck_task_for(database(), person_required(), task_uuid=task_uuid)
    found = asked_of(task)
    return _questions(task, found, form_of(found.form, language=current_language())())


@blueprint.post(ADDRESS)
@declares(Verb.RECHECK_WRITE)
def submit(task_uuid: UUID) -> Response | str | tuple[str, int]:
    """What is wrong beside the questions; else everything once more; the last button locks."""
    task = recheck_made_by(database(), person_required(), task_uuid=task_uuid)
    open_recheck(database(), task, by=person_required(), began_at=_time(BEGAN, at=now()), at=now())
    keep_work()
    switched = change_language(request.form.get("language"))
    found = asked_of(task)
    form = form_of(found.form, language=current_language())()
    if AGAIN in request.form or (switched and ENDED not in request.form):
        return _questions(task, found, form)
    said = judged(found.form.definition, request.form)
    blanks = () if form.confirm_blank.data else said.blanks
    mode_is_missing = request.form.get(MODE) not in MODES
    if said.faults or blanks or mode_is_missing:
        faults = put_faults(form, said.faults)
        if mode_is_missing:
            faults += (_("How did you speak to the respondent?"),)
        put_blanks(form, blanks)
        page = _questions(
            task, found, form, faults=faults, blanks=blanks, mode_is_missing=mode_is_missing
        )
        return page, 422
    if switched or LOCK not in request.form:
        return _summary(task, found, said)
    return _lock(task, found, said)


@blueprint.get("/<uuid:task_uuid>/locked/")
@declares(Verb.RECHECK_WRITE)
def locked(task_uuid: UUID) -> str:
    """That it is locked, and how many facts have to be reconciled."""
    task = locked_recheck_for(database(), person_required(), task_uuid=task_uuid)
    # Of a claim nothing is laid beside what was said: that would tell what was claimed.
    facts = () if task.is_claim else to_reconcile(database(), task)
    locked_at = locked_claim_at if task.is_claim else _locked_at
    return render_template(
        "recheck_locked.html",
        task=task,
        received_at=locked_at(database(), task.uuid),
        waiting=sum(one.who_was_right is None for one in facts),
    )


def _locked_at(session: Session, task_uuid: UUID) -> datetime:
    return locked_record(session, task_uuid).received_at


def _questions(
    task: AskedTask,
    found: Asked,
    form: InterviewForm,
    *,
    faults: tuple[str, ...] = (),
    blanks: tuple[str, ...] = (),
    mode_is_missing: bool = False,
) -> str:
    return render_template(
        "recheck_form.html",
        action=url_for(".submit", task_uuid=task.uuid),
        respondent=task.unit_name,
        is_simulated=task.is_simulated,
        faults=faults,
        blanks=blanks,
        mode=request.form.get(MODE, ""),
        mode_is_missing=mode_is_missing,
        step=request.form.get("step", ""),
        began_name=BEGAN,
        began=_time(BEGAN, at=now()).isoformat(),
        **values_of_form(task, found, form),
    )


def _summary(task: AskedTask, found: Asked, said: Judged) -> str:
    at = now()
    fields = {
        MODE: request.form[MODE],
        BEGAN: _time(BEGAN, at=at).isoformat(),
        ENDED: _time(ENDED, at=at).isoformat(),
    }
    if "confirm_blank" in request.form:
        fields["confirm_blank"] = "y"
    kept = form_values(found.form.definition, said.asked)
    lines = said_lines(found.form, said.asked)
    return render_template(
        "recheck_summary.html",
        task=task,
        action=url_for(".submit", task_uuid=task.uuid),
        facts=[one for one in lines if one.code in found.form.facts],
        criteria=[one for one in lines if one.code in found.form.items],
        mode=request.form[MODE],
        hidden=[*kept.items(multi=True), *fields.items()],
        left_out=said.left_out,
        lock_name=LOCK,
        again_name=AGAIN,
    )


def _lock(task: AskedTask, found: Asked, said: Judged) -> Response | tuple[str, int]:
    person = person_required()
    at = now()
    read = read_document(_document(task, found, said, account_id=person.account_id, at=at))
    sender = Sender(account_id=person.account_id, device_id=None, skew_ms=None)
    [received] = receive_rechecks(database(), [read], sender=sender, at=at)
    if received.status in {Status.ACCEPTED, Status.ALREADY_RECEIVED}:
        return redirect(url_for(".locked", task_uuid=task.uuid), code=303)
    keep_work()
    page = render_template("recheck_not_locked.html", task=task, faults=received.faults)
    return page, 409


def _document(
    task: AskedTask, found: Asked, said: Judged, *, account_id: int, at: datetime
) -> JsonValue:
    """As a tablet would send it. Its times stand in the page, so that pressing twice is once."""
    began, ended = _time(BEGAN, at=at), _time(ENDED, at=at)
    given = {code: value for code, value in said.asked.items() if isinstance(value, int)}
    return {
        "format": 1,
        "kind": RECHECK,
        "uuid": str(task.uuid),
        "supervisor": account_id,
        "questionnaire_version": task.questionnaire_version_id,
        "mode": request.form[MODE],
        "facts": {code: given[code] for code in found.form.facts if code in given},
        "answers": {code: given[code] for code in found.form.items if code in given},
        "started_at": min(began, ended).isoformat(),
        "finished_at": ended.isoformat(),
        "elapsed_ms": None,
        "app_version": ON_A_PAGE,
    }


def _time(name: str, *, at: datetime) -> datetime:
    """A time that this page wrote down earlier today; now, where it did not."""
    try:
        read = datetime.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return at
    return read if read.tzinfo is not None and at - A_DAY <= read <= at else at
