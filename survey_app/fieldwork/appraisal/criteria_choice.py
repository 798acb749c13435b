"""Lets a round go by another criteria set."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.plans.criteria_set import TOTAL, CriteriaSet
from survey_app.access.people import Person
from survey_app.db import audit, rounds
from survey_app.db.criteria_of import pin_criteria
from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.appraisal.recording import AppraisalFacts, appraisal_facts


def choose_criteria(
    session: Session, round_id: int, criteria: CriteriaSet, *, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Lets the round keep this set; with faults nothing was written."""
    facts = appraisal_facts(session, rounds.locked_round(session, round_id))
    faults = tuple(_against(facts, criteria))
    if faults:
        return faults
    number = pin_criteria(session, round_id, criteria, at=at, anew=True)
    audit.record(
        session,
        action="round.criteria_chosen",
        object_kind="round",
        object_id=str(round_id),
        account_id=by.account_id,
        at=at,
        details={"id": criteria.id, "version": number or ""},
    )
    return ()


def _against(facts: AppraisalFacts, criteria: CriteriaSet) -> Iterator[Fault]:
    if not facts.is_possible:
        yield AppraisalCode.NOT_NOW.at("round")
    known = {TOTAL, *(one.code for one in criteria.scored_areas)}
    used = {
        area
        for of_kind in facts.standing.values()
        for points in of_kind.values()
        for area in points
    }
    if used - known:
        yield AppraisalCode.AREAS_IN_USE.at("criteria", areas=", ".join(sorted(used - known)))
