"""A round is scored by the plans that it keeps, as a file of its interviews is by the same."""

from fractions import Fraction

import pytest

from scoring.plans.canonical import canonical_plan
from scoring.plans.fitting import indicator_by, rule_by
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.points_steps import NoPoints, StepCode
from scoring.responses import score_responses
from scoring.rule import BLANK
from scoring.variance import Population
from survey_app.db import plans, rounds
from survey_app.db.compositions import Selection
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.results.lines import score_lines
from survey_app.results.round_estimates import estimate_round
from tests.survey_app.people_by_chance import (
    DEFINITION,
    SLOTS,
    answered,
    by_chance,
    framed,
    give_out,
    interview_of,
    row,
    say_sizes,
    somebody,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SIZES = {"SXD / a": 100, "SXD / b": 60, "STP / a": 80, "STP / b": 90}
FACTORS = [
    {"code": "K1", "name": {"vi": "Một", "en": "One"}, "items": ["q31", "q11"]},
    {"code": "K2", "name": {"vi": "Hai", "en": "Two"}, "items": ["q41", "q51", "q52"]},
]


def scoring(**changes):
    """A plan that says only what is asked for."""
    return ScoringPlan.model_validate(
        {
            "kind": "scoring",
            "id": "thu",
            "source": "Quyết định thử",
            "estimator": "pooled",
            "blanks": "left_out",
            "weights": "none",
            **changes,
        }
    )


def points(rule, **changes):
    """A plan of 10 points with this rule."""
    return PointsPlan.model_validate(
        {
            "kind": "points",
            "id": "thu",
            "source": "Quyết định thử",
            "maximum": 10,
            "rule": rule,
            **changes,
        }
    )


PLANS = {
    "items": scoring(estimator="mean_of_items", limits={"people_to_rank": 12}),
    "factors": scoring(estimator="mean_of_factors", blanks="unsatisfied"),
    "weighted": scoring(
        estimator="weighted_factors", factor_weights={"K1": 2, "K2": "0.5"}, factors=FACTORS
    ),
    "overall": scoring(estimator="overall_item", overall_item="q31", satisfied=[5]),
    "complete": scoring(valid_from_percent=60, items=["q11", "q12", "q21", "q31", "q41"]),
}


@pytest.fixture
def keep(world):
    """Lets the round keep these plans."""

    def kept(*chosen):
        with transaction(world.engine) as session:
            found = rounds.round_coded(session, "thu-2022")
            numbers = {
                plan.kind: plans.keep_plan(
                    session, kind=plan.kind, content=canonical_plan(plan), at=world.clock()
                )
                for plan in chosen
            }
            plans.set_plans(session, found.id, numbers)

    return kept


@pytest.fixture
def estimated(world):
    """Estimates the round anew."""

    def again(**wanted):
        with transaction(world.engine, writes=False) as session:
            found = rounds.round_coded(session, "thu-2022")
            return estimate_round(session, found, **wanted)

    return again


def store(world, people):
    """Stores their interviews, and how many there are in the strata they were drawn from."""
    with transaction(world.engine) as session:
        give_out(session, people)
        say_sizes(session, SIZES)
        insert_many(session, [interview_of(one) for one in people])


@pytest.mark.parametrize("name", PLANS)
def test_estimate_round__by_its_plan__is_the_score_of_its_frame(world, keep, estimated, name):
    people = by_chance(21, 60)
    plan = PLANS[name]
    keep(plan)
    store(world, people)
    there = {one.stratum for one in people}
    expected = score_responses(
        framed(people),
        rule=rule_by(plan, definition=DEFINITION),
        population=Population(
            strata={(one[:3], one): size for one, size in SIZES.items() if one in there}
        ),
        indicator=indicator_by(plan),
        limits=plan.limits,
    )

    found = estimated()

    assert found.table == expected
    assert found.plans.scoring == plan
    assert (name == "complete") == bool(found.table.incomplete)


@ON_SQLITE
def test_estimate_round__forms_that_do_not_count_of_one_mode__are_those_of_that_mode(
    world, keep, estimated
):
    plan = PLANS["complete"]
    keep(plan)
    people = by_chance(22, 60)
    store(world, people)
    phoned = [one for one in people if one.mode == "phone"]

    found = estimated(selection=Selection(modes=frozenset({"phone"})))

    expected = score_responses(framed(phoned), rule=rule_by(plan, definition=DEFINITION))
    assert found.table.incomplete == expected.incomplete
    assert found.table.overall.n == len(phoned) - sum(expected.incomplete.values())


def test_estimate_round__by_design__weighs_strata_and_leaves_out_whom_nobody_drew(
    world, keep, estimated
):
    """a: 1 of 2 satisfied in all, stands for 100; b: 1 of 1, for 60; the listed one for nobody."""
    good, bad = [5] * 22, [1] * 22
    people = [
        somebody(1, "SXD / a", good),
        somebody(1, "SXD / a", bad),
        somebody(1, "SXD / b", good),
        somebody(1, "", bad, origin="listed"),
    ]
    keep(scoring(weights="design"))
    store(world, people)

    found = estimated()

    row = found.table.units["SXD"]
    assert row.published.est == pytest.approx(100 * (50 + 60) / 160)
    assert found.sample.left_out == {"SXD": 1}
    assert float(found.computed["SXD"].points) == pytest.approx(10 * 110 / 160)


@ON_SQLITE
def test_estimate_round__points_plan__computes_and_says_how(world, keep, estimated):
    rule = {
        "kind": "bands",
        "bands": [{"from_percent": 70, "points": 10}, {"from_percent": 0, "points": 4}],
    }
    keep(points(rule, minimum_people=2))
    levels = [5] * 16 + [1] * 6
    store(world, [somebody(1, "", levels), somebody(1, "", levels), somebody(2, "", levels)])

    found = estimated()

    assert (found.computed["SXD"].points, found.computed["STP"].points) == (10, None)
    assert found.computed["STP"].reason is NoPoints.TOO_FEW_PEOPLE
    assert found.computed["TTRA"].reason is NoPoints.EXEMPT
    assert [one.code for one in found.computed["SXD"].steps] == [
        StepCode.OWN_SHARE,
        StepCode.BAND,
    ]


@ON_SQLITE
def test_score_lines__by_the_plans_of_the_round__have_what_these_publish(world, keep, estimated):
    plan = scoring(
        estimator="weighted_factors", factor_weights={"K1": 2, "K2": 1}, factors=FACTORS,
        valid_from_percent=80, limits={"minimum_people": 2},
    )  # fmt: skip
    keep(plan, points({"kind": "linear", "floor_percent": 80}))
    bad, blank = {"q31": 1}, dict.fromkeys(SLOTS[:8], BLANK)
    rows = [row(**bad, q51=4, q52=1), row(**bad, q51=4, q52=4), row(**blank)]
    answered(world, *rows)
    answered(world, *[row(q51=5, q52=5)] * 2, unit=2)

    low, high = score_lines(estimated())

    # K1 of Xây dựng: q31, q11: 2 of 4. K2: q41, q51, q52: 5 of 6. (2 x 1/2 + 5/6) / 3 = 11/18.
    assert (low.interviews, low.incomplete, low.people) == (3, 1, 2)
    assert low.factors == {"K1": Fraction(1, 2), "K2": Fraction(5, 6)}
    assert low.share == Fraction(11, 18)
    assert low.component == 0  # 61 % is below the floor
    assert set(low.items) == {"q31", "q11", "q41", "q51", "q52"}
    assert (high.share, high.component) == (1, 10)
