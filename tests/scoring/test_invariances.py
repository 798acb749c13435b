"""What must not change a score, and what decides it, for every published indicator and design."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.design_tally import Cell
from scoring.indicator import Estimator, Indicator
from scoring.responses import score_responses
from scoring.rule import BLANK, NOT_ASKED, Factor, ScoringRule
from scoring.score_json import score_json
from scoring.score_table import Estimate, ScoreRow, ScoreTable
from scoring.variance import Population

RULE = ScoringRule(
    questionnaire="small",
    version_id="0" * 64,
    factors=(
        Factor(code="F1", items=("q11", "q12")),
        Factor(code="F2", items=("q21",)),
        Factor(code="F3", items=("q31",)),
    ),
)
CODES = (1, 2, 3, 4, 5, 9, BLANK, NOT_ASKED)
WEIGHTS = tuple((code, Fraction(weight)) for code, weight in (("F1", 3), ("F2", 1), ("F3", 2)))
indicators = st.sampled_from(
    [
        Indicator(),
        Indicator(estimator=Estimator.MEAN_OF_ITEMS),
        Indicator(estimator=Estimator.MEAN_OF_FACTORS),
        Indicator(estimator=Estimator.WEIGHTED_FACTORS, weights=WEIGHTS),
        Indicator(estimator=Estimator.OVERALL_ITEM, item="q31"),
    ]
)
DESIGN = ("unit_code", "stratum", "cluster")
answer = st.sampled_from(CODES)
person = st.fixed_dictionaries(
    {
        "unit_code": st.sampled_from(["A", "B"]),
        "stratum": st.sampled_from(["s", "t"]),
        "cluster": st.sampled_from(["k", "l", "m"]),
        "weight": st.integers(min_value=1, max_value=9).map(float),
        **dict.fromkeys(RULE.items, answer),
    }
)
people = st.lists(person, min_size=1, max_size=25)
Rows = list[dict[str, object]]
Design = tuple[bool, int]
designs = st.tuples(st.booleans(), st.integers(0, 3))
"""Whether clusters were drawn, and how many more people and clusters there are in each part."""


def framed(rows: Rows, *, clustered: bool, rule: ScoringRule = RULE) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*rule.items, "unit_code", "stratum", "cluster", "weight"])
    frame = frame.astype(dict.fromkeys(rule.items, np.int8) | {"weight": float})
    return frame if clustered else frame.assign(cluster="")


def sizes_of(frame: pd.DataFrame, *, beyond: int) -> Population:
    """Everybody there is: those of the frame and so many more people and clusters in each."""
    cells = Counter(Cell(*key) for key in zip(*(frame[name] for name in DESIGN), strict=True))
    strata: Counter[tuple[str, str]] = Counter()
    for cell, number in cells.items():
        strata[cell.unit, cell.stratum] += 1 if cell.cluster else number
    return Population(
        strata={stratum: size + beyond for stratum, size in strata.items()},
        clusters={cell: number + beyond for cell, number in cells.items() if cell.cluster},
    )


def scored(
    frame: pd.DataFrame,
    *,
    indicator: Indicator,
    population: Population,
    rule: ScoringRule = RULE,
) -> ScoreTable:
    by_item = indicator.estimator is Estimator.MEAN_OF_ITEMS
    return score_responses(
        frame, rule=replace(rule, by_item=by_item), population=population, indicator=indicator
    )


def rows_of(table: ScoreTable) -> Mapping[str, ScoreRow]:
    return {**table.units, "": table.overall}


def estimates_of(row: ScoreRow) -> list[Estimate]:
    of = [(row.pooled.est, row.pooled.se), (row.published.est, row.published.se)]
    of += [(one.est, one.se) for one in row.factors.values()]
    return [row.factor_mean, *(Estimate(est=est, se=se) for est, se in of)]


def assert_close(one: object, two: object, where: str = "") -> None:
    """The same but for floating point."""
    if isinstance(one, Mapping):
        assert isinstance(two, Mapping)
        assert one.keys() == two.keys(), where
        for name, value in one.items():
            assert_close(value, two[name], f"{where}/{name}")
    elif isinstance(one, list | tuple):
        assert isinstance(two, list | tuple)
        assert_close(dict(enumerate(one)), dict(enumerate(two)), where)
    elif isinstance(one, float | Fraction):
        assert two == pytest.approx(float(one), rel=1e-7, abs=1e-6), where
    else:
        assert one == two, where


@given(people, indicators, designs, st.sampled_from([0.25, 2.0, 2.0**17]))
@settings(max_examples=25, deadline=None)
def test_score__all_weights_scaled__same_document(
    rows: Rows, indicator: Indicator, design: Design, times: float
) -> None:
    """By powers of two, which leave all digits as they are, so that 0 stays 0."""
    frame = framed(rows, clustered=design[0])
    population = sizes_of(frame, beyond=design[1])

    one = scored(frame, indicator=indicator, population=population)
    two = scored(
        frame.assign(weight=frame["weight"] * times), indicator=indicator, population=population
    )

    assert_close(score_json(one), score_json(two))
    for code, row in rows_of(one).items():
        assert_close(asdict(row.published), asdict(rows_of(two)[code].published))


@given(people, indicators, designs, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_score__rows_in_another_order__same_document_to_the_last_digit(
    rows: Rows, indicator: Indicator, design: Design, random: Random
) -> None:
    frame = framed(rows, clustered=design[0])
    shuffled = framed(sorted(rows, key=lambda _: random.random()), clustered=design[0])
    population = sizes_of(frame, beyond=design[1])

    one, two = (
        scored(part, indicator=indicator, population=population) for part in (frame, shuffled)
    )

    assert score_json(one) == score_json(two)
    assert {code: row.published for code, row in rows_of(one).items()} == {
        code: row.published for code, row in rows_of(two).items()
    }


@given(people, indicators, designs, st.sampled_from(RULE.levels))
@settings(max_examples=25, deadline=None)
def test_score__everybody_says_the_same__no_variance_but_an_interval(
    rows: Rows, indicator: Indicator, design: Design, level: int
) -> None:
    """Whoever answers anything says this level; what nobody answered stays unknown."""
    same = [row | {item: level for item in RULE.items if row[item] in RULE.levels} for row in rows]
    frame = framed(same, clustered=design[0])

    table = scored(frame, indicator=indicator, population=sizes_of(frame, beyond=design[1]))

    est = 100.0 if level in RULE.satisfied else 0.0
    for row in rows_of(table).values():
        for one in estimates_of(row):
            assert one.est in (pytest.approx(est), None)
            assert one.se in (pytest.approx(0.0, abs=1e-6), None)
        assert row.mean_score.est in (pytest.approx(level), None)
        ends = row.published.interval
        if ends.low is not None and ends.high is not None:
            assert ends.low - 1e-6 <= est <= ends.high + 1e-6
            assert (ends.low == ends.high) is ends.is_census


@given(people, indicators, designs)
@settings(max_examples=25, deadline=None)
def test_score__everybody_there_is_was_asked__no_sampling_error(
    rows: Rows, indicator: Indicator, design: Design
) -> None:
    frame = framed(rows, clustered=design[0]).drop(columns="weight")

    table = scored(frame, indicator=indicator, population=sizes_of(frame, beyond=0))

    for row in rows_of(table).values():
        for one in estimates_of(row):
            assert one.se in (0.0, None)
        assert row.published.interval.low == row.published.est == row.published.interval.high
        assert row.published.est is None or row.published.interval.is_census


@given(people, indicators, designs, st.sampled_from([9, NOT_ASKED]))
@settings(max_examples=25, deadline=None)
def test_score__item_that_applies_to_nobody__changes_no_figure(
    rows: Rows, indicator: Indicator, design: Design, code: int
) -> None:
    more = replace(
        RULE, factors=(replace(RULE.factors[0], items=("q11", "q12", "q13")), *RULE.factors[1:])
    )
    frame = framed(rows, clustered=design[0])
    longer = framed([{**row, "q13": code} for row in rows], clustered=design[0], rule=more)
    population = sizes_of(frame, beyond=design[1])

    one = scored(frame, indicator=indicator, population=population)
    two = scored(longer, indicator=indicator, population=population, rule=more)

    for place, row in rows_of(one).items():
        other = rows_of(two)[place]
        assert_close(told(row), told(other))
        assert {item: other.items[item] for item in RULE.items} == row.items
        assert (other.items["q13"].share, other.items["q13"].n_valid) == (None, 0)


def told(row: ScoreRow) -> dict[str, object]:
    """The figures of a row but for those of items and what the number of items decides."""
    of = row.published
    return {
        "people": [row.n, row.n_valid, row.df, row.answers_valid, row.answers_satisfied, row.blank],
        "pooled": [row.pooled.est, row.pooled.se, row.pooled.se_nofpc],
        "published": [of.est, of.se, of.n_valid, of.df, of.share],
        "ends": [of.interval.low, of.interval.high, of.interval.n_eff],
        "others": [asdict(one) for one in (row.factor_mean, row.mean_score, row.interval)],
        "bounds": row.missing_bounds,
        "factors": {code: asdict(factor) for code, factor in row.factors.items()},
    }
