"""The respondent gets the tablet for a part with sensitive questions."""

import pytest
from playwright.sync_api import expect

PIN = "275931"
GO_BACK = """steps => new Promise((moved) => {
    addEventListener("popstate", moved, { once: true });
    history.go(-steps);
})"""
UNTIL_SENSITIVE = {"k1": 1, "k2": 1, "a4": 1}


@pytest.fixture
def handed(enumerator):
    """An enumerator who has just handed the tablet over."""
    enumerator.open()
    enumerator.visitor.walk(UNTIL_SENSITIVE, until="experience")
    enumerator.page.locator("[data-hand-over]:visible").click()
    return enumerator


def cover(one):
    """The respondent has finished, and says so."""
    one.page.locator("[data-next]").click()
    one.page.locator(".given-back [data-done]").click()


def give_back(one, pin):
    one.page.locator("#back-pin").fill(pin)
    one.page.locator(".given-back button").click()


def test_handed_over__the_respondent__sees_this_part_and_nothing_else(handed):
    page = handed.page

    expect(page.locator("#section-experience [data-item]").first).to_be_visible()
    for hidden in (".top", ".session", "#interview h1", "[data-back]", "[data-notice]"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("[data-step]:visible")).to_have_count(1)
    expect(page.locator("[data-next]")).to_have_text("Tôi đã trả lời xong")
    assert "mô phỏng" not in page.locator("body").inner_text()


def test_handed_back__wrong_pin__keeps_everything_covered(handed):
    handed.visitor.answer({"b4": 1})
    cover(handed)

    give_back(handed, "111111")

    expect(handed.page.locator(".given-back [data-error]")).to_contain_text("không đúng")
    expect(handed.page.locator(".given-back")).to_be_visible()
    assert handed.page.locator("#interview").get_attribute("inert") is not None


def test_handed_back__right_pin__goes_on_and_covers_the_answers(handed, office, least):
    page = handed.page
    handed.visitor.answer({"b4": 1, "b5": 2})
    cover(handed)
    give_back(handed, PIN)
    expect(page.locator("#section-F1")).to_be_visible()

    handed.visitor.back()

    expect(page.locator("#section-experience .veil")).to_be_visible()
    expect(page.locator("#section-experience [data-item]:visible")).to_have_count(0)
    handed.visitor.next()
    handed.visitor.walk(least)
    uuid = page.url.rpartition("/")[2]
    handed.finish()
    handed.wait_until_sent()
    [row] = office.rows("SELECT content FROM interview WHERE uuid = :uuid", uuid=bare(uuid))
    assert '"b4":1' in row["content"]


def bare(uuid):
    return uuid.replace("-", "")


def test_covered_part__after_a_restart__stays_covered(handed):
    page = handed.page
    handed.visitor.answer({"b4": 1})
    cover(handed)
    give_back(handed, PIN)
    expect(page.locator("#section-F1")).to_be_visible()
    expect(page.locator("[data-saved]")).to_have_text("✓ Đã lưu")

    page.reload()
    page.locator(".people button").first.click()
    handed.enter()
    handed.visitor.wait_until_ready()
    handed.visitor.back()

    expect(page.locator("#section-experience .veil")).to_be_visible()
    expect(page.locator("#section-experience [data-item]:visible")).to_have_count(0)


def test_covered_part__handed_over_again__is_asked_from_the_start(handed):
    page = handed.page
    handed.visitor.answer({"b4": 1})
    cover(handed)
    give_back(handed, PIN)
    handed.visitor.back()

    page.locator("#section-experience .veil button").click()

    expect(page.locator("#section-experience [name=b4]:checked")).to_have_count(0)
    expect(page.locator(".top")).to_be_hidden()


def test_handed_over__buttons_of_the_browser__lead_nowhere(handed):
    page = handed.page
    for steps in (1, 2, 3):
        page.evaluate(GO_BACK, steps)

        page.wait_for_function("() => location.hash.startsWith('#interview/')")
        expect(page.locator("#section-experience")).to_be_visible()
        expect(page.locator(".top")).to_be_hidden()
        assert "mô phỏng" not in page.locator("body").inner_text()


def test_handed_over__page_reloaded__asks_for_the_pin(handed):
    handed.page.reload()

    expect(handed.page.locator("h1")).to_have_text("Bạn là ai?")


def test_handed_over__tapped_too_early__goes_back_to_the_answers(handed):
    page = handed.page
    handed.visitor.answer({"b4": 1})
    page.locator("[data-next]").click()

    page.locator(".given-back [data-not-done]").click()

    expect(page.locator(".given-back")).to_have_count(0)
    expect(page.locator("#section-experience")).to_be_visible()
    expect(handed.visitor.input("b4", 1)).to_be_checked()
    expect(page.locator(".top")).to_be_hidden()
    handed.visitor.answer({"b4": 2})
    cover(handed)
    give_back(handed, PIN)
    expect(page.locator("#section-F1")).to_be_visible()


def test_handed_back__wrong_pins_of_the_respondent__wait_shortly_and_cost_no_wait_elsewhere(
    arrival,
):
    one = arrival()
    page = one.page
    page.clock.install()
    one.begin()
    one.open()
    one.visitor.walk(UNTIL_SENSITIVE, until="experience")
    page.locator("[data-hand-over]:visible").click()
    cover(one)
    said = page.locator(".given-back [data-error]")
    for _ in range(5):
        give_back(one, "111111")
        expect(page.locator("#back-pin")).to_have_value("")
        expect(said).to_contain_text("không đúng")
    give_back(one, PIN)
    expect(said).to_contain_text("giây")

    page.clock.fast_forward(11_000)
    give_back(one, "111111")
    expect(said).to_contain_text("không đúng")
    page.clock.fast_forward(11_000)  # the wait does not grow
    give_back(one, PIN)

    expect(page.locator("#section-F1")).to_be_visible()
    page.locator("[data-leave]").click()
    one.wait_for_list()
    page.reload()
    page.locator(".people button").first.click()
    one.enter("111111")
    expect(page.locator("[data-error]")).to_contain_text("không đúng")
    one.enter()
    one.wait_for_list()
