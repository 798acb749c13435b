"""From which figures on an interview or an enumerator is looked at: versioned, checked data."""

import hashlib
from importlib import resources
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, model_validator

SHIPPED = "hai-long-1"

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Ratio = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=10**6)]
Hour = Annotated[int, Field(ge=0, le=23)]


class Part(BaseModel):
    """What all parts share: exactly these keys, and no change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DurationRules(Part):
    """part_of_median: below this part of the median of the unit an interview is short.

    floor_s: below it in any unit. minimum_in_unit: interviews that a median needs. floor_share:
    of an enumerator's interviews below the floor.
    """

    part_of_median: Share
    floor_s: Count
    minimum_in_unit: Count
    floor_share: Share


class StraightRules(Part):
    """modal_share: of the commonest level, from which the answers are nearly all the same.

    minimum_answers: levels that an interview needs to be judged. rare_in_unit: an interview is
    shown only where no more than this share of the others of its unit is like it.
    minimum_others: interviews that this share needs.
    """

    modal_share: Share
    minimum_answers: Count
    rare_in_unit: Share
    minimum_others: Count


class MissingRules(Part):
    """share: of the criteria asked that were left blank."""

    share: Share


class MatchingRules(Part):
    """equal, of: answers that agree in a near-duplicate; the share counts.

    modal_share: the most of the commonest level, else two people who are content look alike.
    minimum_compared: criteria that were asked in both. ratio, chance: how much more often than
    expected from the others, and how improbable that is. minimum_interviews,
    minimum_enumerators: that the excess match needs. whole_up_to: interviews up to which all are
    compared with all; beyond, inside the unit only.
    """

    equal: Count
    of: Count
    modal_share: Share
    minimum_compared: Count
    ratio: Ratio
    chance: Share
    minimum_interviews: Annotated[int, Field(ge=2, le=10**6)]
    minimum_enumerators: Annotated[int, Field(ge=3, le=1000)]
    excess_z: Ratio
    whole_up_to: Count

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.equal > self.of:
            raise ValueError("more answers agree than there are")
        return self


class EnumeratorRules(Part):
    """Between enumerators: minimum_interviews of each that differs, minimum_enumerators in all.

    chance_z: how far from what chance would give. robust_z: how far from the other enumerators.
    Both have to be passed.
    """

    minimum_interviews: Count
    minimum_enumerators: Annotated[int, Field(ge=3, le=1000)]
    chance_z: Ratio
    robust_z: Ratio


class TimeRules(Part):
    """overlap_s: two interviews of one person at once. night_from, night_until: hours of the day.

    night_interviews: begun in one night. burst_interviews: begun within burst_minutes.
    """

    overlap_s: Count
    night_from: Hour
    night_until: Hour
    night_interviews: Count
    burst_interviews: Annotated[int, Field(ge=2, le=1000)]
    burst_minutes: Count


class PositionRules(Part):
    """same_interviews: at exactly one point. radius_m, cluster_share, cluster_interviews: near one.

    shared_by: so many other enumerators at the same place make it an office.
    """

    same_interviews: Annotated[int, Field(ge=2, le=10**6)]
    radius_m: Ratio
    cluster_share: Share
    cluster_interviews: Count
    shared_by: Count


class ReviewRules(Part):
    """material_change: by which part a figure has to change until a flag is looked at again."""

    material_change: Ratio


class QualityRules(Part):
    """All of it, with where the thresholds come from."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    source: Annotated[str, Field(min_length=1)]
    time_zone: str
    duration: DurationRules
    straight: StraightRules
    missing: MissingRules
    matching: MatchingRules
    enumerator: EnumeratorRules
    times: TimeRules
    position: PositionRules
    review: ReviewRules

    @model_validator(mode="after")
    def _zone_exists(self) -> Self:
        if self.time_zone not in available_timezones():
            raise ValueError(f"there is no time zone {self.time_zone}")
        return self

    @property
    def sha256(self) -> str:
        """The identity of these thresholds."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def quality_rules(rules_id: str = SHIPPED) -> QualityRules:
    """The rules shipped under that id. Raises FileNotFoundError for one that is not shipped."""
    file = resources.files("scoring.quality") / f"{rules_id}.json"
    return QualityRules.model_validate_json(file.read_bytes())
