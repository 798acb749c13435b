"""Whether a score may be shown and ranked: the minimum-n rules, in one place."""

from dataclasses import dataclass
from enum import StrEnum

MINIMUM_PEOPLE = 10
"""Below it a score is not shown: too little, and a person could be recognised."""
PEOPLE_TO_RANK = 30
DF_TO_RANK = 8
WIDEST_TO_RANK = 0.20
"""Width of the 95 % interval as a proportion: 2.0 points of 10."""
MISSING_TO_MENTION = 0.10


class Flag(StrEnum):
    """What may be done with a score."""

    OK = "ok"
    CENSUS = "census"
    INDICATIVE = "indicative"
    SUPPRESSED = "suppressed"

    @property
    def is_ranked(self) -> bool:
        """Whether a score with this flag takes part in the ranking."""
        return self in (Flag.OK, Flag.CENSUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules look at. width: of the interval, as a proportion; None: no interval.

    missing: blanks of all that was asked, 0..1. factors, all_factors: with an answer, and in the
    questionnaire. lonely: strata whose one primary unit contributes no variance.
    """

    people: int
    df: int
    width: float | None
    is_census: bool
    missing: float
    factors: int
    all_factors: int
    lonely: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The flag, and every reason or reservation, as stable words joined by "; "."""

    flag: Flag
    reason: str | None


def verdict_of(evidence: Evidence) -> Verdict:
    """Judge one score by the rules shown beside every table.

    Fewer than 10 people: suppressed. Fewer than 30, an interval wider than 2.0 points of 10 or
    none, fewer than 8 degrees of freedom (NCHS 2017), or a factor without any answer: indicative,
    shown but not ranked. Everybody asked: census, whatever the degrees of freedom. Many blanks and
    strata with a single primary unit are mentioned without a flag.
    """
    few = _few_people(evidence)
    weak = [*_weak_design(evidence), *_incomplete(evidence)]
    mentions = _mentions(evidence)
    if evidence.people < MINIMUM_PEOPLE:
        flag = Flag.SUPPRESSED
    elif weak or (few and not evidence.is_census):
        flag = Flag.INDICATIVE
    else:
        flag = Flag.CENSUS if evidence.is_census else Flag.OK
    reasons = [*([] if flag is Flag.CENSUS else few), *weak, *mentions]
    return Verdict(flag=flag, reason="; ".join(reasons) or None)


def _few_people(evidence: Evidence) -> list[str]:
    if evidence.people < MINIMUM_PEOPLE:
        return [f"n_valid < {MINIMUM_PEOPLE}"]
    return [f"n_valid < {PEOPLE_TO_RANK}"] if evidence.people < PEOPLE_TO_RANK else []


def _weak_design(evidence: Evidence) -> list[str]:
    if evidence.is_census:
        return []
    reasons = []
    if evidence.df < DF_TO_RANK:
        reasons.append(f"df < {DF_TO_RANK}")
    if evidence.width is None:
        reasons.append("no interval")
    elif evidence.width > WIDEST_TO_RANK:
        reasons.append("ci wider than 2.0 points")
    return reasons


def _incomplete(evidence: Evidence) -> list[str]:
    if evidence.factors == evidence.all_factors:
        return []
    return [f"n_factors < {evidence.all_factors}"]


def _mentions(evidence: Evidence) -> list[str]:
    mentions = []
    if evidence.missing > MISSING_TO_MENTION:
        mentions.append("blanks > 10 %")
    if evidence.lonely:
        mentions.append(f"strata with a single primary unit: {evidence.lonely}")
    return mentions
