"""Home Affairs gives open re-checks to another supervisor, by the rules by which they are given."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import rechecked_round_for
from survey_app.db.open_rechecks import OpenTask, holders, open_tasks
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.assigning import GivingRequest
from survey_app.fieldwork.rechecks.giving_problems import TaskCode, TasksRefused
from survey_app.fieldwork.rechecks.moving import MoveRequest, move
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.language import gettext as _
from survey_app.web.paging import text_asked_for
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import given_name_key

blueprint = Blueprint("recheck_moving", __name__, url_prefix="/recheck/rounds/<code>/tasks")

REFUSED = 422
MOST = 200
"""Re-checks on the page, the most urgent; whoever moves more moves all of a supervisor."""
ALL = "all"


@blueprint.get("")
@declares(Verb.RECHECK_READ)
def page(code: str) -> str:
    """Who has how many open re-checks, and those of one supervisor or lot."""
    return _page(rechecked_round_for(database(), person_required(), code=code))


@blueprint.post("")
@declares(Verb.RECHECK_DRAW)
def give(code: str) -> Response | tuple[str, int]:
    """Gives what is ticked, or all of a supervisor, to another; or says all that is against it."""
    found = rechecked_round_for(database(), person_required(), code=code)
    holder = text_asked_for("from")
    tasks, faults = _ticked(found)
    if not tasks and not (holder and ALL in request.form):
        faults.append(TaskCode.NOTHING_CHOSEN.at("task"))
    if faults:
        return _page(found, faults=faults), REFUSED
    wanted = MoveRequest(
        tasks=() if ALL in request.form else tasks,
        holder=holder if ALL in request.form else None,
        to=typed("to"),
        reason=typed("reason"),
    )
    giving = GivingRequest(
        by=person_required(),
        secret_key=str(current_app.config["SECRET_KEY"]),
        new_uuid=uuid4,
        at=now(),
    )
    try:
        moved = move(database(), found, wanted, giving=giving)
    except TasksRefused as refused:
        return _page(found, faults=[_in_words(one) for one in refused.faults]), REFUSED
    flash(
        ngettext("%(num)d re-check was given on.", "%(num)d re-checks were given on.", len(moved))
    )
    return redirect(f"{request.path}?{request.query_string.decode()}", code=303)


def _in_words(fault: Fault) -> Fault:
    """Why somebody may not have it is a sentence of the catalogue inside another one."""
    why = fault.details.get("why")
    return fault if why is None else replace(fault, details={**fault.details, "why": _(why)})


def _ticked(found: RoundRecord) -> tuple[tuple[UUID, ...], list[Fault]]:
    tasks, faults = [], []
    for text in request.form.getlist("task"):
        try:
            tasks.append(UUID(text))
        except ValueError:
            faults.append(TaskCode.TASK_UNKNOWN.at("task", task=text[:36], round=found.code))
    return tuple(tasks), faults


def _page(found: RoundRecord, *, faults: Sequence[Fault] = ()) -> str:
    holder, lot = text_asked_for("from"), text_asked_for("lot")
    people = sorted(
        holders(database(), found.id, at=now()), key=lambda one: given_name_key(one.name)
    )
    shown: tuple[OpenTask, ...] = ()
    if holder or lot:
        shown = open_tasks(database(), found.id, holder=holder, lot=lot, most=MOST + 1)
    return render_template(
        "recheck_moving.html",
        round=found,
        people=sorted(people, key=lambda one: given_name_key(one.name)),
        chosen=next((one for one in people if one.username == holder), None),
        holder=holder,
        lot=lot,
        tasks=shown[:MOST],
        are_more=len(shown) > MOST,
        ticked=set(request.form.getlist("task")),
        faults=faults,
        typed=request.form,
        longest_reason=LONGEST_REASON,
        now=now(),
    )
