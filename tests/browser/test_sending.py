"""Whatever is clicked twice, sent again or cut off: one interview, and nothing lost."""

from playwright.sync_api import expect


def test_send__clicked_twice__stores_one_interview(visitor, site, least):
    before = site.interviews()
    visitor.start("SGTVT")
    visitor.fill(least)

    visitor.send_button().dblclick()
    visitor.page.wait_for_selector("dl.receipt")

    assert site.interviews() == before + 1
    assert site.one("SELECT count(*) FROM quarantine") == 0


def test_back__after_the_receipt__leads_to_the_receipt_again(visitor, site, least):
    before = site.interviews()
    uuid = visitor.start("SGTVT")
    visitor.fill(least)
    visitor.send()

    visitor.page.go_back()
    visitor.page.wait_for_selector("dl.receipt")

    assert uuid in visitor.page.locator("dl.receipt").inner_text()
    assert site.interviews() == before + 1


def second_tab(visitor, uuid):
    """Another tab of the same browser, with the same interview."""
    tab = type(visitor)(
        page=visitor.page.context.new_page(),
        address=visitor.address,
        sign_ins=visitor.sign_ins,
        has_javascript=visitor.has_javascript,
    )
    tab.go(f"/interviews/{uuid}")
    tab.wait_until_ready()
    visitor.page.bring_to_front()
    return tab


def test_tabs__same_answers_sent_from_both__store_one_interview(visitor, site, least):
    before = site.interviews()
    uuid = visitor.start("SGTVT")
    other = second_tab(visitor, uuid)
    visitor.fill(least)
    other.page.bring_to_front()
    other.fill(least)
    visitor.page.bring_to_front()

    visitor.send()
    other.page.bring_to_front()
    other.send()

    assert site.interviews() == before + 1
    assert site.one("SELECT count(*) FROM quarantine") == 0


def test_tabs__other_answers_in_the_second__keep_the_first_and_put_the_second_aside(
    visitor, site, least
):
    before = site.interviews()
    uuid = visitor.start("SGTVT")
    other = second_tab(visitor, uuid)
    visitor.fill(least)
    other.page.bring_to_front()
    other.fill(least | {"q11": 1})
    visitor.page.bring_to_front()
    visitor.send()

    other.page.bring_to_front()
    other.follow(other.send_button())
    other.page.wait_for_selector("dl.receipt")

    assert site.interviews() == before + 1
    assert site.answers_of(uuid)["q11"] == 5
    assert site.one("SELECT count(*) FROM quarantine") == 1


def test_page__refused_and_left_by_back__has_its_answers_still(visit, least):
    visitor = visit("tablet")
    visitor.start("SGTVT")
    visitor.fill(least | {"b6": 3, "b7": "88"})
    visitor.send(refused=True)

    visitor.page.go_back()

    expect(visitor.page.locator("[name=b7]")).to_have_value("88")
    expect(visitor.input("q36", 5)).to_be_checked()
    expect(visitor.part("end")).to_be_visible()
    expect(visitor.question("b8")).not_to_have_attribute("hidden", "")
