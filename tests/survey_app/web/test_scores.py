"""Scores per unit and factor, in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.web.sorting import Order

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/scores"


@pytest.fixture(scope="module")
def noivu(still_world):
    """Home Affairs: Xây dựng has two interviews and a lower score, Tư pháp has one."""
    still_world.interview({"q11": "1"}, {"q21": "3"})
    still_world.interview({"q31": "9"}, unit="STP")
    return still_world.client("noivu")


@pytest.fixture
def scores(noivu, read):
    """Reads the page, sorted in some way."""
    return lambda query="": read(noivu.get(PAGE + query))


def _order(page):
    codes = {"Sở Xây dựng": "SXD", "Sở Tư pháp": "STP"}
    # Below them the same units stand in the same order with what their scores are made of.
    return list(dict.fromkeys(codes[row[0]] for row in page.rows if row[0] in codes))


def test_scores__each_factor__is_the_share_of_satisfied_answers(scores):
    row = scores().row("Sở Xây dựng")

    # Two interviews of 18 criteria: 34 of 36; factor 1: 7 of 8; factor 2: 9 of 10.
    assert row[1:] == ["2", "9,44", "87,5 %", "90,0 %", "100,0 %", "100,0 %", "–"]


def test_scores__not_applicable__is_left_out_of_the_share(scores):
    assert scores().row("Sở Tư pháp")[2] == "10,00"


def test_scores__exempt_unit__is_named_apart(scores):
    page = scores()

    assert not any("Thanh tra tỉnh" in row for row in page.rows)
    assert "Thanh tra tỉnh." in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["SXD", "STP"]),
        ("?down=1", ["STP", "SXD"]),
        ("?sort=score", ["SXD", "STP"]),
        ("?sort=score&down=1", ["STP", "SXD"]),
        ("?sort=interviews", ["STP", "SXD"]),
        ("?sort=interviews&down=1", ["SXD", "STP"]),
        ("?sort=name", ["STP", "SXD"]),
        ("?sort=name&down=1", ["SXD", "STP"]),
        ("?sort=factor.F1", ["SXD", "STP"]),
        ("?sort=factor.F1&down=1", ["STP", "SXD"]),
        ("?sort=factor.khong", ["SXD", "STP"]),
        ("?sort=password_hash", ["SXD", "STP"]),
        ("?sort=%00&down=x", ["SXD", "STP"]),
    ],
)
def test_scores__order__is_the_one_of_the_address(scores, query, expected):
    assert _order(scores(query)) == expected


@ON_SQLITE
def test_scores__units_without_answers__come_last_both_ways(world, interviewed, read):
    interviewed({}, unit="STP")
    noivu = world.client("noivu")

    orders = [_order(read(noivu.get(f"{PAGE}?sort=score&down={down}"))) for down in (0, 1)]

    assert orders == [["STP", "SXD"], ["STP", "SXD"]]


def test_scores__sorted_column__says_so_and_turns_round(noivu, read):
    upward, downward = noivu.get(f"{PAGE}?sort=score"), noivu.get(f"{PAGE}?sort=score&down=1")

    assert upward.text.count('aria-sort="ascending"') == 1
    assert downward.text.count('aria-sort="descending"') == 1
    assert f"{PAGE}?sort=score&down=1" in read(upward).links
    assert f"{PAGE}?sort=score&down=0" in read(downward).links


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
    order = Order.read(arguments)

    link = order.link(order.column)

    assert Order.read(link).descending is not order.descending
    assert order.arrow(order.column) in {"ascending", "descending"}
    assert order.arrow("another") == "none" or order.column == "another"
