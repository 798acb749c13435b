"""On a phone the menus fold, so that a page answers its question in the first screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES
from tests.browser.measures import violations

PROGRESS = "/field/rounds/ha-nam-2022"
RESULTS = "/results/rounds/ha-nam-2022/scores"
FIRST_SCREEN = 420
"""Where a figure has to stand to be seen at once on a screen of 740 pixels, in CSS pixels."""
TARGET = 44
PAGES = (
    *("", "/quality/", "/interviews", "/paper/", "/cases/", "/assignment/", "/sample/"),
    "/frame/",
)
SIDEWAYS = """() => [...document.querySelectorAll("*")]
    .filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth > 1)
    .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX))
    .map((one) => one.className)
"""
HEIGHTS = """(sheet) => [...sheet.querySelectorAll("a, button")]
    .map((one) => one.getBoundingClientRect())
    .filter((box) => box.width > 0)
    .map((box) => Math.min(Math.round(box.width), Math.round(box.height)))
"""


def manager(visit, size, *, javascript=True):
    visitor = visit(size, javascript=javascript)
    visitor.sign_in("buudien")
    return visitor


def test_progress__on_a_phone__has_its_first_figure_in_the_first_screen(visit):
    visitor = manager(visit, "phone")
    page = visitor.page
    visitor.go(PROGRESS)

    figure = page.locator(".figures dd").first.bounding_box()

    assert figure["y"] + figure["height"] < FIRST_SCREEN
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert set(page.evaluate(SIDEWAYS)) <= {"pages", "chart-place"}


def test_pages_of_a_round__on_a_phone__begin_in_the_upper_half(visit):
    visitor = manager(visit, "phone")

    for page_of_round in PAGES:
        visitor.go(PROGRESS + page_of_round)
        if page_of_round == "/quality/":  # its first look begins by itself, and leads here again
            expect(visitor.page.locator("p.notice")).to_contain_text("98 phiếu")
            visitor.go(PROGRESS + page_of_round)

        menus = visitor.page.locator("nav.of-round").bounding_box()
        assert menus["height"] < 2 * TARGET, page_of_round
        assert menus["y"] + menus["height"] < FIRST_SCREEN / 2, page_of_round
        fits = visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert fits, page_of_round


@pytest.mark.parametrize(("who", "page"), [("sonoivu", RESULTS), ("buudien", PROGRESS)])
def test_pages_of_a_round__on_a_wide_screen__stand_in_a_line_or_two(visit, who, page):
    visitor = visit("desk")
    visitor.sign_in(who)
    visitor.go(page)

    for size, lines in (("desk", 1), ("tablet", 2)):
        visitor.page.set_viewport_size(SIZES[size])
        tops = visitor.page.locator("nav.of-round a").evaluate_all(
            "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
        )
        assert len(tops) == (10 if who == "sonoivu" else 9), size
        assert len(set(tops)) == lines, size
        if who == "sonoivu" and lines > 1:  # results in the first, all else in the second
            assert tops == sorted([tops[0]] * 5 + [tops[-1]] * 5)


@pytest.mark.parametrize("javascript", [True, False])
def test_pages_of_a_round__opened_by_thumb__lead_on(visit, javascript):
    visitor = manager(visit, "phone", javascript=javascript)
    page = visitor.page
    visitor.go(PROGRESS)
    sheet = page.locator("#round-pages")
    expect(sheet).to_be_hidden()
    opener = page.locator("nav.of-round .opener")
    expect(opener).to_contain_text("Phiếu đã thu")

    opener.click()

    expect(sheet).to_be_visible()
    expect(sheet.locator("[aria-current]")).to_have_text("Phiếu đã thu")
    if javascript:  # which axe needs
        assert violations(page, enhanced=False) == []
    heights = sheet.evaluate(HEIGHTS)
    assert len(heights) == 10  # nine pages, and closing
    assert min(heights) >= TARGET
    visitor.follow(sheet.get_by_role("link", name="Hồ sơ", exact=True))
    page.wait_for_url("**/cases/")
    expect(opener).to_contain_text("Hồ sơ")


@pytest.mark.parametrize("javascript", [True, False])
def test_main_menu__opened_and_closed_by_keyboard__gives_the_focus_back(visit, javascript):
    visitor = manager(visit, "phone", javascript=javascript)
    page = visitor.page
    visitor.go(PROGRESS)
    menu = page.locator("#menu")
    opener = page.locator("header .opener")
    for _ in ("skip", "brand", "menu"):
        page.keyboard.press("Tab")
    expect(opener).to_be_focused()

    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    heights = menu.evaluate(HEIGHTS)
    page.keyboard.press("Escape")

    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    assert min(heights) >= TARGET
    opener.click()
    menu.get_by_role("button", name="Đóng").click()
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_conditions_of_a_list__chosen_in_their_sheet__narrow_it_and_are_counted(visit, javascript):
    visitor = manager(visit, "phone", javascript=javascript)
    page = visitor.page
    visitor.go(f"{PROGRESS}/cases/")
    opener = page.locator("main .opener", has_text="Bộ lọc")
    expect(page.locator("#f-unit")).to_be_hidden()

    opener.click()
    page.locator("#f-unit").select_option("SNV")
    visitor.follow(page.get_by_role("button", name="Hiện"))

    page.wait_for_url("**unit=SNV**")
    expect(opener).to_contain_text("(2)")  # the unit, and which list
    expect(page.locator("#f-unit")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("1 hồ sơ")


def test_menus__on_a_wider_screen__are_lines_of_links(visit):
    visitor = manager(visit, "phone")
    page = visitor.page
    visitor.go(PROGRESS)

    for size in ("tablet", "desk"):
        page.set_viewport_size(SIZES[size])

        expect(page.locator(".opener, .closer").filter(visible=True)).to_have_count(0)
        expect(page.locator("nav.of-round a").filter(visible=True)).to_have_count(9)
        expect(page.locator("header nav a").filter(visible=True)).to_have_count(5)
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
