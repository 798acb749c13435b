"""Interviews that end early: somebody refuses, or has not received the result yet."""

import re
from urllib.parse import parse_qs

import pytest


def disposition_of(site, uuid):
    statement = "SELECT disposition FROM contact_attempt WHERE interview_uuid = :uuid"
    return site.one(statement, uuid=uuid.replace("-", ""))


def sent_fields(visitor):
    """What the browser sends with the next button, by name."""
    with visitor.page.expect_request(lambda request: request.method == "POST") as sending:
        visitor.send()
    return parse_qs(sending.value.post_data, keep_blank_values=True)


ENDINGS = [
    pytest.param({"k1": 2}, "2.11", "Cuộc phỏng vấn dừng ở đây", id="refused"),
    pytest.param(
        {"k1": 1, "k2": 1, "a4": 2}, "4.70", "chỉ dành cho người đã nhận kết quả", id="not eligible"
    ),
]


@pytest.mark.parametrize(("given", "disposition", "said"), ENDINGS)
def test_ending__reached__is_recorded_and_no_answer_is_kept(
    visitor, site, given, disposition, said
):
    before = site.interviews()
    uuid = visitor.start("STP")
    visitor.fill(given)

    visitor.send()

    assert said in visitor.page.locator("main").inner_text()
    assert disposition_of(site, uuid) == disposition
    assert site.interviews() == before


@pytest.mark.parametrize(("given", "disposition", "said"), ENDINGS)
def test_ending__in_sight__skips_all_other_questions(visit, given, disposition, said):
    visitor = visit("tablet")
    visitor.start("STP")

    visitor.walk(given)

    assert said in visitor.page.locator("[data-ending]").inner_text()
    assert visitor.page.locator("[data-item]:visible").count() == 0
    assert re.search(r"Phần (\d+)/\1\b", visitor.part("end").inner_text())


def test_ending__consent_taken_back__leaves_no_answer_of_the_person_in_what_is_sent(visit):
    visitor = visit("phone")
    visitor.start("STP")
    visitor.walk({"k1": 1, "k2": 1, "a3": "Khai sinh", "a4": 1}, until="experience")
    visitor.answer({"b1": 5, "b1_text": "Bà hàng xóm"})
    visitor.back()
    visitor.back()

    visitor.answer({"k1": 2})
    visitor.next()
    sent = sent_fields(visitor)

    assert set(sent) - {"csrf_token"} == {"k1", "step"}


def test_ending__mind_changed__goes_on_with_the_interview(visit):
    visitor = visit("phone")
    visitor.start("STP")
    visitor.walk({"k1": 2})

    visitor.back()
    visitor.answer({"k1": 1, "k2": 1})
    visitor.next()

    assert visitor.question("a4").is_visible()
