"""The page of a unit beside an earlier round: public figures of both, or a sentence why not."""

import re

import pytest

from tests.survey_app.people_by_chance import DEFINITION
from tests.survey_app.rounds_apart import EARLIER, LATER, make_public, two_rounds

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = f"/results/own/rounds/{LATER}"
NONE = "Chưa có đợt trước nào của đơn vị bạn có điểm đang công bố"
FACTOR = DEFINITION.factors[0].short_title.vi


def of_unit(world, code):
    """The account of a unit, as that of this one."""
    world.change(
        "UPDATE account SET unit_id = (SELECT id FROM unit WHERE code = :c)"
        " WHERE username = 'donvi'",
        c=code,
    )
    return world.client("donvi")


@pytest.fixture(scope="module")
def published(still_world):
    """Both rounds are public."""
    two_rounds(still_world)
    make_public(still_world, EARLIER)
    make_public(still_world, LATER)
    return still_world


def test_own_change__unit_that_rose__is_told_as_home_affairs_is(published, read):
    years = read(published.client("noivu").get(f"/results/rounds/{LATER}/years"))

    page = read(of_unit(published, "SXD").get(PAGE))

    # 54 of 60 people, then 60 of 60.
    before, now, difference, interval = years.row("Sở Xây dựng và Quy hoạch")[1:5]
    assert (before, now, difference) == ("9,00", "10,00", "+1,00")
    told = page.text.split("So với Đợt thử 2022", 1)[1]
    assert f"{difference} {interval}" in told
    assert "▲ tăng" in told
    assert "đợt trước tên là Sở Xây dựng" in told
    factor = next(row for row in page.rows if row[0] == FACTOR and len(row) == 4)
    assert factor[1:3] == ["90,0 %", "100,0 %"]
    assert factor[3].startswith("▲ +10,0")
    assert "#years" in page.links


def test_own_change__unit_without_a_score_in_one_round__is_told_why(published, read):
    page = read(of_unit(published, "SCT").get(PAGE))

    # Five people now; the twelve of before were all satisfied, which is public.
    assert "điểm của đợt này không được hiện: dưới 10 người" in page.text
    assert not [row for row in page.rows if row[0] == FACTOR]
    assert "10,00" not in page.text


def test_own_change__unit_that_took_over_another__is_not_compared_with_itself(published, read):
    page = read(of_unit(published, "STC").get(PAGE))

    assert "đã tiếp nhận Sở Kế hoạch và Đầu tư" in page.text
    assert not [row for row in page.rows if row[0] == FACTOR and len(row) == 4]


def test_own_change__first_round__says_that_there_is_none_before(published, read):
    page = read(of_unit(published, "SXD").get(f"/results/own/rounds/{EARLIER}"))

    assert NONE in page.text


def test_own_change__page__reads_nothing_that_is_not_frozen(published):
    donvi = of_unit(published, "SXD")

    with published.statements() as sent:
        donvi.get(PAGE)

    asked = {table for one in sent for table in re.findall(r"(?:FROM|JOIN) (\w+)", one)}
    assert not {one for one in asked if one.startswith(("interview", "answer", "tally"))}


@ON_SQLITE
def test_own_change__earlier_scores_withdrawn__are_not_told_by_a_difference(world, read):
    two_rounds(world)
    make_public(world, EARLIER)
    make_public(world, LATER)
    fields = {"confirmed": "1", "seen": "1", "reason": "Nhầm danh sách đơn vị"}
    address = f"/results/rounds/{EARLIER}/publication/withdraw"
    assert world.client("noivu").post(address, fields).status_code == 303

    page = read(of_unit(world, "SXD").get(PAGE))

    assert NONE in page.text
    assert "9,00" not in page.text
