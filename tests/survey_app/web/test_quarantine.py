"""Deciding about documents that could not be taken in."""

import hashlib
import json

import pytest

from survey_app.db.engine import transaction
from survey_app.db.quarantine import KeptDocument, keep_documents


def _put_aside(world, content):
    """A document as the sync leaves it; gives its number."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    kept = KeptDocument(
        kind="quarantined",
        interview_uuid=None,
        content=text,
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        account_id=None,
        device_id=None,
        received_at=world.clock(),
        faults=[],
    )
    with transaction(world.engine) as session:
        keep_documents(session, [kept])
    return world.one("SELECT max(id) FROM quarantine")


def test_listing__nothing_waits__says_so(world):
    page = world.client("quanly").get("/field/quarantine/")

    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_document__leave_out__is_recorded_with_reason_and_person(world):
    number = _put_aside(world, {"uuid": "?"})
    client = world.client("quanly")

    answer = client.post(
        f"/field/quarantine/{number}", {"decision": "voided", "reason": "Máy hỏng"}
    )

    assert answer.status_code == 303
    row = world.rows("SELECT decision, decision_reason FROM quarantine")
    assert row == [("voided", "Máy hỏng")]
    assert world.one("SELECT action FROM audit_event ORDER BY id DESC") == "quarantine.voided"


@pytest.mark.parametrize(
    ("decision", "reason", "status"),
    [
        ("voided", "  ", 422),
        ("voided", "x" * 501, 422),
        ("accepted", "Không đọc được", 409),
        ("burned", "Thử", 404),
    ],
)
def test_document__decision_that_cannot_be__changes_nothing(world, decision, reason, status):
    number = _put_aside(world, {"uuid": "?"})

    answer = world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": decision, "reason": reason}
    )

    assert answer.status_code == status
    assert world.one("SELECT decision FROM quarantine") is None


def test_document__decided_twice__keeps_the_first_decision(world):
    number = _put_aside(world, {"uuid": "?"})
    client = world.client("quanly")
    client.post(f"/field/quarantine/{number}", {"decision": "voided", "reason": "Một"})

    answer = client.post(f"/field/quarantine/{number}", {"decision": "voided", "reason": "Hai"})

    assert answer.status_code == 409
    assert world.one("SELECT decision_reason FROM quarantine") == "Một"


def test_document__its_page__shows_what_was_sent(world):
    number = _put_aside(world, {"uuid": "?", "note": "<script>"})

    page = world.client("quanly").get(f"/field/quarantine/{number}")

    assert "&lt;script&gt;" in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize("number", ["99", "9" * 30, "-1", "x"])
def test_document__unknown_number__is_not_found(world, number):
    assert world.client("quanly").get(f"/field/quarantine/{number}").status_code == 404


@pytest.mark.parametrize("after", ["9" * 30, "-5", "x"])
def test_listing__page_that_cannot_be__is_shown_empty_or_whole(world, after):
    assert world.client("quanly").get(f"/field/quarantine/?after={after}").status_code == 200
