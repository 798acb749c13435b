"""A flag: what a person should look at, with the figures that say why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.quality.rules import ReviewRules

Figure = float | int | str | bool | None
MOST_EXAMPLES = 12
"""Interviews that a flag about many of them names."""


class Kind(StrEnum):
    """What there is to look at, in the order in which it is worth looking.

    The first three open a check of five more re-checks; none of them says that anything is wrong.
    """

    EXCESS_MATCH = "excess_match"
    NEAR_DUPLICATE_RATE = "near_duplicate_rate"
    FAST_SHARE = "fast_share"
    NEAR_DUPLICATE = "near_duplicate"
    OVERLAPPING = "overlapping"
    BURST = "burst"
    NIGHT = "night"
    SAME_POSITION = "same_position"
    POSITION_CLUSTER = "position_cluster"
    STRAIGHT_RATE = "straight_rate"
    DURATION = "duration"
    ANSWERS_DIFFER = "answers_differ"
    MISSING_RATE = "missing_rate"
    NOT_APPLICABLE_RATE = "not_applicable_rate"
    REFUSAL_RATE = "refusal_rate"
    TOO_FAST = "too_fast"
    STRAIGHT_LINING = "straight_lining"
    MISSING_ANSWERS = "missing_answers"


OPENS_A_CHECK = frozenset({Kind.EXCESS_MATCH, Kind.NEAR_DUPLICATE_RATE, Kind.FAST_SHARE})
"""For these, five more re-checks are drawn; a re-check decides, a figure does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """enumerator: whose work it is. interview: None where it is about all of an enumerator's.

    unit: of the interview. occasion: tells flags of one kind about one enumerator apart, as a day
    or a place. against: the other interview, where two were compared. strength: the one figure by
    which a change is judged. evidence: figures by name. examples: interviews that the
    figures rest upon most, where it is about many.
    """

    kind: Kind
    enumerator: str
    unit: str | None = None
    interview: str | None = None
    occasion: str = ""
    against: str | None = None
    strength: float
    evidence: Mapping[str, Figure]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What of a flag a review was about."""

    strength: float
    against: str | None


def has_changed(before: Weight, now: Weight, *, rules: ReviewRules) -> bool:
    """Whether a flag that was looked at is to be looked at again."""
    if before.against != now.against:
        return True
    return abs(now.strength - before.strength) > rules.material_change * abs(before.strength)
