"""The document of a run: what it hides, what it calls provisional, and that its bytes are fixed."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.effect_limits import (
    USUAL_EFFECT,
    EffectLimits,
    many_after_rechecks,
    many_excluded,
    moved,
    not_accepted,
)
from scoring.excluded import Excluded
from scoring.group_ranks import printed_score
from scoring.hidden_rows import PROTECTS
from scoring.publication import canonical
from scoring.published_row import published_row
from scoring.publishing import Flag, Verdict
from scoring.rechecks_in_run import RechecksInRun, UnitRechecks
from scoring.rounding import half_up
from tests.scoring.conftest import RULE
from tests.scoring.run_facts import document_of, plan_with

GOOD, BAD = "5 4 5 4 4 4", "1 2 5 2 4 1"
RANKS = ("rank", "rank_low", "rank_high")
KNOWN = {"n", "n_valid", "df", "flag", "flag_reason", "N", "N_estimated", "lonely_strata"}
BESIDE = {
    "recheck",
    "name",
    "group",
    "left_out",
    "uncovered",
    "incomplete",
    "composition",
    "with_excluded",
}


def people(unit, good, bad):
    return [f"{unit}// {GOOD}"] * good + [f"{unit}// {BAD}"] * bad


@pytest.fixture
def document(make_frame):
    """The document of these interviews, and of those that were voided."""

    def made(counted, voided=(), **others):
        frame = make_frame(*voided) if voided else None
        return document_of(make_frame(*counted), frame, **others)

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
        assert said <= KNOWN | BESIDE
        assert set(numbers(row["with_excluded"])) == {0}
    assert units["C"]["published"]["points"]["points"] is not None
    assert found.suppression.rows.groups == frozenset()


def test_run_document__every_row__has_what_belongs_beside_a_score(document):
    content = json.loads(document([*people("A", 34, 12), *people("B", 20, 15)]).canonical)

    rows = [*content["units"].values(), *content["groups"].values(), content["overall"]]
    for row in rows:
        published = row["published"]
        assert published["score10"] == published["est"] / 10
        assert published["se_score10"] == published["se"] / 10
        assert row["fieldwork"] is None  # nobody counted cases here
        assert row["recheck"]["reason"] == "no re-checks were promised"
        assert row["with_excluded"]["n_excluded"] == 0
        # Against one independent answer a person: v0 n / (R (1 - R)).
        share = row["pooled"]["est"] / 100
        plain = (row["pooled"]["se_nofpc"] / 100) ** 2
        by_hand = plain * row["n_valid"] / (share * (1 - share))
        assert row["pooled"]["deff"] == pytest.approx(by_hand, rel=1e-12)
        assert published["deff"] == pytest.approx(by_hand, rel=1e-12)
    assert content["method"]["design_effect"] == pytest.approx(
        sum(
            unit["pooled"]["deff"] * unit["pooled"]["est"] * (100 - unit["pooled"]["est"])
            for unit in content["units"].values()
        )
        / sum(
            unit["pooled"]["est"] * (100 - unit["pooled"]["est"])
            for unit in content["units"].values()
        )
    )


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
    assert moved(USUAL_EFFECT) in row["flag_reason"]
    assert many_excluded(USUAL_EFFECT) in row["flag_reason"]
    assert row["with_excluded"]["n_excluded"] == 10
    by_hand = 100 * (38 * 6 + 12 * 2) / (50 * 6)
    assert row["with_excluded"]["est"] == pytest.approx(by_hand, rel=1e-12)
    assert found.verdicts["A"] == Verdict(flag=Flag.PROVISIONAL, reason=row["flag_reason"])


def test_run_document__few_voided_that_say_the_same__changes_no_flag(document):
    counted = [*people("A", 90, 10), *people("B", 40, 5)]

    found = document(counted, voided=people("A", 5, 0))

    assert {one.flag for one in found.verdicts.values()} == {Flag.OK}
    content = json.loads(found.canonical)
    few = {**Excluded(voided=5).json, "est": None, "score10": None}  # of five nothing is told
    assert content["units"]["A"]["with_excluded"] == few
    assert content["groups"]["G"]["with_excluded"] == few
    assert content["overall"]["with_excluded"] == few


def test_run_document__few_voided_of_two_units__are_told_as_one_sum(document):
    counted = [*people("A", 90, 10), *people("B", 40, 5), *people("C", 40, 5)]

    found = document(counted, voided=[*people("A", 2, 4), *people("B", 0, 7)])

    content = json.loads(found.canonical)
    others = {code: row["with_excluded"]["est"] for code, row in content["units"].items()}
    assert others == {"A": None, "B": None, "C": content["units"]["C"]["published"]["est"]}
    by_hand = 100 * (172 * 6 + 31 * 2) / (203 * 6)
    assert content["groups"]["G"]["with_excluded"]["est"] == pytest.approx(by_hand, rel=1e-12)


def test_run_document__invalid_and_unverified__are_counted_apart_and_make_provisional(document):
    counted = [*people("A", 90, 10), *people("B", 40, 5)]

    for kind in ("invalid", "unverified"):
        found = document(counted, voided=people("A", 9, 1), kind=kind)

        row = json.loads(found.canonical)["units"]["A"]
        assert row["with_excluded"].items() >= Excluded(**{kind: 10}).json.items()
        assert (row["flag"], row["flag_reason"]) == (
            "provisional",
            many_after_rechecks(USUAL_EFFECT),
        )
        assert row["rank"] is None
        assert published_row(canonical(row)).excluded == Excluded(**{kind: 10})


def test_run_document__five_percent_after_rechecks__is_the_limit_itself(document):
    counted = [*people("A", 95, 0), *people("B", 40, 5)]

    at = document(counted, voided=people("A", 5, 0), kind="invalid")
    above = document(counted[1:], voided=people("A", 5, 0), kind="invalid")

    # 5 of 100 are not more than 5 %, 5 of 99 are; all say the same, so that nothing moves.
    assert at.verdicts["A"].reason is None
    assert above.verdicts["A"].reason == many_after_rechecks(USUAL_EFFECT)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"most_percent": "2.5"}, "more than 2.5 % of its interviews are invalid or unverified"),
        ({"standard_errors": 0}, None),
        ({}, None),
    ],
)
def test_run_document__limits_of_the_plan__are_those_it_goes_by(document, limits, reason):
    counted = [*people("A", 95, 0), *people("B", 40, 5)]
    plan = plan_with(exclusion=limits)

    found = document(counted, voided=people("A", 5, 0), kind="invalid", plan=plan)

    assert found.verdicts["A"].reason == reason
    said = json.loads(found.canonical)["method"]["exclusion"]
    assert said == {name: float(value) for name, value in dict(EffectLimits(**limits)).items()}


def test_run_document__moved_further_than_the_plan_lets_it__is_provisional(document):
    counted = [*people("A", 38, 2), *people("B", 40, 5)]

    said = {
        errors: document(
            counted,
            voided=people("A", 0, 2),
            plan=plan_with(exclusion={"standard_errors": errors, "most_percent": 50}),
        ).verdicts["A"]
        for errors in ("0.5", "1.5")
    }

    # By hand: 232 of 240 answers are satisfied, with the others 236 of 252: 3.02 points less. Of
    # 40 people 38 are at 1 and 2 at 1/3, so the error of their mean is 2.33 points; 1.3 times it.
    assert said["0.5"].flag is Flag.PROVISIONAL
    assert said["0.5"].reason.endswith("by more than 0.5 standard errors")
    assert said["1.5"].flag is Flag.OK


def of_lots(**units):
    """Re-checks of units: lots by code, each with its decision; the random ones and defective."""
    return RechecksInRun(
        units={
            unit: UnitRechecks(random=12, defective=1, risk=2, further=3, lots=lots)
            for unit, lots in units.items()
        },
        gdr=0.25,
        ndr=-0.125,
    )


def test_run_document__rechecks__stand_with_units_groups_and_the_whole(document):
    rechecks = of_lots(A={"1": "accepted", "2": "cleared"}, B={"2": "cleared", "3": "confirmed"})

    content = json.loads(
        document([*people("A", 34, 12), *people("B", 20, 15)], rechecks=rechecks).canonical
    )

    unit = {
        "n_rechecked": 17,
        "n_rechecked_random": 12,
        "n_rechecked_risk": 2,
        "n_defective": 1,
        "gdr": None,
        "ndr": None,
        "lots": 2,
        "lots_accepted": 2,
        "reason": None,
    }
    assert content["units"]["A"]["recheck"] == unit
    assert content["units"]["B"]["recheck"] == unit | {"lots_accepted": 1}
    # Lot 2 has interviews of both and is one lot.
    both = {"n_rechecked": 34, "n_rechecked_random": 24, "n_rechecked_risk": 4, "n_defective": 2}
    both |= {"lots": 3, "lots_accepted": 2}
    assert content["groups"]["G"]["recheck"] == unit | both
    assert content["overall"]["recheck"] == unit | both | {"gdr": 0.25, "ndr": -0.125}
    assert published_row(canonical(content["overall"])).recheck.lots_accepted == 2


@pytest.mark.parametrize(
    ("decisions", "is_scored"),
    [
        (["accepted", "confirmed"], True),
        (["accepted", "confirmed", "rejected"], False),
        (["cleared", None, "extended", "confirmed"], True),
        ([None, "confirmed"], False),
        ([None, "extended"], True),
        ([], True),
    ],
)
def test_run_document__lots_of_a_unit__decide_whether_it_has_a_score(
    document, decisions, is_scored
):
    lots = {str(number): one for number, one in enumerate(decisions)}
    frame = [*people("A", 50, 6), *people("B", 60, 10), *people("C", 60, 5)]

    found = document(frame, rechecks=of_lots(A=lots))

    units = json.loads(found.canonical)["units"]
    assert [units[code]["flag"] for code in "BC"] == ["ok", "ok"]
    assert units["A"]["n"] == 56
    if is_scored:
        assert units["A"]["flag"] == "ok"
    else:
        verdict = Verdict(flag=Flag.SUPPRESSED, reason=not_accepted(USUAL_EFFECT))
        assert found.verdicts["A"] == verdict
        assert numbers(units["A"]["published"]) == []
        assert units["A"]["rank"] is None
        assert {units[code]["rank"] for code in "BC"} == {1, 2}


FEW_ANSWERED_F3 = [
    *["A// 5 4 5 4 2 9"] * 20,
    *["A// 5 4 1 4 4 4"] * 5,
    *["B// 5 1 5 4 2 4"] * 30,
    *["C// 5 1 5 4 2 4"] * 60,
]


def test_run_document__hidden_factor__cannot_be_had_from_the_index_of_its_unit(document):
    content = json.loads(document(FEW_ANSWERED_F3).canonical)

    row = content["units"]["A"]
    assert row["pooled"]["est"] == pytest.approx(100 * (20 * 4 + 5 * 5) / (25 * 5 + 5))
    assert {code for code, one in row["factors"].items() if not numbers(one)} == {"F1", "F3"}
    assert not numbers(row["factor_mean"])
    assert row["answers_valid"] == 130
    assert row["published"]["points"]["points"] is not None
    assert row["decimals"] is None
    assert numbers(content["groups"]["G"]["factors"]["F3"])


@pytest.mark.parametrize(
    "plan",
    [
        {"estimator": "mean_of_factors"},
        {"estimator": "mean_of_items"},
        {"estimator": "weighted_factors", "factor_weights": {"F1": 1, "F2": 2, "F3": 3}},
    ],
)
def test_run_document__published_mean_with_a_hidden_factor__is_all_that_is_told(document, plan):
    content = json.loads(document(FEW_ANSWERED_F3, plan=plan_with(**plan)).canonical)

    row, whole = content["units"]["A"], content["overall"]
    assert row["published"]["est"] == round(row["published"]["est"], 2) > 0
    assert row["decimals"] == 2
    told = ("pooled", "mean_score", "ci", "missing_bounds", "answers_valid", "factor_mean")
    assert not any(numbers(row[name]) for name in told)
    assert row["published"]["points"]["steps"] is None
    assert whole["decimals"] is None
    assert all(numbers(whole[name]) for name in told)


def test_run_document__weighted_sum_with_a_hidden_unit__tells_no_counts(document):
    rows = [*people("A", 4, 2), *people("B", 20, 15), *people("C", 60, 10)]
    sizes = {("A", ""): 60, ("B", ""): 70, ("C", ""): 700}

    content = json.loads(document(rows, plan=plan_with(weights="design"), sizes=sizes).canonical)

    whole, unit = content["overall"], content["units"]["C"]
    assert whole["answers_satisfied"] is None
    assert not numbers(whole["items"]["q11"]["counts"])
    assert whole["pooled"]["est"] == round(whole["pooled"]["est"], 2) > 0
    assert whole["decimals"] == content["groups"]["G"]["decimals"] == 2
    assert numbers(unit["items"]["q11"]["counts"])
    assert unit["decimals"] is None


def test_run_document__places__are_among_units_of_the_group_that_are_shown_and_ranked(document):
    counted = [
        *people("A", 4, 2),
        *people("B", 100, 60),
        *people("C", 300, 10),
        *people("D", 100, 200),
        *people("E", 190, 10),
    ]

    content = json.loads(document(counted, voided=people("A", 0, 10)).canonical)

    # A has too few people, B protects it; both take no rank from others.
    places = {code: row["in_group"] for code, row in content["units"].items()}
    assert places["A"] is places["B"] is None
    assert [places[code]["rank"] for code in "CED"] == [1, 2, 3]
    assert content["groups"]["G"]["ranked"] == 3
    # B would be the third of the four that the table ranks: a gap would say where it stands.
    table = {code: [row[name] for name in RANKS] for code, row in content["units"].items()}
    assert table["A"] == table["B"] == [None, None, None]
    assert [table[code] for code in "CED"] == [[1, 1, 2], [2, 1, 2], [3, 3, 3]]


def test_run_document__provisional_unit__has_no_place_and_takes_none(document):
    counted = [*people("A", 38, 2), *people("B", 40, 5)]

    content = json.loads(document(counted, voided=people("A", 0, 10)).canonical)

    assert content["units"]["A"]["in_group"] is None
    assert content["units"]["B"]["in_group"]["rank"] == 1
    assert content["groups"]["G"]["ranked"] == 1
    assert [content["units"]["A"][name] for name in RANKS] == [None, None, None]
    assert [content["units"]["B"][name] for name in RANKS] == [1, 1, 1]


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


def test_published_row__weighted_sum_with_a_hidden_unit__knows_what_was_not_counted(document):
    rows = [*people("A", 4, 2), *people("B", 20, 15), *people("C", 60, 10)]
    sizes = {("A", ""): 60, ("B", ""): 70, ("C", ""): 700}
    made = document(rows, plan=plan_with(weights="design"), sizes=sizes)
    read = {(kind, code): published_row(content) for kind, code, content in made.rows}

    of_group, of_unit = read["group", "G"], read["unit", "C"]

    assert of_group.uncounted_items == frozenset(RULE.items)
    assert of_group.hides_answers
    assert (of_group.hidden_items, of_unit.uncounted_items) == (frozenset(), frozenset())
    assert read["unit", "A"].uncounted_items == frozenset()


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
