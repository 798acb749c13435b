"""The sign-in at the server ends while somebody works: nothing stops, and nothing is lost."""

from playwright.sync_api import expect

END_SIGN_INS = "UPDATE account SET session_mark = 'another mark of the same'"


def test_enrolled_tablet__sign_in_expired__interviews_and_sends_as_before(server, enumerator, full):
    before = server.interviews()
    enumerator.begin_enrolled(server.enrolment_code())
    server.change(END_SIGN_INS)

    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1
    assert server.one("SELECT name FROM device JOIN interview ON device.id = device_id") == "Máy 07"


def test_tablet_without_credential__sign_in_expired__says_so_and_sends_after_signing_in(
    server, enumerator, full
):
    before = server.interviews()
    enumerator.begin()
    server.change(END_SIGN_INS)

    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("problem")).to_contain_text("đăng nhập lại")
    assert enumerator.outbox() == {uuid: "waiting"}
    assert server.interviews() == before
    enumerator.sign_in()
    enumerator.enter()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1


def test_list__sign_in_expired__stays_as_it_is_and_says_why(server, enumerator):
    enumerator.begin()
    listed = enumerator.respondents()
    server.change(END_SIGN_INS)

    enumerator.place("fetch").click()

    expect(enumerator.place("fetch-error")).to_contain_text("đăng nhập lại")
    expect(enumerator.place("sign-in")).to_be_visible()
    expect(enumerator.names()).to_have_text(listed)


def test_tablet_without_credential__signed_in_again_in_another_window__sends_with_the_new_one(
    server, enumerator, enumerators, full
):
    enumerator.visitor.allow("400", "403")
    enumerator.begin()
    server.change(END_SIGN_INS)
    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("problem")).to_be_visible()

    window = enumerators(server.address, page=enumerator.page.context.new_page())
    window.visitor.sign_in_by_hand("dieutravien")
    enumerator.send()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    assert enumerator.outbox() == {uuid: "sent"}


def test_enrolled_tablet__its_credential_ended__sends_by_sign_in_and_can_be_enrolled_again(
    server, enumerator, full
):
    before = server.interviews()
    enumerator.begin_enrolled(server.enrolment_code())
    server.change("UPDATE device SET revoked_at = enrolled_at")

    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert server.one("SELECT device_id IS NULL FROM interview ORDER BY id DESC LIMIT 1")
    enumerator.enrol(server.enrolment_code())
    enumerator.page.locator(".people").wait_for()
    enumerator.look_at_outbox()

    expect(enumerator.said("device")).to_have_text("Máy 07")
    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1


def test_signing_in_again__no_network__says_so_on_the_screen(server, enumerator, full):
    enumerator.begin()
    server.change(END_SIGN_INS)
    enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("problem")).to_be_visible()
    server.kill()

    enumerator.place("sign-in").click()

    expect(enumerator.place("sign-in-error")).to_contain_text("Không có mạng")


def test_list__after_locking_an_enrolled_tablet__is_not_asked_for_in_red(server, enumerator):
    enumerator.begin()
    enumerator.enrol(server.enrolment_code())
    enumerator.page.locator(".people").wait_for()
    enumerator.page.evaluate("location.hash = '#work'")
    enumerator.place("next-case").wait_for()
    enumerator.lock()

    enumerator.enter()

    expect(enumerator.place("sign-in-wanted")).to_be_visible()
    expect(enumerator.place("sign-in")).to_be_visible()
    expect(enumerator.place("fetch-error")).to_be_hidden()
    enumerator.place("fetch").click()  # who asks is told
    expect(enumerator.place("fetch-error")).to_contain_text("đăng nhập lại")
    expect(enumerator.place("sign-in-wanted")).to_be_hidden()
