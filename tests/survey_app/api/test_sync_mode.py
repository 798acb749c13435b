"""How an interview was asked, as the document of a tablet says it."""

import json

import pytest


def _modes(world):
    return [row[0] for row in world.rows("SELECT mode FROM interview ORDER BY id")]


@pytest.mark.parametrize(("said", "stored"), [({}, "tablet"), ({"mode": "phone"}, "phone")])
def test_mode__said_or_not__is_stored(world, tablet, said, stored):
    [result] = tablet.results(tablet.document(**said))

    assert result["status"] == "accepted"
    assert _modes(world) == [stored]


@pytest.mark.parametrize("said", ["paper", "pigeon", None, 1])
def test_mode__one_that_no_tablet_has__waits_for_a_person(world, tablet, said):
    [result] = tablet.results(tablet.document(mode=said))

    assert result["status"] == "quarantined"
    assert [error["where"] for error in result["errors"]] == ["mode"]
    assert _modes(world) == []


def test_mode__other_one_under_the_same_number__is_a_conflict(world, tablet):
    first = tablet.document()

    results = tablet.results(first, {**first, "mode": "phone"})

    assert [result["status"] for result in results] == ["accepted", "conflict"]
    assert _modes(world) == ["tablet"]


def test_mode__of_a_document_that_was_put_aside__is_kept_when_it_is_taken_in(world, tablet):
    first = tablet.document(str(world.case_uuid), unlisted=None)
    tablet.results(first, {**first, "mode": "phone"})
    number = world.one("SELECT id FROM quarantine")

    answer = world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "x", "compared": "1"}
    )

    assert answer.status_code == 303
    assert world.rows("SELECT mode, is_current FROM interview ORDER BY version") == [
        ("tablet", False),
        ("phone", True),
    ]


def test_mode__of_the_telephone__stands_in_the_document_that_is_kept(world, tablet):
    tablet.results(tablet.document(mode="phone"))

    assert json.loads(world.one("SELECT content FROM interview"))["mode"] == "phone"
