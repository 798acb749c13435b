"""The page of progress keeps itself up to date without disturbing whoever reads it."""

PAGE = "/field/rounds/ha-nam-2022"
HALF_A_MINUTE = 30_001
RECEIVED = "() => document.querySelector('#part-figures dd').innerText"


def test_progress__interview_arrives_by_sync__is_shown_and_nothing_else_moves(visit, site, least):
    visitor = visit("phone")
    visitor.sign_in("buudien")
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")  # whoever is taken somewhere is there at once
    page.clock.install()
    visitor.go(PAGE)
    page.locator("#live-state").wait_for()
    before = page.evaluate(RECEIVED)
    page.locator("#letters summary").click()
    link = page.locator("#part-tables .pages a").nth(1)
    link.focus()
    page.evaluate("() => { window.marked = document.querySelector('#letters'); }")
    there = link.bounding_box()

    assert site.send(site.document(least)) == ["accepted"]
    page.clock.fast_forward(HALF_A_MINUTE)
    page.wait_for_function(f"before => ({RECEIVED})() !== before", arg=before)

    assert page.locator("#letters").get_attribute("open") is not None
    assert page.evaluate("() => window.marked.isConnected")
    assert link.evaluate("link => link === document.activeElement")
    assert link.bounding_box() == there
    visitor.allow("failed:", "console:")
    page.context.set_offline(True)
    page.clock.fast_forward(HALF_A_MINUTE)
    page.locator("#live-state.lost").wait_for()
    page.context.set_offline(False)
    page.locator("#live-state:not(.lost)").wait_for()


def test_progress__without_javascript__shows_everything_and_promises_nothing(visit):
    visitor = visit("desk", javascript=False)
    visitor.sign_in("buudien")

    visitor.go(PAGE)

    assert visitor.page.locator("svg[role=img]").count() == 2
    assert visitor.page.locator("#live-state").is_hidden()
