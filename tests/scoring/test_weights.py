"""Weights that are the same for all people of a stratum."""

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from scoring.design_tally import Cell
from scoring.frame_tally import tally_frame
from scoring.groups import score_groups
from scoring.guaranteed import NotGuaranteed
from scoring.publishing import Flag
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.score_json import score_json
from scoring.scored_tally import score_tally
from scoring.variance import Population
from scoring.weights import Weighting, weighted, weighted_sample

MakeFrame = Callable[..., pd.DataFrame]
SIZES = {("A", "rural"): 30, ("A", "urban"): 10}
PEOPLE = (
    "A/rural 5 5 5 5 5 5",  # 6 of 6
    "A/rural 1 1 1 5 5 5",  # 3 of 6
    "A/urban 5 5 5 1 1 1",  # 3 of 6
    "A/urban 1 1 1 1 1 1",  # 0 of 6
)


def assert_close(one: object, two: object) -> None:
    if isinstance(one, dict) and isinstance(two, dict):
        assert one.keys() == two.keys()
        for key in one:
            assert_close(one[key], two[key])
    elif isinstance(one, float) and isinstance(two, float):
        assert two == pytest.approx(one, rel=1e-12, abs=1e-12)
    else:
        assert one == two


def test_weighted_sample__two_strata__by_hand(make_frame: MakeFrame, rule: ScoringRule) -> None:
    """Weights 30/2 = 15 and 10/2 = 5. R = (15·9 + 5·3) / (20·12) = 150/240 = 0.625.

    e = w (y - 6 R) / 240 with 6 R = 3.75: 15·2.25, 15·(-0.75), 5·(-0.75), 5·(-3.75), over 240.
    Inside a stratum n/(n-1) Σ(e - mean)² = d² of the two: (45/240)² and (15/240)², corrected by
    1 - 2/30 and 1 - 2/10.
    """
    frame = make_frame(*PEOPLE)

    sample = weighted_sample(tally_frame(frame, rule=rule), sizes=SIZES, weighting=Weighting.DESIGN)
    row = score_tally(sample.tally, population=sample.population).units["A"]

    assert sample.weights == {Cell("A", "rural", ""): 15.0, Cell("A", "urban", ""): 5.0}
    assert row.pooled.est == pytest.approx(62.5, rel=1e-12)
    variance = 28 / 30 * (45 / 240) ** 2 + 8 / 10 * (15 / 240) ** 2
    assert row.pooled.se == pytest.approx(100 * sqrt(variance), rel=1e-12)
    assert (row.n, row.population, row.df) == (4, 40, 2)
    assert (row.answers_satisfied, row.answers_valid) == (12, 24)


def test_score_responses__weights_with_a_mean_of_one__share_is_weighted_too(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """0.5 × 6 of 6 and 1.5 × 0 of 6: 3 of 12, although as many answers were given as people."""
    frame = make_frame("A 5 5 5 5 5 5", "A 1 1 1 1 1 1").assign(weight=[0.5, 1.5])

    row = score_responses(frame, rule=rule).units["A"]

    assert row.pooled.est == pytest.approx(25)
    assert row.published.share is not None
    assert float(row.published.share) == pytest.approx(0.25)


def test_weighted_sample__stratum_that_nobody_was_asked_of__is_no_census(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*["A/rural 5 5 5 5 5 5"] * 12, *["B 5 5 5 5 5 5"] * 12)
    sizes = {("A", "rural"): 12, ("A", "urban"): 500, ("B", ""): 12}

    sample = weighted_sample(tally_frame(frame, rule=rule), sizes=sizes)
    units = score_tally(sample.tally, population=sample.population).units

    assert sample.uncovered == {"A": ("urban",)}
    assert (units["A"].interval.is_census, units["B"].interval.is_census) == (False, True)
    assert (units["A"].verdict.flag, units["B"].verdict.flag) == (Flag.INDICATIVE, Flag.CENSUS)
    assert units["A"].guaranteed is not None
    assert units["B"].guaranteed is not None
    assert (units["A"].guaranteed.low, units["A"].guaranteed.reason) == (None, NotGuaranteed.UNMET)
    assert units["B"].guaranteed.low == 100
    assert units["A"].interval.low is not None
    assert units["A"].interval.low < 100
    assert units["B"].interval.low == 100


def test_weighted_sample__same_interviews_with_columns_of_weight__same_document(
    stratified: Callable[[int], tuple[pd.DataFrame, Population]], rule: ScoringRule
) -> None:
    for seed in range(5):
        frame, population = stratified(seed)
        plain = frame.drop(columns="weight")
        strata = frame.groupby(["unit_code", "stratum"])["cluster"].transform("size")
        size = [
            population.strata[key] for key in zip(frame["unit_code"], frame["stratum"], strict=True)
        ]
        by_row = score_responses(
            plain.assign(weight=np.array(size) / strata), rule=rule, population=population
        )

        sample = weighted_sample(
            tally_frame(plain, rule=rule),
            sizes=dict(population.strata),
            weighting=Weighting.DESIGN,
        )
        by_cell = score_tally(sample.tally, population=sample.population)

        assert_close(score_json(by_row), score_json(by_cell))


def test_weighted_sample__people_nobody_drew__are_left_out_and_counted(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    tally = tally_frame(
        make_frame(*PEOPLE, "A 1 1 1 1 1 1", "A 1 1 1 1 1 1", "B 4 4 4 4 4 4"), rule=rule
    )

    by_design = weighted_sample(tally, sizes=SIZES, weighting=Weighting.DESIGN)
    once = weighted_sample(tally, sizes=SIZES)

    assert by_design.left_out == {"A": 2}
    assert by_design.tally.interviews.sum() == 5
    assert by_design.weights[Cell("B", "", "")] == 1.0
    assert by_design.population == Population(strata=SIZES)
    assert once.left_out == {}
    assert once.tally.interviews.sum() == 7
    assert set(once.weights.values()) == {1.0}


def test_weighted_sample__stratum_without_any_interview__is_said(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    tally = tally_frame(make_frame(*PEOPLE), rule=rule)
    sizes = {**SIZES, ("A", "none"): 0, ("A", "upland"): 7, ("B", "all"): 3}

    sample = weighted_sample(tally, sizes=sizes, weighting=Weighting.DESIGN)

    assert sample.uncovered == {"A": ("upland",), "B": ("all",)}
    assert sample.population.strata == {**SIZES, ("A", "none"): 0, ("A", "upland"): 7}
    assert score_tally(sample.tally, population=sample.population).units["A"].population == 40


def test_weighted__cell_without_a_weight__is_refused(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    tally = tally_frame(make_frame(*PEOPLE), rule=rule)

    with pytest.raises(KeyError):
        weighted(tally, weights={Cell("A", "rural", ""): 2.0})


def test_score_groups__one_group_of_all__is_the_whole(
    stratified: Callable[[int], tuple[pd.DataFrame, Population]], rule: ScoringRule
) -> None:
    for seed in range(5):
        frame, population = stratified(seed)
        tally = tally_frame(frame, rule=rule)
        table = score_tally(tally, population=population)

        groups = score_groups(
            tally,
            population=population,
            group_of=dict.fromkeys(table.units, "all"),
            like=table,
        )

        whole = score_json(table)["overall"]
        assert_close(score_json(replace(table, overall=groups["all"]))["overall"], whole)


def test_score_groups__each_unit_its_own__are_the_units_without_ranks(
    clustered: Callable[[int], tuple[pd.DataFrame, Population]], rule: ScoringRule
) -> None:
    frame, population = clustered(1)
    tally = tally_frame(frame, rule=rule)
    table = score_tally(tally, population=population)

    groups = score_groups(
        tally,
        population=population,
        group_of={code: f"group of {code}" for code in table.units},
        like=table,
    )

    for code, row in table.units.items():
        same = groups[f"group of {code}"]
        assert (same.rank, same.versus_overall) == (None, None)
        assert same.pooled == row.pooled
        assert same.interval == row.interval
        assert same.items == row.items
        assert (same.n, same.df, same.verdict) == (row.n, row.df, row.verdict)


def test_score_groups__unit_without_a_group__is_refused(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    tally = tally_frame(make_frame(*PEOPLE), rule=rule)

    with pytest.raises(KeyError, match="A"):
        score_groups(tally, population=Population(), group_of={"B": "x"}, like=score_tally(tally))
