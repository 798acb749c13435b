"""The report with what the office tells for it, and the sheet of one page that each unit has."""

from urllib.parse import urlencode

import pytest

from tests.fonts import needs_font
from tests.pdf_text import pages_of, text_of
from tests.survey_app.web.published_round import (
    OF_SXD,
    PUBLICATION,
    STP,
    close,
    levels,
    publish,
    standing,
    store,
    two_units_public,
    withdraw,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
pytestmark = needs_font
OWN = "/results/own/rounds/thu-2022/sheet.pdf"


@pytest.fixture(scope="module")
def published(still_world):
    return two_units_public(still_world)


def fetched(world, rest, *, who="noivu", **query):
    run = standing(world).run_id
    asked = f"?{urlencode(query)}" if query else ""
    return world.client(who).get(f"{PUBLICATION}/{run}/{rest}{asked}")


def test_report__number_place_day_and_signature__are_printed_as_they_were_told(published):
    answer = fetched(
        published,
        "report.pdf",
        number="5/BC-SNV",
        place="Hà Nam",
        day="3/2/2023",
        office="Giám đốc",
        signer="Người Ký Tên",
        copies="UBND tỉnh\nCác sở, ban, ngành;\n",
    )

    text = text_of(answer.data)
    assert "Số: 05/BC-SNV Hà Nam, ngày 03 tháng 02 năm 2023" in text
    assert "Nơi nhận: - UBND tỉnh; - Các sở, ban, ngành; - Lưu: VT, …… GIÁM ĐỐC" in text
    assert "Người Ký Tên" in text


def test_report__number_without_sign__has_dots_for_it(published):
    text = text_of(fetched(published, "report.pdf", number="128").data)

    assert "Số: 128/BC-……" in text


def test_report__letter_that_is_unfit__says_all_of_it_and_keeps_what_was_typed(published):
    answer = fetched(
        published,
        "report.pdf",
        number="x" * 121,
        day="31/02/2023",
        place="Hà Nam",
        copies="a\n" * 21,
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "“31/02/2023” không phải là ngày." in page
    assert "dài hơn 120 ký tự" in page
    assert "hơn 20 nơi nhận" in page
    assert 'value="Hà Nam"' in page


def test_report_page__published_round__leads_to_the_sheet_of_every_unit(published):
    page = fetched(published, "report").get_data(as_text=True)

    run = standing(published).run_id
    for code in ("SXD", "STP"):
        assert f'href="{PUBLICATION}/{run}/units/{code}.pdf"' in page
    assert f'href="{PUBLICATION}/{run}/units.pdf"' in page
    assert f"{PUBLICATION}/{run}/report" in published.client("noivu").get(PUBLICATION).text


def test_sheets__of_all_units__are_one_page_each(published):
    pages = pages_of(fetched(published, "units.pdf").data)

    assert len(pages) == 2
    for page, name in zip(pages, ("Sở Xây dựng", "Sở Tư pháp"), strict=True):
        assert name in page
        assert "Các tiêu chí có tỷ lệ hài lòng thấp nhất" in page or name == "Sở Tư pháp"
        assert "Cách đọc:" in page


def test_sheet__of_one_unit__says_its_figures_and_those_of_its_group(published):
    (page,) = pages_of(fetched(published, "units/SXD.pdf").data)

    row = (
        published.client("noivu")
        .get(f"{PUBLICATION}/{standing(published).run_id}/scores.json")
        .json["units"]["SXD"]
    )
    score = f"{row['published']['score10']:.2f}".replace(".", ",")
    assert f"Điểm (thang 10) {score}" in page
    assert "Số người 60" in page
    assert "q11. " in page
    assert "%%" not in page


def test_sheet__same_run__gives_the_same_bytes(published):
    one, other = (fetched(published, "units.pdf").data for _time in range(2))

    assert one == other


def test_sheet__unit_that_the_run_does_not_have__is_not_found_and_names_those_it_has(published):
    answer = fetched(published, "units/KHONG.pdf")

    assert answer.status_code == 404
    assert "SXD, STP" in answer.get_data(as_text=True)


def test_own_sheet__of_the_unit__is_its_own_and_of_no_other(published):
    published.change(
        "UPDATE account SET unit_id = (SELECT id FROM unit WHERE code = 'SXD')"
        " WHERE username = 'donvi'"
    )

    answer = published.client("donvi").get(OWN)

    (page,) = pages_of(answer.data)
    assert "Sở Xây dựng" in page
    assert "Tư pháp" not in page
    assert "sheet.pdf" in published.client("donvi").get(OWN.rsplit("/", 1)[0]).text


@pytest.mark.parametrize("rest", ["report", "report.pdf", "units.pdf", "units/SXD.pdf"])
def test_reports__a_unit_asks_for_those_of_home_affairs__is_denied(published, rest):
    assert fetched(published, rest, who="donvi").status_code == 403


@ON_SQLITE
def test_sheet__hidden_unit__says_that_it_is_hidden_and_no_figure(world):
    store(world, *OF_SXD)
    store(world, *[levels(5)] * 4, unit=STP)
    close(world)
    publish(world)

    pages = pages_of(fetched(world, "units.pdf").data)

    hidden = next(page for page in pages if "Sở Tư pháp" in page)
    assert "không hiện điểm" in hidden
    assert "Điểm (thang 10)" not in hidden
    assert "10,00" not in hidden


@ON_SQLITE
def test_own_sheet__withdrawn_publication__is_not_found(world):
    store(world, *OF_SXD)
    close(world)
    publish(world)
    withdraw(world, reason="Sai")
    world.change(
        "UPDATE account SET unit_id = (SELECT id FROM unit WHERE code = 'SXD')"
        " WHERE username = 'donvi'"
    )

    assert world.client("donvi").get(OWN).status_code == 404
