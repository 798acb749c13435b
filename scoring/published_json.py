"""What is published of a unit, and the points that come of it, for the document of `score-file`."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel, JsonValue

from scoring.indicator import Estimator, Indicator
from scoring.plans.canonical import plan_version
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.points import UnitPointsResult
from scoring.points_steps import Number, Step
from scoring.score_table import ScoreRow, ScoreTable

INDICATORS = {
    Estimator.POOLED: "satisfied of all valid answers",
    Estimator.MEAN_OF_ITEMS: "mean of the shares of the items with a valid answer",
    Estimator.MEAN_OF_FACTORS: "mean of the shares of the factors with a valid answer",
    Estimator.WEIGHTED_FACTORS: "weighted mean of the factors with a valid answer",
    Estimator.OVERALL_ITEM: "share of one item",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPlan:
    """The plans that somebody named, and what they come to.

    points: by unit, of the points plan; empty without one.
    """

    scoring_plan: ScoringPlan
    points_plan: PointsPlan | None
    points: Mapping[str, UnitPointsResult]


def plans_json(by: ByPlan, *, table: ScoreTable) -> dict[str, JsonValue]:
    """For the block `method`: which plans, and what they say."""
    return {
        "scoring_plan": _named(by.scoring_plan),
        "points_plan": None if by.points_plan is None else _named(by.points_plan),
        "published": _indicator(table.indicator),
        "blanks": by.scoring_plan.blanks,
        "weights": by.scoring_plan.weights,
        "valid_from_percent": float(by.scoring_plan.valid_from_percent),
        "limits": {name: float(value) for name, value in table.limits.model_dump().items()},
        "incomplete_forms": dict(table.incomplete),
        "published_design_effect": table.published_design_effect,
    }


def published_json(
    row: ScoreRow, *, indicator: Indicator, points: UnitPointsResult | None
) -> dict[str, JsonValue]:
    """For a row: the indicator with its interval, and points where a points plan was named."""
    of = row.published
    return {
        "indicator": str(indicator.estimator),
        "est": of.est,
        "se": of.se,
        "score10": _tenth(of.est),
        "se_score10": _tenth(of.se),
        "deff": of.design_effect,
        "n_valid": of.n_valid,
        "df": of.df,
        "ci": {
            "low": of.interval.low,
            "high": of.interval.high,
            "method": of.interval.method,
            "n_eff": of.interval.n_eff,
        },
        "points": None if points is None else _points(points),
    }


def _tenth(percent: float | None) -> float | None:
    """On the ten-point scale."""
    return None if percent is None else percent / 10


def _named(plan: BaseModel) -> JsonValue:
    identity = plan.model_dump(mode="json", include={"id", "source"})
    return {**identity, "sha256": plan_version(plan)}


def _indicator(indicator: Indicator) -> JsonValue:
    weights: dict[str, JsonValue] = {code: float(weight) for code, weight in indicator.weights}
    return {
        "indicator": str(indicator.estimator),
        "is": INDICATORS[indicator.estimator],
        "factor_weights": weights or None,
        "item": indicator.item or None,
    }


def _points(result: UnitPointsResult) -> JsonValue:
    return {
        "points": _number(result.points),
        "maximum": _number(result.maximum),
        "reason": result.reason and str(result.reason),
        "steps": [_step(one) for one in result.steps],
    }


def _step(one: Step) -> JsonValue:
    numbers: dict[str, JsonValue] = {name: _number(value) for name, value in one.numbers.items()}
    return {"step": str(one.code), **numbers}


def _number(value: Number | None) -> JsonValue:
    return float(value) if isinstance(value, Fraction) else value
