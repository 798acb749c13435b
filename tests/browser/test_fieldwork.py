"""From the promise of a seed to a replacement, on the pages of those who do it."""

import pytest

from tests.browser.measures import violations
from tests.browser.test_pages import FITS, MEASURE
from tests.survey_app.web.sampled_round import ROUND, add_frame, add_round

BASE = f"/field/rounds/{ROUND}"
REFUSED = """
INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id, attempted_at)
SELECT interview_uuid, '2.11', 1, enumerator_id, assigned_at FROM assignment
WHERE frame_case_id = :number
"""


def become(visitor, username):
    """Hands the browser over to somebody else."""
    visitor.page.context.clear_cookies()
    visitor.sign_in(username)


def button(visitor, words):
    return visitor.page.locator("main").get_by_role("button", name=words)


def press(visitor, words, path):
    """Presses a button, and waits for the page that it leads to."""
    visitor.follow(button(visitor, words))
    visitor.page.wait_for_url(lambda url: path in url)


def sampled(visitor):
    """Home Affairs promises, the field manager sees the plan and draws."""
    become(visitor, "sonoivu")
    visitor.go(f"{BASE}/sample/")
    yield "nothing promised"
    press(visitor, "Cam kết số gieo", "/lists/")
    yield "promised"
    become(visitor, "buudien")
    visitor.go(f"{BASE}/sample/")
    yield "plan"
    visitor.follow(visitor.page.locator("tbody th a").last)
    visitor.page.wait_for_url("**/units/*")
    yield "strata"
    visitor.go(f"{BASE}/sample/lists/{ROUND}-1/draw")
    visitor.page.locator("[name=confirmed]").check()
    yield "numbers"
    press(visitor, "Rút 12 hồ sơ", f"/lists/{ROUND}-1")
    yield "drawn"


def shared(visitor):
    """The field manager shares out, moves and takes back."""
    visitor.go(f"{BASE}/assignment/")
    yield "nothing given out"
    for box in visitor.page.locator("[name=enumerator]").all()[2:]:
        box.uncheck()
    press(visitor, "Xem bảng phân công", "/share")
    yield "shares"
    press(visitor, "Giao 12 hồ sơ", "/assignment/")
    yield "shared out"
    visitor.go(f"{BASE}/cases/?enumerator=dieutravien")
    yield "cases of one"
    if visitor.has_javascript:
        button(visitor, "Chọn cả trang").click()
    else:
        visitor.page.locator("[name=case]").first.check()
    visitor.page.locator("[name=to]").select_option("dieutravien02")
    press(visitor, "Giao cho điều tra viên", "/cases/")
    yield "moved"
    visitor.go(f"{BASE}/cases/?enumerator=dieutravien02")
    visitor.page.locator("[name=case]").first.check()
    press(visitor, "Thu hồi", "/cases/")
    visitor.go(f"{BASE}/cases/?enumerator=-")
    yield "taken back"


def replaced(visitor, site):
    """An enumerator reports a refusal; the field manager replaces."""
    site.change("UPDATE round SET state = 'open' WHERE code = :code", code=ROUND)
    number = site.one(
        "SELECT min(frame_case_id) FROM assignment WHERE recalled_at IS NULL AND"
        " frame_case_id IN (SELECT frame_case_id FROM sample_member)"
    )
    site.change(REFUSED, number=number)
    visitor.go(f"{BASE}/cases/{number}")
    yield "ended"
    visitor.page.locator("[name=note]").fill("Không muốn trả lời")
    press(visitor, "Thay bằng mẫu dự phòng", f"/cases/{number}")
    visitor.page.wait_for_selector(".said-why")
    yield "replaced"
    visitor.allow("422")
    visitor.go(f"{BASE}/cases/")
    press(visitor, "Thu hồi", "/cases/")
    visitor.page.wait_for_selector("#faults")
    yield "nothing chosen"
    site.change("UPDATE round SET state = 'closed' WHERE code = :code", code=ROUND)
    visitor.go(f"{BASE}/cases/")
    yield "closed: nothing is given out any more"


def journey(visitor, site):
    """All of it, with a stop at every page."""
    add_round(site, by="sonoivu")
    add_frame(site)
    yield from sampled(visitor)
    yield from shared(visitor)
    yield from replaced(visitor, site)


@pytest.mark.parametrize(
    ("size", "javascript"), [("desk", True), ("phone", False)], ids=["desk", "phone-plain"]
)
def test_fieldwork__from_seed_to_replacement__works_fits_and_holds_to_axe(
    visit, site, size, javascript
):
    visitor = visit(size, javascript=javascript)

    for state in journey(visitor, site):
        if size == "phone":
            assert visitor.page.evaluate(MEASURE) == FITS, state
        else:
            assert violations(visitor.page, enhanced=False) == [], state

    kept = "SELECT count(*) FROM sample_replacement"
    assert site.one(kept) == 1
    actions = {row["action"] for row in site.rows("SELECT action FROM audit_event")}
    assert {"sample.seed_committed", "sample.drawn", "sample.replaced"} <= actions
    assert {"assignment.added", "assignment.moved", "assignment.recalled"} <= actions
