"""How interviews are chosen for a re-check, and what is asked again: a plan, as checked data."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from questionnaires.items import ItemCode
from questionnaires.text import Frozen, Line, NonEmpty
from scoring.plans.plan_parts import PlanId, whole_not_truth
from scoring.plans.plan_problems import PlanCode, PlanFault, PlanRefused, fault
from scoring.recheck.acceptance_plan import AcceptancePlan

SHIPPED = "hai-long-2"

SharePercent = Annotated[int, BeforeValidator(whole_not_truth), Field(ge=1, le=100)]
Extra = Annotated[int, BeforeValidator(whole_not_truth), Field(ge=0, le=100)]
Count = Annotated[int, BeforeValidator(whole_not_truth), Field(ge=0, le=1000)]
AtLeastOne = Annotated[int, BeforeValidator(whole_not_truth), Field(ge=1, le=1000)]


class Opening(Frozen):
    """The first days of field work, when mistakes can still be unlearned.

    days: from the first field day on, so many days have `share_percent`. minimum_days: so many of
    them have `minimum_per_enumerator` instead of the one over all.
    """

    days: Count
    share_percent: SharePercent
    minimum_days: Count
    minimum_per_enumerator: Count


class Deadline(Frozen):
    """How soon after the interview: usually, and at the latest."""

    hours: AtLeastOne
    latest_days: AtLeastOne


class ContactRule(Frozen):
    """How often a respondent is tried, on how many days, before the next in the order."""

    attempts: AtLeastOne
    days: AtLeastOne


class Tolerance(Frozen):
    """What still counts as the same: months between two dates, levels between two answers."""

    months: Count
    levels: Annotated[int, BeforeValidator(whole_not_truth), Field(ge=0, le=4)]


class ClaimsPlan(Frozen):
    """How refusals and absences that enumerators claim are re-checked, apart from interviews.

    share_percent: of every lot of claims, of each kind, rounded up. minimum_per_enumerator: at
    least so many over the round, or all there are. deadline: after the ISO week of the last attempt
    of the enumerator, which tells nobody when that was. acceptance: what so many defective claims
    of a lot mean.
    """

    share_percent: SharePercent
    minimum_per_enumerator: Count
    deadline: Deadline
    acceptance: AcceptancePlan


class RecheckPlan(Frozen):
    """What a round promises of its re-checks before field work, with the document that says so.

    share_percent: of every lot, rounded up. minimum_per_enumerator, per_enumerator_week, per_unit:
    at least so many re-checks, or all interviews there are. unit_lot_from: from so many interviews
    of one week on, those of an enumerator in one unit are a lot of their own. risk_percent: at most
    so many more, chosen because something looked odd. facts: the columns of the factual checks.
    opinion_items: so many criteria are asked again; which ones, the hash of the uuid says.
    claims: None where refusals and absences are not re-checked.

    A plan that contradicts itself is refused with PlanRefused inside pydantic's ValidationError.
    """

    kind: Literal["recheck"]
    id: PlanId
    source: Line
    share_percent: SharePercent
    opening: Opening
    minimum_per_enumerator: Count
    minimum_per_enumerator_week: Count
    minimum_per_unit: Count
    unit_lot_from: AtLeastOne
    risk_percent: Extra
    deadline: Deadline
    contact: ContactRule
    longest_minutes: AtLeastOne
    facts: NonEmpty[ItemCode]
    opinion_items: AtLeastOne
    opinion_rotation: Literal["hash_of_uuid"]
    tolerance: Tolerance
    acceptance: AcceptancePlan
    claims: ClaimsPlan | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        faults = tuple(_faults(self))
        if faults:
            raise PlanRefused(faults)
        return self


@cache
def recheck_plan(plan_id: str = SHIPPED) -> RecheckPlan:
    """The plan shipped under that id; raises FileNotFoundError for one that is not."""
    file = resources.files("scoring.recheck") / "plans" / f"{plan_id}.json"
    return RecheckPlan.model_validate_json(file.read_bytes())


def recheck_plan_ids() -> tuple[str, ...]:
    """The ids of the shipped plans, sorted."""
    names = (entry.name for entry in (resources.files("scoring.recheck") / "plans").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def _faults(plan: RecheckPlan) -> Iterator[PlanFault]:
    opening = plan.opening
    if opening.share_percent < plan.share_percent:
        first, usual = str(opening.share_percent), str(plan.share_percent)
        yield fault(PlanCode.OPENING_IS_LESS, "opening", "share_percent", first=first, usual=usual)
    if opening.minimum_days > opening.days:
        inside, days = str(opening.minimum_days), str(opening.days)
        yield fault(PlanCode.OPENING_TOO_SHORT, "opening", "minimum_days", inside=inside, days=days)
    if opening.minimum_per_enumerator > plan.minimum_per_enumerator:
        first, whole = str(opening.minimum_per_enumerator), str(plan.minimum_per_enumerator)
        yield fault(
            PlanCode.OPENING_ABOVE_ALL,
            "opening",
            "minimum_per_enumerator",
            first=first,
            whole=whole,
        )
    if _is_crossed(plan.deadline):
        yield fault(PlanCode.LATEST_BEFORE_USUAL, "deadline", "latest_days")
    if plan.claims is not None and _is_crossed(plan.claims.deadline):
        yield fault(PlanCode.LATEST_BEFORE_USUAL, "claims", "deadline", "latest_days")
    if plan.contact.days > plan.contact.attempts:
        yield fault(PlanCode.MORE_DAYS_THAN_ATTEMPTS, "contact", "days")
    for code, times in Counter(plan.facts).items():
        if times > 1:
            yield fault(PlanCode.CODE_TWICE, "facts", code=code)


def _is_crossed(deadline: Deadline) -> bool:
    return 24 * deadline.latest_days < deadline.hours
