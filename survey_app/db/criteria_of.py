"""By which areas the units of a round are scored."""

from datetime import datetime

from sqlalchemy.orm import Session

from scoring.plans.canonical import canonical_plan
from scoring.plans.criteria_set import CriteriaSet
from scoring.plans.shipped import criteria_set, criteria_set_ids
from survey_app.db import plans
from survey_app.db.rounds import RoundRecord

CRITERIA = "criteria"
"""The kind under which a round keeps its criteria set."""


def criteria_of(session: Session, of_round: RoundRecord) -> CriteriaSet | None:
    """The set that the round keeps; else the shipped one of the name of its index plan, or none."""
    kept = plans.plans_of(session, of_round.id).get(CRITERIA)
    if kept is not None:
        return CriteriaSet.model_validate_json(kept.content)
    name = of_round.index_plan
    return criteria_set(name) if name in criteria_set_ids() else None


def pin_criteria(
    session: Session, round_id: int, criteria: CriteriaSet, *, at: datetime, anew: bool = False
) -> str | None:
    """Lets the round keep this set, whatever is shipped later; gives its SHA-256.

    None where the round keeps one already, unless anew.
    """
    kept = {kind: plan.id for kind, plan in plans.plans_of(session, round_id).items()}
    if CRITERIA in kept and not anew:
        return None
    number = plans.keep_plan(session, kind=CRITERIA, content=canonical_plan(criteria), at=at)
    plans.set_plans(session, round_id, {**kept, CRITERIA: number})
    return number
