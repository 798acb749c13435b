"""What is guaranteed where all, or none, are satisfied."""

from collections.abc import Callable
from itertools import product
from math import comb, prod

import pandas as pd
import pytest

from scoring.frame_tally import tally_frame
from scoring.groups import score_groups
from scoring.guaranteed import ALPHA, Guaranteed, NotGuaranteed, guaranteed_whole
from scoring.indicator import POOLED_SHARE, Estimator, Indicator
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.score_json import score_json
from scoring.variance import Population

MakeFrame = Callable[..., pd.DataFrame]
HAPPY, UNHAPPY, HALF = "5 4 5 4 5 4", "1 2 3 1 2 3", "5 5 5 1 1 1"


def bound_of(
    frame: pd.DataFrame, rule: ScoringRule, population: Population | None = None
) -> Guaranteed:
    found = guaranteed_whole(
        tally_frame(frame, rule=rule),
        population=population or Population(),
        indicator=POOLED_SHARE,
    )
    assert found is not None
    return found


@pytest.mark.parametrize(("people", "score"), [(5, 4.78), (30, 8.84), (100, 9.64)])
def test_guaranteed_whole__all_satisfied__values_of_the_method_note(
    make_frame: MakeFrame, rule: ScoringRule, people: int, score: float
) -> None:
    found = bound_of(make_frame(*[f"A {HAPPY}"] * people), rule)

    assert found.low is not None
    assert round(found.low / 10, 2) == score
    assert found.low == pytest.approx(100 * 0.025 ** (1 / people), rel=1e-12)
    assert (found.high, found.people, found.population) == (100, people, None)
    assert found.confidence == pytest.approx(0.975)


def test_guaranteed_whole__none_satisfied__the_mirror(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    all_of_them = bound_of(make_frame(*[f"A {HAPPY}"] * 30), rule)
    none_of_them = bound_of(make_frame(*[f"A {UNHAPPY}"] * 30), rule)

    assert all_of_them.low is not None
    assert (none_of_them.low, none_of_them.high) == (0, pytest.approx(100 - all_of_them.low))


@pytest.mark.parametrize(("people", "size"), [(5, 7), (12, 40), (30, 31), (30, 1000), (1, 50)])
def test_guaranteed_whole__known_population__smallest_k_by_trying_all(
    make_frame: MakeFrame, rule: ScoringRule, people: int, size: int
) -> None:
    chances = {k: comb(k, people) / comb(size, people) for k in range(size + 1)}
    smallest = min(k for k, chance in chances.items() if chance >= ALPHA)

    found = bound_of(
        make_frame(*[f"A {HAPPY}"] * people), rule, Population(strata={("A", ""): size})
    )

    assert found.low == pytest.approx(100 * smallest / size)
    assert found.population == size


def test_guaranteed_whole__probability_of_exactly_alpha__is_enough(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """C(39, 39)/C(40, 39) = 1/40 = 2.5 %."""
    found = bound_of(make_frame(*[f"A {HAPPY}"] * 39), rule, Population(strata={("A", ""): 40}))

    assert found.low == 97.5


@pytest.mark.parametrize(
    ("sampled", "sizes"), [((4, 6), (8, 12)), ((3, 9), (20, 10)), ((2, 2), (30, 3))]
)
def test_guaranteed_whole__strata__least_sum_by_trying_all(
    make_frame: MakeFrame,
    rule: ScoringRule,
    sampled: tuple[int, int],
    sizes: tuple[int, int],
) -> None:
    kept = [
        sum(split)
        for split in product(*(range(size + 1) for size in sizes))
        if prod(comb(k, n) / comb(s, n) for k, n, s in zip(split, sampled, sizes, strict=True))
        >= ALPHA
    ]

    found = bound_of(
        make_frame(*[f"A/a {HAPPY}"] * sampled[0], *[f"A/b {HAPPY}"] * sampled[1]),
        rule,
        Population(strata={("A", "a"): sizes[0], ("A", "b"): sizes[1]}),
    )

    assert found.low == pytest.approx(100 * min(kept) / sum(sizes))


def test_guaranteed_whole__everybody_asked__certain(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    found = bound_of(make_frame(*[f"A {HAPPY}"] * 12), rule, Population(strata={("A", ""): 12}))

    assert (found.low, found.high) == (100, 100)


def test_guaranteed_whole__stratum_without_an_answer__may_be_of_any_mind(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    found = bound_of(
        make_frame(*[f"A/a {HAPPY}"] * 12, "A/b . . . . . 9"),
        rule,
        Population(strata={("A", "a"): 12, ("A", "b"): 3}),
    )

    assert found.low == pytest.approx(80)


def test_guaranteed_whole__people_who_answered_nothing__do_not_add_to_it(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    found = bound_of(make_frame(*[f"A {HAPPY}"] * 20, *["A . . . . . ."] * 10), rule)

    assert found.low == pytest.approx(100 * 0.025 ** (1 / 20))


def test_guaranteed_whole__some_satisfied_or_nobody_answered__none(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    for rows in ([f"A {HAPPY}", f"A {HALF}"], ["A . . . . . ."]):
        tally = tally_frame(make_frame(*rows), rule=rule)
        found = guaranteed_whole(tally, population=Population(), indicator=POOLED_SHARE)
        assert found is None


def test_guaranteed_whole__chances_that_are_not_known__reason_instead_of_a_bound(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    clusters = bound_of(make_frame(*[f"A/s/c{n % 3} {HAPPY}" for n in range(9)]), rule)
    unequal = bound_of(make_frame(*[f"A {HAPPY}"] * 3, weight=[1.0, 2.0, 3.0]), rule)
    strata = [f"A/a {HAPPY}", f"A/b {HAPPY}"]
    weighted = bound_of(make_frame(*strata, weight=[1.0, 2.0]), rule)
    half_known = bound_of(make_frame(*strata), rule, Population(strata={("A", "a"): 4}))

    assert (clusters.low, clusters.reason) == (None, NotGuaranteed.CLUSTERS)
    assert (unequal.low, unequal.reason) == (None, NotGuaranteed.CHANCES)
    assert (weighted.low, weighted.reason) == (None, NotGuaranteed.SIZES)
    assert (half_known.low, half_known.reason) == (None, NotGuaranteed.SIZES)
    assert clusters.high == 100


def test_guaranteed_whole__same_weight_for_all__as_without(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    people = [f"A {HAPPY}"] * 7

    assert bound_of(make_frame(*people, weight=[0.1] * 7), rule) == bound_of(
        make_frame(*people), rule
    )


def test_score_responses__row_of_all_satisfied__bound_below_the_interval_and_in_the_document(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 30, *[f"B {HAPPY}"] * 29, f"B {HALF}")

    table = score_responses(frame, rule=rule)

    row, document = table.units["A"], score_json(table)
    assert row.guaranteed is not None
    assert row.guaranteed.low is not None
    assert row.interval.low is not None
    assert row.guaranteed.low < row.interval.low
    assert table.units["B"].guaranteed is None
    assert table.overall.guaranteed is None
    units = document["units"]
    assert isinstance(units, dict)
    assert units["B"]["guaranteed"] is None
    assert units["A"]["guaranteed"] == {
        "low": pytest.approx(100 * 0.025 ** (1 / 30)),
        "high": 100.0,
        "confidence": pytest.approx(0.975),
        "n": 30,
        "N": None,
        "reason": None,
    }


def test_score_responses__unit_without_any_answer__nothing_is_guaranteed(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    units = score_responses(make_frame("A . . . . . 9", f"B {HAPPY}"), rule=rule).units

    assert units["A"].guaranteed is None
    assert units["B"].guaranteed is not None


def test_score_responses__one_published_item__its_own_people_are_counted(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*["A 5 1 1 1 1 1"] * 10, *["A 9 1 1 1 1 1"] * 5)

    table = score_responses(
        frame, rule=rule, indicator=Indicator(estimator=Estimator.OVERALL_ITEM, item="q11")
    )

    assert table.overall.guaranteed is not None
    assert table.overall.guaranteed.people == 10
    assert table.overall.guaranteed.low == pytest.approx(100 * 0.025 ** (1 / 10))


def test_score_groups__group_of_all_satisfied__all_its_people(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 20, *[f"B {HAPPY}"] * 10)
    table = score_responses(frame, rule=rule)

    groups = score_groups(
        tally_frame(frame, rule=rule),
        population=Population(strata={("A", ""): 40, ("B", ""): 20}),
        group_of={"A": "x", "B": "x"},
        like=table,
    )

    found = groups["x"].guaranteed
    assert found is not None
    assert (found.people, found.population) == (30, 60)
    assert table.overall.guaranteed is not None
    assert found.low is not None
    assert table.overall.guaranteed.low is not None
    assert found.low > table.overall.guaranteed.low
