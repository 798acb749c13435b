"""Walks through what the pages of interviews can look like, with a stop at each."""

LISTING = "/field/rounds/ha-nam-2022/interviews"


def review_states(visitor, site, least):
    """One interview is returned, taken back, voided and revived; the list shows each."""
    document = site.document(least)
    site.send(document)
    page = f"/field/interviews/{document['uuid']}"
    visitor.sign_in("buudien")
    for path in (LISTING, f"{LISTING}?number=ffffffff0"):
        visitor.go(path)
        yield path
    visitor.go(page)
    yield "counts"
    visitor.allow("422")
    _sent(visitor, "return", "#f-comment", " ", arrives=".refusal")
    yield "comment missing"
    _sent(visitor, "return", "#f-comment", "Xem lại câu q11", arrives=".notice q")
    yield "returned"
    visitor.go(f"{LISTING}?standing=returned")
    yield "list of returned"
    visitor.go(page)
    visitor.follow(visitor.page.locator("form[action$=withdraw] button"))
    _arrive(visitor, "#f-comment")
    visitor.page.locator("summary", has_text="Hủy phiếu").click()
    yield "asks before it voids"
    visitor.page.locator("#f-void-confirmed").check()
    _sent(visitor, "void", "#f-void-reason", "Nhầm người", arrives="#f-revive-reason")
    yield "voided"
    _sent(visitor, "revive", "#f-revive-reason", "Hủy nhầm", arrives="#f-comment")
    yield "revived"


def _sent(visitor, action, field, text, *, arrives):
    visitor.page.locator(field).fill(text)
    visitor.follow(visitor.page.locator(f"form[action$={action}] button"))
    _arrive(visitor, arrives)


def _arrive(visitor, mark):
    """Waits for a page and for its style, without which nothing can be measured."""
    visitor.page.wait_for_selector(mark)
    visitor.page.wait_for_load_state()
