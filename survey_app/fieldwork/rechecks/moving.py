"""Gives tasks of one supervisor to another by hand: withdrawn here, and new there.

The new task has an identifier of its own: whoever had it cannot send anything for it any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db.recheck_tasks import DrawnRecord
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.assigning import (
    Field,
    GivingRequest,
    held_field,
    store,
    withdraw,
)
from survey_app.fieldwork.rechecks.choosing import NobodyMay, Supervisor, give_out, who_may
from survey_app.fieldwork.rechecks.giving_problems import WHY, TaskCode, TasksRefused
from survey_app.fieldwork.round_states import LONGEST_REASON


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRequest:
    """What is moved: these tasks, or all open ones of a supervisor; to whom, and why."""

    tasks: tuple[UUID, ...] = ()
    holder: str | None = None
    to: str
    reason: str


def move(
    session: Session, found: RoundRecord, request: MoveRequest, *, giving: GivingRequest
) -> tuple[UUID, ...]:
    """Moves all of them, or none: TasksRefused says everything that stands against it.

    The days are planned anew by the rule. Gives the identifiers of the new tasks.
    """
    field = held_field(session, found, giving)
    taker = _named(field, request.to)
    wanted, faults = _wanted(field, request, code=found.code)
    faults += list(_against(field, wanted, taker=taker, request=request))
    if faults or taker is None:
        raise TasksRefused(tuple(faults))
    held = [one.task_uuid for one in wanted if one.task_uuid is not None]
    withdraw(session, held, reason=request.reason.strip(), by=giving.by, at=giving.at)
    interviews = [field.interviews[one.uuid] for one in wanted]
    chosen = give_out(interviews, [taker], seed=field.seed, rule=field.rule)
    return store(session, field, chosen.given, giving=giving)


def _named(field: Field, username: str) -> Supervisor | None:
    name = username.strip().lower()
    found = (one for number, one in field.supervisors.items() if field.usernames[number] == name)
    return next(found, None)


def _wanted(
    field: Field, request: MoveRequest, *, code: str
) -> tuple[Sequence[DrawnRecord], list[Fault]]:
    held = {one.task_uuid: one for one in field.drawn if one.task_uuid is not None}
    if request.holder is None:
        unknown = [one for one in request.tasks if one not in held]
        faults = [TaskCode.TASK_UNKNOWN.at("task", task=str(one), round=code) for one in unknown]
        return [held[one] for one in dict.fromkeys(request.tasks) if one in held], faults
    name = request.holder.strip().lower()
    numbers = {number for number, username in field.usernames.items() if username == name}
    wanted = [one for one in held.values() if one.holder_id in numbers]
    if wanted:
        return wanted, []
    return [], [TaskCode.NOTHING_OPEN.at("from", username=name, round=code)]


def _against(
    field: Field, wanted: Sequence[DrawnRecord], *, taker: Supervisor | None, request: MoveRequest
) -> Iterator[Fault]:
    if not 0 < len(request.reason.strip()) <= LONGEST_REASON:
        yield TaskCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))
    if taker is None:
        yield TaskCode.SUPERVISOR_UNKNOWN.at("to", username=request.to)
        return
    for one in wanted:
        named = {"username": request.to, "task": str(one.task_uuid)}
        if one.holder_id == taker.account_id:
            yield TaskCode.HAS_IT.at("to", **named)
            continue
        may = who_may(field.interviews[one.uuid], [taker])
        if isinstance(may, NobodyMay):
            yield TaskCode.MAY_NOT.at("to", **named, why=WHY[may])
