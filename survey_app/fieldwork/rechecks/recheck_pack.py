"""What a supervisor's tablet takes along: open tasks, without anything of the first interview."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy.orm import Session

from survey_app.access.people import Person
from survey_app.clock import ZONE
from survey_app.db import recheck_attempts, supervisor_tasks
from survey_app.db.claim_asked import tasks_asked
from survey_app.db.definitions import definition_of
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.recheck_attempts import AttemptRecord
from survey_app.db.round_keys import newest_keys
from survey_app.db.rounds import all_rounds
from survey_app.db.supervisor_tasks import TaskContact, TaskRecord
from survey_app.fieldwork.rechecks.asking import asked

FORMAT = 2

FormsOf = Callable[[AskedTask], Mapping[str, JsonValue]]
"""Where the rendered form of a task is, by language; only the door knows addresses."""


def recheck_pack_of(session: Session, person: Person, *, forms: FormsOf) -> dict[str, JsonValue]:
    """The pack of one supervisor. Nothing in it depends on the time, so that its hash is stable.

    It has the rounds that are open, for their keys, and those with tasks of this supervisor. Of the
    first interview it says nothing but its day and the unit.
    """
    listed = _listed(session, person, forms=forms)
    keys = newest_keys(session)
    return {
        "format": FORMAT,
        "supervisor": {
            "account": person.account_id,
            "username": person.username,
            "name": person.display_name,
        },
        "rounds": [
            {
                "code": of_round.code,
                "name": {"vi": of_round.name_vi, "en": of_round.name_en},
                "is_simulated": of_round.is_simulated,
                "key": None if (key := keys.get(of_round.id)) is None else {**key.public_jwk},
                "tasks": [*listed.get(of_round.id, ())],
            }
            for of_round in all_rounds(session)
            if of_round.state == "open" or of_round.id in listed
        ],
    }


def _listed(
    session: Session, person: Person, *, forms: FormsOf
) -> Mapping[int, Sequence[dict[str, JsonValue]]]:
    """By round the open tasks; without those whose interview counts no more.

    Of a claim there is no interview, and no day: it would say when somebody says to have come.
    """
    tasks = [one for one in supervisor_tasks.tasks_of(session, person.account_id) if one.is_open]
    uuids = {task.uuid for task in tasks}
    tried = recheck_attempts.attempts_of(session, uuids)
    asked_of = tasks_asked(session, uuids)
    listed: dict[int, list[dict[str, JsonValue]]] = {}
    for task in tasks:
        contact = task.contact
        if contact is not None and (task.is_claim or contact.interviewed_at is not None):
            made = _task(task, contact, tried=tried.get(task.uuid, ()))
            made |= _asked(session, asked_of[task.uuid], forms=forms)
            listed.setdefault(task.round_id, []).append(made)
    return listed


def _asked(session: Session, task: AskedTask, *, forms: FormsOf) -> dict[str, JsonValue]:
    """What the tablet asks: the form, and which of its answers are criteria."""
    definition = definition_of(session, task.questionnaire_version_id)
    return {
        "questionnaire_version": task.questionnaire_version_id,
        "items": [*asked(task, definition=definition).form.items],
        "forms": {**forms(task)},
    }


def _task(
    task: TaskRecord, contact: TaskContact, *, tried: Sequence[AttemptRecord]
) -> dict[str, JsonValue]:
    on = contact.interviewed_at
    return {
        "uuid": str(task.uuid),
        "unit": task.unit_name,
        "respondent": contact.full_name,
        "phone": contact.phone,
        "address": contact.address,
        "field": contact.field,
        "interviewed_on": None if on is None else on.astimezone(ZONE).date().isoformat(),
        "due_at": task.due_at.isoformat(),
        "latest_at": task.latest_at.isoformat(),
        "is_simulated": task.is_simulated,
        "attempts": [_tried(one) for one in tried],
    }


def _tried(one: AttemptRecord) -> JsonValue:
    return {
        "outcome": one.outcome,
        "attempted_at": one.attempted_at.isoformat(),
        "appointment_at": _iso(one.appointment_at),
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
