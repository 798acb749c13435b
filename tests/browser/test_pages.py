"""Every page of every role: fits the screen, fits the finger, and holds to the rules of axe."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import SIZES
from tests.browser.measures import TEXT, measure, violations
from tests.browser.recheck_states import board_states, recheck_states
from tests.browser.review_states import review_states
from tests.browser.states import (
    backup_states,
    decision_states,
    first_sign_in_states,
    frame_states,
    interview_states,
    quality_states,
    round_states,
    tablet_states,
)

ROUND = "/results/rounds/ha-nam-2022"
SET_UP = "/admin/rounds/ha-nam-2022"
PAGES = {
    "nobody": ("/sign-in", "/sign-in/code/", "/nowhere", "/api/docs"),
    "sonoivu": (
        *("/results/", ROUND, f"{ROUND}/scores?sort=score&down=1", f"{ROUND}/units/SXD"),
        *(
            f"{ROUND}/criteria",
            f"{ROUND}/units/TTRA",
            f"{ROUND}/adjustments",
            f"{ROUND}/publication",
            f"{ROUND}/day",
            *(f"{ROUND}/index/{part}" for part in ("areas", "gaps", "changes", "points")),
            *(f"{ROUND}/index/units/SXD", f"{ROUND}/index/points/self/SXD"),
            f"{ROUND}/index/publication",
            "/today",
            "/field/",
            "/field/rounds/ha-nam-2022",
            "/nowhere",
        ),
        *("/admin/rounds/", SET_UP, f"{SET_UP}/settings", f"{SET_UP}/units/SXD"),
        *(f"{SET_UP}/copy", f"{SET_UP}/steps/close", f"{SET_UP}/steps/open"),
        *("/admin/units/", "/admin/units/SXD", "/admin/units/groups/district"),
        *("/admin/tokens/", "/admin/webhooks/"),
    ),
    "buudien": (
        *("/field/", "/field/rounds/ha-nam-2022?by=enumerators", "/field/quarantine/"),
        *("/field/rounds/ha-nam-2022/surplus", "/field/rounds/ha-nam-2022/same-answers"),
        *("/field/quarantine/?show=decided", "/field/tablets/", "/field/backups/"),
        *("/admin/rounds/", SET_UP, "/admin/units/", "/field/rounds/ha-nam-2022/frame/"),
        *("/field/rounds/ha-nam-2022/sample/", "/field/rounds/ha-nam-2022/assignment/"),
        "/field/rounds/ha-nam-2022/cases/",
        "/field/rounds/ha-nam-2022/paper/",
    ),
    "giamsat": ("/recheck/",),
    "donvi": ("/results/own",),
    "quantri": ("/admin/", "/admin/log", "/field/tablets/", "/admin/tokens/"),
    "dieutravien": ("/interviews/", "/paper/rounds/ha-nam-2022"),
}
MOST_BYTES = 150_000
TARGET = 44
CHOICE = 56
GAP = 8

MEASURE = measure(
    f"""
    small: all(inner)
        .filter((one) => Math.round(Math.min(box(one).width, box(one).height)) < {TARGET})
        .map(named),
    low: all(".choice").filter((one) => Math.round(box(one).height) < {CHOICE}).map(named),
    close: all(".choice")
        .filter((one) => {{
            const next = one.nextElementSibling;
            if (!next || !shown(next)) return false;
            const down = box(next).top - box(one).bottom;
            const right = box(next).left - box(one).right;
            return Math.round(Math.max(down, right)) < {GAP};
        }})
        .map(named),
    tight: tight("{TEXT}"),
    """
)

FITS = {"beyond": 0, "small": [], "low": [], "close": [], "tight": []}

STATES_OF_STAFF = [
    pytest.param(decision_states, id="decisions"),
    pytest.param(backup_states, id="backups"),
    pytest.param(tablet_states, id="tablets"),
    pytest.param(round_states, id="rounds"),
    pytest.param(first_sign_in_states, id="first_sign_in"),
    pytest.param(frame_states, id="frame"),
    pytest.param(quality_states, id="quality"),
    pytest.param(review_states, id="review"),
    pytest.param(recheck_states, id="rechecks"),
    pytest.param(board_states, id="board"),
]
BY_ROLE = [pytest.param(who, pages, id=who) for who, pages in PAGES.items()]


def weight_of(visitor, path):
    """Bytes of a page itself, as they come without being packed."""
    answer = visitor.page.request.get(visitor.address + path)
    assert answer.ok, path
    return len(answer.body())


def opened(visitor, who, path):
    visitor.allow("404")
    if who != "nobody":
        visitor.sign_in(who)
    visitor.go(path)


def is_good(visitor, state, *, at, enhanced=False):
    """Holds a page, as it stands, against screen, finger and axe; leaves the window at a size."""
    for size in ("phone", "tablet"):
        visitor.page.set_viewport_size(SIZES[size])
        assert visitor.page.evaluate(MEASURE) == FITS, (state, size)
    visitor.page.set_viewport_size(SIZES[at])
    assert violations(visitor.page, enhanced=enhanced) == [], state


@pytest.mark.parametrize(("who", "pages"), BY_ROLE)
def test_page__of_any_role__fits_and_has_no_serious_violation(visit, who, pages):
    visitor = visit("phone")

    for path in pages:
        opened(visitor, who, path)
        is_good(visitor, path, at="phone", enhanced=who == "dieutravien")


def test_page__of_results_at_a_desk__has_no_serious_violation(visit):
    visitor = visit("desk")

    for path in (ROUND, f"{ROUND}/units/SXD"):
        opened(visitor, "sonoivu", path)
        assert violations(visitor.page, enhanced=False) == [], path


def test_interview__in_every_state__fits_and_has_no_serious_violation(visit, answers):
    visitor = visit("tablet")

    for state in interview_states(visitor, answers):
        is_good(visitor, state, at="tablet", enhanced=True)


@pytest.mark.parametrize("states", STATES_OF_STAFF)
def test_task_of_staff__in_every_state__fits_and_has_no_serious_violation(
    visit, site, least, states
):
    visitor = visit("desk")

    for state in states(visitor, site, least):
        is_good(visitor, state, at="desk")


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_interview__without_javascript__fits_screen_and_finger(visit, size, answers):
    visitor = visit(size, javascript=False)
    visitor.start("SYT")
    assert visitor.page.evaluate(MEASURE) == FITS

    visitor.fill(answers | {"b7": "99"})
    visitor.send(refused=True)

    assert visitor.page.evaluate(MEASURE) == FITS


def test_sticky_bar__end_of_a_part_reached__covers_no_choice(visit):
    visitor = visit("phone")
    visitor.start("SYT")
    visitor.walk({"k1": 1, "k2": 1, "a4": 1}, until="F1")

    visitor.page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")

    bar = visitor.page.locator(".bar").bounding_box()
    last = visitor.page.locator("#section-F1 .choice").last.bounding_box()
    assert last["y"] + last["height"] + GAP <= bar["y"]


def test_page__printed__has_figures_and_tables_but_no_navigation(visit):
    visitor = visit("desk")
    opened(visitor, "sonoivu", ROUND)
    page = visitor.page
    assert page.locator("header.top").is_visible()

    page.emulate_media(media="print")

    for part in ("header.top", "nav.pages", "nav", "#files", ".files", ".skip", "button"):
        assert page.locator(part).evaluate_all(
            "all => all.every(part => part.getClientRects().length === 0)"
        ), part
    assert page.locator("table").count() == 1  # too few answered for a score in the districts
    assert page.locator("table").first.is_visible()
    # Each column under its own head, and those that were computed not under those of paper.
    assert (
        page.locator("table")
        .first.locator("th, td")
        .evaluate_all("all => all.every(cell => cell.getClientRects().length === 1)")
    )
    assert page.locator(".simulated").is_visible()


def test_page__walked_with_the_keyboard__shows_where_it_is(visit):
    visitor = visit("desk")
    opened(visitor, "sonoivu", "/admin/tokens/")
    places = visitor.page.locator("a, button, input:not([type=hidden], .choice-input)").count()
    outlines = []

    for _ in range(places):
        visitor.page.keyboard.press("Tab")
        at = "() => getComputedStyle(document.activeElement).outlineWidth"
        style = "() => getComputedStyle(document.activeElement).outlineStyle"
        if not visitor.page.evaluate("() => document.activeElement.matches('.choice-input, body')"):
            outlines.append((visitor.page.evaluate(style), visitor.page.evaluate(at)))

    assert len(outlines) > 10
    assert set(outlines) == {("solid", "3px")}


def test_code__printed__is_large_enough_to_scan(visit, site, least):
    visitor = visit("desk")
    *_states, _code = tablet_states(visitor, site, least)

    visitor.page.emulate_media(media="print")

    centimetre = 96 / 2.54
    assert visitor.page.locator(".qr").bounding_box()["width"] >= 6 * centimetre
    assert visitor.page.locator(".enrolment-code").is_visible()


def test_pages__of_results__weigh_little_enough_for_a_slow_line(visit):
    visitor = visit("desk")
    visitor.sign_in("sonoivu")
    pages = ("/results/", ROUND, f"{ROUND}/scores", f"{ROUND}/criteria", f"{ROUND}/units/SXD")

    weights = {path: weight_of(visitor, path) for path in pages}

    assert {path: weight for path, weight in weights.items() if weight >= MOST_BYTES} == {}


def test_interview__page__weighs_little_enough_for_a_slow_line(visit):
    visitor = visit("phone")
    visitor.start("SYT")

    assert weight_of(visitor, urlsplit(visitor.page.url).path) < MOST_BYTES
