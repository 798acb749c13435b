"""Subgroups of one sample: domains with their covariance."""

from collections.abc import Callable
from math import hypot, sqrt
from typing import Any, Protocol

import numpy as np
import pandas as pd
import polars as pl
import pytest
import svy
from scipy import stats

from scoring.differences import Change, Difference, Lacking
from scoring.frame_tally import tally_frame
from scoring.indicator import Estimator, Indicator
from scoring.intervals import wilson
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.subgroups import compare_subgroups, subgroup_tallies
from scoring.variance import Population

MakeFrame = Callable[..., pd.DataFrame]
Design = tuple[pd.DataFrame, Population]
DESIGNS = ("stratified", "clustered")
HAPPY, HALF = "5 4 5 4 5 4", "5 5 5 1 1 1"


class Loops(Protocol):
    """What the plain implementation offers."""

    people: list[dict[str, object]]

    def ratio(self, of: Any, items: tuple[str, ...]) -> tuple[float, list[float]]: ...
    def se(self, of: Any, errors: list[float], *, corrected: bool = True) -> float: ...


def labelled(request: pytest.FixtureRequest, design: str, seed: int) -> Design:
    """A random design in which people are of one of three kinds, the third not compared."""
    build: Callable[[int], Design] = request.getfixturevalue(design)
    frame, population = build(seed)
    kinds = np.random.default_rng(seed).choice(["phone", "tablet", ""], size=len(frame))
    kinds[:4] = ["phone", "tablet", "phone", "tablet"]
    return frame.assign(kind=kinds), population


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("design", DESIGNS)
def test_compare_subgroups__kinds_in_all_strata__error_with_covariance_as_in_loops(
    request: pytest.FixtureRequest,
    rule: ScoringRule,
    plain: Callable[..., Loops],
    design: str,
    seed: int,
) -> None:
    """e of the difference: that of the one kind, less that of the other, 0 for anybody else."""
    frame, population = labelled(request, design, seed)
    table = score_responses(frame, rule=rule, population=population)
    loops = plain(frame, population)

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=population,
        like=table,
        among=("phone", "tablet"),
    )

    shares, errors = {}, {}
    for kind in ("phone", "tablet"):
        shares[kind], own = loops.ratio(
            [person for person in loops.people if person["kind"] == kind], rule.items
        )
        left = iter(own)
        errors[kind] = [next(left) if p["kind"] == kind else 0.0 for p in loops.people]
        measured = found.subgroups[kind].measured
        assert measured.share == pytest.approx(shares[kind], rel=1e-9)
        assert measured.se == pytest.approx(loops.se(loops.people, errors[kind]), rel=1e-9)
    both = [one - two for one, two in zip(errors["phone"], errors["tablet"], strict=True)]
    difference = found.differences["phone", "tablet"]
    assert difference.est == pytest.approx(100 * (shares["phone"] - shares["tablet"]), rel=1e-9)
    assert difference.se == pytest.approx(100 * loops.se(loops.people, both), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_compare_subgroups__one_stage__shares_and_errors_as_domains_in_svy(
    request: pytest.FixtureRequest, rule: ScoringRule, seed: int
) -> None:
    frame, population = labelled(request, "stratified", seed)
    people = frame.assign(
        key=frame["unit_code"] + "/" + frame["stratum"],
        person=np.arange(len(frame)),
        y=np.isin(frame[list(rule.items)], (4, 5)).sum(axis=1).astype(float),
        z=np.isin(frame[list(rule.items)], (1, 2, 3, 4, 5)).sum(axis=1).astype(float),
    )
    sizes = {"/".join(stratum): size for stratum, size in population.strata.items()}
    people["size"] = people["key"].map(sizes)
    sample = svy.Sample(
        pl.from_dict({str(name): people[name].to_list() for name in people}),
        svy.Design(stratum="key", wgt="weight", psu="person", pop_size="size"),
    )

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=population,
        like=score_responses(frame, rule=rule, population=population),
    )

    theirs = sample.estimation.ratio(y="y", x="z", by="kind")
    assert isinstance(theirs, svy.Estimate)
    assert len(theirs.estimates) == 3
    for part in theirs.estimates:
        assert part.by_level is not None
        ours = found.subgroups[str(part.by_level[0])].measured
        assert (ours.share, ours.se) == pytest.approx((part.est, part.se), rel=1e-9)


def test_compare_subgroups__subgroups_are_strata__independent_mover_of_their_intervals(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(
        *[f"A/rural {HAPPY}"] * 30, *[f"A/rural {HALF}"] * 10, *[f"A/urban {HALF}"] * 40
    )

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="stratum"),
        population=Population(),
        like=score_responses(frame, rule=rule),
    )

    rural, urban = (found.subgroups[code].measured for code in ("rural", "urban"))
    difference = found.differences["rural", "urban"]
    assert rural.bounds is not None
    assert urban.bounds is not None
    assert rural.share == 0.875
    assert urban.share == 0.5
    assert difference.low == pytest.approx(
        100 * (0.375 - hypot(0.875 - rural.bounds.low, urban.bounds.high - 0.5))
    )
    assert difference.change is Change.RISEN
    assert found.subgroups["rural"].df == 39


def test_compare_subgroups__everybody_satisfied_in_both__interval_has_a_width(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 60).assign(kind=["x", "y"] * 30)

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=Population(),
        like=score_responses(frame, rule=rule),
    )

    difference = found.differences["x", "y"]
    assert (difference.est, difference.se, difference.change) == (0.0, 0.0, Change.SIMILAR)
    assert difference.low is not None
    assert difference.low < -5


def test_compare_subgroups__people_of_the_same_clusters__narrower_than_if_independent(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    """In every office both kinds answer alike, so most of the variance is in both and cancels."""
    rows = []
    for office in range(12):
        mood = HAPPY if office % 2 else HALF
        rows += [f"A/s/c{office} {mood}"] * 9 + [f"A/s/c{office} 5 5 5 5 1 1"]
    frame = make_frame(*rows).assign(kind=["x", "y"] * 60)

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=Population(),
        like=score_responses(frame, rule=rule),
    )

    x, y = (found.subgroups[code].measured for code in "xy")
    difference = found.differences["x", "y"]
    assert x.se is not None
    assert y.se is not None
    assert x.bounds is not None
    assert y.bounds is not None
    assert x.share is not None
    assert y.share is not None
    assert difference.se is not None
    assert difference.low is not None
    assert difference.se < 0.3 * 100 * hypot(x.se, y.se)
    independent = 100 * (x.share - y.share - hypot(x.share - x.bounds.low, y.bounds.high - y.share))
    assert difference.low > independent


@pytest.mark.parametrize(
    ("kinds", "quantile"),
    [
        ("xy", stats.t.ppf(0.975, 29)),
        ("xyz", stats.studentized_range.ppf(0.95, 3, 19) / sqrt(2)),
    ],
    ids=["two", "three"],
)
def test_compare_subgroups__two_or_three__student_t_or_tukey(
    make_frame: MakeFrame, rule: ScoringRule, kinds: str, quantile: float
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 30, *[f"A {HALF}"] * 30)

    found = compare_subgroups(
        subgroup_tallies(
            frame.assign(kind=list(kinds) * (60 // len(kinds))), rule=rule, label="kind"
        ),
        population=Population(),
        like=score_responses(frame, rule=rule),
    )

    for kind in kinds:
        subgroup = found.subgroups[kind]
        assert subgroup.n_eff is not None
        expected = wilson(0.75, size=subgroup.n_eff, quantile=float(quantile))
        assert subgroup.measured.bounds is not None
        assert (subgroup.measured.bounds.low, subgroup.measured.bounds.high) == pytest.approx(
            (expected.low, expected.high), rel=1e-9
        )


def test_compare_subgroups__few_people_or_no_answers__not_shown(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows = [*[f"A {HAPPY}"] * 9, *[f"A {HALF}"] * 20, *["A . . . . . ."] * 12]
    frame = make_frame(*rows).assign(kind=["few"] * 9 + ["many"] * 20 + ["silent"] * 12)

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=Population(),
        like=score_responses(frame, rule=rule),
    )

    assert found.subgroups["few"].measured.share is None
    assert found.subgroups["few"].n_valid == 9
    assert found.differences["few", "many"] == Difference(reason=Lacking.SUPPRESSED)
    assert found.differences["many", "silent"] == Difference(reason=Lacking.NO_ESTIMATE)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 9, "b": 30, "c": 20}, {"a", "c"}),
        ({"a": 4, "b": 3, "c": 20, "d": 30}, {"a", "b", "c"}),
        ({"a": 6, "b": 5, "c": 20}, {"a", "b"}),
        ({"a": 10, "b": 11}, set()),
        ({"a": 9, "b": 30}, {"a", "b"}),
        ({"a": 20, "b": 30, "rest": 4}, {"a"}),
        ({"a": 20, "b": 5, "rest": 40}, {"b"}),
    ],
)
def test_compare_subgroups__small_ones__others_hidden_until_nothing_gives_them_away(
    make_frame: MakeFrame, rule: ScoringRule, sizes: dict[str, int], hidden: set[str]
) -> None:
    kinds = [kind for kind, people in sizes.items() for _ in range(people)]
    frame = make_frame(*[f"A {HALF}" if at % 3 else f"A {HAPPY}" for at in range(len(kinds))])
    frame = frame.assign(kind=kinds)

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=Population(),
        like=score_responses(frame, rule=rule),
        among=[kind for kind in sizes if kind != "rest"],
    )

    not_shown = {kind for kind, one in found.subgroups.items() if one.measured.share is None}
    assert not_shown == hidden
    for pair, difference in found.differences.items():
        assert (difference.reason is Lacking.SUPPRESSED) is bool(hidden & set(pair))


def test_compare_subgroups__everybody_asked__points_without_error(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    frame = make_frame(*[f"A {HAPPY}"] * 12, *[f"A {HALF}"] * 12).assign(kind=["x", "y"] * 12)
    population = Population(strata={("A", ""): 24})

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"),
        population=population,
        like=score_responses(frame, rule=rule, population=population),
        among=("x",),
    )
    both = compare_subgroups(
        {"x": tally_frame(frame[:12], rule=rule), "y": tally_frame(frame[12:], rule=rule)},
        population=population,
        like=score_responses(frame, rule=rule, population=population),
    )

    assert found.differences == {}
    assert found.subgroups["x"].measured.se == 0
    difference = both.differences["x", "y"]
    assert (difference.low, difference.est, difference.high) == (50, 50, 50)


def test_compare_subgroups__one_published_item__of_the_people_who_answered_it(
    make_frame: MakeFrame, rule: ScoringRule
) -> None:
    rows = [*["A 5 . 5 5 5 5"] * 5, *["A 5 1 5 5 5 5"] * 10, *["A 1 5 1 1 1 1"] * 15]
    frame = make_frame(*rows).assign(kind=["x"] * 15 + ["y"] * 15)
    table = score_responses(
        frame, rule=rule, indicator=Indicator(estimator=Estimator.OVERALL_ITEM, item="q12")
    )

    found = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label="kind"), population=Population(), like=table
    )

    assert found.subgroups["x"].n_valid == 10
    assert found.differences["x", "y"].est == -100
    assert found.differences["x", "y"].change is Change.FALLEN


def test_compare_subgroups__nobody__nothing(make_frame: MakeFrame, rule: ScoringRule) -> None:
    table = score_responses(make_frame(f"A {HALF}"), rule=rule)

    found = compare_subgroups({}, population=Population(), like=table)

    assert (found.subgroups, found.differences) == ({}, {})
