"""The tablet refuses to keep something: it is said plainly, and a sealed copy can be saved."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect

from survey_app.db.engine import transaction
from survey_app.fieldwork.round_keys import opener_of
from survey_app.fieldwork.sealing import kid_of, open_sealed

SECRET = "only-for-tests-only-for-tests-only-for-tests"
REFUSED = """IDBFactory.prototype.open = () => {
    throw new DOMException("the user denied permission", "SecurityError");
};"""
LED_BACK = """() => new Promise((resolve) => {
    const look = () => location.hash.startsWith("#interview/") ? resolve() : setTimeout(look);
    look();
})"""
SMALL = 4_000_000
FILL = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("hai-long");
    opening.onsuccess = async () => {
        const put = (size) => new Promise((done) => {
            const transaction = opening.result.transaction("log", "readwrite");
            const noise = crypto.getRandomValues(new Uint8Array(size));
            transaction.objectStore("log").put({ at: Date.now(), what: "noise", noise });
            transaction.oncomplete = () => done(true);
            transaction.onabort = () => done(false);
        });
        for (const size of [65_536, 8_192, 1_024, 64]) {
            for (let filled = 0; await put(size); filled += size) {
                if (filled > 8_000_000) return reject(new Error("there is no end of room"));
            }
        }
        opening.result.close();
        return resolve();
    };
})"""
WRITE = """async (version) => {
    const storage = await import(`/tablet/files/${version}/tablet/storage.js`);
    const changes = [
        { store: "log", put: { at: 1, what: "first" } },
        { store: "drafts", put: { nothing: "that names it" } },
    ];
    return storage.write(changes).then(() => "written", (error) => error.name);
}"""
BACKUP_FORMAT = "hailong-backup/1"


@pytest.fixture
def opened(server):
    """Opens the documents of a backup file as the server does."""

    def open_all(backup):
        with transaction(server.engine, writes=False) as session:
            opener = opener_of(session, secret_key=SECRET)
            return [
                json.loads(open_sealed(sealed, opener({kid_of(sealed)})))
                for sealed in (document["sealed"] for document in backup["documents"])
            ]

    return open_all


@dataclass
class Room:
    """What the browser lets the app keep on this tablet."""

    enumerator: Any
    session: CDPSession
    origin: str

    def limit(self, quota: int | None) -> None:
        """So many bytes; None is the limit that the browser chose itself."""
        size = {} if quota is None else {"quotaSize": quota}
        self.session.send("Storage.overrideQuotaForOrigin", {"origin": self.origin, **size})

    def use_up(self) -> None:
        """Fills what is left with records that have nothing to do with interviews."""
        self.enumerator.page.evaluate(FILL)


@pytest.fixture
def room(enumerator, server):
    """A small tablet, from before its first start: what is full is noticed late otherwise."""
    session = enumerator.page.context.new_cdp_session(enumerator.page)
    room = Room(enumerator=enumerator, session=session, origin=server.address)
    room.limit(SMALL)
    return room


def saved_copy(enumerator, button):
    """The content of the file that a button saves."""
    with enumerator.page.expect_download() as download:
        enumerator.place(button).click()
    return json.loads(download.value.path().read_text())


def test_app__storage_refused_by_the_browser__says_so_and_begins_nothing(enumerator):
    enumerator.page.add_init_script(REFUSED)

    enumerator.go()

    expect(enumerator.page.locator("main h1")).to_contain_text("không lưu được")
    expect(enumerator.page.locator("main a.primary")).to_have_attribute("href", "/interviews/")
    expect(enumerator.place("sign-in")).to_have_count(0)


def test_interview__tablet_full_in_the_middle__never_says_saved_and_gives_a_sealed_copy(
    enumerator, full, room, opened
):
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.wait_until_saved()
    on_disk = enumerator.kept("drafts")
    room.use_up()

    enumerator.visitor.answer({"q21": 4})

    expect(enumerator.page.locator("[data-saved].is-failed")).to_be_visible()
    expect(enumerator.place("trouble")).to_contain_text("không lưu được")
    assert enumerator.kept("drafts") == on_disk
    backup = saved_copy(enumerator, "rescue")
    assert backup["format"] == BACKUP_FORMAT
    [draft] = opened(backup)
    assert (draft["kind"], draft["uuid"], draft["answers"]["q21"]) == ("draft", uuid, 4)
    assert "q21" not in json.dumps(backup)


def test_interview__tablet_full__cannot_be_left_before_it_is_saved(enumerator, full, room):
    enumerator.begin()
    enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.wait_until_saved()
    room.use_up()
    enumerator.visitor.answer({"q21": 4})
    expect(enumerator.page.locator("[data-saved].is-failed")).to_be_visible()

    enumerator.place("leave").click()

    # Leading back is the last thing that refusing does; with room before that it would leave.
    enumerator.page.evaluate(LED_BACK)
    expect(enumerator.place("trouble")).to_contain_text("không lưu được")
    expect(enumerator.visitor.input("q21", 4)).to_be_checked()
    room.limit(None)
    enumerator.visitor.answer({"q22": 3})
    enumerator.wait_until_saved()
    expect(enumerator.place("trouble")).to_be_hidden()
    enumerator.leave()
    enumerator.page.locator("[data-next-case] [data-open]").click()
    enumerator.wait_for_form()
    expect(enumerator.visitor.input("q21", 4)).to_be_checked()


def test_interview__tablet_full_at_its_end__is_not_called_finished(enumerator, server, full, room):
    before = server.interviews()
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.fill(full)
    enumerator.wait_until_saved()
    room.use_up()

    enumerator.page.locator("[data-send]").click()

    expect(enumerator.place("trouble")).to_contain_text("không lưu được")
    expect(enumerator.visitor.part("end")).to_be_visible()
    assert enumerator.outbox() == {}
    room.limit(None)
    enumerator.finish()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1


def test_attempt__tablet_full__says_that_it_was_not_recorded(enumerator, server, room):
    enumerator.visitor.allow("StorageRefused", "QuotaExceeded")
    enumerator.begin()
    enumerator.page.locator("[data-next-case] [data-outcome]").click()
    enumerator.page.locator("[value='2.20']").check()
    room.use_up()

    enumerator.page.locator("[data-attempt] button").click()

    expect(enumerator.place("trouble")).to_be_visible()
    expect(enumerator.place("trouble")).not_to_contain_text("Error")
    expect(enumerator.page.locator("[value='2.20']")).to_be_checked()
    assert enumerator.outbox() == {}
    room.limit(None)
    enumerator.page.locator("[data-attempt] button").click()
    expect(enumerator.place("notice").locator("button")).to_be_visible()
    expect(enumerator.place("trouble")).to_be_hidden()
    assert list(enumerator.outbox().values()) == ["waiting"]


def test_copy__of_what_waits_and_is_unfinished__is_opened_by_the_server_alone(
    enumerator, server, full, opened
):
    enumerator.begin()
    server.kill()
    finished = enumerator.interview(full)
    begun = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.look_at_outbox()

    backup = saved_copy(enumerator, "backup")

    documents = {document["uuid"]: document for document in opened(backup)}
    assert set(documents) == {finished, begun}
    assert "kind" not in documents[finished]
    assert documents[begun]["kind"] == "draft"
    assert documents[finished]["answers"]["q11"] == full["q11"]
    expect(enumerator.place("notice")).to_contain_text("2")
    assert enumerator.outbox() == {finished: "waiting"}


def test_write__one_of_its_changes_impossible__makes_none_of_them(enumerator):
    enumerator.begin()

    said = enumerator.page.evaluate(WRITE, enumerator.version())

    assert said == "DataError"
    assert enumerator.kept("log") == []
