"""Tallies of interviews add up, and what they say does not depend on how they were given."""

from collections import Counter
from collections.abc import Callable
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.design_tally import DesignTally
from scoring.frame_tally import tally_frame
from scoring.responses import score_responses
from scoring.rule import BLANK, NOT_ASKED, Factor, ScoringRule
from scoring.score_json import score_json
from scoring.scored_tally import score_tally
from scoring.variance import Population

MakeFrame = Callable[..., pd.DataFrame]
RULE = ScoringRule(
    questionnaire="pair",
    version_id="0" * 64,
    factors=(Factor(code="F1", items=("q11", "q12")), Factor(code="F2", items=("q21",))),
)
CODES = (1, 2, 3, 4, 5, 9, BLANK, NOT_ASKED)
ARRAYS = ("interviews", "answered", "counts", "sums", "squares", "products")

person = st.fixed_dictionaries(
    {
        "unit_code": st.sampled_from(["A", "B", "C"]),
        "stratum": st.sampled_from(["", "s"]),
        "cluster": st.sampled_from(["c1", "c2", "c3"]),
        "q11": st.sampled_from(CODES),
        "q12": st.sampled_from(CODES),
        "q21": st.sampled_from(CODES),
        "weight": st.integers(min_value=1, max_value=9).map(float),
    }
)
people = st.lists(person, min_size=1, max_size=40)


def framed(
    rows: list[dict[str, object]], *, keep: tuple[str, ...] = ("cluster", "weight")
) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*RULE.items, "unit_code", "stratum", "cluster", "weight"])
    frame = frame.astype(dict.fromkeys(RULE.items, np.int8) | {"weight": float})
    if "cluster" not in keep:
        frame["cluster"] = ""
    return frame if "weight" in keep else frame.drop(columns="weight")


def assert_same(one: DesignTally, two: DesignTally) -> None:
    assert one.cells == two.cells
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def numbers(document: object) -> list[object]:
    if isinstance(document, dict):
        return [leaf for key in sorted(document) for leaf in numbers(document[key])]
    return [document]


def assert_close(one: object, two: object) -> None:
    for left, right in zip(numbers(one), numbers(two), strict=True):
        if isinstance(left, float):
            assert right == pytest.approx(left, rel=1e-9, abs=1e-6)
        else:
            assert left == right


@given(people, people)
def test_tally_frame__two_parts_added__tally_of_the_whole(
    one: list[dict[str, object]], two: list[dict[str, object]]
) -> None:
    parts = tally_frame(framed(one), rule=RULE) + tally_frame(framed(two), rule=RULE)

    whole = tally_frame(framed(one + two), rule=RULE)

    assert_same(parts, whole)


@given(people)
def test_tally_frame__weights_of_one__same_as_without(rows: list[dict[str, object]]) -> None:
    weighted = tally_frame(framed(rows).assign(weight=1.0), rule=RULE)

    plain = tally_frame(framed(rows, keep=("cluster",)), rule=RULE)

    assert_same(weighted, plain)


@given(people, st.randoms(use_true_random=False))
def test_score_responses__rows_in_another_order__same_scores(
    rows: list[dict[str, object]], random: Random
) -> None:
    shuffled = sorted(rows, key=lambda row: random.random())

    one, two = (score_responses(framed(order), rule=RULE) for order in (rows, shuffled))

    assert score_json(one) == score_json(two)


@given(people, st.sampled_from([0.125, 3.0, 1e6]))
def test_score_responses__all_weights_scaled__same_scores(
    rows: list[dict[str, object]], factor: float
) -> None:
    frame = framed(rows, keep=("weight",))
    scaled = frame.assign(weight=frame["weight"] * factor)

    one, two = (score_json(score_responses(part, rule=RULE)) for part in (frame, scaled))

    assert_close(one["units"], two["units"])


@given(people)
def test_score_responses__everybody_asked__no_sampling_error(rows: list[dict[str, object]]) -> None:
    frame = framed(rows, keep=())
    strata = Counter(zip(frame["unit_code"], frame["stratum"], strict=True))
    population = Population(strata=strata)

    table = score_responses(frame, rule=RULE, population=population)

    for row in (table.overall, *table.units.values()):
        assert row.pooled.se in (0, None)
        assert row.interval.low == row.pooled.est == row.interval.high
        assert row.interval.n_eff is None


@given(people)
def test_score_responses__everybody_twice__same_estimates(rows: list[dict[str, object]]) -> None:
    once = score_responses(framed(rows), rule=RULE)
    twice = score_responses(framed(rows + rows), rule=RULE)

    for code, row in once.units.items():
        other = twice.units[code]
        assert other.pooled.est == pytest.approx(row.pooled.est)
        assert other.factor_mean.est == pytest.approx(row.factor_mean.est)
        assert other.mean_score.est == pytest.approx(row.mean_score.est)


@given(people)
def test_score_responses__any_answers__within_their_scales(rows: list[dict[str, object]]) -> None:
    table = score_responses(framed(rows, keep=()), rule=RULE)

    for row in (table.overall, *table.units.values()):
        if row.pooled.est is not None:
            low, high = row.missing_bounds
            assert low is not None
            assert high is not None
            assert 0 <= low <= row.pooled.est + 1e-9 <= high + 2e-9 <= 100 + 3e-9
        if row.interval.low is not None and row.interval.high is not None:
            assert row.pooled.est is not None
            assert 0 <= row.interval.low <= row.pooled.est + 1e-9
            assert row.pooled.est <= row.interval.high + 1e-9 <= 100 + 2e-9
        for item in row.items.values():
            if item.ci_low is not None and item.ci_high is not None:
                assert item.est is not None
                assert 0 <= item.ci_low <= item.est <= item.ci_high <= 100


def test_tally_frame__nobody__no_units_and_nulls(make_frame: MakeFrame, rule: ScoringRule) -> None:
    frame = make_frame("A 5 5 5 5 5 5").iloc[:0]

    table = score_tally(tally_frame(frame, rule=rule))

    assert table.units == {}
    assert table.overall.n == 0
    assert table.overall.pooled.est is None
    assert table.overall.interval.low is None


def test_tally_frame__unknown_code__refuses(make_frame: MakeFrame, rule: ScoringRule) -> None:
    frame = make_frame("A 5 5 6 5 5 5")

    with pytest.raises(ValueError, match="q13: the rule does not know the code 6"):
        tally_frame(frame, rule=rule)


def test_design_tally__other_rule__cannot_be_added(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    one = tally_frame(make_frame("A 5 5 5 5 5 5"), rule=rule)
    two = tally_frame(framed([]), rule=RULE)

    with pytest.raises(ValueError, match="different scoring rules"):
        one + two


@pytest.mark.parametrize(
    ("factors", "satisfied", "message"),
    [
        ((Factor(code="F1", items=("q1", "q1")),), frozenset({4}), "only once"),
        ((Factor(code="F1", items=("q1",)),), frozenset({6}), "not on the scale"),
    ],
)
def test_scoring_rule__impossible__refuses(
    factors: tuple[Factor, ...], satisfied: frozenset[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ScoringRule(questionnaire="x", version_id="", factors=factors, satisfied=satisfied)
