"""How many re-checks of a lot decide about it, and from how many defective ones: checked data."""

import hashlib
from fractions import Fraction
from importlib import resources
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from questionnaires.text import NonEmpty

SHIPPED = "hai-long-1"

Count = Annotated[int, Field(ge=0, le=10**4)]
SHARE = r"^0\.[0-9]{1,6}$"
Share = Annotated[str, Field(pattern=SHARE)]
"""A decimal as text, so that 0.1 is a tenth."""


class Part(BaseModel):
    """What all parts share: exactly these keys, and no change afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stage(Part):
    """checked: so many more interviews. accept, reject: up to and from so many defective ones among
    all that have been checked; between them the next stage follows.
    """

    checked: Annotated[int, Field(ge=1, le=10**4)]
    accept: Count
    reject: Count


class AcceptancePlan(Part):
    """Stages one after the other; after the last one there is nothing between accept and reject.

    good, bad: the parts of defective interviews, 0..1, at which a lot should be accepted and at
    which it should be rejected. They decide nothing; the risks are told at them.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    source: Annotated[str, Field(min_length=1)]
    stages: Annotated[NonEmpty[Stage], Field(max_length=5)]
    good: Share
    bad: Share

    @model_validator(mode="after")
    def _is_a_plan(self) -> Self:
        for stage in self.stages:
            if stage.accept >= stage.reject:
                raise ValueError("a lot would be accepted and rejected at once")
        last = self.stages[-1]
        if last.reject != last.accept + 1:
            raise ValueError("after the last stage some lots would stay undecided")
        for before, after in zip(self.stages, self.stages[1:], strict=False):
            if before.accept >= after.reject or after.accept < before.accept:
                raise ValueError("what was accepted before would not be accepted later")
            if after.reject < before.reject:
                raise ValueError("what was not rejected before would be rejected without more")
        if not Fraction(self.good) < Fraction(self.bad):
            raise ValueError("a good lot has fewer defective interviews than a bad one")
        return self

    @property
    def sha256(self) -> str:
        """The identity of these numbers."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def acceptance_plan(plan_id: str = SHIPPED) -> AcceptancePlan:
    """The plan shipped under that id. Raises FileNotFoundError for one that is not shipped."""
    file = resources.files("scoring.recheck") / f"{plan_id}.json"
    return AcceptancePlan.model_validate_json(file.read_bytes())
