"""A data entry clerk keys a whole sheet without a mouse, or without JavaScript."""

import pytest
from playwright.sync_api import expect

KEY = "/paper/rounds/ha-nam-2022/key"
WORDS = {"a3", "d2"}
"""Where a 0 or a b would be what the respondent said."""
FOCUSED = """() => {
    const question = document.activeElement.closest("[data-item]");
    return question ? question.dataset.item : document.activeElement.name;
}"""


@pytest.fixture
def stored(site):
    """What was stored of the one sheet."""

    def read():
        uuid = site.one("SELECT interview_uuid FROM paper_form")
        mode, keyed_by = (
            site.one("SELECT mode FROM interview WHERE uuid = :uuid", uuid=uuid),
            site.one(
                "SELECT username FROM account JOIN paper_form ON paper_form.keyed_by = account.id"
            ),
        )
        return mode, keyed_by, site.answers_of(uuid)

    return read


def test_keying__whole_sheet_by_keyboard__is_stored_as_typed(visit, stored, least):
    visitor = visit("desk")
    visitor.sign_in("dieutravien")
    visitor.go(KEY)
    expect(visitor.page.locator("#paper-number")).to_be_focused()
    keyboard = visitor.page.keyboard
    keys = ("0042", "ArrowDown", "", "Space", "ArrowDown", "2/10/2022", "0830", "0841", "")
    for typed in keys:  # the last one: the respondent did not fill it in alone
        if typed.isalpha():
            keyboard.press(typed)
        else:
            keyboard.type(typed)
        keyboard.press("Tab")

    answers = {**least, "q11": 1, "q12": 9, "a3": "Đổi giấy phép lái xe", "d1": (2, 10)}
    asked = []
    while (code := visitor.page.evaluate(FOCUSED)) != "confirm_blank":
        assert code not in asked, "every question is left at once"
        asked.append(code)
        value = answers.get(code)
        if isinstance(value, int):
            keyboard.press(str(value))
        elif isinstance(value, str):
            keyboard.type(value)
            keyboard.press("Enter")
        elif value:
            for one in value:
                keyboard.press(str(one)[-1])
            keyboard.press("Enter")
        else:
            keyboard.press("Enter" if code in WORDS else "b0"[len(asked) % 2])
    keyboard.press("Space")
    keyboard.press("Enter")
    keyboard.press("Enter")

    expect(visitor.page.locator(".notice")).to_contain_text("0042")
    expect(visitor.page.locator("#paper-number")).to_be_focused()
    assert {"q51", "q54", "b8"}.isdisjoint(asked)
    assert stored() == ("paper", "dieutravien", {**answers, "d1": [2, 10]})


def test_keying__without_javascript__is_one_long_form(visit, stored, least):
    visitor = visit("desk", javascript=False)
    visitor.sign_in("dieutravien")
    visitor.go(KEY)
    page = visitor.page
    expect(page.locator(".only-keys")).to_be_hidden()
    page.locator("#paper-number").fill("7")
    page.locator("#paper-unit").select_option("STP")
    page.locator("#paper-unlisted").check()
    page.locator("#paper-enumerator").select_option(index=1)
    for name, value in {"day": "2/10/2022", "start": "8:30", "end": "8:41"}.items():
        page.locator(f"#paper-{name}").fill(value)
    visitor.answer({**least, "q51": 2})

    visitor.follow(page.locator("[data-store]"))
    page.wait_for_selector(".notice")

    assert stored()[2] == least
