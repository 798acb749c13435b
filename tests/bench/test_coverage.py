"""How often the 95 % interval has the true share in it: simulated surveys, `pytest -s` prints them.

Latent-normal items: person i answers item j satisfied where √ρ u_i + √(1 - ρ) ε_ij < Φ⁻¹(p), u and
ε standard normal, so that the answers of a person correlate and every item has the share p. Given u
the answers are independent, hence their number binomial. A survey has 8 units of n people and 22
items, everybody answers everything; a draw from a large population.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
import pytest
from scipy import special

from scoring.differences import Measured, mover
from scoring.factor_intervals import FactorFound, factor_design_effect, measured_factor
from scoring.intervals import (
    Bounds,
    Precision,
    effective_size,
    pooled_design_effect,
    t_quantile,
    wilson,
)
from scoring.responses import score_responses
from scoring.rule import Factor, ScoringRule
from scoring.subgroups import compare_subgroups, subgroup_tallies
from scoring.variance import Population

ITEMS, UNITS, SURVEYS = 22, 8, 1_000
RHOS = (0.35, 0.60, 0.80)
SIZES = (30, 60, 190)
SHARES = (0.90, 0.97, 0.995, 1.00)
MIXED = (0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.985, 0.995)
SEED = 20221005
RULE = ScoringRule(
    questionnaire="simulated",
    version_id="0" * 64,
    factors=(Factor(code="F", items=tuple(f"q{at}" for at in range(ITEMS))),),
)


def satisfied(
    random: np.random.Generator,
    *,
    surveys: int,
    people: int,
    shares: Sequence[float],
    rho: float,
    items: int = ITEMS,
) -> np.ndarray:
    """(surveys, units, people) satisfied answers of so many; each unit has its share."""
    mood = random.normal(size=(surveys, len(shares), people))
    limit = special.ndtri(np.array(shares))[None, :, None]
    chance = special.ndtr((limit - sqrt(rho) * mood) / sqrt(1 - rho))
    return random.binomial(items, chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A simulated unit with its recommended interval, and those that others would give."""

    precision: Precision
    bounds: Bounds
    pooled_answers: Bounds
    linearised: Bounds


def units_of(survey: np.ndarray) -> list[Unit]:
    """The intervals of one survey (UNITS, people), by the functions that score."""
    people = survey.shape[1]
    shares = survey.mean(axis=1) / ITEMS
    variances = survey.var(axis=1, ddof=1) / ITEMS**2 / people
    precisions = [
        Precision(
            share=float(share),
            variance=float(variance),
            plain=float(variance),
            people=people,
            sampled=0.0,
            df=people - 1,
            is_census=False,
        )
        for share, variance in zip(shares, variances, strict=True)
    ]
    design_effect = pooled_design_effect(precisions)
    t = t_quantile(people - 1)
    return [
        Unit(
            precision=one,
            bounds=wilson(
                one.share,
                size=effective_size(
                    one, design_effect=1.0 if design_effect is None else design_effect
                ),
                quantile=t,
            ),
            pooled_answers=wilson(one.share, size=ITEMS * people, quantile=1.959963984540054),
            linearised=Bounds(
                low=one.share - t * sqrt(one.variance), high=one.share + t * sqrt(one.variance)
            ),
        )
        for one in precisions
    ]


def has(bounds: Bounds, share: float) -> bool:
    return bounds.low <= share + 1e-12 and share - 1e-12 <= bounds.high


def surveys_of(rho: float, people: int, share: float) -> Iterator[list[Unit]]:
    random = np.random.default_rng([SEED, round(100 * rho), people, round(1000 * share)])
    shares = [share] * UNITS
    for survey in satisfied(random, surveys=SURVEYS, people=people, shares=shares, rho=rho):
        yield units_of(survey)


HEAD = (
    f"{'rho':>5} {'n':>4} {'share':>6} {'recommended':>12} {'below':>6} {'above':>6} {'width':>6}"
    f" {'answers pooled':>15} {'linearised t':>13} {'difference':>11}"
)


@pytest.mark.parametrize("rho", RHOS)
def test_interval__simulated_surveys__covers_as_often_as_it_says(rho: float) -> None:
    lines, found = [], {}
    for people in SIZES:
        for share in SHARES:
            units = [unit for survey in surveys_of(rho, people, share) for unit in survey]
            found[people, share] = np.mean([has(unit.bounds, share) for unit in units])
            lines.append(_line(units, rho=rho, people=people, share=share))

    print("\n" + "\n".join([HEAD, *lines]))
    for (people, share), covered in found.items():
        assert covered > 0.935, (people, share)


def _line(units: list[Unit], *, rho: float, people: int, share: float) -> str:
    recommended = np.mean([has(unit.bounds, share) for unit in units])
    below = np.mean([unit.bounds.high < share - 1e-12 for unit in units])
    above = np.mean([unit.bounds.low > share + 1e-12 for unit in units])
    width = 10 * np.mean([unit.bounds.high - unit.bounds.low for unit in units])
    pooled = np.mean([has(unit.pooled_answers, share) for unit in units])
    linearised = np.mean([has(unit.linearised, share) for unit in units])
    pairs = zip(units[::2], units[1::2], strict=True)
    differences = [mover(_measured(one), _measured(two)) for one, two in pairs]
    apart = np.mean([bounds is not None and has(bounds, 0.0) for bounds in differences])
    return (
        f"{rho:>5} {people:>4} {share:>6} {recommended:>12.3f} {below:>6.3f} {above:>6.3f}"
        f" {width:>6.2f} {pooled:>15.3f} {linearised:>13.3f} {apart:>11.3f}"
    )


def _measured(unit: Unit) -> Measured:
    return Measured(share=unit.precision.share, se=None, bounds=unit.bounds)


@pytest.mark.parametrize("rho", RHOS)
def test_interval__units_of_different_shares_in_one_survey__covers_as_often_as_it_says(
    rho: float,
) -> None:
    """The floor is of the whole survey, the shares are not."""
    lines, lowest = [], 1.0
    for people in SIZES:
        random = np.random.default_rng([SEED, round(100 * rho), people])
        drawn = satisfied(random, surveys=SURVEYS, people=people, shares=MIXED, rho=rho)
        found = [units_of(survey) for survey in drawn]
        covered = [
            float(np.mean([has(survey[at].bounds, share) for survey in found]))
            for at, share in enumerate(MIXED)
        ]
        lowest = min(lowest, *covered)
        lines.append(f"{rho:>5} {people:>4} " + " ".join(f"{one:>6.3f}" for one in covered))

    print("\n" + "\n".join([f"{'rho':>5} {'n':>4} " + " ".join(f"{p:>6}" for p in MIXED), *lines]))
    assert lowest > 0.92


FACTOR_ITEMS = (3, 4, 6)
"""Criteria of the smallest factor, of most, and of the largest."""


@pytest.mark.parametrize("rho", RHOS)
def test_factor__units_of_different_shares_in_two_rounds__covers_as_often_as_it_says(
    rho: float,
) -> None:
    """The interval of a factor, and of its difference between two rounds without a change."""
    lines, lowest = [], 1.0
    for items in FACTOR_ITEMS:
        for people in SIZES:
            random = np.random.default_rng([SEED, round(100 * rho), people, items])
            rounds = [
                [factors_of(survey, items=items) for survey in drawn]
                for drawn in (
                    satisfied(
                        random,
                        surveys=FACTOR_SURVEYS,
                        people=people,
                        shares=MIXED,
                        rho=rho,
                        items=items,
                    )
                    for _ in range(2)
                )
            ]
            own, apart, width = _covered(*rounds)
            lowest = min(lowest, own.min(), apart.min())
            lines.append(
                f"{rho:>5} {items:>6} {people:>4} {own.mean():>6.3f} {own.min():>6.3f}"
                f" {apart.mean():>11.3f} {apart.min():>6.3f} {width:>6.2f}"
            )

    head = (
        f"{'rho':>5} {'items':>6} {'n':>4} {'own':>6} {'least':>6} {'difference':>11} {'least':>6}"
    )
    print("\n" + "\n".join([f"{head} {'width':>6}", *lines]))
    assert lowest > 0.91


FACTOR_SURVEYS = 500


def factors_of(survey: np.ndarray, *, items: int) -> list[Measured]:
    """The factor of each unit of one survey (UNITS, people), by the functions that compare."""
    people = survey.shape[1]
    found = [
        FactorFound(
            est=100 * float(unit.mean()) / items,
            se=100 * float(unit.std(ddof=1)) / items / sqrt(people),
            people=people,
            df=people - 1,
            sampled=0.0,
            is_census=False,
        )
        for unit in survey
    ]
    effect = factor_design_effect(found)
    return [measured_factor(one, design_effect=effect) for one in found]


def _covered(
    later: list[list[Measured]], earlier: list[list[Measured]]
) -> tuple[np.ndarray, np.ndarray, float]:
    """By unit: how often its share is in its interval, 0 in that of the difference; the width."""
    own, apart, width = np.zeros(UNITS), np.zeros(UNITS), 0.0
    for here, there in zip(later, earlier, strict=True):
        for at, (one, two) in enumerate(zip(here, there, strict=True)):
            difference = mover(one, two)
            assert one.bounds is not None
            assert difference is not None
            own[at] += has(one.bounds, MIXED[at])
            apart[at] += has(difference, 0.0)
            width += 100 * (one.bounds.high - one.bounds.low)
    return own / len(later), apart / len(later), width / len(later) / UNITS


@pytest.mark.parametrize("share", [0.90, 0.97])
def test_difference__subgroups_of_the_same_clusters__covers_as_often_as_it_says(
    share: float,
) -> None:
    """20 clusters of 8 people, a third of the latent variance between them, two kinds in each."""
    random = np.random.default_rng([SEED, round(100 * share)])
    clusters, people, surveys = 20, 8, 400
    covered = {"mover with r": 0, "mover, r = 0": 0, "linearised t": 0}
    for _ in range(surveys):
        mood = sqrt(0.2) * random.normal(size=(clusters, 1)) + sqrt(0.4) * random.normal(
            size=(clusters, people)
        )
        chance = special.ndtr((special.ndtri(share) - mood) / sqrt(0.4))
        frame = framed(
            random.binomial(ITEMS, chance).reshape(-1),
            unit=["A"] * clusters * people,
            cluster=np.repeat([f"c{at}" for at in range(clusters)], people).tolist(),
        ).assign(kind=["x", "y"] * (clusters * people // 2))
        found = compare_subgroups(
            subgroup_tallies(frame, rule=RULE, label="kind"),
            population=Population(),
            like=score_responses(frame, rule=RULE),
        )
        difference = found.differences["x", "y"]
        x, y = (found.subgroups[kind].measured for kind in "xy")
        alone = mover(x, y)
        assert difference.low is not None
        assert difference.high is not None
        assert difference.est is not None
        assert difference.se is not None
        assert alone is not None
        covered["mover with r"] += difference.low <= 0 <= difference.high
        covered["mover, r = 0"] += has(alone, 0.0)
        covered["linearised t"] += abs(difference.est) <= t_quantile(19) * difference.se

    print(f"\n{share:>6} " + ", ".join(f"{k} {v / surveys:.3f}" for k, v in covered.items()))
    assert covered["mover with r"] / surveys > 0.93


def framed(satisfied_answers: np.ndarray, *, unit: list[str], cluster: list[str]) -> pd.DataFrame:
    """Responses with so many satisfied answers each."""
    levels = np.where(np.arange(ITEMS) < satisfied_answers[:, None], 5, 1).astype(np.int8)
    return pd.DataFrame(levels, columns=list(RULE.items)).assign(
        unit_code=unit, stratum="", cluster=cluster
    )


def test_units_of__one_survey__same_intervals_as_the_score() -> None:
    """So that what is simulated is what is published."""
    random = np.random.default_rng(SEED)
    survey = satisfied(random, surveys=1, people=30, shares=[0.97] * UNITS, rho=0.6)[0]
    units = np.repeat([f"U{at}" for at in range(UNITS)], 30).tolist()
    frame = framed(survey.reshape(-1), unit=units, cluster=[""] * len(units))

    table = score_responses(frame, rule=RULE)

    for unit, row in zip(units_of(survey), table.units.values(), strict=True):
        assert (row.interval.low, row.interval.high) == pytest.approx(
            (100 * unit.bounds.low, 100 * unit.bounds.high), rel=1e-9
        )
