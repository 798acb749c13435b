"""The scoring plans, points plans and criteria sets that come with the package."""

from functools import cache
from importlib import resources

from scoring.plans.criteria_set import CriteriaSet
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan

USUAL_PLAN = "ha-nam-2022"
"""Of both kinds: what a round goes by that names no other."""


def scoring_plan_ids() -> tuple[str, ...]:
    """The ids of the shipped scoring plans, sorted."""
    return _ids("scoring_plans")


def points_plan_ids() -> tuple[str, ...]:
    """The ids of the shipped points plans, sorted."""
    return _ids("points_plans")


@cache
def scoring_plan(plan_id: str) -> ScoringPlan:
    """The scoring plan shipped under that id; raises FileNotFoundError for one that is not."""
    return ScoringPlan.model_validate_json(_bytes("scoring_plans", plan_id))


@cache
def points_plan(plan_id: str) -> PointsPlan:
    """The points plan shipped under that id; raises FileNotFoundError for one that is not."""
    return PointsPlan.model_validate_json(_bytes("points_plans", plan_id))


def criteria_set_ids() -> tuple[str, ...]:
    """The ids of the shipped criteria sets, sorted."""
    return _ids("criteria_sets")


@cache
def criteria_set(set_id: str) -> CriteriaSet:
    """The criteria set shipped under that id; raises FileNotFoundError for one that is not."""
    return CriteriaSet.model_validate_json(_bytes("criteria_sets", set_id))


def _ids(folder: str) -> tuple[str, ...]:
    names = (entry.name for entry in (resources.files("scoring.plans") / folder).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def _bytes(folder: str, plan_id: str) -> bytes:
    return (resources.files("scoring.plans") / folder / f"{plan_id}.json").read_bytes()
