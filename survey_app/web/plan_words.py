"""What a scoring plan and a points plan say, in the language of the page."""

from decimal import Decimal

from scoring.plans.plan_parts import Names
from scoring.plans.points_plan import Adjustment, PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.rule import ScoringRule
from survey_app.web.language import page_speech
from survey_app.wording import plan_words


def scoring_plan_words(plan: ScoringPlan, rule: ScoringRule) -> tuple[str, ...]:
    """One sentence for each thing that the plan says; `rule` is what it comes to."""
    return plan_words.scoring_plan_words(plan, rule, speech=page_speech())


def points_plan_words(plan: PointsPlan) -> tuple[str, ...]:
    """One sentence for each thing that the plan says."""
    return plan_words.points_plan_words(plan, speech=page_speech())


def adjustment_words(one: Adjustment) -> str:
    """What an adjustment adds or takes away."""
    return plan_words.adjustment_words(one, speech=page_speech())


def name_of(name: Names) -> str:
    """A name in the language of the page."""
    return page_speech().name(name)


def plain(value: Decimal) -> str:
    """A number of a plan as it stands there, in the form of the language."""
    return page_speech().plain(value)
