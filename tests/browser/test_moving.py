"""Moving about in an interview: the browser's Back, the keyboard, reloading, the language."""

START = {"k1": 1, "k2": 1, "a4": 1}


def opened(visitor):
    return visitor.page.locator("[data-step]:visible").get_attribute("data-step")


def test_browser_back_and_forward__walk_the_parts(visit):
    visitor = visit("phone")
    visitor.start("SNV")
    visitor.walk(START, until="F2")

    for part in ("F1", "experience", "transaction", "consent"):
        visitor.page.go_back()
        visitor.part(part).wait_for()
    visitor.page.go_forward()
    visitor.part("transaction").wait_for()

    assert visitor.input("a4", 1).is_checked()


def test_browser_forward__to_a_part_no_longer_asked__opens_the_last_one_before_it(visit):
    visitor = visit("phone")
    visitor.start("SNV")
    visitor.walk(START, until="experience")
    visitor.page.go_back()
    visitor.part("transaction").wait_for()

    visitor.answer({"a4": 2})
    visitor.page.go_forward()

    visitor.part("transaction").wait_for()
    visitor.next()
    assert opened(visitor) == "end"


def test_back_button__first_part__is_off_and_afterwards_leads_back(visit):
    visitor = visit("phone")
    visitor.start("SNV")
    back = visitor.page.locator("[data-back]")
    assert back.is_disabled()
    visitor.walk(START, until="transaction")

    visitor.back()

    assert opened(visitor) == "consent"


def test_reload__answers_on_the_page__asks_before_they_are_lost(visit):
    visitor = visit("phone")
    visitor.start("SNV")
    visitor.walk(START, until="F1")
    asked = []
    visitor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    with visitor.page.expect_event("dialog"):
        visitor.page.evaluate("() => location.reload()")

    assert asked == ["beforeunload"]
    assert opened(visitor) == "F1"
    assert visitor.input("a4", 1).is_checked()


def test_reload__nothing_answered__just_reloads(visit):
    visitor = visit("phone")
    visitor.start("SNV")
    asked = []
    visitor.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    visitor.page.reload()
    visitor.wait_until_ready()

    assert asked == []
    assert opened(visitor) == "consent"


def test_keyboard__alone__answers_and_goes_on(visit):
    visitor = visit("tablet")
    visitor.start("SNV")
    keys = visitor.page.keyboard
    visitor.page.locator("#title-consent").focus()

    keys.press("Tab")
    keys.press("Space")
    assert visitor.input("k1", 1).is_checked()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert visitor.input("k2", 1).is_checked()
    keys.press("ArrowDown")
    assert visitor.input("k2", 2).is_checked()
    keys.press("Tab")
    keys.press("Enter")

    assert opened(visitor) == "transaction"
    assert visitor.page.evaluate("() => document.activeElement.id") == "title-transaction"


def test_enter__on_a_choice_or_in_a_line__never_sends(visitor, site, least):
    before = site.interviews()
    visitor.start("SNV")
    visitor.fill(least | {"b6": 3, "b7": "1"})
    if visitor.has_javascript:
        visitor.part("end").locator("h2").press("Enter")
        visitor.back()

    if visitor.has_javascript:
        visitor.input("z5", 1).press("Enter")
    else:  # the server gives the same page again
        for field in (visitor.input("z5", 1), visitor.page.locator("[name=b7]")):
            with visitor.to_next_page():
                field.press("Enter")

    assert visitor.page.locator("dl.receipt").count() == 0
    assert site.interviews() == before
    assert visitor.input("q11", 5).is_checked()
    assert visitor.page.locator("[name=b7]").input_value() == "1"


def test_enter__in_a_line_of_text__goes_on(visit):
    visitor = visit("tablet")
    visitor.start("SNV")
    visitor.walk(START, until="experience")
    visitor.answer({"b6": 3, "b7": "2"})

    visitor.page.locator("[name=b7]").press("Enter")

    assert opened(visitor) == "F1"


def test_language__switched_in_the_middle__keeps_answers_and_part(visit, site, least):
    visitor = visit("tablet")
    uuid = visitor.start("SNV")
    visitor.walk({**least, "a3": "Tuyển dụng", "q11": 2}, until="F2")
    page = visitor.page
    assert page.locator("html").get_attribute("lang") == "vi"
    assert "Thủ tục hành chính" in visitor.part("F2").inner_text()

    visitor.follow(page.locator("button[name=language]:visible"))
    assert page.locator("html").get_attribute("lang") == "en"
    visitor.wait_until_ready()

    assert opened(visitor) == "F2"
    assert "Administrative procedure" in visitor.part("F2").inner_text()
    visitor.walk({code: value for code, value in least.items() if code != "q11"})
    visitor.send()
    stored = site.answers_of(uuid)
    assert (stored["q11"], stored["a3"]) == (2, "Tuyển dụng")


def test_language__switched_without_javascript__keeps_answers(visit):
    visitor = visit("phone", javascript=False)
    visitor.start("SNV")
    visitor.answer({**START, "a3": "Tuyển dụng", "d1": (1, 10), "d1_text": "Khác nữa"})

    visitor.follow(visitor.page.locator("button[name=language]:visible"))

    assert visitor.page.locator("html").get_attribute("lang") == "en"
    assert visitor.input("d1", 10).is_checked()
    assert visitor.page.locator("[name=d1_text]").input_value() == "Khác nữa"
    assert visitor.page.locator("[name=a3]").input_value() == "Tuyển dụng"
