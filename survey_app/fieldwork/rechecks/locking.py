"""A finished re-check becomes rows that are never changed: facts compared, criteria as they are.

The comparison is made here, on the server, when the re-check is locked: nobody has both before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import path_of
from scoring.recheck.fact_comparison import HAPPENED, Asking, FirstFacts, fact_fits
from survey_app.clock import ZONE
from survey_app.db import audit, recheck_locking
from survey_app.db.recheck_asked import AskedTask
from survey_app.db.recheck_locking import FirstRecord, NewAnswer, NewFact, NewRecheck
from survey_app.fieldwork.rechecks.asking import Asked
from survey_app.fieldwork.sender import Sender

LOCKED = "recheck.locked"
OBJECT = "recheck"
NEVER = "no"
MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRecheck:
    """A re-check of an open task that `check_answers` found nothing wrong with.

    given: facts and criteria by code, as its form has them. elapsed_ms: by a clock that nobody can
    set; None where none ran. received_at: when it came, where that is not now.
    """

    task: AskedTask
    asked: Asked
    mode: str
    given: Mapping[str, int]
    started_at: datetime
    finished_at: datetime
    elapsed_ms: int | None
    content: str
    sha256: str
    received_at: datetime | None = None


def lock_rechecks(
    session: Session,
    finished: Sequence[FinishedRecheck],
    *,
    sender: Sender,
    at: datetime,
    by: int | None = None,
) -> None:
    """Compares and keeps them, and locks their tasks, which the caller holds; with audit.

    by: who does it, where that is not who sent them.
    """
    firsts = recheck_locking.first_records(session, {one.task.interview_uuid for one in finished})
    pairs = [(one, firsts[one.task.interview_uuid]) for one in finished]
    recheck_locking.store_rechecks(
        session,
        [_row(one, first, sender=sender, at=at) for one, first in pairs],
        facts=[fact for one, first in pairs for fact in facts_of(one, first)],
        answers=[answer for one in finished for answer in answers_of(one)],
    )
    record_locked(session, finished, sender=sender, at=at, by=by)


def record_locked(
    session: Session,
    finished: Sequence[FinishedRecheck],
    *,
    sender: Sender,
    at: datetime,
    by: int | None,
) -> None:
    """Writes down that these were locked, and nothing of what was said."""
    audit.record_all(
        session,
        [
            audit.Event(
                action=LOCKED,
                object_kind=OBJECT,
                object_id=str(one.task.uuid),
                details={**sender.audit_details, "mode": one.mode},
            )
            for one in finished
        ],
        account_id=sender.account_id if by is None else by,
        at=at,
    )


def facts_of(finished: FinishedRecheck, first: FirstRecord) -> list[NewFact]:
    """Each fact that was asked, as the word that is kept, and whether it fits."""
    plan = finished.asked.plan
    asking = Asking(
        asked_on=finished.finished_at.astimezone(ZONE).date(),
        months=plan.tolerance.months,
        counted=plan.facts,
    )
    recorded = recorded_facts(finished.task, first)
    return [
        NewFact(
            task_uuid=finished.task.uuid,
            fact=fact,
            said=said,
            fits=fact_fits(fact, said, first=recorded, asking=asking),
        )
        for fact, said in _said(finished).items()
    ]


def recorded_facts(task: AskedTask, first: FirstRecord) -> FirstFacts:
    """What is recorded of the interview and its case."""
    span = first.finished_at - first.started_at
    return FirstFacts(
        mode=first.mode,
        finished_on=first.finished_at.astimezone(ZONE).date(),
        span_ms=round(span.total_seconds() * MS),
        elapsed_ms=first.elapsed_ms,
        field=first.field,
        result_on=first.returned_on,
        period=(task.period_start, task.period_end),
    )


def answers_of(finished: FinishedRecheck) -> list[NewAnswer]:
    """Each criterion that was asked again; what was left blank is there without a code."""
    form = finished.asked.form
    path = path_of(form.definition, finished.given)
    return [
        NewAnswer(task_uuid=finished.task.uuid, item=item, code=finished.given.get(item))
        for item in form.items
        if item in path
    ]


def _said(finished: FinishedRecheck) -> dict[str, str]:
    return finished.asked.form.said(finished.given)


def _row(
    finished: FinishedRecheck, first: FirstRecord, *, sender: Sender, at: datetime
) -> NewRecheck:
    task = finished.task
    return NewRecheck(
        task_uuid=task.uuid,
        supervisor_id=task.supervisor_id,
        questionnaire_version_id=task.questionnaire_version_id,
        mode=finished.mode,
        has_happened=_said(finished).get(HAPPENED) != NEVER,
        content=finished.content,
        content_sha256=finished.sha256,
        started_at=finished.started_at,
        finished_at=finished.finished_at,
        received_at=finished.received_at or at,
        elapsed_ms=finished.elapsed_ms,
        device_id=sender.device_id,
        skew_ms=sender.skew_ms,
        is_simulated=task.is_simulated,
        first_interview_id=first.id,
    )
