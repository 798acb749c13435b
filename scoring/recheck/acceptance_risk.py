"""How often a plan rejects a lot, and after how many re-checks: exactly, without replacement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, floor

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.lot_decision import Verdict, decide_lot


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """Of a lot with so many defective interviews the chances that it is rejected, and that its
    first stage leaves it open and more follows, 0..1, and how many are re-checked on average. Every
    stage is finished, also where its verdict is certain before.
    """

    defective: int
    rejected: Fraction
    extended: Fraction
    checked: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRisks:
    """producer: the chance to reject a good lot; consumer: to accept a bad one; 0..1.

    good, bad: defective interviews in them, ⌊good · N⌋ and ⌈bad · N⌉.
    """

    good: int
    bad: int
    producer: Fraction
    consumer: Fraction


def operating_characteristic(plan: AcceptancePlan, *, interviews: int) -> tuple[RiskPoint, ...]:
    """A point for every number of defective interviews from 0 to all."""
    return tuple(
        risk_point(plan, interviews=interviews, defective=defective)
        for defective in range(interviews + 1)
    )


def plan_risks(plan: AcceptancePlan, *, interviews: int) -> PlanRisks:
    """The two risks at the parts that the plan names."""
    good = floor(Fraction(plan.good) * interviews)
    bad = ceil(Fraction(plan.bad) * interviews)
    return PlanRisks(
        good=good,
        bad=bad,
        producer=risk_point(plan, interviews=interviews, defective=good).rejected,
        consumer=1 - risk_point(plan, interviews=interviews, defective=bad).rejected,
    )


def risk_point(plan: AcceptancePlan, *, interviews: int, defective: int) -> RiskPoint:
    """By the hypergeometric distribution, stage by stage.

    Raises ValueError for more defective ones than interviews.
    """
    if not 0 <= defective <= interviews:
        raise ValueError("a lot has no more defective interviews than interviews")
    found: Mapping[int, Fraction] = {0: Fraction(1)}
    rejected, expected, checked = Fraction(0), Fraction(0), 0
    extended: Fraction | None = None
    while found and checked < interviews:
        at = decide_lot(plan, interviews=interviews, checked=checked, defective=min(found))
        expected += at.more * sum(found.values())
        found = _checked(found, more=at.more, left=interviews - checked, defective=defective)
        checked += at.more
        open_ones = {}
        for count, chance in found.items():
            verdict = decide_lot(
                plan, interviews=interviews, checked=checked, defective=count
            ).verdict
            if verdict is Verdict.REJECTED:
                rejected += chance
            elif verdict is Verdict.MORE:
                open_ones[count] = chance
        found = open_ones
        extended = sum(found.values(), Fraction(0)) if extended is None else extended
    return RiskPoint(
        defective=defective,
        rejected=rejected,
        extended=extended or Fraction(0),
        checked=expected,
    )


def _checked(
    found: Mapping[int, Fraction], *, more: int, left: int, defective: int
) -> Mapping[int, Fraction]:
    """Chances of all found so far after `more` others of the `left` ones have been re-checked."""
    after: dict[int, Fraction] = {}
    for before, chance in found.items():
        for new, part in _drawn(more, of=left, defective=defective - before):
            after[before + new] = after.get(before + new, Fraction(0)) + chance * part
    return after


def _drawn(size: int, *, of: int, defective: int) -> Iterator[tuple[int, Fraction]]:
    ways = comb(of, size)
    for count in range(max(0, size - (of - defective)), min(size, defective) + 1):
        yield count, Fraction(comb(defective, count) * comb(of - defective, size - count), ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePlan:
    """checked: re-checks of a lot; accept: up to so many defective ones it is accepted."""

    checked: int
    accept: int


def single_plan(
    *, interviews: int, good: str, bad: str, producer: str, consumer: str
) -> SinglePlan | None:
    """The least number of re-checks, then of defective ones, that keeps both risks.

    good, bad: parts of defective interviews; producer, consumer: the risks; decimals as text. None
    where even re-checking all of it does not, for both parts are the same number of interviews.
    """
    few = floor(Fraction(good) * interviews)
    many = ceil(Fraction(bad) * interviews)
    for checked in range(1, interviews + 1):
        for accept in range(checked + 1):
            fine = 1 - accepted(interviews, defective=few, checked=checked, accept=accept)
            missed = accepted(interviews, defective=many, checked=checked, accept=accept)
            if missed > Fraction(consumer):
                break
            if fine <= Fraction(producer):
                return SinglePlan(checked=checked, accept=accept)
    return None


def accepted(interviews: int, *, defective: int, checked: int, accept: int) -> Fraction:
    """The chance to find at most `accept`: Σ C(D, x) C(N - D, n - x)/C(N, n)."""
    return sum(
        (
            chance
            for count, chance in _drawn(checked, of=interviews, defective=defective)
            if count <= accept
        ),
        Fraction(0),
    )
