"""Every page of every role: fits the screen, fits the finger, and holds to the rules of axe."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

ROUND = "/results/rounds/ha-nam-2022"
PAGES = {
    "nobody": ("/sign-in", "/nowhere"),
    "sonoivu": (
        *("/results/", ROUND, f"{ROUND}/scores?sort=score&down=1", f"{ROUND}/units/SXD"),
        *(f"{ROUND}/units/TTRA", "/field/", "/field/rounds/ha-nam-2022", "/nowhere"),
    ),
    "buudien": (
        *("/field/", "/field/rounds/ha-nam-2022", "/field/quarantine/"),
        *("/field/quarantine/?show=decided", "/field/tablets/", "/field/backups/"),
    ),
    "giamsat": ("/recheck/",),
    "donvi": ("/results/own",),
    "quantri": ("/admin/", "/field/tablets/"),
    "dieutravien": ("/interviews/",),
}
TARGET = 44
CHOICE = 56
GAP = 8

MEASURE = """() => {
    const shown = (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > 0 && getComputedStyle(element).visibility !== "hidden";
    };
    const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
    const box = (element) => element.getBoundingClientRect();
    const named = (element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
    const inner = "a, button, select, textarea, input:not([type=hidden], .choice-input)";
    const choices = all(".choice");
    return {
        beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        small: all(inner)
            .filter((one) => Math.round(Math.min(box(one).width, box(one).height)) < %(target)s)
            .map(named),
        low: choices.filter((one) => Math.round(box(one).height) < %(choice)s).map(named),
        close: choices
            .filter((one) => {
                const next = one.nextElementSibling;
                if (!next || !shown(next)) return false;
                const down = box(next).top - box(one).bottom;
                const right = box(next).left - box(one).right;
                return Math.round(Math.max(down, right)) < %(gap)s;
            })
            .map(named),
        tight: all("p, li, legend, dd, td, th, .choice-text, h1, h2, h3")
            .filter((one) => {
                const style = getComputedStyle(one);
                const least = /^H/.test(one.tagName) ? 1.35 : 1.5;
                return parseFloat(style.lineHeight) / parseFloat(style.fontSize) < least - 0.01;
            })
            .map(named),
    };
}""" % {"target": TARGET, "choice": CHOICE, "gap": GAP}  # noqa: UP031 -- braces are JavaScript's

FITS = {"beyond": 0, "small": [], "low": [], "close": [], "tight": []}

BY_ROLE = [pytest.param(who, pages, id=who) for who, pages in PAGES.items()]


def opened(visitor, who, path):
    visitor.allow("404")
    if who != "nobody":
        visitor.sign_in(who)
    visitor.go(path)


def interview_states(visitor, answers):
    """Walks an interview and stops at everything it can look like."""
    visitor.start("SYT")
    visitor.next()
    yield "consent missing"
    for part in ("experience", "F1", "expectation", "end"):
        visitor.walk(answers, until=part)
        yield part
        if part == "F1":
            visitor.answer_at_once({"q11": 2, "q12": 9})
            yield "F1 answered"
    given = visitor.page.locator("[name=b7]")
    given.evaluate("field => { field.value = '99'; }")
    visitor.send(refused=True)
    yield "faults"
    visitor.answer({"b7": "9"})
    visitor.walk({})
    visitor.send()
    yield "receipt"


def decision_states(visitor, site, least):
    """Walks the pages of decisions: the list, a conflict, a fault, its correction, the reason."""
    first = site.document(least)
    second = {**first, "answers": {**least, "q11": 1}}
    site.send(first, second, site.document({**least, "q13": 6}), site.document({}))
    visitor.sign_in("buudien")
    for path in ("", "1", "2", "3"):
        visitor.go(f"/field/quarantine/{path}")
        yield path
    visitor.go("/field/quarantine/2/correct")
    visitor.wait_until_ready()
    yield "correction"
    visitor.answer({"q13": 4})
    visitor.walk({})
    visitor.allow("422")
    visitor.send_button().click()
    visitor.page.wait_for_selector("#correction-reason-errors")
    visitor.wait_until_ready()
    yield "no reason"
    visitor.page.locator("[name=correction-reason]").fill("Bấm nhầm")
    visitor.send_button().click()
    visitor.page.wait_for_selector(".notice")
    visitor.go("/field/quarantine/?show=decided")
    yield "decided"


def violations(page, *, enhanced):
    """The serious and critical violations; `enhanced` asks for the contrast of sunlight."""
    options = {
        "resultTypes": ["violations"],
        "rules": {"color-contrast-enhanced": {"enabled": enhanced}},
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        (violation["id"], node["target"], node["any"][0]["message"] if node["any"] else "")
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("size", ["phone", "tablet"])
@pytest.mark.parametrize(("who", "pages"), BY_ROLE)
def test_page__on_a_small_screen__fits_screen_and_finger(visit, size, who, pages):
    visitor = visit(size)

    for path in pages:
        opened(visitor, who, path)
        assert visitor.page.evaluate(MEASURE) == FITS, path


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_interview__in_every_state__fits_screen_and_finger(visit, size, answers):
    visitor = visit(size)

    for state in interview_states(visitor, answers):
        assert visitor.page.evaluate(MEASURE) == FITS, state


def test_decisions__in_every_state__fit_screen_and_finger(visit, site, least):
    visitor = visit("tablet")

    for state in decision_states(visitor, site, least):
        assert visitor.page.evaluate(MEASURE) == FITS, state


def test_decisions__in_every_state__have_no_serious_violation(visit, site, least):
    visitor = visit("desk")

    for state in decision_states(visitor, site, least):
        assert violations(visitor.page, enhanced=False) == [], state


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


@pytest.mark.parametrize(
    ("who", "pages", "size"),
    [
        *[pytest.param(who, pages, "phone", id=who) for who, pages in PAGES.items()],
        pytest.param("sonoivu", (ROUND, f"{ROUND}/units/SXD"), "desk", id="sonoivu-desk"),
    ],
)
def test_page__of_any_role__has_no_serious_violation(visit, size, who, pages):
    visitor = visit(size)

    for path in pages:
        opened(visitor, who, path)
        assert violations(visitor.page, enhanced=who == "dieutravien") == [], path


def test_interview__in_every_state__has_no_serious_violation(visit, answers):
    visitor = visit("tablet")

    for state in interview_states(visitor, answers):
        assert violations(visitor.page, enhanced=True) == [], state


def test_page__printed__has_figures_and_tables_but_no_navigation(visit):
    visitor = visit("desk")
    opened(visitor, "sonoivu", ROUND)
    page = visitor.page
    assert page.locator("header.top").is_visible()

    page.emulate_media(media="print")

    for part in ("header.top", "nav.pages", "nav", "#files", ".skip", "button"):
        assert page.locator(part).evaluate_all(
            "all => all.every(part => part.getClientRects().length === 0)"
        ), part
    assert page.locator("table").count() == 2
    assert page.locator("table").first.is_visible()
    assert page.locator(".simulated").is_visible()


def backup_states(visitor, site, least):
    """Brings a file that is none, then one with a document of each kind."""
    there = site.document(least)
    site.send(there)
    documents = [site.document(least), there, {**there, "elapsed_ms": 7}, site.document({})]
    content = {"format": "hailong-backup/1", "device": "Máy 07", "documents": documents}
    visitor.sign_in("buudien")
    visitor.go("/field/backups/")
    visitor.allow("422")
    bring(visitor, b"no backup")
    visitor.page.wait_for_selector(".refusal")
    yield "refused"
    bring(visitor, json.dumps(content).encode())
    visitor.page.wait_for_selector(".figures")
    yield "taken in"


def bring(visitor, content):
    file = {"name": "hai-long.json", "mimeType": "application/json", "buffer": content}
    visitor.page.locator("#file").set_input_files(file)
    visitor.page.locator("main button").click()


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_backups__in_every_state__fit_screen_and_finger(visit, site, least, size):
    visitor = visit(size)

    for state in backup_states(visitor, site, least):
        assert visitor.page.evaluate(MEASURE) == FITS, state


def test_backups__in_every_state__have_no_serious_violation(visit, site, least):
    visitor = visit("desk")

    for state in backup_states(visitor, site, least):
        assert violations(visitor.page, enhanced=False) == [], state


def tablet_states(visitor, site):
    """Walks the pages of tablets: one that sent, a code for another one, the end of the first."""
    site.send()
    visitor.sign_in("quantri")
    visitor.go("/field/tablets/")
    yield "list"
    visitor.page.locator("td a.btn").click()
    visitor.page.wait_for_url("**/revoke")
    yield "end"
    visitor.go("/field/tablets/")
    visitor.page.locator("#name").fill("Máy 21")
    visitor.page.locator("main button").click()
    visitor.page.wait_for_selector(".qr")
    yield "code"


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_tablets__in_every_state__fit_screen_and_finger(visit, site, size):
    visitor = visit(size)

    for state in tablet_states(visitor, site):
        assert visitor.page.evaluate(MEASURE) == FITS, state


def test_tablets__in_every_state__have_no_serious_violation(visit, site):
    visitor = visit("desk")

    for state in tablet_states(visitor, site):
        assert violations(visitor.page, enhanced=False) == [], state


def test_code__printed__is_large_enough_to_scan(visit, site):
    visitor = visit("desk")
    *_states, _code = tablet_states(visitor, site)

    visitor.page.emulate_media(media="print")

    centimetre = 96 / 2.54
    assert visitor.page.locator(".qr").bounding_box()["width"] >= 6 * centimetre
    assert visitor.page.locator(".enrolment-code").is_visible()


@pytest.mark.parametrize("path", ["/results/", ROUND, f"{ROUND}/scores", f"{ROUND}/units/SXD"])
def test_page__of_results__weighs_little_enough_for_a_slow_line(visit, path):
    visitor = visit("desk")
    visitor.sign_in("sonoivu")

    answer = visitor.page.goto(visitor.address + path)

    assert len(answer.body()) < 150_000


def test_interview__page__weighs_little_enough_for_a_slow_line(visit):
    visitor = visit("phone")
    visitor.start("SYT")

    assert len(visitor.page.request.get(visitor.page.url).body()) < 150_000
