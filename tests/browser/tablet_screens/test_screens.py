"""Every screen of the app: fits screen and thumb, holds to axe, works without a pointer."""

import pytest
from playwright.sync_api import expect

from tests.browser.measures import TEXT, measure, violations

PIN = "275931"
TARGET = 56
GAP = 8

MEASURE = measure(
    f"""
    small: all(`${{inner}}, .choice`)
        .filter((one) => Math.round(box(one).height) < {TARGET} || box(one).width < 44)
        .map(named),
    close: all(":is(.choice, .button, button) + :is(.choice, .button, button)")
        .filter((one) => {{
            if (!shown(one.previousElementSibling)) return false;
            const [a, b] = [box(one), box(one.previousElementSibling)];
            const down = Math.max(a.top - b.bottom, b.top - a.bottom);
            const right = Math.max(a.left - b.right, b.left - a.right);
            return Math.round(Math.max(down, right)) < {GAP};
        }})
        .map(named),
    tight: tight("{TEXT}, button, .button"),
    """
)
FITS = {"beyond": 0, "small": [], "close": [], "tight": []}


def screens(one):
    """Walks through everything the app can look like, and stops at each."""
    page = one.page
    yield from before_the_work(one)
    yield "work"
    page.locator("[data-cases] [data-outcome]").first.click()
    page.locator("[value='2.21']").check()
    yield "attempt"
    one.submit()
    page.wait_for_selector("[data-notice] button")
    yield "recorded"
    yield from interview(one)
    one.see("#outbox")
    page.wait_for_selector("[data-items] li")
    yield "outbox"
    page.locator("[data-lock]").click()
    page.locator(".people button").first.wait_for()
    yield "people"
    page.locator(".people button").first.click()
    one.enter("111111")
    page.wait_for_selector("[data-error]:visible")
    yield "PIN wrong"


def before_the_work(one):
    """A new tablet, and the PIN."""
    page = one.page
    one.visitor.allow("401")
    one.visitor.go(one.home)
    page.wait_for_selector("[data-sign-in]")
    yield "welcome"
    page.locator("[data-enrol] button").click()
    page.wait_for_selector("[data-error]:visible")
    yield "code refused"
    one.arrive()
    one.submit()
    yield "PIN chosen"
    one.choose_pin()


def interview(one):
    """An interview with two open questions, up to its end."""
    page = one.page
    one.open()
    yield "consent"
    one.visitor.next()
    yield "consent missing"
    one.visitor.answer_at_once({"k1": 1, "k2": 1})
    for part in ("experience", "F1"):
        one.visitor.walk({"k1": 1, "k2": 1, "a4": 1}, until=part)
        yield part
        if part == "experience":
            yield from handed_over(one)
    one.visitor.answer_at_once({"q11": 2, "q12": 9})
    yield "F1 answered"
    one.stop()
    one.submit()
    yield "stop"
    page.locator("[data-listed=drop]").check()
    yield "stop, by mistake"
    page.locator("[data-listed=wrong]").check()
    one.submit()
    page.wait_for_selector("[data-attempt]")
    one.submit()
    yield "attempt of somebody else"
    page.locator("[data-back]").click()
    one.visitor.wait_until_ready()
    one.stop()
    page.locator("[data-back]").click()
    one.visitor.wait_until_ready()
    one.visitor.walk({})
    one.page.locator("[data-send]").click()
    yield "end"
    page.locator("[name=confirm_blank]").check()
    one.finish()


def handed_over(one):
    """The respondent answers a part alone, and gives the tablet back."""
    page = one.page
    page.locator("[data-hand-over]:visible").click()
    yield "handed over"
    page.locator("[data-next]").click()
    yield "finished?"
    page.locator(".given-back [data-done]").click()
    page.locator("#back-pin").fill("111111")
    one.page.locator(".given-back button").click()
    page.wait_for_selector(".given-back [data-error]:visible")
    yield "given back"
    page.locator("#back-pin").fill(PIN)
    one.page.locator(".given-back button").click()
    page.wait_for_selector("#section-F1:visible")


WINDOWS = [
    pytest.param("phone", "/tablet/", id="phone"),
    pytest.param("tablet", "/tablet/", id="tablet"),
    pytest.param("phone", "/tablet/en/", id="phone-english"),
]


@pytest.mark.parametrize(("size", "home"), WINDOWS)
def test_app__on_every_screen__fits_screen_and_thumb_and_rules(arrival, size, home):
    one = arrival(size, home=home)
    one.visitor.allow("422", "400")

    for screen in screens(one):
        assert one.page.evaluate(MEASURE) == FITS, screen
        assert violations(one.page, enhanced=True) == [], screen


def test_language__switched__holds_for_the_form_and_for_the_next_start(enumerator):
    page = enumerator.page
    page.locator("[data-language]").click()
    page.locator(".people button").click()
    enumerator.enter()
    expect(page.locator("h1")).to_have_text("My work")
    enumerator.open()
    expect(page.locator("#section-F1 .choice-text").first).to_have_text("Very dissatisfied")

    enumerator.visitor.go("/tablet/")

    page.wait_for_url("**/tablet/en/")
    expect(page.locator("h1")).to_have_text("Who are you?")


def test_interview__by_keyboard_alone__is_begun_answered_and_finished(enumerator):
    page = enumerator.page
    tab_to(page, "[data-next-case] [data-open]")
    page.keyboard.press("Enter")
    enumerator.visitor.wait_until_ready()
    tab_to(page, "[name=k1]")
    page.keyboard.press("Space")
    tab_to(page, "[name=k2]")
    page.keyboard.press("ArrowDown")
    go_on_by_keyboard(page, "transaction")
    tab_to(page, "[name=a3]")
    page.keyboard.type("Khai sinh")
    tab_to(page, "[name=a4]")
    page.keyboard.press("ArrowDown")
    go_on_by_keyboard(page, "end")
    tab_to(page, "[data-send]")

    page.keyboard.press("Enter")

    page.wait_for_selector("[data-cases]")
    enumerator.wait_until_sent()
    expect(page.locator("h1")).to_be_focused()


def tab_to(page, selector):
    """Presses Tab until the focus is there."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def go_on_by_keyboard(page, part):
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")
    expect(page.locator(f"#title-{part}")).to_be_focused()
