"""An interview by telephone: said at its start, kept in the draft, sent and stored."""

from playwright.sync_api import expect


def test_by_phone__chosen_left_and_opened_again__is_stored(enumerator, office, least):
    uuid = enumerator.open()
    box = enumerator.page.locator("[data-by-phone]")
    box.check()
    expect(enumerator.page.locator("h1")).to_contain_text("qua điện thoại")
    enumerator.visitor.input("k1", 1).check()
    enumerator.page.locator("[data-leave]").click()
    enumerator.refresh_list()  # a tap while the list is being drawn anew would be lost
    enumerator.open("mô phỏng 1")
    expect(box).to_be_checked()

    enumerator.visitor.walk(least)
    enumerator.finish()
    enumerator.wait_until_sent()

    [row] = office.rows("SELECT mode FROM interview WHERE uuid = :uuid", uuid=uuid.replace("-", ""))
    assert row["mode"] == "phone"
