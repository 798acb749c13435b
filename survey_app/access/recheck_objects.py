"""Re-checks and their lots, in the way of `objects`: one may see it, or it does not exist."""

from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.access.objects import round_for
from survey_app.access.people import Person
from survey_app.access.policy import Verb, may
from survey_app.db import (
    claim_asked,
    claim_findings,
    lot_decisions,
    recheck_aside,
    recheck_asked,
    recheck_tasks,
    rounds,
    supervisor_tasks,
)
from survey_app.problems import Code, Problem


def rechecked_round_for(session: Session, person: Person, *, code: str) -> rounds.RoundRecord:
    """A round, for whoever may read what its re-checks found."""
    found = round_for(session, person, code=code)
    if not may(person.role, Verb.RECHECK_READ):
        raise Problem(Code.NOT_FOUND)
    return found


def lot_for(
    session: Session, person: Person, *, round_code: str, lot_code: str
) -> tuple[rounds.RoundRecord, lot_decisions.LotHead]:
    """A lot of such a round."""
    of_round = rechecked_round_for(session, person, code=round_code)
    # A NUL would not even be a question to PostgreSQL.
    is_code = lot_code.isprintable()
    lots = lot_decisions.lots_coded(session, of_round.id, lot_code) if is_code else ()
    heads = lot_decisions.lot_heads(session, of_round.id, lot_ids=lots)
    for found in heads or claim_findings.claim_heads(session, of_round.id, lot_ids=lots):
        return of_round, found
    raise Problem(Code.NOT_FOUND)


def aside_for(session: Session, person: Person, *, number: int) -> recheck_aside.AsideRow:
    """What was sent as a re-check and was put aside, for whoever may see that at all."""
    found = recheck_aside.aside_row(session, number)
    if found is None or not may(person.role, Verb.RECHECK_ASIDE):
        raise Problem(Code.NOT_FOUND)
    return found


def recheck_task_for(
    session: Session, person: Person, *, task_uuid: UUID
) -> recheck_asked.AskedTask:
    """A re-check that this supervisor has still to make."""
    found = recheck_made_by(session, person, task_uuid=task_uuid)
    if found.state != "open":
        raise Problem(Code.NOT_FOUND)
    return found


def recheck_made_by(
    session: Session, person: Person, *, task_uuid: UUID
) -> recheck_asked.AskedTask:
    """A re-check of this supervisor, whatever became of it: what they did is never turned away."""
    found = claim_asked.tasks_asked(session, {task_uuid}).get(task_uuid)
    if found is None or found.supervisor_id != person.account_id:
        raise Problem(Code.NOT_FOUND)
    return found


def locked_recheck_for(
    session: Session, person: Person, *, task_uuid: UUID
) -> recheck_asked.AskedTask:
    """A re-check that this supervisor has locked; only now may anything be laid beside it."""
    found = recheck_made_by(session, person, task_uuid=task_uuid)
    if found.state != "locked":
        raise Problem(Code.NOT_FOUND)
    return found


def supervisor_task_for(
    session: Session, person: Person, *, task_uuid: UUID
) -> supervisor_tasks.TaskRecord:
    """A task of this supervisor, open or ended; what was withdrawn is theirs no more."""
    found = supervisor_tasks.task_of(session, task_uuid)
    if found is None or not may(person.role, Verb.RECHECK_WRITE):
        raise Problem(Code.NOT_FOUND)
    if found.supervisor_id != person.account_id or found.state == "withdrawn":
        raise Problem(Code.NOT_FOUND)
    return found


def supervisor_task_to_change(
    session: Session, person: Person, *, task_uuid: UUID
) -> supervisor_tasks.TaskRecord:
    """The same, held until the transaction ends; one that has ended raises Problem and says so."""
    wanted = supervisor_task_for(session, person, task_uuid=task_uuid)
    recheck_tasks.lock_task(session, wanted.uuid)
    found = supervisor_task_for(session, person, task_uuid=task_uuid)
    if not found.is_open:
        raise Problem(Code.RECHECK_TASK_ENDED)
    return found
