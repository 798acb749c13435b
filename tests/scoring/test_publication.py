"""The document of a run: what it hides, what it calls provisional, and that its bytes are fixed."""

import json

import pytest

from scoring.composition import Composition
from scoring.design_tally import tally_frame
from scoring.groups import score_groups
from scoring.hidden_rows import PROTECTS
from scoring.plans.shipped import points_plan, scoring_plan
from scoring.points import points_of_units
from scoring.publication import MANY_EXCLUDED, MOVED, RunFacts, UnitInRun, run_document
from scoring.published_json import ByPlan
from scoring.responses import score_tally
from scoring.unit_inputs import inputs_of
from scoring.variance import Population
from tests.scoring.conftest import RULE

GOOD, BAD = "5 4 5 4 4 4", "1 2 5 2 4 1"
KNOWN = {"n", "n_valid", "df", "flag", "flag_reason", "N", "N_estimated", "lonely_strata"}


def people(unit, good, bad):
    return [f"{unit}// {GOOD}"] * good + [f"{unit}// {BAD}"] * bad


@pytest.fixture
def document(make_frame):
    """The document of these interviews, and of those that were voided."""

    def made(counted, voided=()):
        def scored(rows):
            return score_tally(tally_frame(make_frame(*rows), rule=RULE), population=Population())

        tally, table = tally_frame(make_frame(*counted), rule=RULE), scored(counted)
        units = {code: UnitInRun(name=f"Unit {code}", group="G") for code in table.units}
        plan = points_plan("ha-nam-2022")
        return run_document(
            RunFacts(
                about={"code_version": "x"},
                table=table,
                groups=score_groups(
                    tally,
                    population=Population(),
                    group_of=dict.fromkeys(table.units, "G"),
                    like=table,
                ),
                units=units,
                by=ByPlan(
                    scoring_plan=scoring_plan("ha-nam-2022"),
                    points_plan=plan,
                    points=points_of_units(
                        plan, {code: inputs_of(row) for code, row in table.units.items()}
                    ),
                ),
                compositions={code: Composition(modes={}, origins={}) for code in table.units},
                with_excluded=scored([*counted, *voided]),
                excluded={"A": len(voided)} if voided else {},
            )
        )

    return made


def numbers(content):
    """All that is not null in a row, however deep."""
    if isinstance(content, dict):
        return [one for inner in content.values() for one in numbers(inner)]
    return [] if content is None else [content]


def test_run_document__small_unit__is_hidden_with_the_next_smallest_and_its_points(document):
    found = document([*people("A", 4, 2), *people("B", 20, 15), *people("C", 60, 10)])

    units = json.loads(found.canonical)["units"]
    assert [units[code]["flag"] for code in "ABC"] == ["suppressed", "suppressed", "ok"]
    assert units["A"]["flag_reason"].startswith("n_valid < 10")
    assert units["B"]["flag_reason"] == PROTECTS
    for code in "AB":
        row = units[code]
        said = {name for name in row if numbers(row[name])}
        assert said <= KNOWN | {"name", "group", "left_out", "incomplete", "composition"}
    assert units["C"]["published"]["points"]["points"] is not None
    assert found.suppression.rows.groups == frozenset()


def test_run_document__rows_permuted__are_the_same_bytes(document):
    rows = [*people("A", 34, 12), *people("B", 20, 15), *people("C", 60, 10)]

    assert document(rows).canonical == document(rows[::-1]).canonical
    assert document(rows).sha256 == document(rows[::-1]).sha256


def test_run_document__rows__are_those_of_the_document(document):
    found = document([*people("A", 34, 12), *people("B", 20, 15)])

    content = json.loads(found.canonical)
    rows = {(kind, code): json.loads(row) for kind, code, row in found.rows}
    assert rows == {
        ("unit", "A"): content["units"]["A"],
        ("unit", "B"): content["units"]["B"],
        ("group", "G"): content["groups"]["G"],
        ("whole", ""): content["overall"],
    }


def test_run_document__many_voided__is_provisional_with_both_scores(document):
    counted = [*people("A", 38, 2), *people("B", 40, 5)]

    found = document(counted, voided=people("A", 0, 10))

    row = json.loads(found.canonical)["units"]["A"]
    assert row["flag"] == "provisional"
    assert MOVED in row["flag_reason"]
    assert MANY_EXCLUDED in row["flag_reason"]
    assert row["with_excluded"]["n_excluded"] == 10
    by_hand = 100 * (38 * 6 + 12 * 2) / (50 * 6)
    assert row["with_excluded"]["est"] == pytest.approx(by_hand, rel=1e-12)
    assert found.provisional == {"A": row["flag_reason"]}


def test_run_document__few_voided_that_say_the_same__changes_no_flag(document):
    counted = [*people("A", 90, 10), *people("B", 40, 5)]

    found = document(counted, voided=people("A", 5, 0))

    assert found.provisional == {}
    assert json.loads(found.canonical)["units"]["A"]["with_excluded"]["n_excluded"] == 5
