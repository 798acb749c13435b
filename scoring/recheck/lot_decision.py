"""What the re-checks of a lot decide, by its plan."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.recheck.acceptance_plan import AcceptancePlan


class Verdict(StrEnum):
    """What follows: the lot is accepted, all of it is verified, or more is re-checked."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDecision:
    """more: how many are to be re-checked next in the order of the draw, 0 when it is decided."""

    verdict: Verdict
    more: int


def decide_lot(
    plan: AcceptancePlan, *, interviews: int, checked: int, defective: int
) -> LotDecision:
    """Of a lot with so many interviews, of which the first ones in the order were re-checked.

    A lot is rejected as soon as the stage that is under way has its number of defective ones, and
    accepted when a stage is complete. A stage that is over rejects nobody any more: where the next
    one allows more defective ones, that counts. Of a smaller lot all are re-checked, and the last
    stage decides. The risks hold only for the order of the draw.

    Raises ValueError for numbers that cannot be: more checked than there are, and so on.
    """
    if not 0 <= defective <= checked <= interviews or interviews < 1:
        raise ValueError("defective of checked of all interviews, in this order")
    due = 0
    for stage in plan.stages:
        due = min(due + stage.checked, interviews)
        rule = plan.stages[-1] if due == interviews else stage
        if checked <= due and defective >= rule.reject:
            return LotDecision(verdict=Verdict.REJECTED, more=0)
        if checked < due:
            return LotDecision(verdict=Verdict.MORE, more=due - checked)
        if defective <= rule.accept:
            return LotDecision(verdict=Verdict.ACCEPTED, more=0)
    raise ValueError("the last stage of a plan decides")
