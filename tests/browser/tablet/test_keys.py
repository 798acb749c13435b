"""The server has lost a key and made another: what the tablet seals from then on can be read."""

import json

import pytest
from playwright.sync_api import expect

from survey_app.fieldwork.sealing import kid_of

LOST = "UPDATE round_key SET wrapped_private_key = 'wrapped with another secret'"
NEWEST = "SELECT kid FROM round_key ORDER BY created_at DESC LIMIT 1"


@pytest.fixture
def lose_key(server):
    """The secret of the installation was changed over night."""

    def lose() -> None:
        server.kill()
        server.change(LOST)
        server.start()

    return lose


def fetch_list(one):
    one.place("fetch").click()
    expect(one.place("fetch")).to_be_enabled()
    expect(one.place("fetch-error")).to_be_hidden()


def test_draft__begun_before_the_key_was_lost__is_sealed_to_the_new_one(
    server, enumerator, lose_key, full
):
    before = server.interviews()
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()

    lose_key()
    fetch_list(enumerator)
    enumerator.look_at_outbox()
    with enumerator.page.expect_download() as download:
        enumerator.place("backup").click()
    [copy] = json.loads(download.value.path().read_text())["documents"]
    enumerator.page.evaluate("location.hash = '#work'")
    assert enumerator.open_next() == uuid
    enumerator.visitor.fill(full)
    enumerator.finish()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    assert kid_of(copy["sealed"]) == server.one(NEWEST)
    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1


def test_pin__forgotten_after_the_key_was_lost__comes_back_by_the_password(
    server, enumerator, lose_key, full
):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    lose_key()
    fetch_list(enumerator)
    [person] = enumerator.kept("people")
    assert kid_of(person["vault"]["escrow"]) == server.one(NEWEST)

    enumerator.lock()
    enumerator.choose_name()
    enumerator.place("forgotten").click()
    enumerator.type_password()
    enumerator.choose_pin("731904")

    assert enumerator.open_next() == uuid
    expect(enumerator.visitor.input("q11", 5)).to_be_checked()


def test_pin__forgotten_when_no_round_is_open__is_replaced_all_the_same(server, enumerator, full):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.lock()
    server.change("UPDATE round SET state = 'closed'")

    enumerator.choose_name()
    enumerator.place("forgotten").click()
    enumerator.type_password()
    enumerator.page.locator("#new-pin").fill("731904")
    enumerator.page.locator("#same-pin").fill("731904")
    enumerator.page.locator("main button[type=submit]").click()

    enumerator.place("no-round").wait_for()
    enumerator.page.locator(f"[data-cases] [href='#interview/{uuid}']").click()
    enumerator.wait_for_form()
    expect(enumerator.visitor.input("q11", 5)).to_be_checked()
    # The old copy is still there, for the next time.
    enumerator.place("leave").click()
    enumerator.place("no-round").wait_for()
    enumerator.lock()
    enumerator.choose_name()
    enumerator.place("forgotten").click()
    enumerator.type_password()
    expect(enumerator.page.locator("#new-pin")).to_be_visible()
