"""Estimates and standard errors agree with loops over people, and with the package svy."""

from collections.abc import Callable
from math import sqrt
from typing import Any, Protocol

import numpy as np
import pandas as pd
import polars as pl
import pytest
import svy
from scipy import stats

from scoring.domains import domains_of
from scoring.frame_tally import tally_frame
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.score_table import Estimate, FactorScore, ItemScore, PooledEstimate, ScoreRow
from scoring.variance import Population

Design = tuple[pd.DataFrame, Population]
DESIGNS = ("stratified", "clustered")
SEEDS = range(6)


class Loops(Protocol):
    """What the plain implementation offers."""

    people: list[dict[str, object]]

    def ratio(self, of: Any, items: tuple[str, ...]) -> tuple[float, list[float]]: ...
    def mean_score(self, of: Any) -> tuple[float, list[float]]: ...
    def factor_mean(self, of: Any) -> tuple[float, list[float]]: ...
    def se(self, of: Any, errors: list[float], *, corrected: bool = True) -> float: ...


def design_of(request: pytest.FixtureRequest, name: str, seed: int) -> Design:
    build: Callable[[int], Design] = request.getfixturevalue(name)
    return build(seed)


def agree(
    estimate: Estimate | PooledEstimate | FactorScore | ItemScore, est: float, se: float
) -> None:
    assert estimate.est == pytest.approx(est, rel=1e-9, abs=1e-9)
    assert estimate.se == pytest.approx(se, rel=1e-9, abs=1e-9)


def rows_with_people(
    frame: pd.DataFrame, population: Population, rule: ScoringRule, loops: Loops
) -> list[tuple[ScoreRow, list[dict[str, object]]]]:
    table = score_responses(frame, rule=rule, population=population)
    units = [
        (row, [person for person in loops.people if person["unit_code"] == code])
        for code, row in table.units.items()
    ]
    return [*units, (table.overall, loops.people)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_score_responses__random_design__same_as_loops_over_people(
    request: pytest.FixtureRequest,
    rule: ScoringRule,
    plain: Callable[..., Loops],
    design: str,
    seed: int,
) -> None:
    frame, population = design_of(request, design, seed)
    loops = plain(frame, population)

    rows = rows_with_people(frame, population, rule, loops)

    for row, people in rows:
        share, errors = loops.ratio(people, rule.items)
        agree(row.pooled, 100 * share, 100 * loops.se(people, errors))
        uncorrected = loops.se(people, errors, corrected=False)
        assert row.pooled.se_nofpc == pytest.approx(100 * uncorrected, rel=1e-9)
        mean, errors = loops.mean_score(people)
        agree(row.mean_score, mean, loops.se(people, errors))
        share, errors = loops.factor_mean(people)
        agree(row.factor_mean, 100 * share, 100 * loops.se(people, errors))
        for factor in rule.factors:
            share, errors = loops.ratio(people, factor.items)
            agree(row.factors[factor.code], 100 * share, 100 * loops.se(people, errors))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_score_responses__random_design__items_same_as_loops_over_people(
    request: pytest.FixtureRequest,
    rule: ScoringRule,
    plain: Callable[..., Loops],
    design: str,
    seed: int,
) -> None:
    frame, population = design_of(request, design, seed)
    loops = plain(frame, population)

    rows = rows_with_people(frame, population, rule, loops)

    for row, people in rows:
        for item in rule.items:
            valid = [person[item] for person in people if person[item] in (1, 2, 3, 4, 5)]
            assert row.items[item].counts == {n: valid.count(n) for n in (1, 2, 3, 4, 5)}
            assert row.items[item].n_valid == len(valid)
            if valid:
                share, errors = loops.ratio(people, (item,))
                agree(row.items[item], 100 * share, 100 * loops.se(people, errors))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_domains_of__unit_minus_whole__variance_with_the_overlap(
    request: pytest.FixtureRequest,
    rule: ScoringRule,
    plain: Callable[..., Loops],
    design: str,
    seed: int,
) -> None:
    frame, population = design_of(request, design, seed)
    loops = plain(frame, population)

    domains = domains_of(tally_frame(frame, rule=rule), population=population)

    whole, of_whole = loops.ratio(loops.people, rule.items)
    for at, code in enumerate(domains.codes):
        own = [person for person in loops.people if person["unit_code"] == code]
        share, of_unit = loops.ratio(own, rule.items)
        left = iter(of_unit)
        errors = [
            (next(left) if person["unit_code"] == code else 0.0) - e
            for person, e in zip(loops.people, of_whole, strict=True)
        ]
        variance = domains.differences.own[at] + domains.differences.others[at]
        assert domains.differences.difference[at] == pytest.approx(share - whole)
        assert variance == pytest.approx(loops.se(loops.people, errors) ** 2, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_score_responses__random_design__interval_from_its_own_figures(
    request: pytest.FixtureRequest, rule: ScoringRule, design: str, seed: int
) -> None:
    """Wilson-t at max(v, D R(1-R)/n (1 - n/N)), written out once more from the printed figures."""
    frame, population = design_of(request, design, seed)

    table = score_responses(frame, rule=rule, population=population)

    assert table.design_effect is not None
    for row in (*table.units.values(), table.overall):
        est, se, size = row.pooled.est, row.pooled.se, row.estimated_population
        assert est is not None
        assert se is not None
        assert size is not None
        if row.df < 1 or row.n == size:
            continue
        share, spread = est / 100, est / 100 * (1 - est / 100)
        floor = table.design_effect * spread / row.n_valid * (1 - row.n / size)
        n_eff = spread / max((se / 100) ** 2, floor)
        t = float(stats.t.ppf(0.975, row.df))
        half = t * sqrt(spread / n_eff + t**2 / (4 * n_eff**2))
        low = (share + t**2 / (2 * n_eff) - half) / (1 + t**2 / n_eff)
        high = (share + t**2 / (2 * n_eff) + half) / (1 + t**2 / n_eff)
        assert row.interval.n_eff == pytest.approx(n_eff)
        assert (row.interval.low, row.interval.high) == pytest.approx((100 * low, 100 * high))


def svy_columns(frame: pd.DataFrame, population: Population, rule: ScoringRule) -> pd.DataFrame:
    people = frame.assign(key=frame["unit_code"] + "/" + frame["stratum"])
    strata = {f"{unit}/{stratum}": size for (unit, stratum), size in population.strata.items()}
    people["strata_size"] = people["key"].map(strata)
    groups = {"pooled": rule.items, **{factor.code: factor.items for factor in rule.factors}}
    groups.update({item: (item,) for item in rule.items})
    for name, items in groups.items():
        answers = people[list(items)].to_numpy()
        people[f"y_{name}"] = np.isin(answers, (4, 5)).sum(axis=1).astype(float)
        people[f"z_{name}"] = np.isin(answers, (1, 2, 3, 4, 5)).sum(axis=1).astype(float)
    answers = people[list(rule.items)].to_numpy()
    people["y_mean"] = np.where(np.isin(answers, (1, 2, 3, 4, 5)), answers, 0).sum(axis=1) * 1.0
    people["z_mean"] = people["z_pooled"]
    people["person"] = np.arange(len(people))
    if population.clusters:
        sizes = {"/".join(cell): size for cell, size in population.clusters.items()}
        people["psu"] = people["key"] + "/" + people["cluster"]
        people["cluster_size"] = people["psu"].map(sizes)
    return people


def svy_ratio(sample: svy.Sample, name: str, *, by: str | None) -> dict[str, tuple[float, float]]:
    estimate = sample.estimation.ratio(y=f"y_{name}", x=f"z_{name}", by=by)
    assert isinstance(estimate, svy.Estimate)
    return {
        (str(part.by_level[0]) if part.by_level else ""): (part.est, part.se)
        for part in estimate.estimates
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_score_responses__random_design__same_as_svy(
    request: pytest.FixtureRequest, rule: ScoringRule, design: str, seed: int
) -> None:
    """svy 0.35.0, Taylor linearisation, which itself agrees with R survey 4.1-1."""
    frame, population = design_of(request, design, seed)
    people = svy_columns(frame, population, rule)
    sample = svy.Sample(
        pl.from_dict({str(name): people[name].to_list() for name in people}),
        svy.Design(
            stratum="key",
            wgt="weight",
            psu="psu" if population.clusters else "person",
            ssu="person" if population.clusters else None,
            pop_size=svy.PopSize(psu="strata_size", ssu="cluster_size")
            if population.clusters
            else "strata_size",
        ),
    )

    table = score_responses(frame, rule=rule, population=population)

    names = ["pooled", "mean", *(factor.code for factor in rule.factors), *rule.items]
    for name in names:
        theirs = {**svy_ratio(sample, name, by="unit_code"), **svy_ratio(sample, name, by=None)}
        assert set(theirs) == {*table.units, ""}
        for code, (est, se) in theirs.items():
            row = table.units[code] if code else table.overall
            ours = _named(row, name)
            times = 1 if name == "mean" else 100
            agree(ours, times * est, times * se)


def _named(row: ScoreRow, name: str) -> Estimate | PooledEstimate | FactorScore | ItemScore:
    if name == "pooled":
        return row.pooled
    if name == "mean":
        return row.mean_score
    return row.factors[name] if name in row.factors else row.items[name]
