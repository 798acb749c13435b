"""The scoring plan and the points plan that a round names, and whether they fit."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Definition, shipped_definition, shipped_ids
from scoring.plans.canonical import canonical_plan, plan_version
from scoring.plans.fitting import fitting_faults, pair_faults, rule_by
from scoring.plans.plan_problems import PlanFault
from scoring.plans.points_plan import PointsPlan
from scoring.plans.reading import Plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import (
    USUAL_PLAN,
    points_plan,
    points_plan_ids,
    scoring_plan,
    scoring_plan_ids,
)
from survey_app.access.people import Person
from survey_app.db import audit, plans
from survey_app.db.definitions import definition_of
from survey_app.db.plans import PlanRecord
from survey_app.db.score_plans import POINTS, SCORING

Found = Iterator[tuple[str, PlanFault]]
"""The key of a description with a fault of the plan that it names."""


def scoring_plan_meant(session: Session, name: str) -> ScoringPlan:
    """The plan that a name means: a shipped one, or the SHA-256 of one that is kept.

    Raises LookupError when there is none.
    """
    if name in scoring_plan_ids():
        return scoring_plan(name)
    return ScoringPlan.model_validate_json(plans.plan_content(session, name, kind=SCORING))


def points_plan_meant(session: Session, name: str) -> PointsPlan:
    """As `scoring_plan_meant`, for points."""
    if name in points_plan_ids():
        return points_plan(name)
    return PointsPlan.model_validate_json(plans.plan_content(session, name, kind=POINTS))


def scoring_plan_name(kept: PlanRecord | None) -> str:
    """The name by which a round's scoring plan would be described anew."""
    known = {plan_version(scoring_plan(one)): one for one in scoring_plan_ids()}
    return USUAL_PLAN if kept is None else known.get(kept.id, kept.id)


def points_plan_name(kept: PlanRecord | None) -> str:
    """The name by which a round's points plan would be described anew."""
    known = {plan_version(points_plan(one)): one for one in points_plan_ids()}
    return USUAL_PLAN if kept is None else known.get(kept.id, kept.id)


def fitting(session: Session) -> Callable[[str, str, str], Found]:
    """Says what stands against a questionnaire, a scoring plan and a points plan together.

    All three are named as in a description, and exist.
    """

    def faults(questionnaire: str, scoring: str, points: str) -> Found:
        definition = _definition_meant(session, questionnaire)
        plan = scoring_plan_meant(session, scoring)
        found = fitting_faults(plan, definition=definition)
        yield from (("scoring_plan", one) for one in found)
        if not found:
            rule = rule_by(plan, definition=definition)
            pair = pair_faults(points_plan_meant(session, points), rule=rule)
            yield from (("points_plan", one) for one in pair)

    return faults


def keep_plan_file(session: Session, plan: Plan, *, by: Person, at: datetime) -> str:
    """Keeps a plan so that rounds can name it by its SHA-256, which this gives."""
    number = plans.keep_plan(session, kind=plan.kind, content=canonical_plan(plan), at=at)
    audit.record(
        session,
        action="plan.kept",
        object_kind="plan",
        object_id=number,
        account_id=by.account_id,
        at=at,
        details={"kind": plan.kind, "id": plan.id},
    )
    return number


def _definition_meant(session: Session, name: str) -> Definition:
    return shipped_definition(name) if name in shipped_ids() else definition_of(session, name)
