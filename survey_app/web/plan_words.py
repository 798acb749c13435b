"""What a scoring plan and a points plan say, in words, for the page of a round."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from flask_babel import gettext as _

from field_export.written import written_decimal
from questionnaires.problems import N_
from questionnaires.text import Language
from scoring.indicator import Estimator
from scoring.plans.plan_parts import Names
from scoring.plans.points_plan import (
    Adjustment,
    Bands,
    Linear,
    Mix,
    PerFactor,
    PointsPlan,
    Relative,
)
from scoring.plans.scoring_plan import ScoringPlan
from scoring.rule import ScoringRule
from survey_app.web.language import current_language
from survey_app.web.numbers import whole

PUBLISHED = {
    Estimator.POOLED: N_("Of all answers that count, the share of levels %(satisfied)s."),
    Estimator.MEAN_OF_ITEMS: N_(
        "The share of levels %(satisfied)s of each criterion, and the mean of the criteria."
    ),
    Estimator.MEAN_OF_FACTORS: N_(
        "The share of levels %(satisfied)s of each factor, and the mean of the factors."
    ),
    Estimator.WEIGHTED_FACTORS: N_(
        "The share of levels %(satisfied)s of each factor, and their mean with the weights"
        " %(weights)s."
    ),
    Estimator.OVERALL_ITEM: N_("The share of levels %(satisfied)s of the criterion %(item)s."),
}
RELATIVE = {
    "best": N_("Share, as a part of the best share of the group, × %(maximum)s points."),
    "mean": N_(
        "Share, as a part of the mean of the group, × %(maximum)s points, and no more than these."
    ),
    "target": N_(
        "Share, as a part of the target of %(target)s %%, × %(maximum)s points, and no more than"
        " these."
    ),
}


def scoring_plan_words(plan: ScoringPlan, rule: ScoringRule) -> tuple[str, ...]:
    """One sentence for each thing that the plan says; `rule` is what it comes to."""
    weights = ", ".join(f"{code}: {plain(w)}" for code, w in sorted(plan.factor_weights.items()))
    return tuple(
        str(sentence)
        for sentence in (
            _(
                PUBLISHED[plan.estimator],
                satisfied=", ".join(str(level) for level in sorted(rule.satisfied)),
                weights=weights,
                item=plan.overall_item or "",
            ),
            _(
                "%(items)s criteria in %(factors)s factors.",
                items=whole(len(rule.items)),
                factors=whole(len(rule.factors)),
            ),
            *_counted_words(plan, rule),
            *_limit_words(plan),
        )
    )


def _counted_words(plan: ScoringPlan, rule: ScoringRule) -> Iterator[str]:
    code = str(rule.not_applicable)
    if plan.blanks == "left_out":
        yield _("Blank and “does not apply” (%(code)s) count in neither sum.", code=code)
    else:
        yield _(
            "A blank counts as not satisfied; “does not apply” (%(code)s) counts in neither sum.",
            code=code,
        )
    if plan.weights == "none":
        yield _("Everybody counts once.")
    else:
        yield _("Everybody counts by the chance of being drawn.")
    if plan.valid_from_percent:
        yield _(
            "A form counts when at least %(percent)s %% of what was asked and applied is answered.",
            percent=plain(plan.valid_from_percent),
        )


def _limit_words(plan: ScoringPlan) -> Iterator[str]:
    limits = plan.limits
    yield _(
        "Shown from %(minimum)s people on; ranked from %(people)s people, %(df)s degrees of"
        " freedom and an interval of at most %(width)s percentage points on.",
        minimum=whole(limits.minimum_people),
        people=whole(limits.people_to_rank),
        df=whole(limits.df_to_rank),
        width=plain(limits.widest_to_rank),
    )


def points_plan_words(plan: PointsPlan) -> tuple[str, ...]:
    """One sentence for each thing that the plan says."""
    return tuple(str(sentence) for sentence in (*_rule_words(plan), *_further_words(plan)))


def _rule_words(plan: PointsPlan) -> Iterator[str]:
    rule, maximum = plan.rule, plain(plan.maximum)
    if isinstance(rule, Linear):
        yield _("Share × %(maximum)s points.", maximum=maximum)
        if rule.floor_percent:
            yield _("Below %(floor)s %% there are 0 points.", floor=plain(rule.floor_percent))
    elif isinstance(rule, Bands):
        for band in rule.bands:
            yield _(
                "From %(percent)s %%: %(points)s points.",
                percent=plain(band.from_percent),
                points=plain(band.points),
            )
    elif isinstance(rule, PerFactor):
        for code, points in sorted(rule.factors.items()):
            yield _(
                "Factor %(factor)s: share × %(maximum)s points.",
                factor=code,
                maximum=plain(points),
            )
    else:
        yield _relative(rule, maximum=maximum)


def _relative(rule: Relative, *, maximum: str) -> str:
    target = "" if rule.target_percent is None else plain(rule.target_percent)
    words: str = _(RELATIVE[rule.reference], maximum=maximum, target=target)
    return words


def _further_words(plan: PointsPlan) -> Iterator[str]:
    if plan.mix is not None:
        yield _mixed(plan.mix)
    for one in plan.adjustments:
        yield adjustment_words(one)
    if plan.minimum_people:
        people = whole(plan.minimum_people)
        yield _("With fewer than %(people)s people there are no points.", people=people)
    if plan.exempt_total is not None:
        yield _(
            "Units that are not surveyed are scored on %(exempt)s points instead of %(total)s.",
            exempt=plain(plan.exempt_total),
            total=plain(plan.total),
        )


def _mixed(mix: Mix) -> str:
    words: str = _(
        "Units with others below them (%(units)s): own share and mean of the others, in the"
        " proportion %(own)s : %(below)s.",
        units=", ".join(sorted(mix.below)),
        own=plain(mix.own),
        below=plain(mix.of_below),
    )
    return words


def adjustment_words(one: Adjustment) -> str:
    """What an adjustment adds or takes away."""
    words: Mapping[str, str] = {"name": name_of(one.name), "points": plain(one.points)}
    sentence: str = _("%(name)s: %(points)s points for each case.", **words)
    if one.at_most is not None:
        sentence = _(
            "%(name)s: %(points)s points for each case, for at most %(cases)s cases.",
            cases=whole(one.at_most),
            **words,
        )
    return sentence


def name_of(name: Names) -> str:
    """A name in the language of the page."""
    return name.en if current_language() == Language.EN else name.vi


def plain(value: Decimal) -> str:
    """A number of a plan as it stands there, in the form of the language."""
    return written_decimal(value, language=current_language())
