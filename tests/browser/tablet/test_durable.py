"""A tablet whose battery is taken out: what was called saved has to be on the disk by then."""

from playwright.sync_api import expect

# What the browser itself says of each transaction that was to write something.
NOTE_DURABILITY = """(() => {
    const open = IDBDatabase.prototype.transaction;
    window.written = [];
    IDBDatabase.prototype.transaction = function (stores, ...asked) {
        const opened = open.call(this, stores, ...asked);
        if (opened.mode === "readwrite") {
            for (const store of opened.objectStoreNames) {
                window.written.push([store, opened.durability]);
            }
        }
        return opened;
    };
})();"""


def test_writing__of_drafts_lists_and_the_outbox__waits_for_the_disk(enumerator, least):
    enumerator.page.add_init_script(NOTE_DURABILITY)
    enumerator.begin()

    enumerator.interview(least)
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    written = enumerator.page.evaluate("window.written")
    assert {store for store, _ in written} >= {"drafts", "work", "outbox"}
    assert {durability for _, durability in written} == {"strict"}
