"""Somebody copies the disk of a tablet: it tells neither who was asked nor what was said."""

import pytest
from playwright.sync_api import expect

# Letters that stand nowhere else, so that no compression hides them behind earlier ones.
NAMES = {"MO-PHONG-001": "Qvzhxwk Ngừ", "MO-PHONG-002": "Jbfwqzt Ưởi", "MO-PHONG-003": "Kgxpvzq Đễ"}
ADDRESS, PHONE = "Xwhqjvz 77", "0987612543"
FINISHED, BEGUN, NOTE = "Zkqwvjx", "Vxjzqwk", "Wzqxkjv"
CRITERION = "q11"
PIN = "482915"
SECRETS = {*NAMES.values(), ADDRESS, PHONE, FINISHED, BEGUN, NOTE, PIN}
INTERVIEWER = "Điều tra viên 01 (mô phỏng)"
DATABASE = "Default/IndexedDB"
# What the browser writes down by itself, to open the same pages at its next start.
SESSION = "Default/Sessions"
# Every text in the records, bytes read as letters, the names of fields included.
TEXTS_OF = """async ([name, stores]) => {
    const opened = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
    });
    const all = (store) => new Promise((resolve) => {
        const reading = opened.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => resolve(reading.result);
    });
    const texts = (value) => {
        if (ArrayBuffer.isView(value)) return [new TextDecoder().decode(value)];
        if (value === null || typeof value !== "object") return [String(value)];
        return Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)]);
    };
    const found = [];
    for (const store of stores) found.push(...texts(await all(store)));
    opened.close();
    return found.join("\\n");
}"""


@pytest.fixture
def people(server):
    """Puts people onto the list whose names can be recognised."""
    for code, name in NAMES.items():
        server.change(
            "UPDATE person SET full_name = :name, address = :address, phone = :phone"
            " WHERE id = (SELECT person_id FROM frame_case WHERE file_code = :code)",
            name=name,
            address=ADDRESS,
            phone=PHONE,
            code=code,
        )


def record_attempt(enumerator, note):
    """Somebody was not reached."""
    enumerator.page.locator("[data-next-case] [data-outcome]").click()
    enumerator.page.locator("[value='2.20']").check()
    enumerator.page.locator("[name=note]").fill(note)
    enumerator.page.locator("[data-attempt] button").click()
    expect(enumerator.place("notice").locator("button")).to_be_visible()


def files_with(folder, text):
    """Where in a folder this text stands, in letters of one byte, of UTF-8 or of UTF-16."""
    forms = {text.encode(), text.encode("utf-16-le")}
    return [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(form in file.read_bytes() for form in forms)
    ]


def test_disk__copied_with_list_draft_and_unsent_work__names_nobody_and_no_answer(
    tablet, server, people, least
):
    enumerator = tablet.switch_on()
    enumerator.pin = PIN
    enumerator.begin()
    server.kill()
    finished = enumerator.open_next()
    enumerator.visitor.fill(least | {"a3": FINISHED})
    enumerator.finish()
    record_attempt(enumerator, NOTE)
    begun = enumerator.open_next()
    enumerator.visitor.walk(least | {"a3": BEGUN}, until="F2")
    enumerator.wait_until_saved()

    stores = ["people", "work", "drafts", "outbox", "log"]
    records = enumerator.page.evaluate(TEXTS_OF, ["hai-long", stores])
    tablet.switch_off()

    readable = {text for text in SECRETS | {CRITERION} if text in records}
    copied = {text: files for text in SECRETS if (files := files_with(tablet.profile, text))}
    assert (readable, copied) == (set(), {})
    assert files_with(tablet.profile / SESSION, CRITERION) == []
    # The search would have found them: what is meant to be readable is found in both.
    for text in (finished, begun, INTERVIEWER):
        assert text in records
        assert any(file.startswith(DATABASE) for file in files_with(tablet.profile, text))
    assert files_with(tablet.profile / SESSION, f"#interview/{begun}") != []


RETURNED = """
    INSERT INTO interview_return (interview_id, interview_uuid, enumerator_id, comment,
                                  returned_by, returned_at, state)
    SELECT id, uuid, enumerator_id, :comment, enumerator_id, received_at, 'open'
    FROM interview WHERE uuid = :uuid
"""


def test_disk__copied_with_a_returned_interview__tells_neither_its_answers_nor_the_comment(
    tablet, server, least
):
    enumerator = tablet.switch_on()
    enumerator.begin()
    uuid = enumerator.interview(least | {"a3": FINISHED})
    enumerator.wait_until_sent(uuid)
    server.change(RETURNED, uuid=uuid.replace("-", ""), comment=NOTE)
    enumerator.place("fetch").click()
    expect(enumerator.place("next-case")).to_contain_text(NOTE)
    enumerator.open_next()
    enumerator.wait_until_saved()
    answer = enumerator.page.locator("[name=a3]").input_value()

    stores = ["people", "work", "drafts", "outbox", "log"]
    records = enumerator.page.evaluate(TEXTS_OF, ["hai-long", stores])
    tablet.switch_off()

    assert answer == FINISHED
    assert [text for text in (NOTE, FINISHED, CRITERION) if text in records] == []
    assert [text for text in (NOTE, FINISHED) if files_with(tablet.profile, text)] == []
    assert uuid in records
