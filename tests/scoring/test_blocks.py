"""Blocks of documents: figures, what is hidden of them, and what JSON makes of them."""

import json
from collections.abc import Callable
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from scoring.driver_answers import driver_answers
from scoring.drivers import drivers_of, importance_performance
from scoring.drivers_block import DriversBlock, drivers_block
from scoring.figures import Figure, figure, settled
from scoring.intervals import Bounds
from scoring.reliability import ItemProducts, item_reliability
from scoring.reliability_block import ReliabilityBlock, reliability_block
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.unit_reliability import UnitMean, reliability_of_table, reliability_of_units

MakeFrame = Callable[..., pd.DataFrame]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1 / 3, 0.333333333),
        (1 / 3 + 1e-15, 0.333333333),
        (2e-5 / 3, 6.66666667e-06),
        (-1e-30 * 0, 0.0),
        (100.0, 100.0),
        (None, None),
    ],
)
def test_settled__last_digits__do_not_matter(value: float | None, expected: float | None) -> None:
    found = settled(value)

    assert found == expected
    assert str(found) == str(expected)


def test_figure__times_hundred__all_of_it() -> None:
    found = figure(0.25, bounds=Bounds(low=0.125, high=1 / 3), times=100)

    assert found == Figure(est=25.0, low=12.5, high=33.3333333, reason=None)


def products(people: int, *, items: int) -> ItemProducts:
    """Everybody's levels are 1 + (at mod 4), one higher at some items."""
    levels = np.array(
        [[1 + (at + j * (at % 3 == 0)) % 4 for j in range(items)] for at in range(people)]
    )
    return ItemProducts(
        items=tuple(f"i{j}" for j in range(items)),
        people=people,
        left_out=3,
        sums=levels.sum(axis=0).astype(float),
        products=(levels.T @ levels).astype(float),
    )


def test_reliability_block__hidden_factor_and_few_people__figures_are_null_with_the_reason() -> (
    None
):
    units = {code: UnitMean(share=at / 10, variance=0.01) for at, code in enumerate("dcba")}
    many, few = item_reliability(products(60, items=4)), item_reliability(products(35, items=4))

    block = reliability_block(
        reliability_of_units(units),
        items=many,
        factors={"F1": many, "F2": few, "F3": many},
        codes={"F1": ("q1", "q2"), "F2": ("q3",), "F3": ("q4",)},
        hidden=["F3"],
        minimum=40,
    )

    assert block.items.items == ("q1", "q2", "q3", "q4")
    assert (block.items.n, block.items.left_out) == (60, 3)
    assert block.factors["F1"].alpha.est == settled(many.alpha.est)
    assert block.factors["F1"].omega.est is not None
    assert block.factors["F2"].alpha == Figure(reason="n < 40")
    assert block.factors["F3"].omega == Figure(reason="hidden")
    assert block.units.tau2.est == pytest.approx(np.var([0, 0.1, 0.2, 0.3], ddof=1) - 0.01)
    assert list(block.units.units) == ["a", "b", "c", "d"]
    assert ReliabilityBlock.model_validate(json.loads(block.model_dump_json())) == block


def test_reliability_of_table__hidden_unit__as_if_it_were_not_there(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows = [
        f"{unit} {'5 4 5 4 5 4' if at % 10 < happy else '5 2 5 1 4 1'}"
        for unit, happy in (("A", 9), ("B", 7), ("C", 5), ("D", 8))
        for at in range(60)
    ]
    table = score_responses(make_frame(*rows), rule=rule)

    found = reliability_of_table(table, hidden={"D"})

    assert sorted(found.units) == ["A", "B", "C"]
    # The median and the rest are of the others alone: tau2 by moments from what is published.
    shown = [table.units[code].published for code in "ABC"]
    shares = [(of.est or 0) / 100 for of in shown]
    v = [p * (1 - p) / (of.interval.n_eff or 1) for p, of in zip(shares, shown, strict=True)]
    assert found.tau2 == pytest.approx(np.var(shares, ddof=1) - np.mean(v))
    assert sqrt(found.tau2 or 0) == pytest.approx(0.12, abs=0.05)


def test_drivers_block__hidden_score__parts_stay_and_the_score_says_why(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows, overall = [], []
    for at in range(60):
        mood = (at * 7) % 5 + 1
        rows.append(f"A {mood} {mood} 5 {(at * 3) % 5 + 1} 4 {(at * 11) % 4 + 2}")
        overall.append(min(5, mood + at % 2))
    frame = make_frame(*rows).assign(overall=np.array(overall, dtype=np.int8))
    found = drivers_of(driver_answers(frame, rule=rule, overall="overall"), seed=1, samples=40)
    row = score_responses(frame, rule=rule).overall

    block = drivers_block(
        found,
        item="overall",
        performance=importance_performance(found, row=row, is_census=False, minimum=10),
        hidden=["F2"],
    )

    assert block.r2.est == settled(found.r2, times=100)
    explained = [factor.lmg.est or 0 for factor in block.factors.values()]
    assert sum(explained) == pytest.approx(block.r2.est, rel=1e-8)
    assert sum(factor.part or 0 for factor in block.factors.values()) == pytest.approx(100)
    assert block.factors["F1"].score.est == settled(row.factors["F1"].est)
    assert block.factors["F2"].score == Figure(reason="hidden")
    assert (block.seed, block.samples, block.n) == (1, 40, 60)
    assert DriversBlock.model_validate(json.loads(block.model_dump_json())) == block


def test_drivers_block__factor_that_few_answered__has_its_score_and_the_reason(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows = [
        f"A {at % 5 + 1} {at % 4 + 1} 3 {at % 3 + 1} 4 {at % 5 + 1 if at < 20 else '.'}"
        for at in range(60)
    ]
    overall = np.array([(at + at % 3) % 5 + 1 for at in range(60)], dtype=np.int8)
    frame = make_frame(*rows).assign(overall=overall)
    answers = driver_answers(frame, rule=rule, overall="overall")
    found = drivers_of(answers, seed=1, samples=40)
    row = score_responses(frame, rule=rule).overall

    block = drivers_block(
        found,
        item="overall",
        performance=importance_performance(found, row=row, is_census=False, minimum=10),
        hidden=(),
    )

    assert block.n == 60
    seldom = block.factors["F3"]
    assert (
        seldom.lmg == seldom.johnson == Figure(reason="fewer than half of the people answered it")
    )
    assert seldom.part is None
    assert seldom.score.est == settled(row.factors["F3"].est)
    assert block.factors["F1"].lmg.est is not None


@pytest.mark.parametrize(
    ("answered", "strata", "reason"),
    [(9, ("", "", ""), "n < 10"), (0, ("", "", ""), "n < 10"), (12, tuple("abc"), "no interval")],
)
def test_drivers_block__score_of_few_or_without_error__says_why(
    make_frame: MakeFrame, rule: ScoringRule, answered: int, strata: tuple[str, ...], reason: str
) -> None:
    """One cluster in each stratum tells no error."""
    rows = [
        f"A/{strata[at % 3]}/{'k' if strata[0] else ''} {at % 5 + 1} {at % 4 + 1} 3 {at % 3 + 1} 4 "
        f"{at % 5 + 1 if at < answered else '.'}"
        for at in range(60)
    ]
    overall = np.array([(at + at % 3) % 5 + 1 for at in range(60)], dtype=np.int8)
    frame = make_frame(*rows).assign(overall=overall)
    answers = driver_answers(frame, rule=rule, overall="overall")
    found = drivers_of(answers, seed=1, samples=20)

    block = drivers_block(
        found,
        item="overall",
        performance=importance_performance(
            found, row=score_responses(frame, rule=rule).overall, is_census=False, minimum=10
        ),
        hidden=(),
    )

    shown = block.factors["F3"].score
    assert (shown.low, shown.high, shown.reason) == (None, None, reason)
    assert (shown.est is None) is (answered < 10)
