"""Takes a round from one state to the next: facts from the database, the decision, the log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, packs, plans, round_writes, rounds
from survey_app.db.publications import current_publication
from survey_app.db.work_in_hand import work_in_hand
from survey_app.fieldwork.my_work import unit_progress
from survey_app.fieldwork.round_keys import ensure_key
from survey_app.fieldwork.round_setup import keep_missing_plans
from survey_app.fieldwork.round_states import (
    WAYS,
    Judgement,
    RoundFacts,
    State,
    Step,
    UnitFacts,
    against,
    judge,
    steps_from,
)

ACTIONS = {
    Step.OPEN: "round.opened",
    Step.CLOSE: "round.closed",
    Step.REOPEN: "round.reopened",
    Step.PUBLISH: "round.published",
    Step.WITHDRAW: "round.withdrawn",
    Step.ARCHIVE: "round.archived",
}
"""What the log calls each step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRequest:
    """Who wants which step, why, and whether the warnings were seen and confirmed."""

    step: Step
    by: Person
    reason: str
    is_confirmed: bool
    at: datetime
    secret_key: str
    """Wraps the key that tablets seal to; opening makes one where there is none to read."""


def facts_of(session: Session, found: rounds.RoundRecord) -> RoundFacts:
    """All that the steps of this round depend on now."""
    progress = unit_progress(session, [found.id])
    in_hand = work_in_hand(session, found.id)
    return RoundFacts(
        state=State(found.state),
        name_vi=found.name_vi,
        name_en=found.name_en,
        is_questionnaire_published=rounds.definition_content(
            session, found.questionnaire_version_id
        )
        is not None,
        period_start=found.period_start,
        period_end=found.period_end,
        controller=found.controller,
        contact=found.contact,
        erase_days=found.erase_days,
        units=tuple(_unit(one.unit) for one in progress),
        documents_waiting=in_hand.documents_waiting,
        interviews_in_work=in_hand.interviews_in_work,
        interviews_returned=in_hand.interviews_returned,
        below_quota=sum(one.remaining > 0 for one in progress),
        has_publication=current_publication(session, found.id) is not None,
    )


def _unit(unit: rounds.RoundUnitRecord) -> UnitFacts:
    return UnitFacts(
        code=unit.unit_code,
        name=unit.unit_name,
        quota=unit.quota,
        is_exempt=unit.is_exempt,
        maximum_points=unit.maximum_points,
        component_maximum=unit.component_maximum,
        group_name=unit.group_name_vi,
        group_from=unit.group_from,
        group_until=unit.group_until,
        ended_on=unit.ended_on,
    )


def judgements(session: Session, found: rounds.RoundRecord) -> tuple[Judgement, ...]:
    """The steps that lead on from where the round is, each with what stands against it."""
    facts = facts_of(session, found)
    return tuple(judge(step, facts) for step in steps_from(facts.state))


def take_step(session: Session, round_id: int, request: StepRequest) -> tuple[Fault, ...]:
    """Takes the step and writes it down; faults say why not, and then nothing was written.

    The round is locked first, so that of two people who take the same step one is told that it
    has been taken.
    """
    found = rounds.locked_round(session, round_id)
    judged = judge(request.step, facts_of(session, found))
    faults = against(judged, reason=request.reason, is_confirmed=request.is_confirmed)
    if faults:
        return faults
    start, end = WAYS[request.step]
    round_writes.move_round(session, round_id, start=start, end=end)
    if end is State.OPEN:
        ensure_key(session, round_id, secret_key=request.secret_key, at=request.at)
        keep_missing_plans(session, found, at=request.at)
        packs.note_opening(session, round_id, at=request.at)
    _record(session, found, request, judged)
    return ()


def _record(
    session: Session, found: rounds.RoundRecord, request: StepRequest, judged: Judgement
) -> None:
    """What was pinned and confirmed is written beside the step, so that it can be looked up."""
    kept = plans.plans_of(session, found.id)
    details = {"reason": request.reason.strip()}
    details |= {warning.code: warning.details.get("count", "") for warning in judged.warnings}
    if request.step is Step.OPEN:
        details["questionnaire"] = found.questionnaire_version_id
        details |= {f"{kind}_plan": plan.id for kind, plan in kept.items()}
    audit.record(
        session,
        action=ACTIONS[request.step],
        object_kind="round",
        object_id=str(found.id),
        account_id=request.by.account_id,
        at=request.at,
        details={name: value for name, value in details.items() if value},
    )
