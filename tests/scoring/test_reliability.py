"""Alpha with its interval, omega, and the reliability of unit means."""

import hashlib
import json
from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from questionnaires import shipped_definition
from scoring.one_factor import one_factor
from scoring.publishing import Limits
from scoring.reliability import (
    ItemProducts,
    cronbach_alpha,
    item_products,
    item_reliability,
    one_factor_omega,
)
from scoring.responses import score_responses
from scoring.rule import ScoringRule, rule_of
from scoring.unit_reliability import UnitMean, reliability_of_table, reliability_of_units
from scoring.variance import Population
from survey_app.results.response_file import read_responses

MakeFrame = Callable[..., pd.DataFrame]
ORACLE = Path(__file__).parent / "oracle"
FACTORS = json.loads((ORACLE / "factors.json").read_text())
HAPPY, HALF = "5 4 5 4 5 4", "5 5 5 1 1 1"

levels = st.lists(
    st.lists(st.integers(min_value=1, max_value=5), min_size=4, max_size=4),
    min_size=30,
    max_size=60,
)


def products_of(rows: list[list[int]] | np.ndarray) -> ItemProducts:
    answers = np.asarray(rows, dtype=np.float64)
    return ItemProducts(
        items=tuple(f"i{at}" for at in range(answers.shape[1])),
        people=len(answers),
        left_out=0,
        sums=answers.sum(axis=0),
        products=answers.T @ answers,
    )


def drawn(seed: int, *, people: int, items: int = 4, noise: float = 1.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    mood = random.normal(size=(people, 1))
    return mood + noise * random.normal(size=(people, items))


def test_item_reliability__four_people_repeated__alpha_by_hand() -> None:
    """Items (1, 2, 3, 4) and (2, 1, 4, 3): variances 5/3 each, covariance 1; α = 2·(1 - 10/16)."""
    rows = [[1, 2], [2, 1], [3, 4], [4, 3]] * 10

    found = item_reliability(products_of(rows))

    assert found.alpha.est == pytest.approx(0.75, rel=1e-12)
    assert (found.omega.est, found.omega.reason) == (None, "items < 3")
    assert (found.items, found.people) == (2, 40)


@given(levels)
def test_item_reliability__any_answers__alpha_is_one_less_the_ratio_of_mean_squares(
    rows: list[list[int]],
) -> None:
    """Hoyt 1941: of the two-way table of people and items, α = 1 - MS(rest) / MS(people)."""
    answers = np.array(rows, dtype=float)
    n, k = answers.shape
    people, items = answers.mean(axis=1), answers.mean(axis=0)
    of_people = k * ((people - people.mean()) ** 2).sum() / (n - 1)
    rest = ((answers - people[:, None] - items + answers.mean()) ** 2).sum() / ((n - 1) * (k - 1))

    alpha = cronbach_alpha(products_of(rows))

    if alpha.est is not None:
        assert alpha.est == pytest.approx(1 - rest / of_people, abs=1e-8)
        assert alpha.bounds is not None
        assert alpha.bounds.low <= alpha.est <= alpha.bounds.high <= 1
    else:
        assert alpha.reason is not None


def test_item_reliability__feldt__ends_that_the_f_distribution_gives() -> None:
    found = item_reliability(products_of(drawn(1, people=50)))

    assert found.alpha.est is not None
    assert found.alpha.bounds is not None
    for end, quantile in ((found.alpha.bounds.low, 0.975), (found.alpha.bounds.high, 0.025)):
        ratio = (1 - end) / (1 - found.alpha.est)
        assert stats.f.cdf(ratio, 49, 147) == pytest.approx(quantile, rel=1e-9)


def test_item_reliability__feldt__covers_the_true_alpha_as_often_as_it_says() -> None:
    """Equal loadings of 1 and unit noise: true alpha 4/5; 2,000 samples of 40 people."""
    covered = 0
    for seed in range(2_000):
        bounds = cronbach_alpha(products_of(drawn(seed, people=40))).bounds
        assert bounds is not None
        covered += bounds.low <= 0.8 <= bounds.high

    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)


def test_item_reliability__identical_items__alpha_1() -> None:
    rows = np.tile(np.arange(40)[:, None] % 5 + 1, (1, 3))

    found = item_reliability(products_of(rows))

    assert found.alpha.est == pytest.approx(1, abs=1e-12)
    assert found.alpha.bounds is not None
    assert found.alpha.bounds.low == pytest.approx(1, abs=1e-12)
    assert found.omega.reason == "items depend linearly on each other"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[1], [2]] * 20, "items < 2"),
        ([[1, 2, 3], [3, 2, 2]] * 14, "n < 30"),
        ([[1, 4, 3], [3, 4, 2]] * 20, "constant items: i1"),
        ([[5, 5], [5, 5]] * 20, "constant items: i0, i1"),
        ([[1, 5], [5, 1]] * 20, "the sum is the same for everybody"),
    ],
)
def test_item_reliability__nothing_to_compute_it_from__reason(
    rows: list[list[int]], reason: str
) -> None:
    found = item_reliability(products_of(rows))

    assert (found.alpha.est, found.alpha.bounds) == (None, None)
    assert found.alpha.reason == reason


def test_item_products__frame__complete_cases_and_sums_add_up(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    one = make_frame("A 5 4 3 1 1 1", "A 5 . 3 1 1 1", "B 2 2 1 . . .", "B 1 9 1 1 1 1")
    two = make_frame("A 1 1 2 9 9 9")
    items = ("q11", "q12", "q13")

    found = item_products(one, rule=rule, items=items)
    both = found + item_products(two, rule=rule, items=items)

    assert (found.people, found.left_out) == (2, 2)
    assert found.sums.tolist() == [7, 6, 4]
    assert found.products.tolist() == [[29, 24, 17], [24, 20, 14], [17, 14, 10]]
    whole = item_products(pd.concat([one, two]), rule=rule, items=items)
    assert (both.people, both.left_out) == (whole.people, whole.left_out)
    assert (both.products == whole.products).all()


def test_item_products__other_items_or_other_shapes__are_refused() -> None:
    with pytest.raises(ValueError, match="different items"):
        _ = products_of([[1, 2]]) + products_of([[1, 2, 3]])
    with pytest.raises(ValueError, match="one sum for each item"):
        ItemProducts(
            items=("a",), people=1, left_out=0, sums=np.zeros(2), products=np.zeros((1, 1))
        )


@pytest.mark.parametrize("code", sorted(FACTORS["factors"]))
def test_item_reliability__factors_of_a_survey__omega_as_in_statsmodels(code: str) -> None:
    """`oracle/factors.json`: made by `oracle/make_factors.py` with the version it names."""
    theirs = FACTORS["factors"][code]
    path = ORACLE / "data" / FACTORS["provenance"]["made_from"]
    definition = shipped_definition("sipas-22")
    reading = read_responses(path, definition=definition)
    assert reading.frame is not None
    products = item_products(reading.frame, rule=rule_of(definition), items=theirs["items"])

    found = item_reliability(products)

    made_from = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    assert made_from == FACTORS["provenance"]["md5"]
    assert found.people == theirs["people"]
    assert found.omega.est == pytest.approx(theirs["omega"], abs=1e-6)
    deviation = np.sqrt(np.diag(products.covariance))
    factor = one_factor(products.covariance / np.outer(deviation, deviation))
    assert factor is not None
    assert factor.loadings == pytest.approx(theirs["loadings"], abs=1e-5)
    assert factor.unique == pytest.approx(theirs["unique"], abs=1e-5)


def test_one_factor__correlations_of_one_factor__gives_its_loadings_back() -> None:
    loadings = np.array([0.9, 0.8, 0.6, 0.5, 0.3])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1.0)

    found = one_factor(correlation)

    assert found is not None
    assert found.loadings == pytest.approx(loadings, abs=1e-6)
    assert found.unique == pytest.approx(1 - loadings**2, abs=1e-6)


def test_item_reliability__equal_loadings__omega_is_alpha() -> None:
    covariance = np.full((4, 4), 1.0)
    np.fill_diagonal(covariance, 2.0)
    products = ItemProducts(
        items=("a", "b", "c", "d"),
        people=101,
        left_out=0,
        sums=np.zeros(4),
        products=covariance * 100,
    )

    found = item_reliability(products)

    assert found.alpha.est == pytest.approx(0.8, rel=1e-12)
    assert found.omega.est == pytest.approx(0.8, abs=1e-7)


def test_item_reliability__item_that_one_factor_explains_wholly__omega_has_a_reason() -> None:
    """λ = (1.2, .6, .6) would be needed: no variance is left for the first item."""
    correlation = np.array([[1, 0.72, 0.72], [0.72, 1, 0.36], [0.72, 0.36, 1]])

    found = item_reliability(
        ItemProducts(
            items=("a", "b", "c"),
            people=101,
            left_out=0,
            sums=np.zeros(3),
            products=correlation * 100,
        )
    )

    assert found.alpha.est is not None
    assert (found.omega.est, found.omega.reason) == (
        None,
        "an item has no variance of its own left",
    )


def test_one_factor_omega__search_that_is_cut_short__reason_and_no_number() -> None:
    loadings = np.array([0.9, 0.8, 0.6, 0.5, 0.3])
    correlation = np.outer(loadings, loadings) + 0.01 * np.arange(5)[:, None] * np.arange(5)
    np.fill_diagonal(correlation, 1.0)
    products = ItemProducts(
        items=("a", "b", "c", "d", "e"),
        people=101,
        left_out=0,
        sums=np.zeros(5),
        products=correlation * 100,
    )

    short, whole = one_factor_omega(products, steps=1), one_factor_omega(products)

    assert (short.est, short.reason) == (None, "the best factor was not found")
    assert whole.reason is None


def test_one_factor__two_items__are_refused() -> None:
    with pytest.raises(ValueError, match="three items"):
        one_factor(np.eye(2))


BCG = """4 119 11 128  6 300 29 274  3 228 11 209  62 13536 248 12619  33 5036 47 5761
180 1361 372 1079  8 2537 10 619  505 87886 499 87892  29 7470 45 7232  17 1699 65 1600
186 50448 141 27197  5 2493 3 2338  27 16886 29 17825"""


def bcg() -> dict[str, UnitMean]:
    """Logarithms of risk ratios of 13 vaccine trials (Colditz et al. 1994, JAMA 271)."""
    numbers = list(map(int, BCG.split()))
    trials = {}
    for at in range(0, len(numbers), 4):
        ill, well, ill_others, well_others = numbers[at : at + 4]
        n, others = ill + well, ill_others + well_others
        trials[str(at)] = UnitMean(
            share=log(ill / n) - log(ill_others / others),
            variance=1 / ill - 1 / n + 1 / ill_others - 1 / others,
        )
    return trials


def test_reliability_of_units__published_example__tau2_and_its_interval() -> None:
    """The trials in R's metafor: Hedges .3286; Q-profile .1197 to 1.1115 (Viechtbauer 2007)."""
    found = reliability_of_units(bcg())

    assert found.tau2 == pytest.approx(0.3286, abs=5e-5)
    assert found.tau2_low == pytest.approx(0.1197, abs=5e-5)
    assert found.tau2_high == pytest.approx(1.1115, abs=5e-5)


def test_reliability_of_units__any_units__parts_and_their_summary() -> None:
    units = bcg()

    found = reliability_of_units(units)

    assert found.tau2 is not None
    for code, unit in units.items():
        assert found.units[code] == pytest.approx(found.tau2 / (found.tau2 + unit.variance))
    parts = sorted(part for part in found.units.values() if part is not None)
    assert (found.lowest, found.median, found.highest) == (parts[0], parts[6], parts[12])
    assert found.low is not None
    assert found.high is not None
    assert found.median is not None
    assert found.low < found.median < found.high


def test_reliability_of_units__q_profile__covers_tau2_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    variance = random.uniform(1e-4, 2e-3, size=22)
    covered = 0
    for _ in range(1_000):
        share = 0.9 + random.normal(scale=0.03, size=22) + random.normal(size=22) * variance**0.5
        found = reliability_of_units(
            {
                str(at): UnitMean(share=float(one), variance=float(v))
                for at, (one, v) in enumerate(zip(share, variance, strict=True))
            }
        )
        assert found.tau2_low is not None
        assert found.tau2_high is not None
        covered += found.tau2_low <= 0.03**2 <= found.tau2_high

    assert covered / 1_000 == pytest.approx(0.95, abs=0.02)


def test_reliability_of_units__equal_shares__zero_and_in_a_census_nothing() -> None:
    same = {code: UnitMean(share=0.9, variance=0.001) for code in "abc"}
    census = {code: UnitMean(share=0.9, variance=0.0) for code in "abc"}

    found, nothing = reliability_of_units(same), reliability_of_units(census)

    assert (found.tau2, found.median, found.tau2_low, found.tau2_high) == (0, 0, 0, 0)
    assert (nothing.tau2, nothing.median, nothing.reason) == (0, None, "nothing varies")
    assert nothing.units == {"a": None, "b": None, "c": None}


def test_reliability_of_units__everybody_asked__wholly_of_the_units() -> None:
    units = {code: UnitMean(share=at / 10, variance=0.0) for at, code in enumerate("abcd")}

    found = reliability_of_units(units)

    assert found.tau2 == pytest.approx(np.var([0, 0.1, 0.2, 0.3], ddof=1))
    assert (found.lowest, found.highest) == (1, 1)


def test_reliability_of_units__two_units__too_few() -> None:
    found = reliability_of_units({code: UnitMean(share=0.5, variance=0.1) for code in "ab"})

    assert (found.tau2, found.median, found.reason) == (None, None, "units < 3")


def test_reliability_of_table__ranked_units__variance_behind_their_intervals(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(
        *[f"ALL {HAPPY}"] * 40,
        *[f"MANY {HAPPY}"] * 36,
        *[f"MANY {HALF}"] * 4,
        *[f"SOME {HAPPY}"] * 25,
        *[f"SOME {HALF}"] * 15,
        *[f"CENSUS {HAPPY}"] * 25,
        *[f"CENSUS {HALF}"] * 15,
        *[f"FEW {HALF}"] * 12,
    )
    table = score_responses(frame, rule=rule, population=Population(strata={("CENSUS", ""): 40}))

    found = reliability_of_table(table)

    assert set(found.units) == {"ALL", "MANY", "SOME", "CENSUS"}
    assert found.units["CENSUS"] == 1
    published = table.units["SOME"].published
    assert published.est is not None
    assert published.interval.n_eff is not None
    assert found.tau2 is not None
    share = published.est / 100
    variance = share * (1 - share) / published.interval.n_eff
    assert found.units["SOME"] == pytest.approx(found.tau2 / (found.tau2 + variance))
    of_all = found.units["ALL"]
    assert of_all is not None
    assert 0 < of_all < 1


def test_reliability_of_table__census_in_which_nobody_answered__is_not_a_unit_of_it(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows = [*["A . . . . . ."] * 3, *[f"B {HAPPY}"] * 38, *[f"B {HALF}"] * 2, *[f"C {HAPPY}"] * 40]
    frame = make_frame(*rows)
    limits = Limits(minimum_people=0)

    table = score_responses(
        frame, rule=rule, population=Population(strata={("A", ""): 3}), limits=limits
    )

    assert set(reliability_of_table(table).units) == {"B", "C"}
