"""What can be wrong with a scoring plan or a points plan, with place and repair."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.problems import N_, Catalogue, Kind
from questionnaires.tree import Path


class PlanCode(Catalogue):
    """Kinds of fault of a plan in itself, and of a plan against the questionnaire it is used on."""

    UNKNOWN_KIND = Kind(
        message=N_("The plan does not say of which kind it is."),
        repair=N_("Write “kind: scoring”, “kind: points”, “kind: recheck” or “kind: criteria”."),
    )
    ITEMS_AND_FACTORS = Kind(
        message=N_("The plan lists items and factors of its own."),
        repair=N_("Keep the factors; their items are the items of the plan."),
    )
    ITEM_TWICE = Kind(
        message=N_("The item %(item)s is listed twice."),
        repair=N_("List it once; an item belongs to one factor."),
    )
    FACTOR_TWICE = Kind(
        message=N_("The factor %(factor)s is listed twice."),
        repair=N_("Give each factor its own code."),
    )
    CODE_TWICE = Kind(
        message=N_("%(code)s is listed twice."),
        repair=N_("List it once."),
    )
    WEIGHTS_MISSING = Kind(
        message=N_("Weighted factors need the weight of every factor."),
        repair=N_("Add factor_weights with one weight above 0 for each factor."),
    )
    WEIGHTS_NOT_USED = Kind(
        message=N_("factor_weights mean nothing for the estimator %(estimator)s."),
        repair=N_("Remove them, or write “estimator: weighted_factors”."),
    )
    OVERALL_ITEM_MISSING = Kind(
        message=N_("One overall item is published, but the plan does not say which."),
        repair=N_("Add overall_item with the code of the item."),
    )
    OVERALL_ITEM_NOT_USED = Kind(
        message=N_("overall_item means nothing for the estimator %(estimator)s."),
        repair=N_("Remove it, or write “estimator: overall_item”."),
    )
    LIMITS_CROSSED = Kind(
        message=N_("A score would be ranked from %(rank)s people on and shown only from %(show)s."),
        repair=N_("Let people_to_rank be at least minimum_people."),
    )
    # against a questionnaire
    OTHER_QUESTIONNAIRE = Kind(
        message=N_("The plan is for the questionnaire %(expected)s, not for %(found)s."),
        repair=N_("Choose a plan for this questionnaire, or one that fits any."),
    )
    NOT_ONE_SCALE = Kind(
        message=N_(
            "The criteria of the questionnaire %(questionnaire)s do not share one scale, so that"
            " their answers cannot be counted together."
        ),
        repair=N_("Give all criteria that count in the index the same scale."),
    )
    NOT_AN_INDEX_ITEM = Kind(
        message=N_("The questionnaire has no criterion %(item)s that counts in the index."),
        repair=N_("Use codes of its criteria: %(known)s."),
    )
    OVERALL_ITEM_OUTSIDE = Kind(
        message=N_("The overall item %(item)s is not among the items of the plan."),
        repair=N_("Use one of: %(known)s."),
    )
    WEIGHT_OF_UNKNOWN_FACTOR = Kind(
        message=N_("There is no factor %(factor)s to weigh."),
        repair=N_("Use the factors: %(known)s."),
    )
    FACTOR_WITHOUT_WEIGHT = Kind(
        message=N_("The factor %(factor)s has no weight."),
        repair=N_("Give every factor a weight above 0, or leave its items out of the plan."),
    )
    SATISFIED_NOT_OFFERED = Kind(
        message=N_("The satisfied code %(code)s is not on the scale of the questionnaire."),
        repair=N_("Use codes of the scale: %(known)s."),
    )
    ALL_SATISFIED = Kind(
        message=N_("Every code of the scale counts as satisfied."),
        repair=N_("Leave at least one code out."),
    )
    # points
    BANDS_NOT_FALLING = Kind(
        message=N_("This band does not begin below the one before it."),
        repair=N_("List the bands from the best to the worst, each with a lower from_percent."),
    )
    BANDS_WITHOUT_END = Kind(
        message=N_("The last band begins at %(percent)s %%: below it there would be no points."),
        repair=N_("Add a band with from_percent: 0."),
    )
    WORSE_BAND_HAS_MORE = Kind(
        message=N_("A worse band has more points than the one before it."),
        repair=N_("Correct the points of one of the two."),
    )
    BEST_BAND_NOT_MAXIMUM = Kind(
        message=N_("The best band has %(points)s points, the maximum is %(maximum)s."),
        repair=N_("Give the best band the maximum, or correct the maximum."),
    )
    FACTORS_NOT_MAXIMUM = Kind(
        message=N_("The factors have %(points)s points together, the maximum is %(maximum)s."),
        repair=N_("Correct the points of the factors, or the maximum."),
    )
    TARGET_MISSING = Kind(
        message=N_("The points are relative to a target, but no target is given."),
        repair=N_("Add target_percent."),
    )
    TARGET_NOT_USED = Kind(
        message=N_("target_percent means nothing when points are relative to the %(reference)s."),
        repair=N_("Remove it, or write “reference: target”."),
    )
    EXEMPT_ABOVE_TOTAL = Kind(
        message=N_("Exempt units would be scored on more points (%(exempt)s) than others."),
        repair=N_("Correct exempt_total or total."),
    )
    MAXIMUM_ABOVE_TOTAL = Kind(
        message=N_("The survey gives up to %(maximum)s points of a total of %(total)s."),
        repair=N_("Correct maximum or total."),
    )
    LOWEST_ABOVE_MAXIMUM = Kind(
        message=N_("The lowest points (%(lowest)s) are not below the maximum (%(maximum)s)."),
        repair=N_("Correct lowest or maximum."),
    )
    MIX_OF_ITSELF = Kind(
        message=N_("The unit %(unit)s is listed below itself."),
        repair=N_("List only the units below it."),
    )
    FACTOR_WITHOUT_POINTS = Kind(
        message=N_("The factor %(factor)s of the scoring plan has no points."),
        repair=N_("Give points to these factors: %(known)s."),
    )
    POINTS_OF_UNKNOWN_FACTOR = Kind(
        message=N_("The scoring plan has no factor %(factor)s."),
        repair=N_("Give points to these factors: %(known)s."),
    )
    # re-checks
    OPENING_IS_LESS = Kind(
        message=N_("In the first days %(first)s %% are re-checked, later %(usual)s %%."),
        repair=N_("Re-check at least as much in the first days as later."),
    )
    OPENING_TOO_SHORT = Kind(
        message=N_("A minimum for %(inside)s days does not fit into the first %(days)s days."),
        repair=N_("Let minimum_days be at most days."),
    )
    OPENING_ABOVE_ALL = Kind(
        message=N_(
            "Of each enumerator %(first)s are re-checked in the first days, but only %(whole)s in"
            " the whole round."
        ),
        repair=N_("Let minimum_per_enumerator of the whole round be at least that of its opening."),
    )
    LATEST_BEFORE_USUAL = Kind(
        message=N_("The latest moment of a re-check lies before the usual one."),
        repair=N_("Raise latest_days, or lower hours."),
    )
    MORE_DAYS_THAN_ATTEMPTS = Kind(
        message=N_("Somebody is to be tried on more days than there are attempts."),
        repair=N_("Raise attempts, or lower days."),
    )
    # criteria sets
    AREA_CALLED_TOTAL = Kind(
        message=N_("No area can have the code %(code)s: it stands for all areas together."),
        repair=N_("Give the area another code."),
    )
    SURVEY_TWICE = Kind(
        message=N_("Two areas are the survey."),
        repair=N_("Let one area at most have is_survey."),
    )
    AREA_UNKNOWN = Kind(
        message=N_(
            "The scale names the area %(code)s, which the set does not have; it has: %(known)s."
        ),
        repair=N_("Correct the code, or add the area."),
    )
    SCALE_OUT_OF_REACH = Kind(
        message=N_(
            "The areas of the scale give %(sum)s points, less than its maximum %(maximum)s."
        ),
        repair=N_("Lower the maximum, or add the area that is missing."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFault:
    """A fault with its path from the top of the plan."""

    path: Path
    code: PlanCode
    details: dict[str, str]


def fault(code: PlanCode, /, *path: str | int, **details: str) -> PlanFault:
    """Make a fault at a path."""
    return PlanFault(path=path, code=code, details=details)


class PlanRefused(ValueError):  # noqa: N818 -- it is a refusal that carries its faults
    """A plan that contradicts itself, or does not fit; `faults` says everything."""

    def __init__(self, faults: Iterator[PlanFault] | tuple[PlanFault, ...]) -> None:
        self.faults = tuple(faults)
        texts = (
            one.code.at(", ".join(map(str, one.path)) or "plan", **one.details)
            for one in self.faults
        )
        super().__init__("; ".join(map(str, texts)))
