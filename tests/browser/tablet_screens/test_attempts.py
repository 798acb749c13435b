"""Attempts that led to no interview: recorded, taken back, sent with their codes."""

import pytest
from playwright.sync_api import expect

HOLD_MS = 16_000
WHO = "mô phỏng {}"
OUTCOMES = {1: "2.20", 2: "2.21", 3: "2.11", 4: "3.18", 5: "2.25", 6: "4.70"}
FINAL = {"2.11", "3.18", "2.25", "4.70"}
SENT = """
    SELECT frame_case.file_code, disposition, is_final, note, appointment_at, attempted_at
    FROM contact_attempt
    JOIN assignment ON assignment.interview_uuid = contact_attempt.interview_uuid
    JOIN frame_case ON frame_case.id = assignment.frame_case_id
    WHERE contact_attempt.uuid IS NOT NULL ORDER BY frame_case.file_code
"""


def let_pass(one, ms):
    """Lets time pass on the tablet."""
    one.page.clock.fast_forward(ms)


def test_attempts__of_every_outcome__arrive_with_their_codes_and_close_what_is_final(
    morning, office
):
    for place, code in OUTCOMES.items():
        morning.attempt(WHO.format(place), code, note=f"lần {place}")
    let_pass(morning, HOLD_MS)
    morning.wait_until_sent()

    morning.refresh_list()

    expect(morning.page.locator("[data-cases] > li")).to_have_count(1)
    rows = office.rows(SENT)
    assert [row["disposition"] for row in rows] == list(OUTCOMES.values())
    assert [row["note"] for row in rows] == [f"lần {place}" for place in OUTCOMES]
    assert {row["disposition"] for row in rows if row["is_final"]} == FINAL
    assert [bool(row["appointment_at"]) for row in rows] == [False, True, *[False] * 4]
    listed = {morning.next_name(), *morning.names()}
    assert listed == {"Người trả lời mô phỏng 1", "Người trả lời mô phỏng 2"}


def test_attempt__taken_back_at_once__is_never_sent(morning, office):
    morning.attempt(WHO.format(3), "2.11")
    expect(morning.case(WHO.format(3))).to_have_count(0)

    morning.page.locator("[data-notice] button").click()

    expect(morning.page.locator("[data-notice]")).to_have_text("Đã hoàn tác.")
    expect(morning.case(WHO.format(3)).locator("[data-open]")).to_be_visible()
    let_pass(morning, HOLD_MS)
    morning.wait_until_sent()
    assert office.rows(SENT) == []


def test_attempt__taken_back_too_late__stays_and_says_whom_to_tell(morning, office):
    morning.attempt(WHO.format(3), "2.11")
    let_pass(morning, HOLD_MS)
    morning.wait_until_sent()

    morning.page.locator("[data-notice] button").click()

    expect(morning.page.locator("[data-notice]")).to_contain_text("Đã gửi mất rồi")
    for _ in range(100):  # it was too late from the moment of sending; arriving takes longer
        if office.rows(SENT):
            break
        morning.page.wait_for_timeout(100)
    assert [row["disposition"] for row in office.rows(SENT)] == ["2.11"]


def test_attempt__without_an_outcome__is_not_recorded(morning):
    morning.case(WHO.format(2)).locator("[data-outcome]").click()

    morning.submit()

    expect(morning.page.locator("[data-error]")).to_have_text("Hãy chọn kết quả của lần tiếp cận.")


def test_appointment__in_the_past__is_not_recorded(morning):
    morning.case(WHO.format(2)).locator("[data-outcome]").click()
    morning.page.locator("[value='2.21']").check()
    morning.page.locator("#time").select_option(label="08:30")

    morning.submit()

    expect(morning.page.locator("[data-error]")).to_contain_text("Giờ hẹn đã qua")


def test_appointment__arrives__at_the_hour_that_was_shown(morning, office):
    morning.case(WHO.format(2)).locator("[data-outcome]").click()
    morning.page.locator("[value='2.21']").check()
    morning.page.locator("#day").select_option(label="Thứ Ba, 24/11/2026")
    morning.page.locator("#time").select_option(label="06:30")

    morning.submit()

    expect(morning.case(WHO.format(2))).to_contain_text("24/11/2026 06:30")
    let_pass(morning, HOLD_MS)
    morning.wait_until_sent()
    [row] = office.rows(SENT)
    assert row["appointment_at"].startswith("2026-11-23 23:30:00")


@pytest.mark.parametrize(("minutes", "first"), [(10, False), (45, True)])
def test_appointment__comes_near__is_next(morning, minutes, first):
    morning.attempt(WHO.format(4), "2.21")  # at 10:30, the first half hour that is an hour away
    expect(morning.case(WHO.format(4))).to_contain_text("23/11/2026 10:30")

    let_pass(morning, minutes * 60_000)
    morning.visitor.go("/tablet/")
    morning.page.locator(".people button").first.click()
    morning.enter()
    morning.wait_for_list()

    assert (morning.next_name() == "Người trả lời mô phỏng 4") is first
