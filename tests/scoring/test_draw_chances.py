"""Over many seeds every case has the chance that its weight claims.

The seeds are fixed, so that the outcome is always the same. With 4,000 seeds a count lies further
than 5 standard deviations from its expectation once in 1.7 million counts.
"""

import math
from collections import Counter

import pytest

from scoring.draw import SampleList, draw_sample
from scoring.draw_plan import DrawPlan, Method, StratumTarget
from scoring.draw_seed import seed_text
from scoring.frame_list import FrameCase

SEEDS = 4000
CASES = [
    FrameCase(case_id=f"{stratum}{number}", stratum=stratum, order_key=f"{number % 3}")
    for stratum, population in (("A", 7), ("B", 4), ("C", 2))
    for number in range(population)
]
TARGETS = (
    StratumTarget(stratum="A", official=3, reserve=2),
    StratumTarget(stratum="B", official=1, reserve=2),
    StratumTarget(stratum="C", official=2),
)
CHANCES = {"A": (3 / 7, 2 / 7), "B": (1 / 4, 2 / 4), "C": (1.0, 0.0)}


def is_far(count: int, *, chance: float) -> bool:
    expected, deviation = SEEDS * chance, math.sqrt(SEEDS * chance * (1 - chance))
    return abs(count - expected) > 5 * deviation


@pytest.fixture(name="counted", scope="module", params=[Method.STRATIFIED, Method.SYSTEMATIC])
def fixture_counted(request: pytest.FixtureRequest) -> Counter[tuple[str, ...]]:
    """How often each case came into each list, which place it had, and pairs of the same list."""
    plan = DrawPlan(list_name="x", method=request.param, targets=TARGETS, order="a number")
    counts: Counter[tuple[str, ...]] = Counter()
    for number in range(SEEDS):
        draw = draw_sample(CASES, plan=plan, seed=seed_text(number.to_bytes(16)))
        for member in draw.members:
            counts[member.case_id, member.sample_list.value] += 1
            if member.sample_list is SampleList.RESERVE and member.place == 1:
                counts[member.case_id, "first of the reserve"] += 1
    return counts


def test_draw__many_seeds__every_case_has_the_chance_of_its_stratum(counted):
    for case in CASES:
        official, reserve = CHANCES[case.stratum]
        assert not is_far(counted[case.case_id, "official"], chance=official), case
        assert not is_far(counted[case.case_id, "reserve"], chance=reserve), case


def test_draw__many_seeds__every_case_is_first_of_the_reserve_alike(counted):
    for case in CASES:
        chance = 0.0 if case.stratum == "C" else {"A": 1 / 7, "B": 1 / 4}[case.stratum]
        assert not is_far(counted[case.case_id, "first of the reserve"], chance=chance), case


def test_draw__many_seeds__simple_draws_every_pair_alike():
    """What tells a simple random sample from one along the list: pairs too have one chance."""
    plan = DrawPlan(
        list_name="x", method=Method.SIMPLE, targets=(StratumTarget(stratum="", official=2),)
    )
    cases = [FrameCase(case_id=f"{number}") for number in range(5)]

    pairs = Counter(
        frozenset(member.case_id for member in draw.members)
        for draw in (
            draw_sample(cases, plan=plan, seed=seed_text(number.to_bytes(16)))
            for number in range(SEEDS)
        )
    )

    assert len(pairs) == 10
    assert not [pair for pair, count in pairs.items() if is_far(count, chance=1 / 10)]


def test_draw__lists_of_one_seed__are_drawn_independently():
    """One seed serves several lists: being drawn in one says nothing about the other."""
    cases = [FrameCase(case_id=f"{number}") for number in range(4)]
    target = (StratumTarget(stratum="", official=1),)

    both = Counter(
        tuple(
            draw_sample(
                cases,
                plan=DrawPlan(list_name=name, method=Method.SIMPLE, targets=target),
                seed=seed_text(number.to_bytes(16)),
            )
            .members[0]
            .case_id
            for name in ("x", "y")
        )
        for number in range(SEEDS)
    )

    assert len(both) == 16
    assert not [pair for pair, count in both.items() if is_far(count, chance=1 / 16)]
