"""Whether a score may be shown and ranked: the minimum-n rules, in one place."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from questionnaires.text import Frozen
from scoring.plans.plan_parts import Percent, Whole


class Limits(Frozen):
    """The thresholds of a plan; the defaults are those of every plan that says nothing.

    minimum_people: below it a score is not shown: too little, and a person could be recognised.
    people_to_rank, df_to_rank: below them it is shown but not ranked. widest_to_rank: percentage
    points between the ends of the 95 % interval, 20 being 2.0 points of 10. blanks_to_mention:
    percent of what was asked.
    """

    minimum_people: Whole = 10
    people_to_rank: Whole = 30
    df_to_rank: Whole = 8
    widest_to_rank: Percent = Decimal(20)
    blanks_to_mention: Percent = Decimal(10)


USUAL_LIMITS = Limits()


class Flag(StrEnum):
    """What may be done with a score."""

    OK = "ok"
    CENSUS = "census"
    INDICATIVE = "indicative"
    SUPPRESSED = "suppressed"
    PROVISIONAL = "provisional"
    """Interviews were excluded, after re-checks or by the field manager: see `scoring.excluded`."""

    @property
    def is_ranked(self) -> bool:
        """Whether a score with this flag takes part in the ranking."""
        return self in (Flag.OK, Flag.CENSUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules look at. width: of the interval, as a proportion; None: no interval.

    missing: blanks of all that was asked for it, 0..1. factors, all_factors: with an answer, and in
    the questionnaire, both 0 for one overall item; items, all_items: the same where every item has
    an equal say, else both 0. lonely: strata whose one primary unit contributes no variance.
    """

    people: int
    df: int
    width: float | None
    is_census: bool
    missing: float
    factors: int
    all_factors: int
    lonely: int
    items: int = 0
    all_items: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The flag, and every reason or reservation, as stable words joined by "; "."""

    flag: Flag
    reason: str | None


def verdict_of(evidence: Evidence, *, limits: Limits = USUAL_LIMITS) -> Verdict:
    """Judge one score by the rules shown beside every table.

    By the usual limits: fewer than 10 people: suppressed. Fewer than 30, an interval wider than
    2.0 points of 10 or none, fewer than 8 degrees of freedom (NCHS 2017), or a factor without any
    answer: indicative, shown but not ranked. Everybody asked: census, whatever the degrees of
    freedom. Many blanks and strata with a single primary unit are mentioned without a flag.
    """
    few = _few_people(evidence, limits=limits)
    weak = [*_weak_design(evidence, limits=limits), *_incomplete(evidence)]
    mentions = _mentions(evidence, limits=limits)
    if evidence.people < limits.minimum_people:
        flag = Flag.SUPPRESSED
    elif weak or (few and not evidence.is_census):
        flag = Flag.INDICATIVE
    else:
        flag = Flag.CENSUS if evidence.is_census else Flag.OK
    reasons = [*([] if flag is Flag.CENSUS else few), *weak, *mentions]
    return Verdict(flag=flag, reason="; ".join(reasons) or None)


def _few_people(evidence: Evidence, *, limits: Limits) -> list[str]:
    for needed in (limits.minimum_people, limits.people_to_rank):
        if evidence.people < needed:
            return [f"n_valid < {needed}"]
    return []


def _weak_design(evidence: Evidence, *, limits: Limits) -> list[str]:
    if evidence.is_census:
        return []
    reasons = []
    if evidence.df < limits.df_to_rank:
        reasons.append(f"df < {limits.df_to_rank}")
    if evidence.width is None:
        reasons.append("no interval")
    elif evidence.width > float(limits.widest_to_rank / 100):
        reasons.append(f"ci wider than {_in_points(limits.widest_to_rank)} points")
    return reasons


def _in_points(percent: Decimal) -> str:
    """On the scale of 10, with one decimal where one is enough."""
    points = (percent / 10).normalize()
    return f"{points:.1f}" if points == round(points, 1) else f"{points:f}"


def _incomplete(evidence: Evidence) -> list[str]:
    reasons = []
    if evidence.factors != evidence.all_factors:
        reasons.append(f"n_factors < {evidence.all_factors}")
    if evidence.items != evidence.all_items:
        reasons.append(f"n_items < {evidence.all_items}")
    return reasons


def _mentions(evidence: Evidence, *, limits: Limits) -> list[str]:
    mentions = []
    if evidence.missing > float(limits.blanks_to_mention / 100):
        mentions.append(f"blanks > {limits.blanks_to_mention.normalize():f} %")
    if evidence.lonely:
        mentions.append(f"strata with a single primary unit: {evidence.lonely}")
    return mentions
