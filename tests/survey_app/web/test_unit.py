"""One unit's page: factors and the levels of every criterion."""

import csv
import io

import pytest

from scoring.rule import BLANK, NOT_APPLICABLE
from tests.survey_app.people_by_chance import answered, row

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/units/"


@pytest.fixture
def unit(noivu, read):
    """Reads the page of a unit."""
    return lambda code="SXD": read(noivu.get(PAGE + code))


def test_unit__levels__are_counted_per_criterion(world, unit, noivu):
    answered(
        world,
        row(q11=1),
        row(q11=NOT_APPLICABLE),
        row(q11=BLANK),
        row(q11=5, q51=2, q52=4, q53=4, q54=4),
        *[row()] * 8,
    )

    page = unit()
    file = noivu.get(f"{PAGE}SXD/criteria.csv").data.decode("utf-8-sig")

    # Levels 1 to 5, not applicable, blank, not asked.
    assert page.row("q11")[4:] == ["1", "0", "0", "8", "1", "1", "1", "0"]
    assert page.row("q12")[4:] == ["0", "0", "0", "12", "0", "0", "0", "0"]
    # One person alone: that somebody answered is said, and not what.
    assert page.row("q51")[1:] == ["– dưới 10 người", "–", "1", *["–"] * 5, "0", "0", "11"]
    lines = {line[0]: line for line in csv.reader(io.StringIO(file))}
    assert lines["q51"][2:] == ["", "", "", "1", *[""] * 5, "0", "0", "11"]


def test_unit__shares__leave_out_blank_and_not_applicable(unit, interviewed):
    interviewed({"q11": "1"}, {"q11": "9"}, {"q11": "", "confirm_blank": "y"}, *[{}] * 9)

    page = unit()

    # q11: 9 of 10. All: 12 forms of 18 criteria less 2 are 214, less one 213: 99.53 %.
    assert page.row("q11")[1] == "90,0 %"
    assert page.row("q11")[3] == "10"
    assert "213 / 214" in page.text
    assert "9,95; khoảng tin cậy 95 %" in page.text
    assert "chỉ để tham khảo, không xếp hạng: dưới 30 người trả lời" in page.text
    assert "12 / 3" in page.text
    assert page.row("q51")[1] == "– dưới 10 người"


def test_unit__few_people__nothing_that_is_made_of_their_answers_is_a_score(unit, interviewed):
    interviewed(*[{}] * 6)

    page = unit()

    # All six are satisfied with everything: neither 10,00 nor 108 of 108 is shown, nor a bound.
    assert "10,00" not in page.text
    assert "108 / 108" not in page.text
    assert "6 người đều" not in page.text
    assert "Cách tính số điểm này" not in page.text


def test_unit__factors__have_an_error_and_say_how_they_come_about(unit, interviewed):
    interviewed({"q11": "1"}, *[{}] * 9)

    page = unit()
    cells = page.row("Tiếp cận dịch vụ")

    # 4 criteria of 10 people, one of them not satisfied: 39 of 40. People's residuals: nine of
    # 4 - 3.9 = 0.1 and one of 3 - 3.9 = -0.9: sqrt(10 / 9 x 0.9) / 40 = 2.5 %.
    assert cells[1:] == ["97,5 %", "2,5", "97,5", "10"]
    # All of ten are satisfied: that says nothing of the error, least of all that there is none.
    assert page.row("Công chức")[1:3] == ["100,0 %", "–"]
    assert (
        "10 người đã cho 40 câu trả lời cho 4 tiêu chí của yếu tố; 39 câu là hài lòng." in cells[0]
    )


def test_unit__chart_and_file__say_what_the_page_says(noivu, read, interviewed):
    interviewed({"q11": "1"}, *[{}] * 9)

    page = read(noivu.get(f"{PAGE}SXD"))
    svg = read(noivu.get(f"{PAGE}SXD/criteria.svg")).text
    lines = noivu.get(f"{PAGE}SXD/criteria.csv").data.decode("utf-8-sig").splitlines()

    q11 = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert (q11["item"], q11["satisfied_percent"], q11["n_valid"]) == ("q11", "90.0", "10")
    assert [q11[f"level_{level}"] for level in range(1, 6)] == page.row("q11")[4:9]
    assert f"{q11['ci_low']}–{q11['ci_high']}".replace(".", ",") == page.row("q11")[2]
    assert "90,0 %" in svg
    assert "Rất không hài lòng" in svg


def test_unit__no_interview_yet__shows_dashes_and_says_so(unit):
    page = unit()

    assert "empty" in page.classes
    assert page.row("q11")[1:] == ["– dưới 10 người", "–", "0", *["–"] * 5, *["0"] * 3]


def test_unit__exempt__says_why_there_is_nothing(unit):
    page = unit("TTRA")

    assert "empty" in page.classes
    assert "60" in page.text
    assert page.rows == []


def test_unit__free_text_and_respondents__are_never_shown(noivu, interviewed):
    interviewed({"d2": "Một câu rất riêng"})

    page = noivu.get(f"{PAGE}SXD").text

    assert "Một câu rất riêng" not in page
    assert "Người mô phỏng" not in page


@pytest.mark.parametrize("code", ["KHONG", "sxd", "%00", "S%00XD", "1"])
def test_unit__unknown_code__does_not_exist(noivu, code):
    assert noivu.get(PAGE + code).status_code == 404


def test_unit__unknown_round__does_not_exist(noivu):
    assert noivu.get("/results/rounds/x/units/SXD").status_code == 404


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_unit__other_roles__are_denied(world, who):
    assert world.client(who).get(f"{PAGE}SXD").status_code == 403
