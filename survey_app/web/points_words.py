"""How the points of a unit were computed, in words: one sentence for each step."""

from questionnaires.problems import N_
from scoring.plans.points_plan import PointsPlan
from scoring.points import UnitPointsResult
from scoring.points_steps import Number, Step, StepCode
from survey_app.results.no_points import SENTENCES
from survey_app.web.language import gettext as _
from survey_app.web.numbers import points, whole
from survey_app.web.plan_words import name_of

STEPS = {
    StepCode.OWN_SHARE: N_("Share that is published: %(percent)s %%."),
    StepCode.MIXED_SHARE: N_(
        "Own share %(own)s %% and mean %(below)s %% of %(units)s of %(of_units)s units below, in"
        " the proportion %(own_weight)s : %(below_weight)s: %(percent)s %%."
    ),
    StepCode.LINEAR: N_("%(percent)s %% × %(maximum)s points = %(points)s."),
    StepCode.BELOW_FLOOR: N_("%(percent)s %% is below %(floor)s %%: 0 points."),
    StepCode.BAND: N_("%(percent)s %% is in the band from %(from_percent)s %%: %(points)s points."),
    StepCode.FACTOR: N_("Factor %(factor)s: %(percent)s %% × %(maximum)s points = %(points)s."),
    StepCode.SUM: N_("Together: %(points)s points."),
    StepCode.RELATIVE: N_(
        "%(percent)s %% against %(reference)s %%, at most the whole, × %(maximum)s points ="
        " %(points)s."
    ),
    StepCode.SCALED: N_(
        "From a maximum of %(from_maximum)s to the %(to_maximum)s of this unit: %(points)s points."
    ),
    StepCode.ADJUSTED: N_("%(name)s: %(cases)s × %(each)s points; then %(points)s."),
    StepCode.RAISED_TO: N_("Never below %(points)s points."),
    StepCode.CUT_TO: N_("Never above %(points)s points."),
}


def computed_words(result: UnitPointsResult, plan: PointsPlan) -> tuple[str, ...]:
    """The steps to the points of a unit, or to why it has none."""
    sentences = [_step(one, plan) for one in result.steps]
    if result.reason is not None:
        sentences.append(why_none(str(result.reason)))
    return tuple(sentences)


def why_none(reason: str) -> str:
    """Why there are no points, or why a unit is not in the index."""
    return str(_(SENTENCES[reason]))


def _step(one: Step, plan: PointsPlan) -> str:
    words = {name: _number(value) for name, value in one.numbers.items()}
    if one.code is StepCode.ADJUSTED:
        names = {adjustment.code: adjustment.name for adjustment in plan.adjustments}
        words["name"] = name_of(names[words["code"]])
    return str(_(STEPS[one.code], **words))


def _number(value: Number) -> str:
    if isinstance(value, str):
        return value
    return whole(value) if isinstance(value, int) else points(value)
