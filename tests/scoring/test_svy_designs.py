"""Designs that hurt, against svy 0.35.0 at 1e-9: lonely units, one stage of clusters, no sizes.

svy is an independent implementation of Taylor linearisation (MIT licence) that agrees with R's
survey 4.1-1. `test_estimates.py` holds the strata and the two stages against it.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
import svy

from scoring.domains import domains_of
from scoring.frame_tally import tally_frame
from scoring.groups import score_groups
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.score_table import ScoreRow
from scoring.variance import Population

Design = tuple[pd.DataFrame, Population]
Build = Callable[[int], Design]
SEEDS = range(5)


def of_svy(
    frame: pd.DataFrame, population: Population, rule: ScoringRule, *, by: str | None
) -> dict[str, tuple[float, float]]:
    """Share and error by domain, "" for the whole; primary units are the clusters, or people."""
    people = frame.assign(key=frame["unit_code"] + "/" + frame["stratum"])
    people["psu"] = people["key"] + "/" + people["cluster"]
    alone = people["cluster"] == ""
    people.loc[alone, "psu"] = [f"person {at}" for at in range(int(alone.sum()))]
    people["y"] = np.isin(people[list(rule.items)], (4, 5)).sum(axis=1).astype(float)
    people["z"] = np.isin(people[list(rule.items)], (1, 2, 3, 4, 5)).sum(axis=1).astype(float)
    sizes = {"/".join(stratum): size for stratum, size in population.strata.items()}
    if sizes:
        people["size"] = people["key"].map(sizes)
    sample = svy.Sample(
        pl.from_dict({str(name): people[name].to_list() for name in people}),
        svy.Design(
            stratum="key",
            wgt="weight",
            psu="psu",
            pop_size="size" if sizes else None,
            singleton="skip",
        ),
    )
    estimate = sample.estimation.ratio(y="y", x="z", by=by)
    assert isinstance(estimate, svy.Estimate)
    return {
        (str(part.by_level[0]) if part.by_level else ""): (part.est, part.se)
        for part in estimate.estimates
    }


def agree(row: ScoreRow, theirs: tuple[float, float]) -> None:
    est, se = theirs
    assert row.pooled.est == pytest.approx(100 * est, rel=1e-9)
    assert row.pooled.se == pytest.approx(100 * se, rel=1e-9)


def assert_as_svy(frame: pd.DataFrame, population: Population, rule: ScoringRule) -> None:
    table = score_responses(frame, rule=rule, population=population)
    by_unit = of_svy(frame, population, rule, by="unit_code")
    assert set(by_unit) == set(table.units)
    for code, theirs in by_unit.items():
        agree(table.units[code], theirs)
    agree(table.overall, of_svy(frame, population, rule, by=None)[""])


@pytest.mark.parametrize("seed", SEEDS)
def test_score_responses__clusters_of_one_stage__same_as_svy(
    clustered: Build, rule: ScoringRule, seed: int
) -> None:
    """Everybody of a drawn cluster was asked: only the clusters are corrected for."""
    frame, population = clustered(seed)
    counts = frame.groupby(["unit_code", "stratum", "cluster"]).size()
    tally = tally_frame(frame, rule=rule)
    everybody = {cell: int(counts.loc[tuple(cell)]) for cell in tally.cells}

    table = score_responses(frame, rule=rule, population=replace(population, clusters=everybody))

    theirs = of_svy(frame, population, rule, by="unit_code")
    for code, row in table.units.items():
        agree(row, theirs[code])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", ["stratified", "clustered"])
def test_score_responses__sizes_not_known__same_as_svy(
    request: pytest.FixtureRequest, rule: ScoringRule, design: str, seed: int
) -> None:
    build: Build = request.getfixturevalue(design)
    frame, _ = build(seed)

    assert_as_svy(frame, Population(), rule)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", ["stratified", "clustered"])
def test_score_responses__some_strata_with_one_primary_unit__same_as_svy_that_skips_them(
    request: pytest.FixtureRequest, rule: ScoringRule, design: str, seed: int
) -> None:
    build: Build = request.getfixturevalue(design)
    frame, _ = build(seed)
    lonely = frame.groupby("unit_code").head(1).assign(stratum="lonely", cluster="")
    if design == "clustered":
        lonely["cluster"] = "only"
    lonely[list(rule.items)] = np.int8(4)
    frame = pd.concat([frame, lonely], ignore_index=True)

    table = score_responses(frame, rule=rule)

    assert all(row.lonely_strata >= 1 for row in table.units.values())
    assert_as_svy(frame, Population(), rule)


@pytest.mark.parametrize("seed", SEEDS)
def test_score_responses__some_strata_asked_wholly__same_as_svy(
    stratified: Build, rule: ScoringRule, seed: int
) -> None:
    frame, population = stratified(seed)
    counts = frame.groupby(["unit_code", "stratum"]).size()
    sizes = {
        key: int(counts.loc[key]) if at % 2 else size
        for at, (key, size) in enumerate(sorted(population.strata.items()))
    }

    assert_as_svy(frame, Population(strata=sizes), rule)


@pytest.mark.parametrize("seed", SEEDS)
def test_score_groups__groups_of_units__same_as_domains_in_svy(
    stratified: Build, rule: ScoringRule, seed: int
) -> None:
    frame, population = stratified(seed)
    units = sorted(frame["unit_code"].unique())
    group_of = {code: f"G{at % 2}" for at, code in enumerate(units)}

    groups = score_groups(
        tally_frame(frame, rule=rule),
        population=population,
        group_of=group_of,
        like=score_responses(frame, rule=rule, population=population),
    )

    grouped = frame.assign(group=frame["unit_code"].map(group_of))
    theirs = of_svy(grouped, population, rule, by="group")
    assert set(theirs) == set(groups)
    for code, row in groups.items():
        agree(row, theirs[code])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", ["stratified", "clustered"])
def test_domains_of__unit_left_out__jackknife_of_a_linear_total_is_the_same_variance(
    request: pytest.FixtureRequest, rule: ScoringRule, design: str, seed: int
) -> None:
    """Replication that shares nothing with the linearisation but its e.

    For a total the delete-one jackknife, Σ_h (m - 1)/m Σ_c (T₍c₎ - T)² with the others of the
    stratum weighing m/(m - 1), equals the linearised variance exactly (Wolter, Introduction to
    Variance Estimation, 2007, 4.5). With replacement, pooled share.
    """
    build: Build = request.getfixturevalue(design)
    frame, _ = build(seed)
    domains = domains_of(tally_frame(frame, rule=rule), population=Population())
    y = np.isin(frame[list(rule.items)], (4, 5)).sum(axis=1) * frame["weight"]
    z = np.isin(frame[list(rule.items)], (1, 2, 3, 4, 5)).sum(axis=1) * frame["weight"]
    e = ((y - y.sum() / z.sum() * z) / z.sum()).to_numpy()

    variance = 0.0
    for _, stratum in frame.groupby(["unit_code", "stratum"]):
        rows = stratum.index.to_numpy()
        names = stratum["cluster"].where(stratum["cluster"] != "", rows.astype(str)).to_numpy()
        units = np.unique(names)
        for gone in units:
            weight = np.where(names == gone, 0.0, len(units) / (len(units) - 1))
            moved = float((weight * e[rows]).sum() - e[rows].sum())
            variance += (len(units) - 1) / len(units) * moved**2

    assert float(domains.whole.variances[0]) == pytest.approx(variance, rel=1e-9)
