"""Scores per unit and factor, in any order."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparison import Versus
from scoring.publishing import Evidence, Flag, verdict_of
from scoring.rule import NOT_APPLICABLE
from survey_app.web.score_words import VERSUS, VERSUS_MARKS
from survey_app.web.sorting import Order
from survey_app.wording.score_words import FLAGS, REASONS
from tests.survey_app.people_by_chance import SLOTS, answered

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/scores"


ALL = [4] * len(SLOTS)
NONE = [1] * len(SLOTS)
NO_FEE = [NOT_APPLICABLE if code == "q24" else 5 for code in SLOTS]


@pytest.fixture(scope="module")
def noivu(still_world):
    """Home Affairs: 54 of 60 are satisfied with Xây dựng, all 70 with Tư pháp."""
    answered(still_world, *[ALL] * 54, *[NONE] * 6)
    answered(still_world, *[NO_FEE] * 70, unit=2)
    return still_world.client("noivu")


@pytest.fixture
def scores(noivu, read):
    """Reads the page, sorted in some way."""
    return lambda query="": read(noivu.get(PAGE + query))


NAMES = {"SXD": "Sở Xây dựng", "STP": "Sở Tư pháp"}


def _order(page):
    found = [code for row in page.rows for code, name in NAMES.items() if row[0].startswith(name)]
    # The table of scores, and below it that of factors in the same order.
    assert found[:2] == found[2:4]
    return found[:2]


def test_scores__two_units__are_ranked_with_intervals_and_people(scores):
    page = scores()

    # 54 x 22 of 60 x 22 answers are 90 %: 9.00. Everybody: 10.00.
    better, worse = page.row("Sở Tư pháp"), page.row("Sở Xây dựng")
    assert better[1:4] == ["1", "1", "10,00"]
    assert worse[1:4] == ["2", "2", "9,00"]
    # Wilson with t = 2.001 of 59 and 59 independent answers: (0.93393 ± 0.08520) / 1.06786,
    # that is 7.948 to 9.544, rounded outward.
    assert worse[4] == "7,94–9,55"
    assert (better[5], worse[5]) == ("70", "60")
    assert (better[6], worse[6]) == ("▲ cao hơn", "▼ thấp hơn")
    assert worse[7] == "được xếp hạng"


def test_scores__how_computed__names_the_numbers_of_the_unit(scores):
    text = scores().row("Sở Xây dựng")[0]

    assert "60 người đã cho 1.320 câu trả lời được tính" in text
    assert "1.188 trong 1.320 câu trả lời đó là hài lòng" in text
    assert "1.188 : 1.320 = 90,00 %, theo thang 10 là 9,00 điểm" in text
    assert "90,00 % × 10,00 điểm = 9,00." in text


def test_scores__factors__are_shares_with_a_shade_and_its_words(scores, noivu):
    page = scores()

    row = next(row for row in page.rows if row[0] == "Sở Xây dựng")
    assert row[1:] == ["9,00", *["90,0"] * 5]
    assert 'class="number shade-2"' in noivu.get(PAGE).text
    assert "từ 90 đến dưới 95" in page.text


def test_scores__chart__is_the_picture_of_the_table(noivu, read):
    svg = noivu.get("/results/rounds/thu-2022/ranking/department.svg")

    assert svg.mimetype == "image/svg+xml"
    assert "9,00 ▼ thấp hơn" in read(svg).text
    assert "không phải từ 0" in read(svg).text
    assert noivu.get("/results/rounds/thu-2022/ranking/khong.svg").status_code == 404


def test_ranking_file__rows__are_what_the_page_prints(scores, noivu):
    text = noivu.get("/results/rounds/thu-2022/ranking.csv").data.decode("utf-8-sig")
    page = scores()

    for row in csv.DictReader(io.StringIO(text)):
        shown = page.row(row["unit_name"])
        printed = {name: value.replace(".", ",") for name, value in row.items()}
        assert [row["rank"], row["rank_low"], printed["score"]] == shown[1:4]
        assert f"{printed['ci_low']}–{printed['ci_high']}" == shown[4]
        assert row["n_valid"] == shown[5]
        assert row["flag"] == "ok"


def test_factor_file__rows__are_what_the_page_prints(scores, noivu):
    text = noivu.get("/results/rounds/thu-2022/factors.csv").data.decode("utf-8-sig")
    page = scores()

    for row in csv.DictReader(io.StringIO(text)):
        cells = next(cells for cells in page.rows if cells[0] == row["unit_name"])
        written = [row["score"], *(row[f"F{number}"] for number in range(1, 6))]
        assert [value.replace(".", ",") for value in written] == cells[1:]


def test_criteria__of_all_units__are_counted_together(noivu, read):
    page = read(noivu.get("/results/rounds/thu-2022/criteria"))
    svg = read(noivu.get("/results/rounds/thu-2022/criteria.svg")).text
    text = noivu.get("/results/rounds/thu-2022/criteria.csv").data.decode("utf-8-sig")

    # 60 and 70 people, 6 of them dissatisfied; q24 did not apply to the 70.
    assert page.row("q11")[1] == "95,4 %"
    assert page.row("q11")[3:] == ["130", "6", "0", "0", "54", "70", "0", "0", "0"]
    assert page.row("q24")[3:] == ["60", "6", "0", "0", "54", "0", "70", "0", "0"]
    assert "95,4 %" in svg
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["item"] == "q24")
    assert (row["satisfied_percent"], row["level_1"], row["not_applicable"]) == ("90.0", "6", "70")


def test_scores__all_satisfied__say_what_that_guarantees(noivu, read):
    text = read(noivu.get("/results/rounds/thu-2022/units/STP")).text

    # 0.025 ** (1 / 70) is 94.867 %, and no more than that is certain.
    assert "Cả 70 người đều hài lòng với mọi điều đã trả lời." in text
    assert "chắc chắn 97,5 % là có ít nhất 94,8 %" in text
    assert "Các tiêu chí thấp nhất" not in text


def test_scores__every_flag_and_standing__has_words():
    assert set(FLAGS) == set(Flag)
    assert set(VERSUS) == set(VERSUS_MARKS) == set(Versus)


def test_reasons__all_that_a_verdict_can_give__are_said_in_words():
    weak = Evidence(
        people=9,
        df=1,
        width=0.5,
        is_census=False,
        missing=0.5,
        factors=4,
        all_factors=5,
        lonely=2,
        items=21,
        all_items=22,
    )
    verdicts = [verdict_of(weak), verdict_of(replace(weak, width=None))]

    for verdict in verdicts:
        for reason in (verdict.reason or "").split("; "):
            assert any(pattern.fullmatch(reason) for pattern, _ in REASONS)


@ON_SQLITE
def test_scores__few_people__are_shown_as_indicative_or_not_at_all(world, read):
    answered(world, *[ALL] * 9, NONE, NONE)
    answered(world, *[ALL] * 9, unit=2)

    page = read(world.client("noivu").get(PAGE))

    shown, hidden = page.row("Sở Xây dựng"), page.row("Sở Tư pháp")
    assert shown[1:4] == ["–", "–", "8,18"]
    assert shown[7].startswith("chỉ để tham khảo, không xếp hạng: dưới 30 người trả lời")
    assert hidden[1:6] == ["–", "–", "–", "–", "9"]
    assert hidden[7].startswith("không hiện điểm: dưới 10 người trả lời")
    assert next(row for row in page.rows if row[0] == "Sở Tư pháp")[2] == "– 9 người"


@ON_SQLITE
def test_scores__why_units_are_hidden__stands_below_the_chart_under_a_number(world):
    answered(world, *[ALL] * 9, NONE, NONE)
    answered(world, *[ALL] * 9, unit=2)

    text = world.client("noivu").get(PAGE).text

    said = re.findall(r"<text[^>]*>([^<]*)</text>", text)
    assert said.count("không hiện điểm (1)") == 2  # for a desk and for a phone
    assert sum(one.startswith("(1) dưới 10 người trả lời") for one in said) == 2
    assert not any(one.startswith("không hiện điểm:") for one in said)


def test_scores__exempt_unit__is_named_apart(scores):
    page = scores()

    assert not any("Thanh tra tỉnh" in cell for row in page.rows for cell in row)
    assert "Thanh tra tỉnh." in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["STP", "SXD"]),
        ("?down=1", ["SXD", "STP"]),
        ("?sort=score", ["SXD", "STP"]),
        ("?sort=score&down=1", ["STP", "SXD"]),
        ("?sort=rank", ["STP", "SXD"]),
        ("?sort=rank&down=1", ["SXD", "STP"]),
        ("?sort=people", ["SXD", "STP"]),
        ("?sort=people&down=1", ["STP", "SXD"]),
        ("?sort=name", ["STP", "SXD"]),
        ("?sort=name&down=1", ["SXD", "STP"]),
        ("?sort=factor.F1", ["SXD", "STP"]),
        ("?sort=factor.F1&down=1", ["STP", "SXD"]),
        ("?sort=factor.khong", ["STP", "SXD"]),
        ("?sort=password_hash", ["STP", "SXD"]),
        ("?sort=%00&down=x", ["STP", "SXD"]),
    ],
)
def test_scores__order__is_the_one_of_the_address(scores, query, expected):
    assert _order(scores(query)) == expected


@ON_SQLITE
def test_scores__units_without_answers__come_last_both_ways(world, read):
    answered(world, *[ALL] * 12, unit=2)
    noivu = world.client("noivu")

    orders = [_order(read(noivu.get(f"{PAGE}?sort=score&down={down}"))) for down in (0, 1)]

    assert orders == [["STP", "SXD"], ["STP", "SXD"]]


def test_scores__sorted_column__says_so_and_turns_round(noivu, read):
    upward, downward = noivu.get(f"{PAGE}?sort=score"), noivu.get(f"{PAGE}?sort=score&down=1")

    assert upward.text.count('aria-sort="ascending"') == 2
    assert downward.text.count('aria-sort="descending"') == 2
    assert f"{PAGE}?sort=score&down=1#group-department" in read(upward).links
    assert f"{PAGE}?sort=score&down=0#factors-department" in read(downward).links


@ON_SQLITE
def test_scores__unknown_round__does_not_exist(world):
    assert world.client("noivu").get("/results/rounds/x/scores").status_code == 404


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
@ON_SQLITE
def test_scores__other_roles__are_denied(world, who):
    assert world.client(who).get(PAGE).status_code == 403


@ON_SQLITE
def test_scores__number_of_queries__does_not_grow_with_interviews(world, interviewed):
    noivu = world.client("noivu")
    interviewed({})
    with world.statements() as few:
        noivu.get(PAGE)
    interviewed({}, {}, {})

    with world.statements() as many:
        noivu.get(PAGE)

    assert len(many) == len(few)


@given(st.dictionaries(st.sampled_from(["sort", "down", "x"]), st.text(max_size=12)))
def test_order__any_address__is_read_and_leads_on(arguments):
    order = Order.read(arguments, columns=("name", "score"))

    link = order.link(order.column)

    assert Order.read(link, columns=("name", "score")).descending is not order.descending
    assert order.arrow(order.column) in {"ascending", "descending"}
    assert order.arrow("another") == "none" or order.column == "another"
