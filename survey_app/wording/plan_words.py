"""What a scoring plan and a points plan say, in words: one sentence for each thing."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from questionnaires.problems import N_
from scoring.indicator import Estimator
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
from survey_app.wording.speech import Speech

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

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def scoring_plan_words(plan: ScoringPlan, rule: ScoringRule, *, speech: Speech) -> tuple[str, ...]:
    """One sentence for each thing that the plan says; `rule` is what it comes to."""
    weights = ", ".join(
        f"{code}: {speech.plain(weight)}" for code, weight in sorted(plan.factor_weights.items())
    )
    published = speech.gettext(
        PUBLISHED[plan.estimator],
        satisfied=", ".join(str(level) for level in sorted(rule.satisfied)),
        weights=weights,
        item=plan.overall_item or "",
    )
    made_of = speech.gettext(
        "%(items)s criteria in %(factors)s factors.",
        items=speech.whole(len(rule.items)),
        factors=speech.whole(len(rule.factors)),
    )
    return (
        published,
        made_of,
        *_counted_words(plan, rule, speech=speech),
        *_limit_words(plan, speech=speech),
    )


def _counted_words(plan: ScoringPlan, rule: ScoringRule, *, speech: Speech) -> Iterator[str]:
    code = str(rule.not_applicable)
    if plan.blanks == "left_out":
        yield speech.gettext(
            "Blank and “does not apply” (%(code)s) count in neither sum.", code=code
        )
    else:
        yield speech.gettext(
            "A blank counts as not satisfied; “does not apply” (%(code)s) counts in neither sum.",
            code=code,
        )
    if plan.weights == "none":
        yield speech.gettext("Everybody counts once.")
    else:
        yield speech.gettext("Everybody counts by the chance of being drawn.")
    if plan.valid_from_percent:
        yield speech.gettext(
            "A form counts when at least %(percent)s %% of what was asked and applied is answered.",
            percent=speech.plain(plan.valid_from_percent),
        )


def _limit_words(plan: ScoringPlan, *, speech: Speech) -> Iterator[str]:
    limits = plan.limits
    yield speech.gettext(
        "Shown from %(minimum)s people on; ranked from %(people)s people, %(df)s degrees of"
        " freedom and an interval of at most %(width)s percentage points on.",
        minimum=speech.whole(limits.minimum_people),
        people=speech.whole(limits.people_to_rank),
        df=speech.whole(limits.df_to_rank),
        width=speech.plain(limits.widest_to_rank),
    )
    exclusion = plan.exclusion
    yield speech.gettext(
        "Provisional, and not ranked, where interviews that were voided or excluded after re-checks"
        " move it by more than %(errors)s × its standard error, or are more than %(most)s %% of its"
        " interviews. No score where fewer than %(least)s %% of the decided lots of re-checks of"
        " the unit were accepted.",
        errors=speech.plain(exclusion.standard_errors),
        most=speech.plain(exclusion.most_percent),
        least=speech.plain(exclusion.least_accepted_percent),
    )


def points_plan_words(
    plan: PointsPlan, *, speech: Speech, names: Mapping[str, str] = NO_NAMES
) -> tuple[str, ...]:
    """One sentence for each thing that the plan says. names: of units, by code, where known."""
    return (
        *_rule_words(plan, speech=speech),
        *_further_words(plan, speech=speech, names=names),
    )


def _rule_words(plan: PointsPlan, *, speech: Speech) -> Iterator[str]:
    rule, maximum = plan.rule, speech.plain(plan.maximum)
    if isinstance(rule, Linear):
        yield speech.gettext("Share × %(maximum)s points.", maximum=maximum)
        if rule.floor_percent:
            yield speech.gettext(
                "Below %(floor)s %% there are 0 points.", floor=speech.plain(rule.floor_percent)
            )
    elif isinstance(rule, Bands):
        for band in rule.bands:
            yield speech.gettext(
                "From %(percent)s %%: %(points)s points.",
                percent=speech.plain(band.from_percent),
                points=speech.plain(band.points),
            )
    elif isinstance(rule, PerFactor):
        for code, points in sorted(rule.factors.items()):
            yield speech.gettext(
                "Factor %(factor)s: share × %(maximum)s points.",
                factor=code,
                maximum=speech.plain(points),
            )
    else:
        yield _relative(rule, maximum=maximum, speech=speech)


def _relative(rule: Relative, *, maximum: str, speech: Speech) -> str:
    target = "" if rule.target_percent is None else speech.plain(rule.target_percent)
    return speech.gettext(RELATIVE[rule.reference], maximum=maximum, target=target)


def _further_words(plan: PointsPlan, *, speech: Speech, names: Mapping[str, str]) -> Iterator[str]:
    if plan.mix is not None:
        yield _mixed(plan.mix, speech=speech, names=names)
    for one in plan.adjustments:
        yield adjustment_words(one, speech=speech)
    if plan.minimum_people:
        people = speech.whole(plan.minimum_people)
        yield speech.gettext(
            "With fewer than %(people)s people there are no points.", people=people
        )
    if plan.exempt_total is not None:
        yield speech.gettext(
            "Units that are not surveyed are scored on %(exempt)s points instead of %(total)s.",
            exempt=speech.plain(plan.exempt_total),
            total=speech.plain(plan.total),
        )


def _mixed(mix: Mix, *, speech: Speech, names: Mapping[str, str]) -> str:
    return speech.gettext(
        "Units with others below them (%(units)s): own share and mean of the others, in the"
        " proportion %(own)s : %(below)s.",
        units=", ".join(names.get(code, code) for code in sorted(mix.below)),
        own=speech.plain(mix.own),
        below=speech.plain(mix.of_below),
    )


def adjustment_words(one: Adjustment, *, speech: Speech) -> str:
    """What an adjustment adds or takes away."""
    words = {"name": speech.name(one.name), "points": speech.plain(one.points)}
    if one.at_most is None:
        return speech.gettext("%(name)s: %(points)s points for each case.", **words)
    return speech.gettext(
        "%(name)s: %(points)s points for each case, for at most %(cases)s cases.",
        cases=speech.whole(one.at_most),
        **words,
    )
