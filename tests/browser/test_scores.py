"""Pages of scores and of a unit with a published round: on a phone, a tablet, a desk and paper."""

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from scoring.plans.criteria_set import TOTAL
from survey_app.access.people import person_named
from survey_app.db import migrate, round_writes, rounds
from survey_app.db.earlier_tables import (
    EarlierGroupValue,
    EarlierRowValue,
    NewEarlierTable,
    add_earlier_table,
)
from survey_app.db.engine import connect, transaction
from survey_app.demo.load import load_demo
from survey_app.fieldwork.appraisal.recording import DocumentRequest, PointsKind, record_points
from survey_app.publication.index_publishing import IndexRequest, publish_index
from survey_app.publication.publishing import PublishRequest, publish
from tests.browser.measures import COVERED_TEXTS, CUT_TEXTS, FAINT_TEXTS
from tests.browser.running_demo import SECRET
from tests.browser.test_pages import MOST_BYTES, is_good, opened, weight_of
from tests.survey_app.results.test_full_index import FULL
from tests.survey_app.rounds_apart import ALL as SATISFIED
from tests.survey_app.rounds_apart import NONE as UNSATISFIED
from tests.survey_app.rounds_apart import copied, interviewed

ONE_IN = 2
"""Small units are indicative then, the others ranked."""
CODE = "ha-nam-2022"
ROUND = f"/results/rounds/{CODE}"
FEW = "/results/rounds/ha-nam-2023/scores"
YEARS = "/results/rounds/ha-nam-2023/years"
LONG = "Ban Quản lý Khu kinh tế cửa khẩu quốc tế và các khu công nghiệp tỉnh Hà Nam – cơ sở hai"
LONG_NAME = """UPDATE round_unit SET name = :name
    WHERE unit_id = (SELECT id FROM unit WHERE code = :code)"""
OWN = f"/results/own/rounds/{CODE}"
PAGES = {
    "sonoivu": (
        f"{ROUND}/scores",
        f"{ROUND}/criteria",
        f"{ROUND}/units/SXD",
        f"{ROUND}/publication",
        f"{ROUND}/comments?state=all",
        f"{ROUND}/publication/1/files",
        f"{ROUND}/publication/1/report",
        f"{ROUND}/reliability?by=e2",
        YEARS,
    ),
    "donvi": ("/results/own", OWN, f"{OWN}/index"),
}
NEXT_YEAR = {
    "SYT": [SATISFIED] * 60,
    "STP": [SATISFIED] * 20 + [UNSATISFIED] * 20,
    "SCT": [SATISFIED] * 4,
    "DUYTIEN": [SATISFIED] * 80 + [UNSATISFIED] * 10,
}
"""Some units of the round after it: better, worse, and of too few people."""
A4 = 688
"""Pixels of a sheet between its margins."""
WIDE_TABLES = """() => [...document.querySelectorAll("table")]
    .filter((one) => one.scrollWidth > document.documentElement.clientWidth).length"""


SELF_SCORED = {code: {TOTAL: Decimal(points)} for code, points in (("SXD", 88), ("SNV", 85))}
"""What two units gave themselves: one more than the council did, one less."""


APPRAISED = {
    code: {area: Decimal(points) for area, points in (FULL | {"procedures": less}).items()}
    for code, less in (("SXD", "17.5"), ("SNV", "18.25"))
}
"""By area, of the same two."""


def _document(session, *, kind, at):
    return DocumentRequest(
        reason="Theo lĩnh vực (mô phỏng)",
        kind=kind,
        number="12/BC (mô phỏng)",
        issued_on=at.date(),
        source="thử",
        by=person_named(session, "sonoivu"),
        at=at,
    )


def _year_before(session, *, round_id, at):
    units = {unit.unit_code: unit.id for unit in rounds.units_of_round(session, round_id)}
    [group] = [one.id for one in rounds.all_groups(session) if one.code == "department"]
    percents = {"SXD": "91.20", "SNV": "96.54", "STP": "90.00", "SYT": "85.50"}
    ranked = sorted(percents, key=lambda code: -Decimal(percents[code]))
    return NewEarlierTable(
        round_id=round_id,
        year=2021,
        number="55/QĐ (mô phỏng)",
        issued_on=at.date(),
        source="thử",
        reason="",
        recorded_by=person_named(session, "sonoivu").account_id,
        recorded_at=at,
        units={
            units[code]: EarlierRowValue(rank=rank, index_percent=Decimal(percents[code]))
            for rank, code in enumerate(ranked, start=1)
        },
        groups={group: EarlierGroupValue(mean_index=Decimal("88.81"), spread=None)},
    )


def _decision(session, *, at):
    return IndexRequest(
        decision_number="2500/QĐ (mô phỏng)",
        decided_on=at.date(),
        by=person_named(session, "sonoivu"),
        at=at,
    )


@pytest.fixture(scope="module")
def published_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with half of its interviews, closed and published."""
    file = tmp_path_factory.mktemp("published") / "template.sqlite3"
    engine = connect(f"sqlite:///{file}", durable=False)
    migrate.upgrade(engine)
    at = datetime(2022, 12, 1, tzinfo=UTC)
    with transaction(engine) as session:
        load_demo(session, at=at, secret_key=SECRET, one_in=ONE_IN)
        found = rounds.round_coded(session, CODE)
        assert found is not None
        round_writes.move_round(session, found.id, start="open", end="closed")
        request = PublishRequest(by=person_named(session, "sonoivu"), at=at)
        assert publish(session, found.id, request).faults == ()
        for kind, points in ((PointsKind.SELF, SELF_SCORED), (PointsKind.APPRAISED, APPRAISED)):
            document = _document(session, kind=kind, at=at)
            assert record_points(session, found.id, points, document) == ()
        add_earlier_table(session, _year_before(session, round_id=found.id, at=at))
        assert publish_index(session, found.id, _decision(session, at=at)) == ()
        copied(session, of=CODE, by="sonoivu", code="ha-nam-2023", year=2023)
        interviewed(session, "ha-nam-2023", NEXT_YEAR)
    engine.dispose()
    return file


@pytest.fixture
def database_file(published_demo: Path, tmp_path: Path) -> Path:
    """A database of this test alone."""
    return Path(shutil.copy(published_demo, tmp_path / "hailong.sqlite3"))


@pytest.fixture(scope="module")
def sign_ins() -> dict[str, Any]:
    """The cookies of those who have signed in; the accounts are not those of other tests."""
    return {}


@pytest.mark.parametrize("who", PAGES)
def test_page__of_scores__fits_and_has_no_serious_violation(visit, who):
    visitor = visit("phone")

    for path in PAGES[who]:
        opened(visitor, who, path)
        is_good(visitor, path, at="phone")


def test_comment__refused_and_released_with_the_keyboard__fits_and_is_read_by_its_unit(visit):
    visitor = visit("phone")
    visitor.allow("422")
    opened(visitor, "sonoivu", f"{ROUND}/comments?unit=SXD")
    page = visitor.page
    with visitor.to_next_page():
        page.locator(".comments tbody a").first.press("Enter")
    is_good(visitor, "a comment that waits", at="phone")

    page.locator("#text").fill("Gọi 0900 000 001 (góp ý mô phỏng)")
    with visitor.to_next_page():
        page.locator("#release ~ form button").press("Enter")
    expect(page.locator(".refusal")).to_contain_text("0900 000 001")
    is_good(visitor, "a comment that is refused", at="phone")
    page.locator("#text").fill("Nên có bảng mẫu dễ thấy (góp ý mô phỏng)")
    with visitor.to_next_page():
        page.locator("#release ~ form button").press("Enter")
    expect(page.locator("[role=status]")).to_be_visible()

    unit = visit("phone")
    opened(unit, "donvi", OWN)
    expect(unit.page.locator("ul.comments")).to_contain_text("bảng mẫu dễ thấy")
    is_good(unit, "a comment that the unit reads", at="phone")
    opened(visitor, "sonoivu", f"{ROUND}/comments?state=released")
    with visitor.to_next_page():
        page.locator(".comments tbody a").first.press("Enter")
    is_good(visitor, "a comment that is released", at="phone")


@pytest.mark.parametrize("path", [f"{ROUND}/scores", f"{ROUND}/criteria", YEARS])
def test_table__on_a_phone__moves_sideways_in_its_box_under_names_that_stay(visit, path):
    visitor = visit("phone")
    opened(visitor, "sonoivu", path)
    page = visitor.page
    box = page.locator(".table-responsive:has(.sideways)").first
    name, last = box.locator("tbody th").first, box.locator("tbody td").last
    before = name.bounding_box()

    box.focus()
    page.keyboard.press("End")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 100", arg=box.element_handle())

    after = name.bounding_box()
    assert (after["x"], after["width"]) == (before["x"], before["width"])
    assert before["width"] < 360 / 2
    expect(page.locator(".swipe").first).to_be_visible()
    assert last.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_how_computed__opened_on_a_phone__takes_the_width_of_the_screen(visit):
    visitor = visit("phone")
    opened(visitor, "sonoivu", f"{ROUND}/scores")
    how = visitor.page.locator(".ranking .how").first

    how.locator("summary").press("Enter")

    sentence = how.locator("p").first.bounding_box()
    assert sentence["width"] > 360 * 0.8
    assert sentence["x"] + sentence["width"] <= 360


@pytest.mark.parametrize(("size", "shown"), [("phone", "narrow"), ("desk", "wide")])
def test_chart__on_any_screen__is_there_once_and_legible(visit, size, shown):
    visitor = visit(size)
    opened(visitor, "donvi", OWN)

    charts = visitor.page.locator("figure svg").filter(visible=True)

    expect(charts).to_have_count(3)
    for chart in charts.all():
        place = chart.locator("xpath=..").get_attribute("class")
        assert f"{shown}-chart" in place
        drawn = float(chart.get_attribute("viewBox").split()[2])
        # Letters of 12 in the drawing are no smaller than 11 pixels on the screen.
        assert chart.bounding_box()["width"] / drawn > 11 / 12 - 0.02


DRAWN = {
    "sonoivu": (
        *(f"{ROUND}/scores", f"{ROUND}/criteria", f"{ROUND}/units/SXD", FEW, YEARS),
        f"{ROUND}/index/gaps",
    ),
    "donvi": (OWN,),
}


@pytest.mark.parametrize("who", DRAWN)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_charts__every_text__is_whole_and_stands_out_from_what_is_drawn_behind_it(visit, who, size):
    visitor = visit(size)
    found = {}

    for path in DRAWN[who]:
        opened(visitor, who, path)
        found[path] = visitor.page.evaluate(FAINT_TEXTS)
        found[path]["cut"] = visitor.page.evaluate(CUT_TEXTS)

    assert {path: one["faint"] for path, one in found.items() if one["faint"]} == {}
    assert {path: one["cut"] for path, one in found.items() if one["cut"]} == {}
    assert [path for path, one in found.items() if not one["measured"]] == []


def test_page_of_a_unit__printed__has_figures_and_tables_but_no_navigation(visit):
    visitor = visit("desk")
    page = visitor.page
    opened(visitor, "donvi", OWN)

    page.set_viewport_size({"width": A4, "height": 1000})
    page.emulate_media(media="print")

    for part in ("header.top", ".upwards", ".links", ".downloads", ".skip", ".how", "button"):
        assert page.locator(part).evaluate_all(
            "all => all.every(part => part.getClientRects().length === 0)"
        ), part
    assert page.evaluate(WIDE_TABLES) == 0
    expect(page.locator("figure .wide-chart").filter(visible=True)).to_have_count(3)
    expect(page.locator(".criteria")).to_be_visible()
    expect(page.locator(".simulated")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_chart__of_gaps_with_long_names__has_no_name_under_a_dot(site, visit, size):
    site.change(LONG_NAME, name=LONG, code="SXD")
    site.change(LONG_NAME, name="VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH HÀ NAM", code="SNV")
    visitor = visit(size)

    opened(visitor, "sonoivu", f"{INDEX}/gaps")

    chart = visitor.page.locator("figure svg").filter(visible=True).first
    expect(chart.locator("text", has_text="Ban Quản lý Khu kinh tế cửa")).to_have_count(1)
    assert visitor.page.evaluate(COVERED_TEXTS) == []
    assert visitor.page.evaluate(CUT_TEXTS) == []


def test_scores__of_few_people_printed__why_has_room_beside_long_names(site, visit):
    for code in ("STTTT", "SVHTTDL"):
        site.change(LONG_NAME, name=f"{LONG} {code}", code=code)
    visitor = visit("desk")
    page = visitor.page
    opened(visitor, "sonoivu", FEW)

    page.set_viewport_size({"width": A4, "height": 1000})
    page.emulate_media(media="print")

    row = page.locator(".ranking tr", has_text="Sở Công Thương").first
    expect(row.locator(".wide")).to_contain_text("dưới 10 người trả lời")
    assert row.locator(".wide").bounding_box()["width"] > A4 / 4
    assert row.locator("th").bounding_box()["width"] > A4 / 6
    # The reason of most words is no more than six lines.
    assert row.bounding_box()["height"] < 6 * 18
    assert page.evaluate(WIDE_TABLES) == 0


INDEX = f"{ROUND}/index"
PRINTED = {
    "sonoivu": (
        ROUND,
        *(f"{INDEX}/{part}" for part in ("areas", "gaps", "changes", "units/SXD", "publication")),
        f"{INDEX}/points",
    ),
    "donvi": (f"{OWN}/index",),
}


@pytest.mark.parametrize("who", PRINTED)
def test_pages_of_the_index__printed__have_whole_tables_but_no_navigation(visit, who):
    visitor = visit("desk")
    page = visitor.page

    for path in PRINTED[who]:
        opened(visitor, who, path)
        shown = page.locator("main table").filter(visible=True).count()
        page.set_viewport_size({"width": A4, "height": 1000})
        page.emulate_media(media="print")
        for part in ("header.top", ".links", ".downloads", "nav", ".skip", "form", "button"):
            assert page.locator(part).evaluate_all(
                "all => all.every(part => part.getClientRects().length === 0)"
            ), (path, part)
        assert page.evaluate(WIDE_TABLES) == 0, path
        assert page.locator("main table").filter(visible=True).count() == shown, path
        assert shown, path
        if who == "sonoivu" and not path.endswith("/SXD"):
            title = page.title().removesuffix(" · Hài lòng")
            expect(page.locator(".printed-part")).to_have_text(title)
            expect(page.locator(".printed-part")).to_be_visible()
        expect(page.locator(".simulated")).to_be_visible()
        page.emulate_media(media="screen")


@pytest.mark.parametrize("who", PAGES)
def test_pages__of_scores__weigh_little_enough_for_a_slow_line(visit, who):
    visitor = visit("desk")
    visitor.sign_in(who)

    weights = {path: weight_of(visitor, path) for path in PAGES[who]}

    assert {path: weight for path, weight in weights.items() if weight >= MOST_BYTES} == {}
