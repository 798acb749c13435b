"""Documents that tablets send: all are stored, each is told what became of it."""

import base64
import copy
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from survey_app.db.engine import connect, transaction


def _document(tablet, **changed):
    return tablet.document(**changed)


def test_sync__sound_document__is_accepted_with_a_receipt_of_its_hash(world, tablet, hash_of):
    document = tablet.document()

    (result,) = tablet.results(document)

    assert result["status"] == "accepted"
    assert result["receipt"]["sha256"] == hash_of(document)
    assert world.one("SELECT count(*) FROM interview") == 1
    assert world.one("SELECT mode FROM interview") == "tablet"
    assert world.one("SELECT count(*) FROM answer WHERE item_01 = 4 AND item_22 = -2") == 1


def test_sync__same_document_again__is_already_received_with_the_first_time(world, tablet):
    document = tablet.document()
    (first,) = tablet.results(document)
    world.clock.move(timedelta(hours=3))

    (second,) = tablet.results(document)

    assert second["status"] == "already_received"
    assert second["receipt"] == first["receipt"]
    assert world.one("SELECT count(*) FROM interview") == 1


def test_sync__keys_in_another_order__is_the_same_document(world, tablet):
    document = tablet.document()
    tablet.results(document)

    (second,) = tablet.results(dict(reversed(document.items())))

    assert second["status"] == "already_received"


def test_sync__other_content_under_the_same_uuid__is_kept_as_conflict_once(world, tablet):
    document = tablet.document()
    tablet.results(document)
    other = copy.deepcopy(document)
    other["answers"]["q11"] = 1

    statuses = [tablet.results(other)[0]["status"] for _ in range(3)]

    assert statuses == ["conflict"] * 3
    assert world.rows("SELECT kind FROM quarantine") == [("conflict",)]
    assert world.one("SELECT item_01 FROM answer") == 4


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"answers": {"k1": 1, "k2": 1, "a4": 1, "q11": 6}}, "value_not_offered"),
        ({"answers": {"q11": 4}}, "required_unanswered"),
        ({"questionnaire_version": "0" * 64}, "unknown_questionnaire"),
        ({"unlisted": None}, "unknown_assignment"),
        ({"unlisted": {"round": "thu-2022", "unit": "TTRA"}}, "unit_not_surveyed"),
        ({"enumerator": 999999}, "unknown_enumerator"),
        ({"finished_at": "2022-10-03T07:00:00+07:00"}, "ends_before_it_begins"),
        ({"started_at": "2022-10-03T08:00:00"}, "unreadable"),
        ({"format": 2}, "unreadable"),
        ({"surplus": 1}, "unreadable"),
        ({"elapsed_ms": 1.5}, "unreadable"),
        ({"uuid": "not-a-uuid"}, "unreadable"),
        ({"enumerator": 10**30}, "unreadable"),
        ({"unlisted": {"round": "a\x00", "unit": "STP"}}, "unreadable"),
        ({"unlisted": {"round": "\ud800", "unit": "STP"}}, "unreadable"),
        ({"started_at": "0001-01-01T00:00:00+14:00"}, "time_impossible"),
        ({"finished_at": "9999-12-31T23:59:59-12:00"}, "time_impossible"),
    ],
)
def test_sync__faulty_document__is_quarantined_whole_and_told_why(world, tablet, changed, code):
    document = tablet.document(**changed)

    (result,) = tablet.results(document)

    assert result["status"] == "quarantined"
    assert code in {error["code"] for error in result["errors"]}
    assert all(error["message"] and error["repair"] for error in result["errors"])
    assert world.one("SELECT count(*) FROM interview") == 0
    assert json.loads(world.one("SELECT content FROM quarantine")) == document


@pytest.mark.parametrize("value", [None, 1, "text", [], {}, [[[]]], {"uuid": None}, True])
def test_sync__anything_that_is_json__is_kept(world, tablet, value):
    (result,) = tablet.results(value)

    assert result["status"] == "quarantined"
    assert world.one("SELECT count(*) FROM quarantine") == 1


def test_sync__half_a_character__is_kept(world, tablet):
    document = tablet.document(answers={"d2": "\ud800"})

    (result,) = tablet.results(document)

    assert result["status"] == "quarantined"
    assert "\\ud800" in world.one("SELECT content FROM quarantine")


def test_sync__batch_of_good_and_bad__judges_each_on_its_own(world, tablet):
    good, again = tablet.document(), tablet.document()

    results = tablet.results(good, {"uuid": "?"}, again, good)

    assert [one["status"] for one in results] == [
        "accepted",
        "quarantined",
        "accepted",
        "already_received",
    ]
    assert world.one("SELECT count(*) FROM interview") == 2


def test_sync__same_uuid_twice_in_a_batch_with_other_content__is_a_conflict(world, tablet):
    first = tablet.document()
    second = {**first, "elapsed_ms": 1}

    results = tablet.results(first, second)

    assert [one["status"] for one in results] == ["accepted", "conflict"]


def test_sync__twenty_at_once__store_one(world, tablet):
    document = tablet.document()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: tablet.results(document)[0], range(20)))

    assert sorted({one["status"] for one in answers}) in (
        ["accepted", "already_received"],
        ["accepted"],
    )
    assert [one["status"] for one in answers].count("accepted") == 1
    assert world.one("SELECT count(*) FROM interview") == 1


def test_sync__refusal__becomes_a_contact_attempt_once(world, tablet):
    document = tablet.document(answers={"k1": 2})

    statuses = [tablet.results(document)[0]["status"] for _ in range(2)]

    assert statuses == ["accepted", "already_received"]
    assert world.rows("SELECT disposition FROM contact_attempt") == [("2.11",)]
    assert world.one("SELECT count(*) FROM interview") == 0


def test_sync__listed_case_of_another_enumerator__is_quarantined(world, tablet):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    document = tablet.document(uuid=world.case_uuid, unlisted=None, enumerator=binh)

    (result,) = tablet.results(document)

    assert result["status"] == "quarantined"
    assert [error["code"] for error in result["errors"]] == ["other_enumerator"]


def test_sync__listed_case__is_stored_for_its_unit_as_simulated(world, tablet):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)

    (result,) = tablet.results(document)

    assert result["status"] == "accepted"
    assert world.one("SELECT is_simulated FROM interview") in (True, 1)


def test_sync__compressed_batch__is_read(tablet):
    answer = tablet.send(tablet.document(), compressed=True)

    assert answer.json["results"][0]["status"] == "accepted"


def test_sync__tablet_clock_ahead__its_skew_is_kept(world, tablet):
    ahead = (world.clock() + timedelta(seconds=90)).isoformat()

    tablet.send(tablet.document(), **{"X-Device-Time": ahead})

    assert world.one("SELECT skew_ms FROM interview") == 90_000


@pytest.mark.parametrize("sent_at", ["0001-01-01T00:00:00+00:00", "2031-05-01T00:00:00+07:00"])
def test_sync__tablet_clock_years_off__is_no_reason_to_refuse(world, tablet, sent_at):
    answer = tablet.send(tablet.document(), **{"X-Device-Time": sent_at})

    assert answer.json["results"][0]["status"] == "accepted"
    assert abs(world.one("SELECT skew_ms FROM interview")) > 10**11


UNREADABLE = [
    b"",
    b"{",
    b"[]",
    b'{"documents": 1}',
    b"\xff\xfe",
    b'{"documents": [NaN]}',
    b"[" * 100_000,
    b'{"documents": [' + b"[" * 60 + b"]" * 60 + b"]}",
]


def _send_bytes(world, tablet, body, **headers):
    return world.app.test_client().post(
        "/api/v1/sync/interviews",
        data=body,
        headers={"Authorization": f"Device {tablet.credential}", **headers},
    )


@pytest.mark.parametrize("body", UNREADABLE)
def test_sync__batch_that_cannot_be_read__is_refused_with_a_repair_and_kept(world, tablet, body):
    answers = [_send_bytes(world, tablet, body) for _ in range(2)]

    assert [one.status_code for one in answers] == [400, 400]
    assert answers[0].json["code"] == "bad_batch"
    assert "kept" in answers[0].json["title"]
    assert answers[0].json["errors"][0]["repair"]
    (kept,) = world.rows("SELECT content, device_id IS NOT NULL, interview_uuid FROM quarantine")
    assert base64.b64decode(json.loads(kept[0])["body"]) == body
    assert kept[1:] == (True, None)
    assert world.actions().count("batch.quarantined") == 1


@pytest.mark.parametrize("cut", [0, 5, 40])
def test_sync__compressed_batch_that_is_cut_off__is_kept_as_it_came(world, tablet, cut):
    body = gzip.compress(json.dumps({"documents": [tablet.document()]}).encode())[:cut]

    answer = _send_bytes(world, tablet, body, **{"Content-Encoding": "gzip"})

    assert answer.status_code == 400
    content = json.loads(world.one("SELECT content FROM quarantine"))
    assert content["content_encoding"] == "gzip"
    assert base64.b64decode(content["body"]) == body


def test_sync__batch_that_cannot_be_read__can_only_be_left_out(world, tablet):
    _send_bytes(world, tablet, b"{")
    number = world.one("SELECT id FROM quarantine")
    page = f"/field/quarantine/{number}"
    manager = world.client("quanly")

    statuses = [
        manager.post(page, {"decision": decision, "reason": "Gửi lại rồi"}).status_code
        for decision in ("accepted", "voided")
    ]

    assert manager.get("/field/quarantine/").status_code == 200
    assert statuses == [409, 303]


def test_sync__bytes_of_nobody__are_not_kept(world):
    answer = world.app.test_client().post("/api/v1/sync/interviews", data=b"{")

    assert answer.status_code == 401
    assert world.one("SELECT count(*) FROM quarantine") == 0


def test_sync__more_documents_than_allowed__is_refused_and_can_be_sent_in_parts(world, tablet):
    answer = tablet.send(*[{} for _ in range(101)])

    assert answer.status_code == 400
    assert answer.json["code"] == "too_many_documents"
    assert world.one("SELECT count(*) FROM quarantine") == 0


def test_sync__voided_interview_sent_again__is_already_received_and_stays_voided(world, tablet):
    document = tablet.document()
    (first,) = tablet.results(document)
    world.change(
        "UPDATE interview SET is_current = false, voided_at = received_at, void_reason = 'giả'"
    )

    (again,) = tablet.results(document)

    assert again["status"] == "already_received"
    assert again["receipt"] == first["receipt"]
    assert world.rows("SELECT count(*), sum(CAST(is_current AS INTEGER)) FROM interview") == [
        (1, 0)
    ]


def test_sync__left_out_document_sent_again__stays_left_out(world, tablet):
    document = tablet.document(answers={"q11": 4})
    (first,) = tablet.results(document)
    number = world.one("SELECT id FROM quarantine")
    world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": "voided", "reason": "Thử máy"}
    )

    (again,) = tablet.results(document)

    assert again["receipt"] == first["receipt"]
    assert world.rows("SELECT decision FROM quarantine") == [("voided",)]


def test_sync__same_answers_under_another_uuid__are_two_interviews_with_one_fingerprint(
    world, tablet
):
    first, second = tablet.document(), tablet.document(elapsed_ms=7)

    results = tablet.results(first, second)

    assert [one["status"] for one in results] == ["accepted"] * 2
    assert world.rows("SELECT count(*), count(DISTINCT fingerprint) FROM interview") == [(2, 1)]


def test_sync__without_credential__is_refused(world):
    answer = world.app.test_client().post("/api/v1/sync/interviews", json={"documents": []})

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_sync__revoked_tablet__is_refused_and_told_that_nothing_is_lost(world, tablet):
    from survey_app.db.engine import transaction
    from survey_app.db.tables import Device

    with transaction(world.engine) as session:
        session.query(Device).update({"revoked_at": world.clock()})

    answer = tablet.send(tablet.document())

    assert answer.status_code == 401
    assert answer.json["code"] == "device_refused"


def test_sync__audit__names_the_tablet_and_holds_no_answer(world, tablet):
    tablet.results(tablet.document(), {"uuid": str(uuid4())})

    rows = world.rows("SELECT action, details FROM audit_event ORDER BY id DESC LIMIT 2")

    assert {row[0] for row in rows} == {"interview.received", "interview.quarantined"}
    assert all("device" in str(row[1]) and "q11" not in str(row[1]) for row in rows)


@pytest.mark.parametrize("count", [1, 2, 50])
def test_sync__batch_of_any_size__needs_the_same_few_statements(world, tablet, count):
    tablet.results(tablet.document())  # the tablet is seen, the definition read
    documents = [tablet.document() for _ in range(count)]

    with world.statements() as sent:
        tablet.results(*documents)

    # The tablet, the lock, the facts, what is stored: one statement where the database has such;
    # elsewhere also whom it was asked of, what it comes to, and that it counts.
    assert len(sent) == (4 if world.engine.dialect.name == "postgresql" else 9)


def test_sync__tablet_sends_again_at_once__its_row_is_left_alone(world, tablet):
    headers = {"X-App-Version": "1.0.0"}
    tablet.send(tablet.document(), **headers)
    first = world.one("SELECT last_seen_at FROM device")

    world.clock.move(timedelta(seconds=59))
    tablet.send(tablet.document(), **headers)
    second = world.one("SELECT last_seen_at FROM device")
    world.clock.move(timedelta(seconds=1))
    tablet.send(tablet.document(), **headers)

    assert first == second
    assert world.one("SELECT last_seen_at FROM device") != first


def test_sync__tablet_with_a_new_version_of_the_app__is_noted_at_once(world, tablet):
    tablet.send(tablet.document(), **{"X-App-Version": "1.0.0"})

    tablet.send(tablet.document(), **{"X-App-Version": "1.0.1"})

    assert world.one("SELECT app_version FROM device") == "1.0.1"


def test_sync__same_batch_in_many_orders_at_once__is_stored_once(world, tablet):
    documents = [tablet.document() for _ in range(20)]
    orders = [documents, documents[::-1]] * 5

    with ThreadPoolExecutor(len(orders)) as pool:
        answers = list(pool.map(lambda order: tablet.send(*order), orders))

    statuses = [one["status"] for answer in answers for one in answer.json["results"]]
    assert {answer.status_code for answer in answers} == {200}
    assert statuses.count("accepted") == len(documents)
    assert world.one("SELECT count(*) FROM interview") == len(documents)
    assert world.one("SELECT count(*) FROM answer") == len(documents)
    received = "SELECT count(*) FROM audit_event WHERE action = 'interview.received'"
    assert world.one(received) == len(documents)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sync__database_that_others_hold__asks_to_come_again(world, tablet, monkeypatch):
    monkeypatch.setattr("survey_app.db.engine.WAIT_MS", 1)
    world.engine.dispose()
    document = tablet.document()

    with transaction(world.engine) as session:
        session.connection()
        refused = tablet.send(document)
    received = tablet.send(document)

    assert refused.status_code == 503
    assert refused.json["code"] == "busy"
    assert int(refused.headers["Retry-After"]) > 0
    assert received.json["results"][0]["status"] == "accepted"


@pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_sync__database_that_goes_away__asks_to_come_again(world, tablet):
    document = tablet.document()
    assert tablet.send(tablet.document()).status_code == 200
    another = connect(world.engine.url.render_as_string(hide_password=False))
    with another.connect() as other:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        ended = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}"  # noqa: S608
        assert other.execute(text(ended)).all()
    another.dispose()

    refused = tablet.send(document)
    received = tablet.send(document)

    assert refused.status_code == 503
    assert received.json["results"][0]["status"] == "accepted"


def test_send__interview__keeps_what_the_tablet_measured(world, tablet):
    tablet.results(tablet.document(elapsed_ms=431000), tablet.document(elapsed_ms=0))
    tablet.results(tablet.document(elapsed_ms=10**10))

    assert sorted(world.rows("SELECT elapsed_ms FROM interview")) == [(0,), (431000,), (10**10,)]
