"""My work: finding people in the list, calling them, and somebody who is not on it."""

import pytest
from playwright.sync_api import expect

PEOPLE = (
    ("Nguyễn Thị Hường", "0912 345 678", "Xã Liêm Tuyền"),
    ("Đặng Văn Đức", "+84 226 3852 001", "Phường Minh Khai"),
    ("Trần Quốc Ước", "", "Xã Đọi Sơn"),
)

DAY_MS = 86_400_000
HEIGHT = 740
STANDS_AT = "top => scrollY === top"
SEARCHES = {
    "huong": ["Nguyễn Thị Hường"],
    "DANG duc": ["Đặng Văn Đức"],
    "Ước": ["Trần Quốc Ước"],
    "uoc": ["Trần Quốc Ước"],
    "đọi sơn": ["Trần Quốc Ước"],
    "0912 345": ["Nguyễn Thị Hường"],
    "0912345678": ["Nguyễn Thị Hường"],
    "phuong": ["Đặng Văn Đức"],
    "khong ai ca": [],
}


@pytest.fixture
def enumerator_with_people(office, arrival):
    """An enumerator whose list has people with names, the others as in the demo."""
    for place, (name, phone, address) in enumerate(PEOPLE, start=1):
        office.change(
            "UPDATE person SET full_name = :name, phone = :phone, address = :address"
            " WHERE id = (SELECT person_id FROM frame_case WHERE file_code = :code)",
            name=name,
            phone=phone,
            address=address,
            code=f"MO-PHONG-{place:03d}",
        )
    one = arrival()
    one.begin()
    return one


def test_search__typed_in_a_hurry__finds_the_person(enumerator_with_people):
    one = enumerator_with_people
    shown = one.page.locator("[data-cases] [data-fill=respondent]")

    for typed, found in SEARCHES.items():
        one.page.locator("#search").fill(typed)
        expect(shown).to_have_text(found)
    expect(one.page.locator("[data-not-found]")).to_be_visible()


def test_call__of_somebody_with_a_number__dials_it_others_have_no_button(enumerator_with_people):
    one = enumerator_with_people

    def call(name):
        return one.case(name).locator("[data-call]")

    expect(call("Nguyễn")).to_have_attribute("href", "tel:0912345678")
    expect(call("Đặng")).to_have_attribute("href", "tel:+842263852001")
    expect(call("Trần")).to_be_hidden()


def test_filter__each_state__shows_who_is_in_it(enumerator):
    enumerator.attempt("mô phỏng 2", "2.20")
    enumerator.attempt("mô phỏng 3", "2.21")
    enumerator.attempt("mô phỏng 4", "2.11")
    enumerator.open("mô phỏng 5")
    enumerator.visitor.answer_at_once({"k1": 1})
    expect(enumerator.page.locator("[data-saved]")).to_have_text("✓ Đã lưu")
    enumerator.page.locator("[data-leave]").click()
    enumerator.wait_for_list()

    listed = {
        "untried": "16",
        "tried": "2",
        "begun": "5",
        "appointment": "3",
        "done": "4",
        "all": "516234",
    }
    shown = enumerator.page.locator("[data-cases] [data-fill=respondent]")
    for state, numbers in listed.items():
        enumerator.page.locator("#filter").select_option(state)
        expect(shown).to_have_text([f"Người trả lời mô phỏng {number}" for number in numbers])
    assert enumerator.next_name().endswith("5")


def test_unlisted__where_the_round_forbids_it__is_not_offered_nor_opened(office, arrival):
    office.change("UPDATE round SET allows_unlisted = false")
    one = arrival()
    one.begin()
    expect(one.page.locator("[data-unlisted]")).to_be_hidden()

    one.see("#interview/0d3e5a52-5a3c-4b0e-9d7a-2f4f9d1f8a11/ha-nam-2022/SYT")

    one.wait_for_list()
    expect(one.page.locator("#interview")).to_have_count(0)


def test_unlisted__where_the_round_allows_it__is_interviewed_and_counts(office, enumerator, least):
    before = len(office.rows("SELECT uuid FROM interview"))
    enumerator.page.locator("#unit").select_option("ha-nam-2022 SYT")
    enumerator.page.locator("[data-unlisted] button").click()
    enumerator.visitor.wait_until_ready()
    uuid = enumerator.page.url.split("/")[-3]
    enumerator.visitor.walk(least)

    enumerator.finish()

    enumerator.wait_until_sent()
    rows = office.rows("SELECT uuid FROM interview")
    assert len(rows) == before + 1
    assert uuid.replace("-", "") in {row["uuid"] for row in rows}


def test_filter__of_yesterday__is_not_done_today(morning, office):
    morning.visitor.allow("net::ERR_CONNECTION")
    morning.attempt("mô phỏng 4", "2.11")
    office.kill()  # what was sent leaves the list with the next one
    choose = morning.page.locator("#filter")
    shown = morning.page.locator("[data-cases] [data-fill=respondent]")
    choose.select_option("done")
    expect(shown).to_have_text(["Người trả lời mô phỏng 4"])

    morning.page.clock.fast_forward(DAY_MS)
    morning.page.locator(".people button").first.click()
    morning.enter()
    morning.page.wait_for_selector("#filter")

    expect(choose).to_have_value("done")
    expect(morning.page.locator("[data-not-found]")).to_be_visible()
    expect(shown).to_have_count(0)


def test_list__after_an_outcome__stands_where_it_stood_with_undo_at_the_thumb(arrival):
    one = arrival("phone")
    one.begin()
    case = one.case("mô phỏng 5").locator("[data-outcome]")
    case.scroll_into_view_if_needed()
    before = one.page.evaluate("scrollY")
    assert before > HEIGHT

    case.click()
    record = one.page.locator("[data-attempt] button")
    expect(record).to_be_in_viewport(ratio=1)
    one.page.locator("[value='2.11']").check()
    record.click()

    undo = one.page.locator("[data-notice] button")
    expect(undo).to_be_in_viewport(ratio=1)
    assert undo.bounding_box()["y"] > HEIGHT * 2 / 3
    one.page.wait_for_function(STANDS_AT, arg=before)
    undo.click()
    expect(one.case("mô phỏng 5")).to_be_in_viewport()


def test_list__after_an_interview_was_left__stands_where_it_stood(arrival):
    one = arrival("phone")
    one.begin()
    case = one.case("mô phỏng 5").locator("[data-open]")
    case.scroll_into_view_if_needed()
    before = one.page.evaluate("scrollY")
    assert before > HEIGHT

    case.click()
    one.visitor.wait_until_ready()
    one.page.wait_for_function(STANDS_AT, arg=0)
    one.page.locator("[data-leave]").click()

    one.wait_for_list()
    one.page.wait_for_function(STANDS_AT, arg=before)
