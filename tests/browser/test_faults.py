"""What is said when something is missing or wrong, and that nothing typed is lost by it."""

import pytest


def values_of(page):
    """Every answer that stands on the page, by name."""
    return page.locator("#interview").evaluate(
        """form => [...new FormData(form)]
            .filter(([name]) => !["csrf_token", "step", "confirm_blank"].includes(name))
            .map(([name, value]) => `${name}=${value.replaceAll("\\r\\n", "\\n")}`)"""
    )


def test_fault__sent__stands_beside_its_question_and_everything_typed_is_kept(
    visitor, site, answers
):
    uuid = visitor.start("STC")
    visitor.fill(answers | {"b7": "99"})
    before = values_of(visitor.page)

    visitor.send(refused=True)

    question = visitor.question("b7")
    assert "20" in question.locator(".errors").inner_text()
    assert question.locator("input").input_value() == "99"
    assert question.locator("input").get_attribute("aria-describedby") == "b7-errors"
    assert visitor.page.locator("#faults a").count() == 1
    assert values_of(visitor.page) == before
    visitor.answer({"b7": "3"})
    visitor.fill({})
    visitor.send()
    assert site.answers_of(uuid)["b7"] == 3


def test_faults__sent__open_the_page_at_the_first_wrong_question(visit, answers):
    visitor = visit("phone")
    visitor.start("STC")
    visitor.walk({code: value for code, value in answers.items() if code != "q31"} | {"b7": "0"})

    visitor.send(refused=True)

    assert visitor.part("experience").is_visible()
    assert visitor.question("b7").locator(".errors").is_visible()
    assert (
        visitor.question("b7")
        .locator("input")
        .evaluate("field => field === document.activeElement")
    )
    box = visitor.question("b7").bounding_box()
    assert 0 <= box["y"] < visitor.page.viewport_size["height"] / 2


def test_faults__link_followed__shows_the_question_wherever_it_is(visit, answers):
    visitor = visit("phone")
    visitor.start("STC")
    visitor.walk({code: value for code, value in answers.items() if code != "q31"} | {"b7": "0"})
    visitor.send(refused=True)

    visitor.page.locator("#faults a").last.click()

    assert visitor.part("F3").is_visible()
    assert visitor.question("q31").locator(".errors").is_visible()


def test_fault__answered_anew__is_no_longer_called_wrong(visit, answers):
    visitor = visit("tablet")
    visitor.start("STC")
    visitor.walk(answers | {"b7": "0"})
    visitor.send(refused=True)

    visitor.answer({"b7": "1"})

    assert visitor.question("b7").locator(".errors").count() == 0
    assert visitor.page.locator("#faults .settled a").count() == 1


def test_blank_criteria__sent__are_asked_about_once_and_then_stored_blank(visitor, site, answers):
    uuid = visitor.start("STC")
    given = {code: value for code, value in answers.items() if code not in {"q31", "q42"}}
    visitor.fill(given)

    visitor.send(refused=True)

    for code in ("q31", "q42"):
        assert visitor.question(code).locator(".errors").text_content().strip()
    assert visitor.page.locator("#faults a").count() == 2
    visitor.fill({})
    visitor.page.locator("[name=confirm_blank]").check()
    visitor.send()
    stored = site.answers_of(uuid)
    assert "q31" not in stored
    assert stored["q41"] == 4


def test_blank_criteria__confirmed_beside_another_fault__are_not_asked_about_again(
    visitor, site, answers
):
    uuid = visitor.start("STC")
    given = {code: value for code, value in answers.items() if code != "q31"}
    visitor.fill(given)
    visitor.send(refused=True)
    visitor.answer_anywhere("b7", "77")
    visitor.fill({})
    visitor.page.locator("[name=confirm_blank]").check()
    visitor.send(refused=True)
    assert visitor.page.locator("#b7-errors").count() == 1

    visitor.answer_anywhere("b7", "7")
    visitor.fill({})
    assert visitor.page.locator("[name=confirm_blank]").is_checked()
    visitor.send()

    assert site.answers_of(uuid)["b7"] == 7


def test_blank_criteria__none__are_not_asked_about(visit, answers):
    visitor = visit("tablet")
    visitor.start("STC")

    visitor.walk(answers)

    assert not visitor.page.locator("[name=confirm_blank]").is_visible()
    assert visitor.page.locator("[data-missing-list] li").count() == 0


def test_end__questions_open__leads_to_each_of_them(visit, answers):
    visitor = visit("tablet")
    visitor.start("STC")
    visitor.walk({code: value for code, value in answers.items() if code != "b3"})

    visitor.page.locator("[data-missing-list] a").click()

    assert visitor.question("b3").is_visible()
    visitor.answer({"b3": 1})
    visitor.walk({})
    assert visitor.page.locator("[data-missing-list] li").count() == 0


@pytest.mark.parametrize("code", ["k1", "a4"])
def test_next__necessary_question_open__says_so_and_stays(visit, code):
    visitor = visit("phone")
    visitor.start("STC")
    if code == "a4":
        visitor.walk({"k1": 1, "k2": 1}, until="transaction")

    visitor.next()

    said = visitor.question(code).locator(".required-now")
    assert said.is_visible()
    assert (
        visitor.question(code)
        .locator("input")
        .first.evaluate("field => field === document.activeElement")
    )
    visitor.answer({code: 1})
    assert said.count() == 0


def test_answers__sent_without_any__are_all_refused_beside_their_questions(visit, site):
    visitor = visit("phone", javascript=False)
    visitor.start("STC")
    before = site.interviews()

    visitor.send(refused=True)

    assert visitor.question("k1").locator(".errors").is_visible()
    assert site.interviews() == before
