"""The rows of the score: hand-computed cases, edges, flags, ranks and the JSON document."""

import json
from collections.abc import Callable
from math import sqrt

import pandas as pd
import pytest

from questionnaires import Definition, shipped_definition
from scoring.comparison import Versus
from scoring.design_tally import Cell
from scoring.publishing import Flag
from scoring.responses import score_responses
from scoring.rule import ScoringRule, rule_of
from scoring.score_json import score_json
from scoring.variance import Population

MakeFrame = Callable[..., pd.DataFrame]

HAPPY, UNHAPPY, HALF = "5 4 5 4 5 4", "1 2 3 1 2 3", "5 5 5 1 1 1"


def test_score_responses__three_people__by_hand(make_frame: MakeFrame, rule: ScoringRule) -> None:
    """y/z of the people: 6/6, 3/4 (a blank, a 9), 0/6; R = 9/16.

    e·16 = 2.625, 0.75, -3.375; n/(n-1) Σ(e - mean)² = 1.5 (2.625² + 0.75² + 3.375²)/256.
    """
    frame = make_frame("A 5 4 5 4 5 4", "A 5 . 4 9 4 3", "A 1 2 3 1 2 3")

    row = score_responses(frame, rule=rule).units["A"]

    se = sqrt(1.5 * (2.625**2 + 0.75**2 + 3.375**2) / 256)
    assert row.pooled.est == pytest.approx(56.25, abs=1e-12)
    assert row.pooled.score10 == pytest.approx(5.625, abs=1e-12)
    assert row.pooled.se == row.pooled.se_nofpc == pytest.approx(100 * se, rel=1e-12)
    assert (row.n, row.n_valid, row.df) == (3, 3, 2)
    assert (row.answers_valid, row.answers_satisfied) == (16, 9)
    assert (row.blank, row.not_applicable) == (1, 1)
    assert row.missing_bounds == pytest.approx((100 * 9 / 17, 100 * 10 / 17))
    assert row.mean_score.est == pytest.approx((27 + 16 + 12) / 16)
    assert row.factor_mean.est == pytest.approx(100 * (5 / 8 + 3 / 5 + 1 / 3) / 3)
    assert {code: factor.n_valid for code, factor in row.factors.items()} == {
        "F1": 3,
        "F2": 3,
        "F3": 3,
    }
    assert row.items["q12"].counts == {1: 0, 2: 1, 3: 0, 4: 1, 5: 0}
    assert (row.items["q12"].n_valid, row.items["q12"].blank) == (2, 1)
    assert row.items["q21"].not_applicable == 1


def test_score_responses__half_of_the_population_asked__variance_halved(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A {HAPPY}", f"A {HALF}", f"A {UNHAPPY}")

    row = score_responses(frame, rule=rule, population=Population(strata={("A", ""): 6})).units["A"]

    assert row.population == 6
    assert row.pooled.se is not None
    assert row.pooled.se_nofpc == pytest.approx(row.pooled.se * sqrt(2), rel=1e-12)


def test_score_responses__person_without_any_valid_answer__in_n_but_not_in_n_valid(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A {HAPPY}", f"A {UNHAPPY}", "A . . . 9 9 .")

    row = score_responses(frame, rule=rule).units["A"]

    assert (row.n, row.n_valid, row.df) == (3, 2, 2)
    assert row.pooled.se == pytest.approx(100 * sqrt(1.5 * 2 * (3 / 12) ** 2))


def test_score_responses__nobody_gave_a_valid_answer__nulls_not_zeros(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame("A . . . . . .", "A 9 9 9 9 9 9", f"B {HAPPY}")

    row = score_responses(frame, rule=rule).units["A"]

    assert (row.n, row.n_valid) == (2, 0)
    assert (row.pooled.est, row.pooled.se, row.pooled.score10) == (None, None, None)
    assert (row.factor_mean.est, row.mean_score.est, row.n_factors) == (None, None, 0)
    assert (row.interval.low, row.interval.high, row.interval.n_eff) == (None, None, None)
    assert row.missing_bounds == (0.0, 100.0)
    assert (row.rank, row.versus_overall) == (None, None)
    assert row.verdict.flag is Flag.SUPPRESSED


def test_score_responses__one_person__estimate_without_error(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    row = score_responses(make_frame(f"A {HALF}"), rule=rule).units["A"]

    assert row.pooled.est == 50
    assert (row.pooled.se, row.interval.low, row.items["q11"].ci_low) == (None, None, None)
    assert row.lonely_strata == 1


def test_score_responses__lonely_person_in_a_stratum__adds_nothing_and_is_mentioned(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A/a {HAPPY}", f"A/a {UNHAPPY}", f"A/b {HALF}")

    row = score_responses(frame, rule=rule).units["A"]

    assert row.df == 1
    assert row.pooled.se == pytest.approx(100 * sqrt(2 * 2 * (3 / 18) ** 2))
    assert "single primary unit: 1" in str(row.verdict.reason)


def test_score_responses__lonely_person_who_is_everybody__is_no_lonely_stratum(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A/a {HAPPY}", f"A/a {UNHAPPY}", f"A/b {HALF}")

    row = score_responses(frame, rule=rule, population=Population(strata={("A", "b"): 1})).units[
        "A"
    ]

    assert row.lonely_strata == 0
    assert row.population is None


def test_score_responses__same_share_for_all__no_variance_at_all(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """1/3 is no binary fraction: without care its rounding would look like a standard error."""
    frame = make_frame(*[f"A/s/c{n % 3} 5 5 1 1 1 1" for n in range(30)])
    people = frame.assign(cluster="")

    of_clusters = score_responses(frame, rule=rule).units["A"]
    of_people = score_responses(people, rule=rule).units["A"]

    assert of_clusters.pooled.se == of_people.pooled.se == 0
    assert of_people.interval.low is not None
    assert of_people.interval.low < 100 / 3


def test_score_responses__all_clusters_taken__only_the_second_stage_varies(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A//x {HAPPY}", f"A//x {UNHAPPY}", f"A//y {HALF}", f"A//y {HALF}")
    sizes = {Cell("A", "", "x"): 4, Cell("A", "", "y"): 2}

    row = score_responses(
        frame, rule=rule, population=Population(strata={("A", ""): 2}, clusters=sizes)
    ).units["A"]

    assert row.pooled.se == pytest.approx(100 * sqrt(0.5 * 2 * 2 * (3 / 24) ** 2))
    assert (row.population, row.estimated_population) == (None, 6)
    assert row.interval.method == "wilson-t/neff-floor"


def test_score_responses__one_cluster_that_is_all_there_is__error_but_no_interval(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A//x {HAPPY}", f"A//x {UNHAPPY}")
    sizes = {Cell("A", "", "x"): 4}

    row = score_responses(
        frame, rule=rule, population=Population(strata={("A", ""): 1}, clusters=sizes)
    ).units["A"]

    assert row.df == 0
    assert row.pooled.se == pytest.approx(100 * sqrt(0.5 * 2 * 2 * (3 / 12) ** 2))
    assert row.interval.low is None


def test_score_responses__one_cluster_of_many__no_error_can_be_given(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A//x {HAPPY}", f"A//x {UNHAPPY}")

    row = score_responses(frame, rule=rule).units["A"]

    assert row.pooled.se is None
    assert row.lonely_strata == 1


def test_score_responses__same_stratum_code_in_two_units__two_strata(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(f"A/s {HAPPY}", f"A/s {UNHAPPY}", f"B/s {HALF}", f"B/s {HAPPY}")

    table = score_responses(frame, rule=rule)

    assert table.overall.df == 2
    assert table.units["A"].df == 1


def test_score_responses__everybody_satisfied_everywhere__interval_of_independent_people(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 40)

    table = score_responses(frame, rule=rule)

    row = table.units["A"]
    assert table.design_effect is None
    assert row.pooled.se == 0
    assert row.interval.n_eff == 40
    assert row.interval.low is not None
    assert 90 < row.interval.low < 92
    assert row.interval.high == 100
    assert row.versus_overall is None
    assert (row.rank, row.rank_low, row.rank_high) == (1, 1, 1)


def units_of(make_frame: MakeFrame) -> pd.DataFrame:
    rows = [
        *[f"BEST {HAPPY}"] * 60,
        *[f"MIDDLE {HAPPY}"] * 57,
        *[f"MIDDLE {HALF}"] * 3,
        *[f"WORST {HALF}"] * 40,
        *[f"WORST {UNHAPPY}"] * 20,
        *[f"FEW {HAPPY}"] * 11,
        *[f"FEW {HALF}"],
        *[f"TINY {HAPPY}"] * 4,
    ]
    return make_frame(*rows)


def test_score_responses__several_units__only_sound_ones_are_ranked(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    units = score_responses(units_of(make_frame), rule=rule).units

    assert {code: row.rank for code, row in units.items()} == {
        "BEST": 1,
        "MIDDLE": 2,
        "WORST": 3,
        "FEW": None,
        "TINY": None,
    }
    assert (units["BEST"].rank_low, units["BEST"].rank_high) == (1, 2)
    assert (units["WORST"].rank_low, units["WORST"].rank_high) == (3, 3)
    assert units["FEW"].verdict.flag is Flag.INDICATIVE
    assert units["TINY"].verdict.flag is Flag.SUPPRESSED


def test_score_responses__several_units__each_against_the_whole(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    units = score_responses(units_of(make_frame), rule=rule).units

    assert units["BEST"].versus_overall is Versus.ABOVE
    assert units["MIDDLE"].versus_overall is Versus.ABOVE
    assert units["WORST"].versus_overall is Versus.BELOW
    assert units["FEW"].versus_overall is Versus.ABOVE
    assert units["TINY"].versus_overall is None


def test_score_responses__everybody_of_every_unit_asked__any_difference_counts(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 12, *[f"B {HALF}"] * 12)
    population = Population(strata={("A", ""): 12, ("B", ""): 12})

    table = score_responses(frame, rule=rule, population=population)

    assert table.overall.verdict.flag is Flag.CENSUS
    assert [row.versus_overall for row in table.units.values()] == [Versus.ABOVE, Versus.BELOW]
    assert [(r.rank, r.rank_low, r.rank_high) for r in table.units.values()] == [
        (1, 1, 1),
        (2, 2, 2),
    ]
    item = table.units["A"].items["q11"]
    assert (item.ci_low, item.ci_high) == (100, 100)


def test_score_responses__factor_nobody_answered__mean_of_the_others_not_ranked(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*["A 5 5 5 1 1 ."] * 20, *["A 5 4 5 4 5 ."] * 20)

    row = score_responses(frame, rule=rule).units["A"]

    assert row.n_factors == 2
    assert row.factor_mean.est == pytest.approx(75)
    assert (row.factors["F3"].est, row.factors["F3"].se) == (None, None)
    assert row.verdict.flag is Flag.INDICATIVE


def test_score_json__any_table__contract_of_the_document(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    table = score_responses(units_of(make_frame), rule=rule)

    document = json.loads(
        json.dumps(score_json(table, sha256={"responses": "ab"}), allow_nan=False)
    )

    assert list(document) == ["method", "overall", "units"]
    assert document["method"]["sha256"] == {"responses": "ab"}
    assert list(document["units"]) == sorted(document["units"])
    for row in (document["overall"], *document["units"].values()):
        assert {
            *("n", "n_valid", "N", "df", "answers_valid", "answers_satisfied"),
            *("blank", "not_applicable", "pooled", "factor_mean", "mean_score", "factors"),
            *("items", "ci", "missing_bounds", "rank", "rank_low", "rank_high"),
            *("versus_overall", "flag", "flag_reason"),
        } <= set(row)
        assert set(row["pooled"]) == {"est", "se", "se_nofpc", "score10", "deff"}
        assert set(row["factor_mean"]) == {"est", "se", "n_factors"}
        assert set(row["mean_score"]) == {"est", "se"}
        assert set(row["factors"]["F1"]) == {"est", "se", "n_valid"}
        assert {"est", "se", "ci_low", "ci_high", "counts"} <= set(row["items"]["q11"])
        assert set(row["items"]["q11"]["counts"]) == {"1", "2", "3", "4", "5"}
        assert set(row["ci"]) == {"low", "high", "method", "n_eff"}
        assert set(row["missing_bounds"]) == {"low", "high"}
    assert document["units"]["BEST"]["versus_overall"] == "above"
    assert document["overall"]["rank"] is None


def test_rule_of__shipped_questionnaire__twenty_two_criteria_in_five_factors() -> None:
    rule = rule_of(shipped_definition("sipas-22"))

    assert [len(factor.items) for factor in rule.factors] == [4, 5, 6, 3, 4]
    assert [factor.code for factor in rule.factors] == ["F1", "F2", "F3", "F4", "F5"]
    assert (rule.satisfied, rule.not_applicable) == (frozenset({4, 5}), 9)


def rebuilt(definition: Definition, **fields: object) -> Definition:
    """A definition with other fields and nothing remembered."""
    same = {name: getattr(definition, name) for name in Definition.model_fields}
    return Definition.model_construct(**{**same, **fields})


def changed(**criterion: object) -> Definition:
    """The shipped questionnaire with its first criterion changed."""
    definition = shipped_definition("sipas-22")
    sections = tuple(
        section.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update=criterion) if item.code == "q11" else item
                    for item in section.items
                )
            }
        )
        for section in definition.sections
    )
    return rebuilt(definition, sections=sections)


def test_rule_of__criterion_without_scale__refuses() -> None:
    with pytest.raises(ValueError, match="q11 is in the index but has no scale"):
        rule_of(changed(scale=None))


def test_rule_of__two_scales__refuses() -> None:
    definition = shipped_definition("sipas-22")
    scale = definition.scale_of(definition.index_items[0])
    assert scale is not None
    other = scale.model_copy(update={"code": "other", "not_applicable": None, "satisfied": (5,)})
    two = rebuilt(changed(scale="other"), scales=(*definition.scales, other))

    with pytest.raises(ValueError, match="do not share one scale"):
        rule_of(two)
