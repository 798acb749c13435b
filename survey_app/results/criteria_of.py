"""By which areas the units of a round are scored."""

from sqlalchemy.orm import Session

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
