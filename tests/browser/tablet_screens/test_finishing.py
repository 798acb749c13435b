"""The end of an interview: what is missing, what keeps it from being finished, and stopping it."""

import json

from playwright.sync_api import expect

STOPPED = "SELECT * FROM contact_attempt WHERE interview_uuid = :uuid"


def bare(uuid):
    return uuid.replace("-", "")


def interviews(office):
    return office.rows("SELECT count(*) AS n FROM interview")[0]["n"]


def test_stop__with_a_reason__arrives_as_a_break_off_with_what_was_answered(enumerator, office):
    before = interviews(office)
    uuid = enumerator.open()
    enumerator.visitor.walk({"k1": 1, "k2": 1, "a4": 1, "b1": 2}, until="F1")
    enumerator.visitor.answer({"q11": 4})
    enumerator.stop()
    enumerator.page.get_by_label("Người trả lời không muốn tiếp tục").check()
    enumerator.page.locator("[name=note]").fill("phải đi làm")

    enumerator.submit()

    enumerator.page.wait_for_selector("[data-cases]")
    enumerator.wait_until_sent()
    [row] = office.rows(STOPPED, uuid=bare(uuid))
    document = json.loads(row["content"])
    assert row["disposition"] == "2.12"
    assert row["is_final"]
    assert document["stopped"]["reason"] == "Người trả lời không muốn tiếp tục: phải đi làm"
    assert document["answers"] == {"k1": 1, "k2": 1, "a4": 1, "b1": 2, "q11": 4}
    assert interviews(office) == before
    enumerator.refresh_list()
    assert "Người trả lời mô phỏng 1" not in {enumerator.next_name(), *enumerator.names()}


def test_stop__without_a_reason__asks_for_one_and_goes_back_to_the_same_part(enumerator):
    enumerator.open()
    enumerator.visitor.walk({"k1": 1, "k2": 1, "a4": 1}, until="F1")
    enumerator.visitor.answer({"q11": 4})
    enumerator.stop()

    enumerator.submit()

    expect(enumerator.page.locator("[data-error]")).to_have_text(
        "Hãy cho biết vì sao dừng phỏng vấn."
    )
    enumerator.page.locator("[data-back]").click()
    expect(enumerator.part("F1")).to_be_visible()
    expect(enumerator.visitor.input("q11", 4)).to_be_checked()


def test_end__criteria_open__are_listed_linked_and_must_be_confirmed(enumerator, office, least):
    page = enumerator.page
    before = interviews(office)
    uuid = enumerator.open()
    given = {code: value for code, value in least.items() if code not in {"q21", "q36"}}
    enumerator.visitor.walk(given)
    missing = page.locator("[data-missing-list] a")
    assert {"q21", "q36"} <= set(missing.evaluate_all("all => all.map(a => a.dataset.goto)"))

    page.locator("[data-send]").click()

    expect(page.locator("[data-confirm] .required-now")).to_be_visible()
    page.locator("[data-goto=q21]").click()
    expect(enumerator.visitor.question("q21")).to_be_in_viewport()
    enumerator.visitor.answer({"q21": 3})
    enumerator.visitor.walk({})
    expect(page.locator("[data-goto=q21]")).to_have_count(0)
    page.locator("[name=confirm_blank]").check()
    enumerator.finish()
    enumerator.wait_until_sent()
    assert interviews(office) == before + 1
    [row] = office.rows("SELECT content FROM interview WHERE uuid = :uuid", uuid=bare(uuid))
    assert json.loads(row["content"])["answers"]["q21"] == 3


def test_number__out_of_its_limits__stops_going_on_and_finishing(enumerator, least):
    page = enumerator.page
    enumerator.open()
    enumerator.visitor.walk(least | {"b6": 3}, until="experience")
    enumerator.visitor.answer({"b6": 3, "b7": "99"})

    enumerator.visitor.next()

    said = enumerator.visitor.question("b7").locator(".required-now")
    expect(said).to_contain_text("Hãy nhập một số nguyên")
    enumerator.visitor.answer({"b7": "2"})
    expect(said).to_have_count(0)
    enumerator.visitor.walk(least)
    enumerator.visitor.answer_at_once({"b7": "99"})
    page.locator("[data-send]").click()
    expect(said).to_contain_text("Hãy nhập một số nguyên")
    expect(enumerator.part("experience")).to_be_visible()


def test_consent__refused__ends_the_interview_at_once(enumerator, office):
    uuid = enumerator.open()
    enumerator.visitor.answer({"k1": 2})
    enumerator.visitor.next()
    expect(enumerator.page.locator("[data-ending]")).to_contain_text("dừng ở đây")

    enumerator.finish()

    enumerator.wait_until_sent()
    [row] = office.rows(STOPPED, uuid=bare(uuid))
    assert row["disposition"] == "2.11"
