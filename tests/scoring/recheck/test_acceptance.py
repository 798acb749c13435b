"""Plans that decide about lots, and how often they are wrong."""

from fractions import Fraction
from itertools import combinations

import pytest
from pydantic import ValidationError
from scipy import stats

from scoring.recheck.acceptance_plan import AcceptancePlan, Stage, acceptance_plan
from scoring.recheck.acceptance_risk import (
    RiskPoint,
    SinglePlan,
    accepted,
    operating_characteristic,
    plan_risks,
    risk_point,
    single_plan,
)
from scoring.recheck.lot_decision import LotDecision, Verdict, decide_lot
from scoring.recheck.recheck_plan import recheck_plan

PLAN = acceptance_plan()
THREE = recheck_plan("hai-long-three-stages").acceptance
SMALL = AcceptancePlan(
    id="small",
    source="thử",
    stages=(Stage(checked=2, accept=0, reject=2), Stage(checked=2, accept=1, reject=2)),
    good="0.05",
    bad="0.40",
)


def plan_with(**changes: object) -> AcceptancePlan:
    return AcceptancePlan.model_validate({**PLAN.model_dump(), **changes})


Walked = tuple[Fraction, Fraction, Fraction]


def walked(plan: AcceptancePlan, *, interviews: int, defective: int) -> Walked:
    """Every place that the defective ones can have in the order, one after the other."""
    places = list(combinations(range(interviews), defective))
    rejected = extended = checked = 0
    for chosen in places:
        seen = found = 0
        for stage in plan.stages:
            seen = min(interviews, seen + stage.checked)
            found = sum(place < seen for place in chosen)
            accept, reject = stage.accept, stage.reject
            if seen == interviews:
                accept, reject = plan.stages[-1].accept, plan.stages[-1].reject
            if found >= reject or found <= accept:
                break
        rejected += found >= reject
        extended += seen > min(interviews, plan.stages[0].checked)
        checked += seen
    of = len(places)
    return Fraction(rejected, of), Fraction(extended, of), Fraction(checked, of)


def told(point: RiskPoint) -> Walked:
    return point.rejected, point.extended, point.checked


@pytest.mark.parametrize(
    ("checked", "defective", "verdict", "more"),
    [
        (0, 0, Verdict.MORE, 10),
        (4, 1, Verdict.MORE, 6),
        (9, 0, Verdict.MORE, 1),
        (10, 0, Verdict.ACCEPTED, 0),
        (10, 1, Verdict.MORE, 10),
        (10, 2, Verdict.MORE, 10),
        (10, 3, Verdict.REJECTED, 0),
        (5, 3, Verdict.REJECTED, 0),
        (14, 2, Verdict.MORE, 6),
        (14, 3, Verdict.REJECTED, 0),
        (20, 2, Verdict.ACCEPTED, 0),
        (20, 3, Verdict.REJECTED, 0),
        (20, 20, Verdict.REJECTED, 0),
    ],
)
def test_decide__lot_of_seventy__by_the_shipped_plan(checked, defective, verdict, more) -> None:
    found = decide_lot(PLAN, interviews=70, checked=checked, defective=defective)

    assert found == LotDecision(verdict=verdict, more=more)


@pytest.mark.parametrize(
    ("interviews", "checked", "defective", "verdict", "more"),
    [
        pytest.param(7, 0, 0, Verdict.MORE, 7, id="all-of-seven"),
        pytest.param(7, 7, 2, Verdict.ACCEPTED, 0, id="seven-last-stage"),
        pytest.param(7, 7, 3, Verdict.REJECTED, 0, id="seven-rejected"),
        pytest.param(13, 10, 1, Verdict.MORE, 3, id="the-rest-of-thirteen"),
        pytest.param(13, 13, 2, Verdict.ACCEPTED, 0, id="thirteen"),
    ],
)
def test_decide__lot_smaller_than_the_plan__all_are_checked(
    interviews, checked, defective, verdict, more
) -> None:
    found = decide_lot(PLAN, interviews=interviews, checked=checked, defective=defective)

    assert found == LotDecision(verdict=verdict, more=more)


@pytest.mark.parametrize(
    ("interviews", "checked", "defective"), [(0, 0, 0), (5, 6, 0), (5, 2, 3), (5, 2, -1)]
)
def test_decide__numbers_that_cannot_be__error(interviews, checked, defective) -> None:
    with pytest.raises(ValueError, match="defective of checked"):
        decide_lot(PLAN, interviews=interviews, checked=checked, defective=defective)


def test_risk__lot_of_five_with_two_defective__by_hand() -> None:
    """Two of five are checked: both 1/10, one 6/10, none 3/10.

    After one, two of the three others follow, one of them defective: found with 2/3. Rejected
    1/10 + 6/10 · 2/3 = 1/2; checked 2 + 2 · 6/10 = 3.2.
    """
    point = risk_point(SMALL, interviews=5, defective=2)

    assert told(point) == (Fraction(1, 2), Fraction(6, 10), Fraction(16, 5))


@pytest.mark.parametrize("interviews", [1, 2, 3, 4, 7])
def test_risk__small_lots__as_over_all_orders(interviews) -> None:
    curve = operating_characteristic(SMALL, interviews=interviews)

    assert [told(point) for point in curve] == [
        walked(SMALL, interviews=interviews, defective=defective)
        for defective in range(interviews + 1)
    ]


@pytest.mark.parametrize(("plan", "interviews"), [(PLAN, 14), (THREE, 21)])
def test_risk__shipped_plans_on_small_lots__as_over_all_orders(plan, interviews) -> None:
    for defective in range(6):
        point = risk_point(plan, interviews=interviews, defective=defective)
        orders = walked(plan, interviews=interviews, defective=defective)
        assert told(point) == orders


def test_decide__stage_that_is_over_with_a_smaller_limit__the_next_one_counts() -> None:
    """Three of ten reject at once; the third one found as the eleventh does not."""
    at = {
        checked: decide_lot(THREE, interviews=70, checked=checked, defective=3)
        for checked in (10, 11, 19, 27)
    }

    assert at == {
        10: LotDecision(verdict=Verdict.REJECTED, more=0),
        11: LotDecision(verdict=Verdict.MORE, more=8),
        19: LotDecision(verdict=Verdict.MORE, more=8),
        27: LotDecision(verdict=Verdict.ACCEPTED, more=0),
    }


def test_three_stages__lots_of_20_to_150__accuse_no_more_and_find_no_less() -> None:
    fewer = []
    for size in range(20, 151):
        honest = {size // 20, -(-size // 20)}
        bad = {-(-size // 5), -(-3 * size // 10)}
        for defective in honest | bad:
            two, three = (
                risk_point(plan, interviews=size, defective=defective).rejected
                for plan in (PLAN, THREE)
            )
            assert three <= two or defective in bad, (size, defective)
            assert three >= two or defective in honest, (size, defective)
            fewer.append(defective in honest and three < two)
    assert sum(fewer) > 100


@pytest.mark.parametrize(
    ("defective", "rejected"), [(0, 0.00), (1, 0.00), (4, 0.06), (14, 0.80), (21, 0.97)]
)
def test_risk__shipped_plan_on_seventy__what_its_source_says(defective, rejected) -> None:
    point = risk_point(PLAN, interviews=70, defective=defective)

    assert round(float(point.rejected), 2) == rejected
    assert 10 <= point.checked < 17


def test_risk__more_defective_ones__rejected_more_often() -> None:
    curve = operating_characteristic(PLAN, interviews=40)

    chances = [point.rejected for point in curve]
    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0, 1)


def test_risk__impossible_lot__error() -> None:
    with pytest.raises(ValueError, match="no more defective"):
        risk_point(PLAN, interviews=5, defective=6)


def test_plan_risks__parts_of_the_plan__whole_interviews() -> None:
    """⌊.03 · 70⌋ = 2 never reach 3; ⌈.20 · 70⌉ = 14."""
    risks = plan_risks(PLAN, interviews=70)

    assert (risks.good, risks.bad, risks.producer) == (2, 14, 0)
    assert risks.consumer == 1 - risk_point(PLAN, interviews=70, defective=14).rejected


@pytest.mark.parametrize("parts", [(70, 10, 12, 1), (20, 3, 11, 0), (150, 30, 19, 2)])
def test_accepted__one_stage__hypergeometric_distribution(parts) -> None:
    interviews, defective, checked, accept = parts

    ours = accepted(interviews, defective=defective, checked=checked, accept=accept)

    theirs = stats.hypergeom.cdf(accept, interviews, defective, checked)
    assert float(ours) == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize(
    ("interviews", "mild", "strict"),
    [
        (20, (11, 0), (11, 1)),
        (50, (20, 1), (17, 2)),
        (70, (21, 1), (18, 2)),
        (100, (23, 1), (19, 2)),
        (150, (23, 1), (19, 2)),
        (300, (24, 1), (25, 3)),
    ],
)
def test_single_plan__usual_levels__least_re_checks(interviews, mild, strict) -> None:
    """AQL 2 %, LTPD 15 %, risks 10 %/10 %; AQL 5 %, LTPD 25 %, risks 5 %/10 %."""
    levels = [("0.02", "0.15", "0.10"), ("0.05", "0.25", "0.05")]

    found = [
        single_plan(interviews=interviews, good=good, bad=bad, producer=producer, consumer="0.10")
        for good, bad, producer in levels
    ]

    assert found == [SinglePlan(checked=n, accept=c) for n, c in (mild, strict)]


def test_single_plan__lot_too_small_to_tell_apart__none() -> None:
    """Of 3 interviews ⌊.5 · 3⌋ = 1 is good and ⌈.2 · 3⌉ = 1 is bad."""
    found = single_plan(interviews=3, good="0.5", bad="0.2", producer="0.05", consumer="0.1")

    assert found is None


@pytest.mark.parametrize(
    "stages",
    [
        pytest.param([(10, 1, 1)], id="accepted-and-rejected"),
        pytest.param([(10, 0, 3)], id="undecided"),
        pytest.param([(10, 2, 4), (10, 1, 2)], id="stricter-later"),
        pytest.param([(10, 0, 4), (10, 2, 3)], id="rejected-without-more"),
        pytest.param([(0, 0, 1)], id="nothing-checked"),
        pytest.param([], id="no-stage"),
    ],
)
def test_plan__that_contradicts_itself__refused(stages) -> None:
    named = [{"checked": n, "accept": a, "reject": r} for n, a, r in stages]

    with pytest.raises(ValidationError):
        plan_with(stages=named)


@pytest.mark.parametrize("levels", [("0.20", "0.03"), ("0.1", "0.1"), ("3", "20")])
def test_plan__levels_that_are_none__refused(levels) -> None:
    with pytest.raises(ValidationError):
        plan_with(good=levels[0], bad=levels[1])


def test_plan__changed_number__another_identity() -> None:
    changed = plan_with(bad="0.25")

    assert changed.sha256 != PLAN.sha256
    assert acceptance_plan().sha256 == PLAN.sha256
