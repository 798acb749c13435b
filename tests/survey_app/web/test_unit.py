"""One unit's page: factors and the levels of every criterion."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/units/"


@pytest.fixture
def unit(noivu, read):
    """Reads the page of a unit."""
    return lambda code="SXD": read(noivu.get(PAGE + code))


def test_unit__levels__are_counted_per_criterion(unit, interviewed):
    interviewed(
        {"q11": "1"},
        {"q11": "9"},
        {"q11": "", "confirm_blank": "y"},
        {"q11": "5", "b10": "1", "q51": "2", "q52": "4", "q53": "4", "q54": "4"},
    )

    page = unit()

    # Levels 1 to 5, not applicable, blank, not asked.
    assert page.row("q11")[2:] == ["1", "0", "0", "0", "1", "1", "1", "0"]
    assert page.row("q12")[2:] == ["0", "0", "0", "4", "0", "0", "0", "0"]
    assert page.row("q51")[2:] == ["0", "1", "0", "0", "0", "0", "0", "3"]


def test_unit__shares__leave_out_blank_and_not_applicable(unit, interviewed):
    interviewed({"q11": "1"}, {"q11": "9"}, {"q11": "", "confirm_blank": "y"}, {"q11": "5"})

    page = unit()

    assert page.row("q11")[1] == "50,0 %"
    assert "69 / 70" in page.text
    assert "9,86" in page.text
    assert "4 / 3" in page.text


def test_unit__no_interview_yet__shows_dashes_and_says_so(unit):
    page = unit()

    assert "empty" in page.classes
    assert page.row("q11")[1:] == ["–", *["0"] * 8]


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
