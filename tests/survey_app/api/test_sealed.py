"""Documents sealed to the round: opened, judged and kept like any other; or kept closed."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from survey_app.db.engine import transaction
from survey_app.fieldwork.round_keys import ensure_keys, new_round_key

OTHER = "another-secret-another-secret-another-secret"


def _codes(result):
    return [error["code"] for error in result["errors"]]


def _kept(world):
    return [json.loads(row[0]) for row in world.rows("SELECT content FROM quarantine ORDER BY id")]


def test_sealed__interview__is_stored_open_with_a_receipt_of_what_was_inside(
    world, tablet, hash_of
):
    document = tablet.document()

    (result,) = tablet.results(tablet.sealed(document))

    assert result["status"] == "accepted"
    assert result["uuid"] == document["uuid"]
    assert result["receipt"]["sha256"] == hash_of(document)
    assert json.loads(world.one("SELECT content FROM interview")) == document
    assert world.one("SELECT content_sha256 FROM interview") == hash_of(document)


def test_sealed__again_with_other_bytes__is_the_same_document(world, tablet):
    document = tablet.document()
    (first,) = tablet.results(tablet.sealed(document))
    world.clock.move(timedelta(hours=1))

    again, plain = tablet.results(tablet.sealed(document), document)

    assert [again["status"], plain["status"]] == ["already_received"] * 2
    assert again["receipt"] == plain["receipt"] == first["receipt"]
    assert world.one("SELECT count(*) FROM interview") == 1


def test_sealed__other_content_under_the_same_uuid__is_kept_as_conflict(world, tablet, hash_of):
    document = tablet.document()
    tablet.results(tablet.sealed(document))
    other = {**document, "elapsed_ms": 7}

    results = [tablet.results(tablet.sealed(other))[0] for _ in range(2)]

    assert [one["status"] for one in results] == ["conflict"] * 2
    assert results[0]["receipt"]["sha256"] == hash_of(other)
    assert _kept(world) == [other]


def test_sealed__attempt_and_faulty_interview__are_judged_by_what_is_inside(world, tablet):
    attempt = tablet.attempt()
    faulty = tablet.document(answers={"q11": 4})

    results = tablet.results(tablet.sealed(attempt), tablet.sealed(faulty))

    assert [one["status"] for one in results] == ["accepted", "quarantined"]
    assert _kept(world) == [faulty]
    assert world.one("SELECT count(*) FROM contact_attempt") == 1


def test_sealed__with_an_older_key_of_the_round__is_still_opened(world, tablet):
    document = tablet.document()
    envelope = tablet.sealed(document)
    with transaction(world.engine) as session:
        new = new_round_key(secret_key=world.app.config["SECRET_KEY"], at=world.clock())
        from survey_app.db.round_keys import add_key

        add_key(session, 1, new)

    (result,) = tablet.results(envelope)

    assert result["status"] == "accepted"


def test_sealed__key_that_is_not_here__is_kept_closed_and_opened_when_it_is_back(
    world, tablet, hash_of
):
    document = tablet.document()
    envelope = tablet.sealed(document)
    right = world.app.config["SECRET_KEY"]
    world.app.config["SECRET_KEY"] = OTHER
    with transaction(world.engine) as session:
        ensure_keys(session, secret_key=OTHER, at=world.clock())

    (closed,) = tablet.results(envelope)
    world.app.config["SECRET_KEY"] = right
    (opened,) = tablet.results(envelope)

    assert (closed["status"], _codes(closed)) == ("quarantined", ["unknown_key"])
    assert closed["receipt"]["sha256"] == hash_of(envelope)
    assert opened["status"] == "accepted"
    assert opened["receipt"]["sha256"] == hash_of(document)
    assert _kept(world) == [envelope]


@pytest.mark.parametrize("where", [0, 2, 3, 4])
def test_sealed__damaged__is_kept_closed_once(world, tablet, hash_of, where):
    envelope = tablet.sealed(tablet.document())
    parts = str(envelope["sealed"]).split(".")
    parts[where] = ("B" if parts[where][0] != "B" else "C") + parts[where][1:]
    envelope["sealed"] = ".".join(parts)

    results = [tablet.results(envelope)[0] for _ in range(2)]

    assert [one["status"] for one in results] == ["quarantined"] * 2
    assert _codes(results[0]) == ["seal_broken"]
    assert results[0]["uuid"] == envelope["uuid"]
    assert results[0]["receipt"]["sha256"] == hash_of(envelope)
    assert _kept(world) == [envelope]


@pytest.mark.parametrize("header", [{"zip": "DEF"}, {"enc": "A128GCM"}, {"kid": "nobody"}])
def test_sealed__in_another_way__stays_closed(tablet, header):
    document = tablet.document()
    envelope = tablet.sealed(document, sealed=tablet.seal(document, **header))

    (result,) = tablet.results(envelope)

    assert result["status"] == "quarantined"
    assert _codes(result) == ["unknown_key" if "kid" in header else "seal_broken"]


def test_sealed__under_the_number_of_another__is_quarantined(world, tablet, hash_of):
    document = tablet.document()

    (result,) = tablet.results(tablet.sealed(document, uuid=str(uuid4())))

    assert (result["status"], _codes(result)) == ("quarantined", ["other_uuid"])
    assert result["receipt"]["sha256"] == hash_of(document)
    assert world.one("SELECT count(*) FROM interview") == 0


@pytest.mark.parametrize(
    "inside",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[1]",
        b'{"uuid": NaN}',
        b'{"account": 1, "key": "c2VjcmV0"}',
        b"[" * 60 + b"]" * 60,
        b"[" * 100_000,
    ],
)
def test_sealed__no_document__stays_closed(world, tablet, inside):
    uuid = str(uuid4())
    envelope = tablet.sealed({"uuid": uuid}, sealed=tablet.seal(inside))

    (result,) = tablet.results(envelope)

    assert (result["status"], _codes(result)) == ("quarantined", ["nothing_inside"])
    assert _kept(world) == [envelope]


def test_sealed__twice__stays_closed(world, tablet):
    inner = tablet.sealed(tablet.document())

    (result,) = tablet.results(tablet.sealed(inner))

    assert _codes(result) == ["nothing_inside"]


@pytest.mark.parametrize(
    "changed", [{"sealed": ""}, {"sealed": 7}, {"uuid": "x"}, {"format": 2}, {"surplus": 1}]
)
def test_sealed__envelope_of_another_shape__is_kept(world, tablet, changed):
    (result,) = tablet.results(tablet.sealed(tablet.document(), **changed))

    assert (result["status"], _codes(result)) == ("quarantined", ["unreadable"])


def test_sealed__twenty_at_once_each_with_other_bytes__store_one(world, tablet):
    document = tablet.document()
    envelopes = [tablet.sealed(document) for _ in range(20)]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda envelope: tablet.results(envelope)[0], envelopes))

    assert [one["status"] for one in answers].count("accepted") == 1
    assert {one["status"] for one in answers} <= {"accepted", "already_received"}
    assert len({json.dumps(one["receipt"], sort_keys=True) for one in answers}) == 1
    assert world.one("SELECT count(*) FROM interview") == 1
    assert world.actions().count("interview.received") == 1


def test_batch__many_sealed__fetches_their_keys_in_one_query(world, tablet):
    with world.statements() as sent:
        tablet.results(*[tablet.sealed(tablet.document()) for _ in range(5)])

    assert len([one for one in sent if "wrapped_private_key" in one and "SELECT" in one]) == 1


def test_batch__nothing_sealed__asks_for_no_key(world, tablet):
    with world.statements() as sent:
        tablet.results(tablet.document())

    assert not [one for one in sent if "round_key" in one]
