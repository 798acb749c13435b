"""Figures of a document that are given as printed are rounded once, from what they were."""

import json
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.group_ranks import printed_bounds, printed_score
from scoring.published_row import published_row
from scoring.rounding import half_up
from tests.scoring.run_facts import document_of, plan_with

GOOD, BAD = "5 4 5 4 4 4", "1 2 5 2 4 1"
SHOWN = {"limits": {"minimum_people": 1, "people_to_rank": 30}}
"""Nothing is hidden: figures are as computed."""
SIZES = st.integers(80, 90_000)


def people(unit, good, bad):
    return [f"{unit}// {GOOD}"] * good + [f"{unit}// {BAD}"] * bad


ROWS = [*people("A", 4, 2), *people("B", 20, 15), *people("C", 61, 10)]


@pytest.fixture
def whole(make_frame):
    """The row of the whole, as canonical JSON, of a document of weighted scores."""

    def made(sizes, **plan):
        sizes = {(code, ""): size for code, size in zip("ABC", sizes, strict=True)}
        weighted = plan_with(weights="design", **plan)
        found = document_of(make_frame(*ROWS), plan=weighted, sizes=sizes)
        return next(row for kind, _, row in found.rows if kind == "whole")

    return made


def exact(number, *, places, towards=ROUND_HALF_UP):
    """A number of a document without the last digits, which floating point adds."""
    given_as = Decimal(repr(round(number, 11)))
    return float(given_as.quantize(Decimal(1).scaleb(-places), rounding=towards))


def once(row):
    """What is to stand in the rounded row, by name."""
    of = row["published"]
    ends = [row["ci"], of["ci"], row["missing_bounds"]]
    shares = [of, row["pooled"], row["factor_mean"], *row["factors"].values()]
    return {
        "percent": [exact(one["est"], places=1) for one in [*shares, *row["items"].values()]],
        "errors": [exact(one["se"], places=2) for one in shares],
        "scores": [exact(of["score10"], places=2), exact(of["se_score10"], places=2)],
        "levels": exact(row["mean_score"]["est"], places=2),
    } | {
        "low": [_end(one, "low", ROUND_FLOOR) for one in ends],
        "high": [_end(one, "high", ROUND_CEILING) for one in ends],
        "item low": [_end(one, "ci_low", ROUND_FLOOR) for one in row["items"].values()],
        "item high": [_end(one, "ci_high", ROUND_CEILING) for one in row["items"].values()],
    }


def _end(ends, name, outward):
    values = [ends[one] for one in ends if one.endswith(("low", "high"))]
    towards = ROUND_HALF_UP if values[0] == values[1] else outward
    return exact(ends[name], places=1, towards=towards)


@given(sizes=st.tuples(SIZES, SIZES, SIZES))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_document__row_with_decimals__every_figure_is_rounded_once(whole, sizes):
    rounded, unrounded = json.loads(whole(sizes)), json.loads(whole(sizes, **SHOWN))

    assert (rounded["decimals"], unrounded["decimals"]) == (2, None)
    assert once(rounded) == once(unrounded)
    assert rounded["pooled"]["est"] == once(unrounded)["percent"][1]
    assert rounded["published"]["score10"] == once(unrounded)["scores"][0]


@given(sizes=st.tuples(SIZES, SIZES, SIZES))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_published_row__row_with_decimals__prints_as_the_unrounded_one(whole, sizes):
    rounded = published_row(whole(sizes)).score
    unrounded = published_row(whole(sizes, **SHOWN)).score

    assert printed_score(rounded) == printed_score(unrounded)
    assert printed_bounds(rounded) == printed_bounds(unrounded)
    for parts in (
        [(one.published.factors[code] for one in (rounded, unrounded)) for code in ("F1", "F2")],
        [(one.items[code].share for one in (rounded, unrounded)) for code in rounded.items],
    ):
        for one, two in parts:
            assert half_up(100 * one, places=1) == half_up(100 * two, places=1)


def test_document__row_with_decimals__keeps_what_comes_of_no_answers(whole):
    sizes = (60, 70, 700)
    rounded, unrounded = json.loads(whole(sizes)), json.loads(whole(sizes, **SHOWN))

    for name in ("N", "N_estimated", "df", "n", "n_valid", "fieldwork"):
        assert rounded[name] == unrounded[name]


def test_document__census_with_decimals__its_interval_stays_a_point(whole):
    row = json.loads(whole((6, 35, 71)))

    published = row["published"]
    assert row["decimals"] == 2
    assert published["ci"]["low"] == published["ci"]["high"] == published["est"]
    assert published["ci"]["method"] == "census"


def test_published_row__document_of_before__prints_its_score_of_ten(whole):
    content = json.loads(whole((60, 70, 700)))
    content["published"] |= {"est": 83.45, "score10": 8.34}

    read = published_row(json.dumps(content))

    assert printed_score(read.score) == Decimal("8.34")
