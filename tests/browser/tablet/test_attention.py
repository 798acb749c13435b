"""The server keeps a document but cannot count it: the tablet is done, and a person decides."""

import json

from playwright.sync_api import expect

SYNC = "/api/v1/sync/interviews"
ASIDE = "SELECT kind, content FROM quarantine ORDER BY id"
GIVE_AWAY = """
    UPDATE assignment SET enumerator_id = (SELECT id FROM account WHERE username = 'buudien')
    WHERE interview_uuid = :uuid
"""
OTHER_ENUMERATOR = "Hồ sơ được phân công cho điều tra viên khác với người đã phỏng vấn."
BOTH_KEPT = "Trước đó đã nhận câu trả lời khác của người này; cả hai đều được giữ."
WITH_THE_OFFICE = "văn phòng đang xem: bạn không phải làm gì"


def posts_of(enumerator):
    """The addresses of the batches that are sent from here on."""
    sent = []
    enumerator.page.on(
        "request", lambda request: sent.append(SYNC) if request.url.endswith(SYNC) else None
    )
    return sent


def see_attention(enumerator):
    """Looks at the outbox, where one document waits for somebody at the office."""
    enumerator.look_at_outbox()
    row = enumerator.place("items").locator("li", has=enumerator.page.locator(".is-attention"))
    expect(row).to_have_count(1)
    expect(row.locator("[data-fill=state]")).to_have_text(WITH_THE_OFFICE)
    expect(enumerator.page.locator("[data-state]")).to_have_text("Văn phòng xem: 1")
    return row


def only_item(enumerator):
    """What the tablet keeps of the one document that it finished."""
    [item] = enumerator.kept("outbox")
    return item


def test_interview__quarantined__is_kept_whole_and_leaves_the_enumerator_nothing_to_do(
    enumerator, server, full
):
    before = server.interviews()
    posts = posts_of(enumerator)
    enumerator.begin()
    uuid = enumerator.open_next()
    enumerator.visitor.fill(full)
    server.change(GIVE_AWAY, uuid=uuid.replace("-", ""))

    enumerator.finish()

    row = see_attention(enumerator)
    expect(row.locator("[data-fill=errors]")).to_have_text(OTHER_ENUMERATOR)
    item = only_item(enumerator)
    assert (item["uuid"], item["state"]) == (uuid, "attention")
    [aside] = server.rows(ASIDE)
    document = json.loads(aside["content"])
    assert aside["kind"] == "quarantined"
    assert (document["uuid"], document["answers"]) == (uuid, full)
    assert item["receipt"]["sha256"] == item["sha256"]
    assert server.interviews() == before
    # It is not sent again, and the next start still says where it is.
    enumerator.send()
    enumerator.go()
    enumerator.enter()
    see_attention(enumerator)
    assert posts == [SYNC]


def test_interview__conflicting_with_that_of_another_tablet__is_kept_beside_it(
    enumerator, enumerators, server, full
):
    before = server.interviews()
    enumerator.begin()
    other = enumerators(server.address)
    other.begin()
    uuid = enumerator.open_next()
    assert other.open_next() == uuid
    enumerator.visitor.fill(full)
    enumerator.finish()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)

    other.visitor.fill(full | {"q11": 1})
    other.finish()

    row = see_attention(other)
    expect(row.locator("[data-fill=errors]")).to_have_text(BOTH_KEPT)
    assert other.outbox() == {uuid: "attention"}
    assert enumerator.outbox() == {uuid: "sent"}
    assert server.interviews() == before + 1
    assert server.answers_of(uuid) == full
    [aside] = server.rows(ASIDE)
    assert aside["kind"] == "conflict"
    assert json.loads(aside["content"])["answers"] == full | {"q11": 1}
    receipts = [only_item(one)["receipt"]["sha256"] for one in (enumerator, other)]
    assert receipts == [only_item(one)["sha256"] for one in (enumerator, other)]
