"""What a supervisor's tablet takes along: open tasks, without anything of the first interview."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.recheck.reasked_items import reasked_items
from scoring.recheck.recheck_plan import RecheckPlan
from scoring.rule import rule_of
from survey_app.access.people import Person
from survey_app.clock import ZONE
from survey_app.db import recheck_packs, recheck_promises
from survey_app.db.definitions import definition_of
from survey_app.db.recheck_packs import OpenTask, TriedRecord
from survey_app.db.round_keys import newest_keys
from survey_app.db.rounds import RoundRecord, all_rounds

FORMAT = 2

FormsOf = Callable[[RoundRecord], Mapping[str, JsonValue]]
"""Where the rendered re-check of a round is, by language; only the door knows addresses."""


def no_forms(_of_round: RoundRecord) -> Mapping[str, JsonValue]:
    """For callers that offer none."""
    return {}


def recheck_pack_of(
    session: Session, person: Person, *, forms: FormsOf = no_forms
) -> dict[str, JsonValue]:
    """The pack of one supervisor. Nothing in it depends on the time, so that its hash is stable.

    It has the rounds that are open, for their keys, and those with tasks of this supervisor. Of the
    first interview it says nothing but its day and the unit.
    """
    tasks = recheck_packs.open_tasks(session, person.account_id)
    tried = recheck_packs.tried_by(session, person.account_id)
    of_tasks = {task.round_id for task in tasks}
    plans = {
        round_id: RecheckPlan.model_validate_json(content)
        for round_id, content in recheck_promises.plan_contents(session, of_tasks).items()
    }
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
                "code": found.code,
                "name": {"vi": found.name_vi, "en": found.name_en},
                "is_simulated": found.is_simulated,
                "key": None if (key := keys.get(found.id)) is None else {**key.public_jwk},
                "forms": {**forms(found)} if found.id in of_tasks else {},
                "tasks": [
                    _task(task, items=_items(session, task, plan=plans[found.id]), tried=tried)
                    for task in tasks
                    if task.round_id == found.id
                ],
            }
            for found in all_rounds(session)
            if found.state == "open" or found.id in of_tasks
        ],
    }


def _items(session: Session, task: OpenTask, *, plan: RecheckPlan) -> tuple[str, ...]:
    rule = rule_of(definition_of(session, task.questionnaire_version_id))
    uuid = str(task.interview_uuid)
    return reasked_items(uuid, factors=rule.factors, count=plan.opinion_items)


def _task(
    task: OpenTask, *, items: Sequence[str], tried: Mapping[UUID, Sequence[TriedRecord]]
) -> dict[str, JsonValue]:
    return {
        "uuid": str(task.uuid),
        "unit": task.unit_name,
        "respondent": task.respondent,
        "phone": task.phone,
        "address": task.address,
        "field": task.field,
        "interviewed_on": task.interviewed_at.astimezone(ZONE).date().isoformat(),
        "due_at": task.due_at.isoformat(),
        "latest_at": task.latest_at.isoformat(),
        "is_simulated": task.is_simulated,
        "questionnaire_version": task.questionnaire_version_id,
        "items": [*items],
        "attempts": [_tried(one) for one in tried.get(task.uuid, ())],
    }


def _tried(one: TriedRecord) -> JsonValue:
    return {
        "outcome": one.outcome,
        "attempted_at": one.attempted_at.isoformat(),
        "appointment_at": _iso(one.appointment_at),
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
