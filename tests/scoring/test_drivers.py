"""What goes with overall satisfaction."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import special

from scoring.driver_answers import AlikePeople, Answers, answers_of_alike, driver_answers
from scoring.drivers import drivers_of, importance_performance, samples_of
from scoring.relative_importance import relative_importance
from scoring.responses import score_responses
from scoring.rule import ScoringRule

MakeFrame = Callable[..., pd.DataFrame]


def r2_of(levels: np.ndarray, figures: tuple[int, ...]) -> float:
    """By least squares on the answers themselves."""
    outcome = levels[:, 0] - levels[:, 0].mean()
    design = np.column_stack([np.ones(len(levels)), *(levels[:, 1 + at] for at in figures)])
    fitted = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    return float(1 - ((outcome - fitted) ** 2).sum() / (outcome**2).sum())


def drawn(seed: int, *, people: int = 120, factors: int = 4, effect: float = 0.5) -> np.ndarray:
    random = np.random.default_rng(seed)
    figures = random.normal(size=(people, 1)) + random.normal(size=(people, factors))
    outcome = figures @ np.linspace(0, effect, factors) + random.normal(size=people)
    return np.column_stack([outcome, figures])


def answers_of(levels: np.ndarray, *, clusters: int | None = None) -> Answers:
    people = np.arange(len(levels))
    return Answers(
        factors=tuple(f"F{at}" for at in range(1, levels.shape[1])),
        levels=levels,
        group=np.zeros(len(levels), dtype=np.int64),
        primary=people if clusters is None else people % clusters,
        left_out=0,
    )


def overall_frame(make_frame: MakeFrame) -> pd.DataFrame:
    """90 people of two units and three strata, many of them alike, some without an answer."""
    places, rows = ("A/s", "A/r", "B/s"), []
    for at in range(90):
        mood = at % 5 + 1
        blank = "." if at % 11 == 0 else mood
        rows.append(f"{places[at % 3]} {mood} {blank} 5 4 {(at % 2) + 3} {blank}")
    levels = np.array([min(5, at % 4 + 2) if at % 13 else -1 for at in range(90)], dtype=np.int8)
    return make_frame(*rows).assign(overall=levels)


@pytest.mark.parametrize("seed", range(4))
def test_relative_importance__lmg__mean_of_all_orders_of_least_squares(seed: int) -> None:
    levels = drawn(seed)

    found = relative_importance(np.corrcoef(levels.T))

    assert found is not None
    orders = list(permutations(range(4)))
    expected = np.zeros(4)
    for order in orders:
        before = 0.0
        for at, figure in enumerate(order):
            with_it = r2_of(levels, order[: at + 1])
            expected[figure] += (with_it - before) / len(orders)
            before = with_it
    assert found.lmg == pytest.approx(expected, rel=1e-9)
    assert found.r2 == pytest.approx(r2_of(levels, (0, 1, 2, 3)), rel=1e-9)


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=6))
def test_relative_importance__any_figures__both_splits_add_up_to_r2(
    seed: int, factors: int
) -> None:
    found = relative_importance(np.corrcoef(drawn(seed, people=40, factors=factors).T))

    assert found is not None
    assert found.lmg.sum() == pytest.approx(found.r2, rel=1e-9)
    assert found.johnson.sum() == pytest.approx(found.r2, rel=1e-9)
    assert (found.johnson >= 0).all()
    assert (found.lmg >= -1e-12).all()


def test_relative_importance__uncorrelated_figures__squares_of_their_correlations() -> None:
    correlation = np.eye(4)
    correlation[0, 1:] = correlation[1:, 0] = (0.6, 0.3, 0.0)

    found = relative_importance(correlation)

    assert found is not None
    assert found.lmg == pytest.approx([0.36, 0.09, 0.0], abs=1e-12)
    assert found.johnson == pytest.approx([0.36, 0.09, 0.0], abs=1e-12)


def test_relative_importance__two_figures__johnson_as_lmg() -> None:
    """For two the two methods are the same (Johnson 2000)."""
    found = relative_importance(np.corrcoef(drawn(3, factors=2).T))

    assert found is not None
    assert found.johnson == pytest.approx(found.lmg, rel=1e-9)


def test_relative_importance__same_figure_twice_or_no_variance__none() -> None:
    twice = np.array([[1, 0.5, 0.5], [0.5, 1, 1], [0.5, 1, 1]])

    assert relative_importance(twice) is None
    assert relative_importance(np.full((3, 3), np.nan)) is None


@pytest.mark.parametrize("figures", [0, 13])
def test_relative_importance__no_figures_or_too_many__refused(figures: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 12"):
        relative_importance(np.eye(1 + figures))


def test_driver_answers__frame__means_of_valid_levels_of_complete_people(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(
        "A/s 5 4 . 1 2 3",
        "A/r 5 5 5 5 5 9",
        "B//c 1 9 . 4 4 4",
        "B//b 2 2 2 4 4 4",
        "B//c 3 3 3 3 3 3",
    ).assign(overall=np.array([4, 5, 3, 2, -1], dtype=np.int8))

    found = driver_answers(frame, rule=rule, overall="overall")

    assert found.factors == ("F1", "F2", "F3")
    assert found.levels.tolist() == [[4, 4.5, 1.5, 3], [2, 2, 4, 4], [3, 1, 4, 4]]
    assert found.group.tolist() == [0, 1, 1]
    assert found.primary.tolist() == [0, 1, 2]
    assert found.left_out == 2


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(90)))
def test_driver_answers__rows_in_another_order__same_answers_to_the_byte(
    make_frame: MakeFrame, rule: ScoringRule, order: list[int]
) -> None:
    frame = overall_frame(make_frame)

    one = driver_answers(frame, rule=rule, overall="overall")
    two = driver_answers(frame.iloc[order], rule=rule, overall="overall")

    for name in ("levels", "group", "primary"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    assert one.seed == two.seed


def test_driver_answers__factor_that_few_answered__takes_no_part_and_leaves_nobody_out(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """q31, all there is of F3, was answered by 5 of 12; F2 by 6, which is half."""
    rows = [f"A 5 4 3 {'4 .' if at < 6 else '9 .'} {3 if at < 5 else '.'}" for at in range(12)]
    frame = make_frame(*rows, "A 5 5 5 5 5 5").assign(overall=np.int8(4))
    frame.loc[12, "overall"] = -1

    found = driver_answers(frame, rule=rule, overall="overall")
    nothing = driver_answers(frame.assign(q11=9, q12=9, q13=9, q21=9), rule=rule, overall="overall")

    assert (found.factors, found.seldom) == (("F1", "F2"), ("F3",))
    assert found.levels.tolist() == [[4, 4, 4]] * 6
    assert found.left_out == 7
    assert (nothing.factors, nothing.levels.shape) == ((), (12, 1))
    assert drivers_of(nothing, seed=1).reason == "no factor that half of the people answered"


def test_driver_answers__one_answer_differs__another_seed_that_json_can_hold(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = overall_frame(make_frame)
    changed = frame.assign(overall=frame["overall"].where(frame.index != 7, 1))

    one, two = (driver_answers(of, rule=rule, overall="overall").seed for of in (frame, changed))

    assert one != two
    assert 0 <= one < 2**48


def test_answers_of_alike__people_grouped__the_answers_of_the_frame_to_the_byte(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """Grouped in plain Python by what matters: sums and counts of each factor."""
    frame = overall_frame(make_frame)
    expected = driver_answers(frame, rule=rule, overall="overall")
    kinds: Counter[tuple[object, ...]] = Counter()
    for person in frame.to_dict("records"):
        given = [
            [person[item] for item in factor.items if person[item] in rule.levels]
            for factor in rule.factors
        ]
        if person["overall"] in rule.levels:
            place = (person["unit_code"], person["stratum"])
            kinds[place, person["overall"], tuple(map(sum, given)), tuple(map(len, given))] += 1
    stratum, overall, sums, counts = zip(*kinds, strict=True)

    found = answers_of_alike(
        AlikePeople(
            factors=expected.factors,
            stratum=stratum,
            overall=np.array(overall),
            sums=np.array(sums),
            counts=np.array(counts),
            people=np.array(list(kinds.values())),
            left_out=int((~frame["overall"].isin(rule.levels)).sum()),
        )
    )

    assert len(kinds) < len(expected.levels)
    for name in ("levels", "group", "primary"):
        assert getattr(found, name).tobytes() == getattr(expected, name).tobytes()
    assert (found.seed, found.left_out) == (expected.seed, expected.left_out)


def test_driver_answers__overall_question_of_the_index__is_refused(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    with pytest.raises(ValueError, match="would explain itself"):
        driver_answers(make_frame("A 5 5 5 5 5 5"), rule=rule, overall="q31")


def test_drivers_of__same_seed__same_figures_another_seed_others() -> None:
    answers = answers_of(drawn(1))

    one, same, other = (drivers_of(answers, seed=seed, samples=120) for seed in (7, 7, 8))

    assert one == same
    assert one.factors["F4"].lmg == other.factors["F4"].lmg
    assert one.factors["F4"].lmg_bounds != other.factors["F4"].lmg_bounds
    assert one.reason is None
    assert one.seed == 7


def test_drivers_of__known_stream__same_bounds_on_every_machine() -> None:
    """The first raw numbers of PCG64(2026), which numpy promises not to change, pick the people."""
    levels = drawn(1, people=40, factors=2)
    raw = np.random.PCG64(2026).random_raw(3 * 40)
    expected = []
    for sample in range(3):
        people = [int((int(x) >> 11) / 2**53 * 40) for x in raw[sample * 40 : (sample + 1) * 40]]
        found = relative_importance(np.corrcoef(levels[people].T))
        assert found is not None
        expected.append(found.r2)

    bounds = drivers_of(answers_of(levels), seed=2026, samples=3).r2_bounds

    assert bounds is not None
    assert (bounds.low, bounds.high) == pytest.approx(
        tuple(np.quantile(expected, [0.025, 0.975])), rel=1e-9
    )


def test_drivers_of__strong_and_absent_factor__intervals_apart_and_around_the_parts() -> None:
    random = np.random.default_rng(2)
    figures = random.normal(size=(300, 3))
    outcome = 2 * figures[:, 0] + 0.7 * figures[:, 1] + random.normal(size=300)

    found = drivers_of(answers_of(np.column_stack([outcome, figures])), seed=1, samples=300)

    assert found.r2 is not None
    for share in found.factors.values():
        assert share.lmg_bounds is not None
        assert share.johnson_bounds is not None
        assert share.lmg_bounds.low <= share.lmg <= share.lmg_bounds.high
        assert share.johnson_bounds.low <= share.johnson <= share.johnson_bounds.high
    strong, absent = found.factors["F1"].lmg_bounds, found.factors["F3"].lmg_bounds
    assert strong is not None
    assert absent is not None
    assert strong.low > absent.high
    assert found.r2 == pytest.approx(sum(share.lmg for share in found.factors.values()))


def test_drivers_of__twelve_clusters__wider_than_people_alone() -> None:
    """Everybody of a cluster answers alike, so that there are 12 answers, not 240."""
    levels = np.tile(drawn(4, people=12, factors=2), (20, 1))

    people = drivers_of(answers_of(levels), seed=1, samples=200)
    clusters = drivers_of(answers_of(levels, clusters=12), seed=1, samples=200)

    assert people.r2_bounds is not None
    assert clusters.r2_bounds is not None
    width = people.r2_bounds.high - people.r2_bounds.low
    assert clusters.r2_bounds.high - clusters.r2_bounds.low > 2 * width


@settings(max_examples=20)
@given(st.permutations(range(60)))
def test_drivers_of__people_in_another_order__same_parts(order: list[int]) -> None:
    levels = drawn(5, people=60)

    one = drivers_of(answers_of(levels), seed=1, samples=2)
    two = drivers_of(answers_of(levels[order]), seed=1, samples=2)

    for code, share in one.factors.items():
        assert two.factors[code].lmg == pytest.approx(share.lmg, rel=1e-9)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        (drawn(1, people=39), "n < 40"),
        (drawn(1, people=29, factors=2), "n < 30"),
        (np.ones((60, 3)), "answers do not vary, or factors are the same"),
        (np.tile(drawn(1, factors=1), (1, 2))[:, [0, 1, 3]], "answers do not vary, or factors"),
    ],
)
def test_drivers_of__nothing_to_split__reason(levels: np.ndarray, reason: str) -> None:
    found = drivers_of(answers_of(levels), seed=1)

    assert (found.r2, found.r2_bounds, found.factors) == (None, None, {})
    assert found.reason is not None
    assert found.reason.startswith(reason)


def test_drivers_of__one_differing_person__no_intervals_where_samples_miss_him() -> None:
    levels = drawn(1, people=60, factors=2)
    levels[:, 1] = 5.0
    levels[0, 1] = 1.0

    found = drivers_of(answers_of(levels), seed=1, samples=200)

    assert found.lost > 20
    assert found.r2 is not None
    assert found.factors["F1"].lmg_bounds is None
    assert found.reason == "too few samples could be drawn again"


def test_importance_performance__rows__parts_of_100_with_scores_and_intervals(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows, overall = [], []
    for at in range(60):
        mood = (at * 7) % 5 + 1
        rows.append(f"A {mood} {mood} 5 {(at * 3) % 5 + 1} 4 {(at * 11) % 4 + 2}")
        overall.append(min(5, mood + at % 2))
    frame = make_frame(*rows).assign(overall=np.array(overall, dtype=np.int8))
    drivers = drivers_of(driver_answers(frame, rule=rule, overall="overall"), seed=1, samples=40)
    row = score_responses(frame, rule=rule).overall

    found = importance_performance(drivers, row=row, is_census=False, minimum=10)
    census = importance_performance(drivers, row=row, is_census=True, minimum=10)

    assert found[0].code == "F1"
    assert sum(one.part for one in found if one.part is not None) == pytest.approx(100)
    for one in found:
        score = row.factors[one.code].est
        assert one.score == score
        assert one.low is not None
        assert one.high is not None
        assert score is not None
        assert one.low < score < one.high
    assert [(one.low, one.high) for one in census] == [(one.score, one.score) for one in census]


def test_importance_performance__without_parts__scores_alone(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*["A 5 5 5 1 1 ."] * 12).assign(overall=np.int8(5))
    answers = driver_answers(frame, rule=rule, overall="overall")
    row = score_responses(frame, rule=rule).overall

    found = importance_performance(
        drivers_of(answers, seed=1), row=row, is_census=False, minimum=12
    )

    assert [(one.code, one.part, one.score) for one in found] == [
        ("F1", None, 100),
        ("F2", None, 0),
        ("F3", None, None),
    ]
    assert found[0].low == pytest.approx(100 * 0.025 ** (1 / 12))
    assert (found[2].low, found[2].high) == (None, None)


def test_importance_performance__factor_of_few__bounded_by_them_and_null_below_the_minimum(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """F3: 12 of 60 people answered, half of them satisfied: se² = 60/59 · (1/4)/12, so that with
    their own 11 degrees of freedom (no adjustment) n = 12 · 59/60 = 11.8; F2: 9 people.
    """
    rows = [*["A 5 1 4 9 9 5"] * 6, *["A 5 1 4 9 9 1"] * 6, *["A 5 1 4 5 1 ."] * 9]
    frame = make_frame(*rows, *["A 5 1 4 . 9 9"] * 39).assign(overall=np.int8(5))
    row = score_responses(frame, rule=rule).overall
    answers = driver_answers(frame, rule=rule, overall="overall")

    found = importance_performance(
        drivers_of(answers, seed=1), row=row, is_census=False, minimum=10
    )

    by_code = {one.code: one for one in found}
    low, high = special.betaincinv([5.9, 6.9], [6.9, 5.9], [0.025, 0.975])
    assert by_code["F3"].score == pytest.approx(50)
    assert (by_code["F3"].low, by_code["F3"].high) == pytest.approx((100 * low, 100 * high))
    assert (by_code["F2"].score, by_code["F2"].low, by_code["F2"].high) == (None, None, None)


@pytest.mark.parametrize(
    ("units", "samples"), [(0, 1_000), (50_000, 1_000), (100_000, 500), (10_000_000, 200)]
)
def test_samples_of__many_units__fewer_samples(units: int, samples: int) -> None:
    nobody = answers_of(drawn(1, people=0))

    assert samples_of(replace(nobody, primary=np.arange(units))) == samples


def test_drivers_of__units_in_another_order__same_figures_as_people_alone() -> None:
    """Where everybody is a unit, which number they have makes no difference to the parts."""
    levels = drawn(1, people=60)
    alone = answers_of(levels)
    turned = replace(alone, primary=alone.primary[::-1].copy())

    one, two = (drivers_of(of, seed=3, samples=60) for of in (alone, turned))

    assert two.factors["F1"].lmg == pytest.approx(one.factors["F1"].lmg, rel=1e-9)
    again = drivers_of(replace(alone, levels=levels[::-1].copy()), seed=3, samples=60)
    assert two.r2_bounds is not None
    assert again.r2_bounds is not None
    assert two.r2_bounds.low == pytest.approx(again.r2_bounds.low, rel=1e-9)


def test_drivers_of__no_samples__parts_without_intervals() -> None:
    found = drivers_of(answers_of(drawn(1)), seed=1, samples=0)

    assert found.factors["F1"].lmg_bounds is None
    assert found == replace(found, reason="too few samples could be drawn again")
