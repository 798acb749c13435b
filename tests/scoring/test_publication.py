"""The document of a run: what it hides, what it calls provisional, and that its bytes are fixed."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.composition import Composition
from scoring.design_tally import tally_frame
from scoring.group_ranks import printed_score
from scoring.groups import score_groups
from scoring.hidden_rows import PROTECTS
from scoring.plans.shipped import points_plan, scoring_plan
from scoring.points import points_of_units
from scoring.publication import MANY_EXCLUDED, MOVED, RunFacts, UnitInRun, run_document
from scoring.published_json import ByPlan
from scoring.published_row import published_row
from scoring.responses import score_tally
from scoring.rounding import half_up
from scoring.unit_inputs import inputs_of
from scoring.variance import Population
from tests.scoring.conftest import RULE

GOOD, BAD = "5 4 5 4 4 4", "1 2 5 2 4 1"
KNOWN = {"n", "n_valid", "df", "flag", "flag_reason", "N", "N_estimated", "lonely_strata"}
NAMED = {"name", "group", "left_out", "uncovered", "incomplete", "composition"}


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
        assert said <= KNOWN | {
            "name",
            "group",
            "left_out",
            "uncovered",
            "incomplete",
            "composition",
        }
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


def test_run_document__places__are_among_units_of_the_group_that_are_shown_and_ranked(document):
    counted = [
        *people("A", 4, 2),
        *people("B", 20, 15),
        *people("C", 300, 10),
        *people("D", 100, 200),
        *people("E", 38, 2),
    ]

    content = json.loads(document(counted, voided=people("A", 0, 10)).canonical)

    # A has too few people, B protects it; both take no rank from others.
    places = {code: row["in_group"] for code, row in content["units"].items()}
    assert places["A"] is places["B"] is None
    assert [places[code]["rank"] for code in "CED"] == [1, 2, 3]
    assert content["groups"]["G"]["ranked"] == 3


def test_run_document__provisional_unit__has_no_place_and_takes_none(document):
    counted = [*people("A", 38, 2), *people("B", 40, 5)]

    content = json.loads(document(counted, voided=people("A", 0, 10)).canonical)

    assert content["units"]["A"]["in_group"] is None
    assert content["units"]["B"]["in_group"]["rank"] == 1
    assert content["groups"]["G"]["ranked"] == 1


def test_published_row__nothing_hidden__is_the_score_behind_it(document):
    made = document([*people("A", 34, 12), *people("B", 20, 15)])
    rows = {(kind, code): content for kind, code, content in made.rows}

    read = published_row(rows["unit", "A"])
    whole = published_row(rows["whole", ""])

    score = read.score
    assert (read.name, read.hides_answers, read.hidden_items) == ("Unit A", False, frozenset())
    assert (score.n, score.answers_valid) == (46, 46 * 6)
    # 34 people satisfied with all six, 12 with two of them.
    assert float(score.published.share) == pytest.approx((34 * 6 + 12 * 2) / (46 * 6), rel=1e-13)
    assert float(read.points.points) == pytest.approx(10 * (34 * 6 + 12 * 2) / (46 * 6), rel=1e-12)
    assert [one.code for one in read.points.steps] == ["own_share", "linear"]
    assert score.items["q11"].counts == {1: 12, 2: 0, 3: 0, 4: 0, 5: 34}
    assert (whole.rank, whole.points, whole.score.n) == (None, None, 81)


def test_published_row__hidden_unit__says_how_many_people_and_why(document):
    made = document([*people("A", 4, 2), *people("B", 20, 15)])

    read = published_row(
        next(row for kind, code, row in made.rows if (kind, code) == ("unit", "B"))
    )

    assert read.is_hidden
    assert (read.score.n_valid, read.score.verdict.reason) == (35, PROTECTS)
    assert read.score.published.share is None
    assert read.points is None
    assert read.hidden_items == frozenset(RULE.items)


@given(valid=st.integers(1, 400_000), data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_published_row__share_of_counts__is_printed_as_the_exact_one(document, valid, data):
    satisfied = data.draw(st.integers(0, valid))
    content = json.loads(_one_row(document))
    # As the estimate comes about: a quotient of floats, in percent.
    content["published"]["est"] = 100 * (float(satisfied) / float(valid))

    read = published_row(json.dumps(content))

    assert printed_score(read.score) == half_up(Fraction(10 * satisfied, valid))


@pytest.mark.parametrize(("satisfied", "valid"), [(1789, 2000), (1931, 2000), (9, 2000)])
def test_published_row__half_of_a_hundredth__is_rounded_up(document, satisfied, valid):
    content = json.loads(_one_row(document))
    content["published"]["est"] = 100 * (float(satisfied) / float(valid))

    printed = printed_score(published_row(json.dumps(content)).score)

    assert printed == (Decimal(10 * satisfied) / valid).quantize(Decimal("0.01"), ROUND_HALF_UP)


_MADE: list[str] = []


def _one_row(document):
    if not _MADE:
        _MADE.append(document(people("A", 34, 12)).rows[0][2])
    return _MADE[0]
