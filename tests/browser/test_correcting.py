"""The field manager corrects a document on the form of the interview."""

import json


def test_correction__opened__stands_at_the_fault_and_stores_the_new_answer(visit, site, least):
    document = site.document({**least, "q13": 6})
    site.send(document)
    visitor = visit("desk")
    visitor.sign_in("buudien")
    visitor.go("/field/quarantine/1")
    page = visitor.page

    visitor.follow(page.locator("a[href*='/correct?']"))
    visitor.wait_until_ready()
    question = visitor.question("q13")
    assert "6" in question.locator(".errors").inner_text()
    assert visitor.input("q12", 5).is_checked()
    visitor.answer({"q13": 2})
    visitor.walk({})
    page.locator("[name=correction-reason]").fill("Người trả lời xác nhận qua điện thoại")
    visitor.follow(visitor.send_button())
    page.wait_for_selector(".notice")

    assert site.answers_of(document["uuid"]) == {**least, "q13": 2}
    details = site.one("SELECT details FROM audit_event WHERE action = 'quarantine.corrected'")
    assert json.loads(details) == {"interview": document["uuid"], "version": "1"}


def test_correction__without_javascript__is_one_long_form_with_the_faults_beside(
    visit, site, least
):
    document = site.document({**least, "q13": 6})
    site.send(document)
    visitor = visit("desk", javascript=False)
    visitor.sign_in("buudien")
    visitor.go("/field/quarantine/1/correct")
    assert visitor.question("q13").locator(".errors").is_visible()

    visitor.answer({"q13": 2})
    visitor.page.locator("[name=correction-reason]").fill("Xem lại bản giấy")
    visitor.follow(visitor.send_button())
    visitor.page.wait_for_selector(".notice")

    assert site.answers_of(document["uuid"]) == {**least, "q13": 2}
