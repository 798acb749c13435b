"""The page of a unit beside an earlier round: public figures of both, or a sentence why not."""

import csv
import io
import re

import pytest

from survey_app.db.engine import transaction
from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.people_by_chance import DEFINITION
from tests.survey_app.rounds_apart import (
    ALL,
    EARLIER,
    LATER,
    copied,
    interviewed,
    make_public,
    two_rounds,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = f"/results/own/rounds/{LATER}"
NONE = "Chưa có đợt trước nào của đơn vị bạn có điểm đang công bố"
FACTOR = DEFINITION.factors[0].short_title.vi


def rows_of(client, code=LATER):
    """The rows of its file, by code."""
    data = client.get(f"/results/own/rounds/{code}/scores.csv").data
    return {row["code"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}


def sheet_of(client, code=LATER):
    """The words of its sheet from the comparison on."""
    text = text_of(client.get(f"/results/own/rounds/{code}/sheet.pdf").data)
    return text.split("So với đợt trước", 1)[1]


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


def test_own_change__file__says_what_the_page_says(published, read):
    donvi = of_unit(published, "SXD")
    page, rows = read(donvi.get(PAGE)), rows_of(donvi)

    score, factor = rows["SXD"], rows["F1"]
    assert (score["earlier_round"], factor["earlier_round"]) == (EARLIER, EARLIER)
    assert (score["earlier_value"], score["difference"]) == ("9.00", "1.00")
    assert (score["difference_tells"], score["difference_reason"]) == ("risen", "")
    ends = [f"+{score[name].replace('.', ',')}" for name in ("difference_low", "difference_high")]
    assert " đến ".join(ends) in page.text
    assert (factor["earlier_value"], factor["difference"]) == ("90.0", "10.0")
    assert factor["difference_tells"] == "risen"
    assert {rows["q11"][name] for name in rows["q11"] if "earlier" in name} == {""}


@needs_font
def test_own_change__sheet__says_what_the_file_says(published):
    donvi = of_unit(published, "SXD")
    donvi = of_unit(published, "SXD")
    donvi = of_unit(published, "SXD")
    told, rows = sheet_of(donvi), rows_of(donvi)

    assert "Đợt thử 2022" in told
    assert "tên là Sở Xây dựng" in told
    for code, name, earlier, now in (
        ("SXD", "Điểm (thang 10)", "9,00", "10,00"),
        ("F1", f"{FACTOR} (%)", "90,0", "100,0"),
    ):
        value, low, high = (
            f"+{rows[code][of].replace('.', ',')}"
            for of in ("difference", "difference_low", "difference_high")
        )
        assert f"{name} {earlier} {now} {value} {low} đến {high} tăng" in told


@needs_font
@pytest.mark.parametrize(
    ("code", "reason", "said"),
    [
        ("SCT", "not shown in one of the two", "điểm của đợt này không được hiện: dưới 10 người"),
        ("STC", "took over another unit", "đã tiếp nhận Sở Kế hoạch và Đầu tư"),
    ],
)
def test_own_change__unit_that_is_not_compared__file_and_sheet_say_why(
    published, code, reason, said
):
    donvi = of_unit(published, code)
    told, rows = sheet_of(donvi), rows_of(donvi)

    assert said in told
    assert "Kết luận" not in told
    assert rows[code]["difference_reason"] == reason
    assert {row["difference"] for row in rows.values()} == {""}
    assert {row["earlier_value"] for row in rows.values()} == {""}


@needs_font
def test_own_change__first_round__file_and_sheet_say_that_there_is_none_before(published):
    donvi = of_unit(published, "SXD")
    told, rows = sheet_of(donvi, EARLIER), rows_of(donvi, EARLIER)

    assert "Chưa có đợt trước nào có điểm đã công bố để so sánh." in told
    assert rows["SXD"]["earlier_round"] == ""
    assert rows["SXD"]["difference_reason"] == "no earlier round that is public"


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

    # Comments are named by the run; of their interviews it is asked whether they are voided by now.
    others = [one for one in sent if not re.search(r"\brun_comment\.score_run_id = ", one)]
    asked = {table for one in others for table in re.findall(r"(?:FROM|JOIN) (\w+)", one)}
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


@ON_SQLITE
def test_own_sheet__unit_that_was_not_in_the_round_before__is_held_against_its_own_as_its_page(
    world, read
):
    newest = "thu-2024"
    two_rounds(world)
    make_public(world, EARLIER)
    make_public(world, LATER)
    with transaction(world.engine) as session:
        copied(session, newest, 2024, of=EARLIER)
        interviewed(session, newest, {"SXD": [ALL] * 60, "SGT": [ALL] * 40, "STP": [ALL] * 70})
    make_public(world, newest)

    # Giao thông was left out of the round of 2023.
    for code, year in (("SGT", 2022), ("SXD", 2023)):
        client = of_unit(world, code)
        page = read(client.get(f"/results/own/rounds/{newest}")).text
        sheet = sheet_of(client, newest)
        before = f"Đợt thử {year}"
        assert before in page.split("So với", 1)[1]
        assert f"So với {before}, công bố" in sheet
        assert f"Đợt thử {4045 - year}" not in sheet
        assert {row["earlier_round"] for row in rows_of(client, newest).values()} >= {f"thu-{year}"}
