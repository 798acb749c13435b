"""The published indicator: every estimator by hand, against loops over people, and by rule."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domains import domains_of
from scoring.frame_tally import tally_frame
from scoring.indicator import POOLED_SHARE, Estimator, Indicator
from scoring.plans.fitting import indicator_by
from scoring.plans.shipped import USUAL_PLAN, scoring_plan
from scoring.publishing import Flag, Limits
from scoring.responses import score_responses
from scoring.rule import BLANK, Factor, ScoringRule
from scoring.score_json import score_json
from scoring.score_rows import ITEM_CI_METHOD
from scoring.score_table import ScoreRow, ScoreTable
from scoring.scored_tally import score_tally
from scoring.variance import Population

MakeFrame = Callable[..., pd.DataFrame]

BY_ITEMS = Indicator(estimator=Estimator.MEAN_OF_ITEMS)
BY_FACTORS = Indicator(estimator=Estimator.MEAN_OF_FACTORS)
WEIGHTED = Indicator(
    estimator=Estimator.WEIGHTED_FACTORS,
    weights=(("F1", Fraction(1)), ("F2", Fraction(2)), ("F3", Fraction(5))),
)
ONE_ITEM = Indicator(estimator=Estimator.OVERALL_ITEM, item="q31")
ALL = (POOLED_SHARE, BY_ITEMS, BY_FACTORS, WEIGHTED, ONE_ITEM)
SEEDS = range(6)
DESIGNS = ("stratified", "clustered")


def by_item(rule: ScoringRule) -> ScoringRule:
    return replace(rule, by_item=True)


def scored(
    frame: pd.DataFrame,
    rule: ScoringRule,
    indicator: Indicator,
    population: Population = Population(),  # noqa: B008 -- frozen
) -> ScoreTable:
    needed = replace(rule, by_item=indicator is BY_ITEMS)
    return score_responses(frame, rule=needed, population=population, indicator=indicator)


def test_published__three_people__every_estimator_by_hand(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """Items of the people: 5 4 5 | 4 5 | 4,  5 - 4 | na 4 | 3,  1 2 3 | 1 2 | 3.

    Shares: q11 2/3, q12 1/2, q13 2/3, q21 1/2, q22 2/3, q31 1/3; F1 5/8, F2 3/5, F3 1/3.
    """
    frame = make_frame("A 5 4 5 4 5 4", "A 5 . 4 9 4 3", "A 1 2 3 1 2 3")
    by_hand = {
        POOLED_SHARE: Fraction(9, 16),
        BY_ITEMS: (3 * Fraction(2, 3) + 2 * Fraction(1, 2) + Fraction(1, 3)) / 6,
        BY_FACTORS: (Fraction(5, 8) + Fraction(3, 5) + Fraction(1, 3)) / 3,
        WEIGHTED: (Fraction(5, 8) + 2 * Fraction(3, 5) + 5 * Fraction(1, 3)) / 8,
        ONE_ITEM: Fraction(1, 3),
    }

    rows = {one: scored(frame, rule, one).units["A"].published for one in ALL}

    assert {one: row.share for one, row in rows.items()} == by_hand
    for one, row in rows.items():
        assert row.est == pytest.approx(100 * float(by_hand[one]), rel=1e-12)
        assert row.factors == {"F1": Fraction(5, 8), "F2": Fraction(3, 5), "F3": Fraction(1, 3)}


def test_published__mean_of_items__standard_error_by_hand(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """Two items matter (the others are answered by nobody): q11 4 of 4, 1 of 2 satisfied.

    e of the people: q11 all satisfied, so 0; q12 asked of two, R = 1/2: ±(1/2)(1/2)/2 = ±1/8.
    n/(n-1) Σ e² = 4/3 · 2/64.
    """
    frame = make_frame("A 5 5 . . . .", "A 5 1 . . . .", "A 5 . . . . .", "A 4 . . . . .")

    row = scored(frame, rule, BY_ITEMS).units["A"]

    assert row.published.est == pytest.approx(75)
    assert row.published.se == pytest.approx(100 * sqrt(4 / 3 * 2 / 64), rel=1e-12)
    assert "n_items < 6" in str(row.verdict.reason)


def test_published__one_item__is_judged_by_its_own_answers_alone(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """Of q31 nothing is missing while q11 is blank for all and F2 asked of nobody; and the mirror:
    10 of 100 left q31 blank, which is no more than 10 %, and 11 are more.
    """
    whole = make_frame(*["A . 5 5 9 9 5"] * 90, *["A . 5 5 9 9 1"] * 10)
    few = make_frame(*["A 5 5 5 5 5 5"] * 90, *["A 5 5 5 5 5 ."] * 10)
    many = make_frame(*["A 5 5 5 5 5 5"] * 89, *["A 5 5 5 5 5 ."] * 11)

    verdicts = [scored(frame, rule, ONE_ITEM).units["A"].verdict for frame in (whole, few, many)]
    pooled = scored(whole, rule, POOLED_SHARE).units["A"].verdict

    assert [one.reason for one in verdicts] == [None, None, "blanks > 10 %"]
    assert [one.flag for one in verdicts] == [Flag.OK] * 3
    assert (pooled.flag, pooled.reason) == (Flag.INDICATIVE, "n_factors < 3; blanks > 10 %")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("indicator", [BY_ITEMS, WEIGHTED, ONE_ITEM])
def test_published__random_design__same_as_loops_over_people(
    request: pytest.FixtureRequest,
    rule: ScoringRule,
    plain: Callable[..., Any],
    design: str,
    seed: int,
    indicator: Indicator,
) -> None:
    frame, population = request.getfixturevalue(design)(seed)
    loops = plain(frame, population)

    table = scored(frame, rule, indicator, population)

    rows: list[tuple[ScoreRow, list[dict[str, object]]]] = [
        (row, [one for one in loops.people if one["unit_code"] == code])
        for code, row in table.units.items()
    ]
    for row, people in [*rows, (table.overall, loops.people)]:
        est, errors = looped(loops, people, rule, indicator)
        assert row.published.est == pytest.approx(100 * est, rel=1e-9)
        assert row.published.se == pytest.approx(100 * loops.se(people, errors), rel=1e-9, abs=1e-9)
        assert float(row.published.share) == pytest.approx(est)


def looped(
    loops: Any, people: list[dict[str, object]], rule: ScoringRule, indicator: Indicator
) -> tuple[float, list[float]]:
    """The weighted mean of ratios, and e of every person, group by group."""
    if indicator is ONE_ITEM:
        groups = {("q31",): 1.0}
    elif indicator is BY_ITEMS:
        groups = {(item,): 1.0 for item in rule.items}
    else:
        weights = dict(indicator.weights)
        groups = {factor.items: float(weights[factor.code]) for factor in rule.factors}
    answered = {
        items: weight
        for items, weight in groups.items()
        if any(person[item] in (1, 2, 3, 4, 5) for person in people for item in items)
    }
    total = sum(answered.values())
    est, errors = 0.0, [0.0] * len(people)
    for items, weight in answered.items():
        share, parts = loops.ratio(people, items)
        est += weight / total * share
        errors = [e + weight / total * part for e, part in zip(errors, parts, strict=True)]
    return est, errors


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("indicator", [BY_ITEMS, BY_FACTORS, WEIGHTED, ONE_ITEM])
def test_published__unit_minus_whole__variance_with_the_overlap(
    request: pytest.FixtureRequest,
    rule: ScoringRule,
    plain: Callable[..., Any],
    seed: int,
    indicator: Indicator,
) -> None:
    frame, population = request.getfixturevalue("stratified")(seed)
    loops = plain(frame, population)
    needed = replace(rule, by_item=indicator is BY_ITEMS)
    looping = Indicator(
        estimator=Estimator.WEIGHTED_FACTORS,
        weights=tuple((factor.code, Fraction(1)) for factor in rule.factors),
    )

    domains = domains_of(
        tally_frame(frame, rule=needed), population=population, indicator=indicator
    )

    by_loops = looping if indicator is BY_FACTORS else indicator
    whole, of_whole = looped(loops, loops.people, rule, by_loops)
    for at, code in enumerate(domains.codes):
        own = [person for person in loops.people if person["unit_code"] == code]
        share, of_unit = looped(loops, own, rule, by_loops)
        left = iter(of_unit)
        errors = [
            (next(left) if person["unit_code"] == code else 0.0) - e
            for person, e in zip(loops.people, of_whole, strict=True)
        ]
        variance = domains.differences.own[at] + domains.differences.others[at]
        assert domains.differences.difference[at] == pytest.approx(share - whole)
        assert variance == pytest.approx(loops.se(loops.people, errors) ** 2, rel=1e-9)
        assert 0 <= domains.differences.part[at] <= 1


def test_published__usual_plan__every_number_as_without_a_plan(
    stratified: Callable[[int], tuple[pd.DataFrame, Population]],
    rule: ScoringRule,
) -> None:
    frame, population = stratified(3)

    without = score_responses(frame, rule=rule, population=population)
    table = score_responses(
        frame,
        rule=rule,
        population=population,
        indicator=indicator_by(scoring_plan(USUAL_PLAN)),
        limits=scoring_plan(USUAL_PLAN).limits,
    )

    assert score_json(table) == score_json(without)
    for row in table.units.values():
        assert (row.published.est, row.published.se) == (row.pooled.est, row.pooled.se)
        assert row.published.interval == row.interval


@pytest.mark.parametrize("indicator", ALL)
def test_published__tally_by_item__other_figures_stay(
    stratified: Callable[[int], tuple[pd.DataFrame, Population]],
    rule: ScoringRule,
    indicator: Indicator,
) -> None:
    frame, population = stratified(1)

    tables = [
        score_tally(tally_frame(frame, rule=one), population=population, indicator=POOLED_SHARE)
        for one in (rule, by_item(rule))
    ]

    for code, row in tables[0].units.items():
        other = tables[1].units[code]
        for name in ("pooled", "factor_mean", "mean_score"):
            assert getattr(other, name).est == pytest.approx(getattr(row, name).est)
            assert getattr(other, name).se == pytest.approx(getattr(row, name).se)
        assert other.verdict == row.verdict


def test_published__mean_of_items_of_a_tally_by_factor__refused(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    tally = tally_frame(make_frame("A 5 5 5 5 5 5"), rule=rule)

    with pytest.raises(ValueError, match="item by item"):
        score_tally(tally, indicator=BY_ITEMS)


codes = st.sampled_from([1, 2, 3, 4, 5, 9, BLANK])
people = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.tuples(codes, codes, codes, codes, codes, codes)),
    min_size=2,
    max_size=25,
)
indicators = st.sampled_from(ALL)


def framed(rows: list[tuple[str, tuple[int, ...]]], rule: ScoringRule) -> pd.DataFrame:
    answers = np.array([codes for _, codes in rows], dtype=np.int8)
    frame = pd.DataFrame(answers, columns=list(rule.items))
    return frame.assign(unit_code=[unit for unit, _ in rows], stratum="", cluster="")


def published(table: ScoreTable) -> dict[str, tuple[float | None, float | None]]:
    rows = {**table.units, "": table.overall}
    return {code: (row.published.est, row.published.se) for code, row in rows.items()}


def close_to(value: float | None) -> object:
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-5)


def assert_alike(one: ScoreTable, two: ScoreTable) -> None:
    for left, right in zip(published(one).items(), published(two).items(), strict=True):
        code, (est, se) = left
        assert right == (code, (close_to(est), close_to(se)))


SMALL = ScoringRule(
    questionnaire="small",
    version_id="0" * 64,
    factors=(
        Factor(code="F1", items=("q11", "q12", "q13")),
        Factor(code="F2", items=("q21", "q22")),
        Factor(code="F3", items=("q31",)),
    ),
)


@given(people, indicators, st.sampled_from([2.0, 0.5, 7.0]))
def test_published__weights_scaled__same_estimate_and_error(
    rows: list[tuple[str, tuple[int, ...]]], indicator: Indicator, times: float
) -> None:
    frame = framed(rows, SMALL)

    one = scored(frame.assign(weight=1.0), SMALL, indicator)
    two = scored(frame.assign(weight=times), SMALL, indicator)

    assert_alike(one, two)


@given(people, indicators)
def test_published__any_answers__inside_the_scale_and_the_interval_around_it(
    rows: list[tuple[str, tuple[int, ...]]], indicator: Indicator
) -> None:
    table = scored(framed(rows, SMALL), SMALL, indicator)

    for row in (*table.units.values(), table.overall):
        if row.published.est is None:
            assert row.published.share is None
            continue
        assert 0 <= row.published.est <= 100
        assert row.published.est == pytest.approx(100 * float(row.published.share), abs=1e-9)
        low, high = row.published.interval.low, row.published.interval.high
        if low is not None and high is not None:
            assert low - 1e-9 <= row.published.est <= high + 1e-9


@pytest.mark.parametrize("indicator", ALL)
@pytest.mark.parametrize(("level", "est"), [(5, 100.0), (2, 0.0)])
def test_published__all_answers_the_same__no_error_but_an_interval(
    make_frame: MakeFrame, rule: ScoringRule, indicator: Indicator, level: int, est: float
) -> None:
    frame = make_frame(
        *[f"{unit} {' '.join([str(level)] * 6)}" for unit in "AB" for _ in range(12)]
    )

    table = scored(frame, rule, indicator)

    for row in (*table.units.values(), table.overall):
        assert (row.published.est, row.published.se) == (est, 0.0)
        low, high = row.published.interval.low, row.published.interval.high
        assert low is not None
        assert high is not None
        assert low < high
        assert est in (low, high)


@pytest.mark.parametrize("indicator", ALL)
def test_published__item_nobody_could_answer__changes_nothing(
    make_frame: MakeFrame, rule: ScoringRule, indicator: Indicator
) -> None:
    factor = replace(rule.factors[0], items=(*rule.factors[0].items, "q14"))
    wider = replace(rule, factors=(factor, *rule.factors[1:]))
    frame = make_frame("A 5 4 5 4 5 4", "A 5 . 4 9 4 3", "A 1 2 3 1 2 3")

    one = scored(frame, rule, indicator)
    two = scored(frame.assign(q14=np.int8(9)), wider, indicator)

    assert_alike(one, two)


def test_published__items_of_all_asked_twice__pooled_and_means_the_same(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    factors = tuple(
        replace(one, items=(*one.items, *(f"{item}b" for item in one.items)))
        for one in rule.factors
    )
    doubled = replace(rule, factors=factors)
    frame = make_frame("A 5 4 5 4 5 4", "A 5 . 4 9 4 3", "A 1 2 3 1 2 3", "A 4 4 . 3 5 5")
    twice = frame.assign(**{f"{item}b": frame[item] for item in rule.items})

    for indicator in (POOLED_SHARE, BY_ITEMS, BY_FACTORS, WEIGHTED):
        one, two = scored(frame, rule, indicator), scored(twice, doubled, indicator)

        assert_alike(one, two)


def test_published__overall_item__interval_and_people_are_those_of_the_item(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows = [f"A 5 5 5 5 5 {n % 3 + 3 if n % 4 else '.'}" for n in range(24)]

    row = scored(make_frame(*rows), rule, ONE_ITEM).units["A"]

    item, of = row.items["q31"], row.published
    assert (of.est, of.se, of.n_valid) == (item.est, item.se, item.n_valid)
    assert (of.interval.low, of.interval.high) == (item.ci_low, item.ci_high)
    assert of.interval.method == ITEM_CI_METHOD
    assert of.interval.n_eff is not None
    assert of.interval.n_eff <= 18
    assert "n_valid < 30" in str(row.verdict.reason)


def test_published__units_in_another_order_by_factors__ranked_by_what_is_published(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """A is better in F1 of three items, B in F2 and F3: pooled ranks A first, the factors B."""
    rows = [f"A 5 5 5 {n % 2 * 4 + 1} 1 1" for n in range(40)]
    rows += [f"B 1 1 {n % 2 * 4 + 1} 5 5 5" for n in range(40)]
    frame = make_frame(*rows)

    pooled, factors = scored(frame, rule, POOLED_SHARE), scored(frame, rule, BY_FACTORS)

    assert [pooled.units[code].rank for code in "AB"] == [1, 1]
    assert [factors.units[code].rank for code in "AB"] == [2, 1]
    assert factors.units["A"].pooled == pooled.units["A"].pooled
    assert factors.units["A"].interval == pooled.units["A"].interval
    assert factors.units["A"].versus_overall == "below"
    assert factors.units["B"].versus_overall == "above"


def test_blanks_unsatisfied__every_blank_an_unsatisfied_answer(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame("A 5 4 5 4 5 4", "A 5 . 4 9 4 .", "A 1 2 3 1 2 3")
    filled = make_frame("A 5 4 5 4 5 4", "A 5 1 4 9 4 1", "A 1 2 3 1 2 3")

    row = score_responses(frame, rule=replace(rule, blank_counts=True)).units["A"]
    other = score_responses(filled, rule=rule).units["A"]

    for name in ("pooled", "factor_mean", "factors", "interval", "answers_valid", "n_valid"):
        assert getattr(row, name) == getattr(other, name)
    assert row.published.share == Fraction(row.answers_satisfied, row.answers_valid)
    assert row.blank == 2
    assert row.missing_bounds == pytest.approx((row.pooled.est, 100 * (9 + 2) / 17))
    assert (row.mean_score.est, row.mean_score.se) == (None, None)


def test_valid_from__forms_with_too_few_answers__left_out_and_counted(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """4 of 5 asked and applicable is 80 %; 4 of 6 is not; a form where nothing applied stays."""
    frame = make_frame("A 5 4 5 9 5 .", "A 5 . 4 . 4 3", "B 9 9 9 9 9 9", "B . . . . . .")
    kept = frame.iloc[[0, 2]]

    table = score_responses(frame, rule=replace(rule, valid_from=Fraction(4, 5)))

    assert table.incomplete == {"A": 1, "B": 1}
    assert table.units == score_responses(kept, rule=rule).units


def test_limits__of_the_plan__decide_what_is_shown_and_ranked(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A 5 5 5 5 5 {n % 2 + 3}" for n in range(12)])

    flags = [
        score_responses(frame, rule=rule, limits=limits).units["A"].verdict
        for limits in (
            Limits(),
            Limits(people_to_rank=12),
            Limits(minimum_people=13),
            Limits(people_to_rank=12, widest_to_rank=Decimal("0.25")),
        )
    ]

    assert [one.flag for one in flags] == [
        Flag.INDICATIVE,
        Flag.OK,
        Flag.SUPPRESSED,
        Flag.INDICATIVE,
    ]
    assert flags[2].reason == "n_valid < 13"
    assert flags[3].reason == "ci wider than 0.025 points"
