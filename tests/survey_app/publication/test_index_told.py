"""Programs are told when an index is published by a decision, replaced and taken back."""

import json

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.publication.webhooks.sending import send_waiting
from tests.survey_app.publication.listening import listening
from tests.survey_app.publication.test_webhooks import postman, registered, verified
from tests.survey_app.web.published_round import (
    INDEX,
    OF_STP,
    OF_SXD,
    STP,
    close,
    publish,
    publish_index,
    store,
    type_points,
    withdraw_index,
)

PAGE = f"{INDEX}/publication"
DECISION = {"number": "2500/QĐ-UBND", "issued_on": "03/10/2022", "reason": "", "seen": ""}
ABOUT = "SELECT event, publication_id, index_publication_id FROM webhook_message ORDER BY id"


@pytest.fixture
def public(begin, world):
    """Scores of two units are public, and nobody has been told."""
    begin(_two_units_public, world)


def _two_units_public(world):
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)


def test_index__published_replaced_and_taken_back__is_told_with_a_signature(world, public):
    with listening() as listener:
        secret = registered(world, listener.url)
        publish_index(world)
        type_points(world, "58,00")
        publish_index(world, number="2600/QĐ-UBND", reason="Phúc tra")
        withdraw_index(world, reason="Sai điểm")

        made = send_waiting(postman(world))

    told = [json.loads(body) for _, _, body in listener.came]
    assert made == 3
    assert [one["type"] for one in told] == [
        "index.published",
        "index.superseded",
        "index.withdrawn",
    ]
    hashes = world.rows("SELECT content_sha256 FROM index_publication ORDER BY id")
    assert told[1]["data"] == {
        "round": "thu-2022",
        "number": 2,
        "replaces": 1,
        "reason": "Phúc tra",
        "decision_number": "2600/QĐ-UBND",
        "decided_on": "2022-10-03",
        "run": 1,
        "content_sha256": hashes[1][0],
        "address": "/api/v1/rounds/thu-2022/index/publications/2",
    }
    assert [one["data"]["number"] for one in told] == [1, 2, 2]
    assert [one["data"]["replaces"] for one in told] == [None, 1, None]
    assert [one["data"]["reason"] for one in told] == ["", "Phúc tra", "Sai điểm"]
    assert all(verified(secret, headers, body) for _, headers, body in listener.came)
    assert world.rows(ABOUT) == [
        ("index.published", None, 1),
        ("index.superseded", None, 2),
        ("index.withdrawn", None, 2),
    ]


def test_index__without_an_address__writes_no_message(world, public):
    publish_index(world)

    assert world.one("SELECT count(*) FROM webhook_message") == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (PAGE, {**DECISION, "number": ""}),
        (PAGE, {**DECISION, "seen": "7"}),
        (f"{PAGE}/withdraw", {"seen": "1", "reason": "Nhầm"}),
    ],
    ids=["no number", "another one was seen", "nothing to take back"],
)
def test_index__refused__is_told_to_nobody(world, public, address, fields):
    registered(world, "https://example.org/hailong")

    answer = world.client("noivu").post(address, fields)

    assert answer.status_code == 422
    assert world.one("SELECT count(*) FROM webhook_message") == 0


def test_index__published_once_more_as_it_stands__is_told_to_nobody(world, public):
    registered(world, "https://example.org/hailong")
    publish_index(world)

    fields = {**DECISION, "seen": "1", "reason": "Lần nữa"}
    answer = world.client("noivu").post(PAGE, fields)

    assert answer.status_code == 422
    assert world.rows(ABOUT) == [("index.published", None, 1)]
    log = "SELECT count(*) FROM audit_event WHERE action = 'round.index_published'"
    assert world.one(log) == 1


def test_message__about_both_or_of_another_kind__is_kept_by_no_database(world, public):
    registered(world, "https://example.org/hailong")
    publish_index(world)

    for change in (
        "UPDATE webhook_message SET publication_id = 1",
        "UPDATE webhook_message SET index_publication_id = NULL",
        "UPDATE webhook_message SET event = 'round.published'",
        "UPDATE webhook_message SET event = 'index.read'",
    ):
        with pytest.raises(IntegrityError, match=r"about_one|event_"):
            world.change(change)


def test_address_of_the_message__read_with_a_token__answers_what_was_told(world, public):
    registered(world, "https://example.org/hailong")
    publish_index(world)
    told = json.loads(world.one("SELECT body FROM webhook_message"))["data"]

    answer = world.client("noivu").get(told["address"])

    assert answer.json["publication"]["content_sha256"] == told["content_sha256"]
