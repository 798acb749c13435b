"""Which questions stand on the page, and that answers to others do not leave it."""

import pytest

START = {"k1": 1, "k2": 1, "a4": 1}


def visible_codes(visitor):
    return visitor.page.locator("[data-item]:visible").evaluate_all(
        "all => all.map(question => question.dataset.item)"
    )


def test_delay__only_who_was_late__is_asked_about_it(visit):
    visitor = visit("tablet")
    visitor.start("SYT")
    visitor.walk(START, until="experience")
    assert visible_codes(visitor) == ["b1", "b2", "b3", "b4", "b5", "b6"]

    visitor.answer({"b6": 3})
    assert visible_codes(visitor)[-3:] == ["b7", "b8", "b9"]

    visitor.answer({"b6": 2})
    assert visible_codes(visitor)[-1] == "b6"


def test_feedback__only_who_gave_some__is_asked_about_it(visit):
    visitor = visit("tablet")
    visitor.start("SYT")
    visitor.walk(START, until="F5")
    assert visible_codes(visitor) == ["b10"]

    visitor.answer({"b10": 1})

    assert visible_codes(visitor) == ["b10", "q51", "q52", "q53", "q54"]


def test_progress__answers_given__counts_what_is_left_to_ask(visit):
    visitor = visit("tablet")
    visitor.start("SYT")
    visitor.walk(START, until="experience")
    progress = visitor.page.locator("[data-progress]:visible")

    def left():
        return int("".join(filter(str.isdigit, progress.inner_text().partition("·")[2])))

    asked = left()
    visitor.answer({"b6": 2})
    assert left() == asked - 1

    visitor.answer({"b6": 3})

    assert left() == asked + 2
    assert progress.inner_text().startswith("Phần 3/12 ·")


def test_stale_answers__skip_changed__do_not_leave_the_page(visit, site, least):
    visitor = visit("tablet")
    uuid = visitor.start("SYT")
    visitor.walk(START, until="experience")
    visitor.answer({"b6": 3, "b7": "4", "b8": 1, "b9": 1, "b1": 5, "b1_text": "Nghe nói"})
    visitor.answer({"b6": 1, "b1": 2})
    visitor.walk({**least, "b10": 1, "q51": 1, "q52": 1}, until="expectation")
    visitor.back()
    visitor.answer({"b10": 2})
    visitor.walk({})

    with visitor.page.expect_request(lambda request: request.method == "POST") as sending:
        visitor.send()

    sent = sending.value.post_data
    assert not any(f"&{code}=" in sent for code in ("b7", "b8", "b9", "q51", "q52", "b1_text"))
    assert set(site.answers_of(uuid)) == set(least) | {"b6", "b1"}
    assert visitor.page.locator(".notice").count() == 0


def test_stale_answers__sent_without_javascript__are_left_out_and_said_so(visit, site, least):
    visitor = visit("phone", javascript=False)
    uuid = visitor.start("SYT")
    visitor.fill({**least, "b6": 1, "b7": "4", "q51": 1, "b1": 2, "b1_text": "Nghe nói"})

    visitor.send()

    assert visitor.page.locator(".notice").inner_text().startswith("Đã bỏ 3 câu")
    assert set(site.answers_of(uuid)) == set(least) | {"b6", "b1"}


@pytest.mark.parametrize(
    ("code", "other", "part"), [("b1", 5, "experience"), ("d1", 10, "expectation")]
)
def test_other__chosen_or_not__has_its_line_only_then(visit, code, other, part):
    visitor = visit("phone")
    visitor.start("SYT")
    visitor.walk(START, until=part)
    line = visitor.page.locator(f"[name={code}_text]")
    assert not line.is_visible()

    visitor.answer({code: other})
    assert line.is_visible()

    if code == "d1":
        visitor.input(code, other).uncheck()
    else:
        visitor.answer({code: 1})
    assert not line.is_visible()


def test_choices__one_more_than_allowed__is_refused_and_said(visit):
    visitor = visit("phone")
    visitor.start("SYT")
    visitor.walk(START, until="expectation")
    visitor.answer({"d1": (2, 5, 7)})

    visitor.input("d1", 1).click()

    assert not visitor.input("d1", 1).is_checked()
    assert all(visitor.input("d1", code).is_checked() for code in (2, 5, 7))
    assert "3" in visitor.question("d1").locator("p.errors").inner_text()
    visitor.input("d1", 2).uncheck()
    visitor.input("d1", 1).check()
    assert visitor.question("d1").locator("p.errors").inner_text() == ""


def test_questions__without_javascript__all_stand_there_and_say_when_they_are_meant(visit):
    visitor = visit("phone", javascript=False)

    visitor.start("SYT")

    assert len(visible_codes(visitor)) == 46
    assert "Trễ hẹn" in visitor.question("b7").locator(".hint").inner_text()
    assert "Có" in visitor.question("q51").locator(".hint").inner_text()
