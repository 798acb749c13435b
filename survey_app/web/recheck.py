"""The supervisor's pages: whom to interview again, and what is known of one of them.

They show how to find the respondent as long as a re-check is open, and never the first interview.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import supervisor_task_for
from survey_app.clock import ZONE
from survey_app.db.supervisor_tasks import TaskRecord
from survey_app.fieldwork.rechecks.assigning import GivingRequest
from survey_app.fieldwork.rechecks.attempt_problems import AttemptRefused
from survey_app.fieldwork.rechecks.attempting import (
    LONGEST_NOTE,
    last_of,
    take_attempt,
    take_back,
)
from survey_app.fieldwork.rechecks.giving_up import AT_ONCE
from survey_app.fieldwork.rechecks.my_rechecks import rechecks_of, task_known
from survey_app.fieldwork.rechecks.reconciling import waiting_for
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.recheck_attempt_form import NOTHING_TYPED, attempt_typed, fields_typed
from survey_app.web.recheck_attempt_words import ENDS, MODES, OUTCOMES, deadline, place_of
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck", __name__, url_prefix="/recheck")

REFUSED = 422
LATEST_DONE = 30


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """How pages speak of re-checks."""
    return {
        "recheck_deadline": deadline,
        "recheck_outcome": lambda outcome: _(OUTCOMES[outcome]),
        "recheck_mode": lambda mode: _(MODES[mode]),
        "recheck_end": lambda task: _(ENDS[task.end_reason]) if task.end_reason in ENDS else "",
    }


@blueprint.get("/")
@declares(Verb.RECHECK_WRITE)
def my_rechecks() -> str:
    """What is overdue, what is for today and for later, and what is done."""
    person = person_required()
    mine = rechecks_of(database(), person, at=now())
    return render_template(
        "rechecks.html",
        mine=mine,
        done=mine.done[:LATEST_DONE],
        unreconciled=waiting_for(database(), person),
    )


@blueprint.get("/<uuid:task_uuid>/")
@declares(Verb.RECHECK_WRITE)
def task(task_uuid: UUID) -> str:
    """How to find the respondent, and the attempts so far; nothing of them once it has ended."""
    return _page(supervisor_task_for(database(), person_required(), task_uuid=task_uuid))


@blueprint.post("/<uuid:task_uuid>/attempts/")
@declares(Verb.RECHECK_WRITE)
def attempt(task_uuid: UUID) -> Response | tuple[str, int]:
    """Keeps an attempt in vain, or says all that is missing; the last one ends the re-check."""
    person = person_required()
    known = supervisor_task_for(database(), person, task_uuid=task_uuid)
    giving = GivingRequest(
        by=None, secret_key=current_app.config["SECRET_KEY"], new_uuid=uuid4, at=now()
    )
    try:
        came = take_attempt(
            database(), person, task_uuid, attempt_typed(request.form), giving=giving
        )
    except AttemptRefused as refused:
        typed = fields_typed(request.form)
        return _page(known, typed=typed, faults=refused.faults), REFUSED
    if came.ended:
        flash(_("Kept. This re-check has ended: the respondent could not be reached."))
        return redirect(url_for(".my_rechecks"), code=303)
    flash(_("The attempt is kept."))
    return redirect(url_for(".task", task_uuid=task_uuid), code=303)


@blueprint.post("/<uuid:task_uuid>/attempts/<uuid:attempt_uuid>/back")
@declares(Verb.RECHECK_WRITE)
def back(task_uuid: UUID, attempt_uuid: UUID) -> Response | tuple[str, int]:
    """Takes the last attempt back, which was a mistake."""
    person = person_required()
    known = supervisor_task_for(database(), person, task_uuid=task_uuid)
    try:
        take_back(database(), person, task_uuid, attempt_uuid=attempt_uuid, at=now())
    except AttemptRefused as refused:
        return _page(known, faults=refused.faults), REFUSED
    flash(_("The attempt is taken back."))
    return redirect(url_for(".task", task_uuid=task_uuid), code=303)


def _page(
    found: TaskRecord,
    *,
    typed: Mapping[str, str] = NOTHING_TYPED,
    faults: Sequence[Fault] = (),
) -> str:
    if not found.is_open:
        return render_template("recheck_ended.html", task=found)
    mine = task_known(database(), found, at=now())
    last = last_of(mine.attempts)
    interviewed_at = found.contact.interviewed_at if found.contact else None
    is_own = last is not None and last.account_id == found.supervisor_id
    return render_template(
        "recheck_task.html",
        mine=mine,
        task=found,
        contact=found.contact,
        last=last if is_own else None,
        attempt_uuid=typed.get("attempt") or str(uuid4()),
        typed=typed,
        faults=faults,
        place_of=place_of,
        modes=MODES,
        outcomes=OUTCOMES,
        at_once=AT_ONCE,
        longest_note=LONGEST_NOTE,
        interviewed_on=interviewed_at and interviewed_at.astimezone(ZONE).date(),
    )
