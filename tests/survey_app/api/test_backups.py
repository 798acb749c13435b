"""The file of a tablet that could not send: taken in like a batch, by the field manager."""

import io
import json
from uuid import uuid4

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from survey_app.fieldwork import backups

PAGE = "/field/backups/"
TABLES = ("interview", "answer", "quarantine", "contact_attempt", "assignment")


@pytest.fixture
def manager(world):
    """The browser of the field manager."""
    return world.client("quanly")


def _file(*documents, **changed):
    value = {
        "format": "hailong-backup/1",
        "made_at": "2022-10-03T17:30:00+07:00",
        "device": "Máy 7",
        "app_version": "1.0.0",
        "documents": list(documents),
    }
    return json.dumps(value | changed).encode()


def _bring(client, content):
    fields = {
        "csrf_token": client.token(),
        "file": FileStorage(io.BytesIO(content), filename="hai-long.json"),
    }
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.http.post(PAGE, data=body, content_type=kind, buffered=True)


def _figures(answer):
    found = answer.text.split("<dd>")[1:]
    return [int(part.split("</dd>")[0].strip().replace(".", "")) for part in found]


def _rows(world):
    return {name: world.rows(f"SELECT * FROM {name} ORDER BY 1") for name in TABLES}  # noqa: S608


def _draft(tablet):
    document = tablet.document(
        kind="draft", answers={"k1": 1, "k2": 1}, saved_at="2022-10-03T17:00:00+07:00"
    )
    for key in ("started_at", "finished_at", "elapsed_ms", "timings", "position"):
        del document[key]
    return document


def test_file__with_every_kind_of_document__is_taken_in_and_each_is_told_of(
    world, tablet, manager, read
):
    there, changed = tablet.document(), tablet.document()
    tablet.results(there, changed)
    faulty = tablet.document()
    faulty["answers"]["q11"] = 6
    documents = [
        tablet.document(),
        there,
        {**changed, "elapsed_ms": 7},
        faulty,
        _draft(tablet),
        {"kind": "sealed", "uuid": "?"},
    ]

    answer = _bring(manager, _file(*(tablet.sealed(one) for one in documents[:5]), documents[5]))

    assert answer.status_code == 200
    assert _figures(answer) == [1, 1, 1, 3]
    page = read(answer)
    assert [row[0] for row in page.rows[1:]] == ["3", "4", "5", "6"]
    waiting = world.rows("SELECT id FROM quarantine")
    assert {f"/field/quarantine/{row[0]}" for row in waiting} <= page.links
    assert world.one("SELECT count(*) FROM interview") == 3


def test_file__brought_twice__changes_nothing_the_second_time(world, tablet, manager):
    content = _file(
        tablet.sealed(tablet.document()),
        tablet.sealed(tablet.document(uuid=world.case_uuid, unlisted=None)),
        tablet.sealed(_draft(tablet)),
        {"x": 1},
    )
    _bring(manager, content)
    before = _rows(world)

    again = _bring(manager, content)

    assert _figures(again) == [0, 2, 0, 2]
    assert _rows(world) == before


def test_file__sent_by_the_tablet_afterwards__is_counted_once(world, tablet, manager):
    document = tablet.document()
    _bring(manager, _file(tablet.sealed(document)))

    (result,) = tablet.results(tablet.sealed(document))

    assert result["status"] == "already_received"
    assert world.one("SELECT count(*) FROM interview") == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_file__with_more_documents_than_a_batch__is_taken_in_whole(world, tablet, manager):
    documents = [tablet.document() for _ in range(230)]

    answer = _bring(manager, _file(*documents, documents[0]))

    assert _figures(answer) == [230, 1, 0, 0]
    assert world.one("SELECT count(*) FROM interview") == 230


def test_file__larger_than_other_forms__is_taken_in(world, tablet, manager):
    document = tablet.document(note="x" * 3_000_000)

    answer = _bring(manager, _file(document))

    assert _figures(answer) == [0, 0, 0, 1]
    assert len(str(world.one("SELECT content FROM quarantine"))) > 3_000_000


def test_file__larger_than_twenty_megabytes__is_refused(world, manager):
    answer = _bring(manager, b" " * (20 * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert "backup.imported" not in world.actions()


@pytest.mark.parametrize("who", ["an", "quantri"])
def test_file__of_somebody_else__is_refused(world, tablet, who):
    answer = _bring(world.client(who), _file(tablet.document()))

    assert answer.status_code == 403
    assert world.one("SELECT count(*) FROM interview") == 0


def test_large_form__of_somebody_else__is_not_even_read(world):
    answer = _bring(world.client("an"), b" " * 2_000_000)

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"{",
        b"[]",
        b"null",
        b'"hailong-backup/1"',
        b"\xff\xfe{\x00}\x00",
        _file()[:-20],
        b"[" * 100_000,
        _file(format="something"),
        _file(format=1),
        _file(format="hailong-backup/2"),
        _file(documents=None),
        _file(documents={"0": {}}),
        b'{"format": "hailong-backup/1"}',
        b'{"format": "hailong-backup/1", "documents": [NaN]}',
    ],
)
def test_file__that_is_no_backup__is_refused_with_what_to_do(world, manager, content):
    answer = _bring(manager, content)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'type="file"' in answer.text
    assert "backup.imported" not in world.actions()


def test_form__without_a_file__says_so(manager):
    answer = manager.post(PAGE)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "changed",
    [
        {"made_at": "9999-12-31T23:59:59+00:00"},
        {"made_at": "yesterday", "device": None},
        {"device": "<b>" * 30},
        {"device": 7, "app_version": ["1"]},
        {"device": "\u0000"},
    ],
)
def test_file__with_odd_words_about_itself__is_taken_in_all_the_same(
    world, tablet, manager, changed
):
    answer = _bring(manager, _file(tablet.document(), **changed))

    assert _figures(answer) == [1, 0, 0, 0]
    assert "<b>" not in answer.text


def test_file__with_a_byte_order_mark__is_read(tablet, manager):
    answer = _bring(manager, b"\xef\xbb\xbf" + _file(tablet.document()))

    assert _figures(answer) == [1, 0, 0, 0]


def test_file__sealed_to_an_unknown_key__is_kept_closed(world, tablet, manager, read):
    document = tablet.document()
    envelope = tablet.sealed(document, sealed=tablet.seal(document, kid="unknown"))

    answer = _bring(manager, _file(envelope))

    assert _figures(answer) == [0, 0, 0, 1]
    kept = json.loads(str(world.one("SELECT content FROM quarantine")))
    assert kept == envelope
    page = read(manager.get("/field/quarantine/1"))
    assert [field["value"] for field in page.named("decision")] == ["voided"]


def test_import__is_audited_with_person_and_number_of_documents(world, tablet, manager):
    _bring(manager, _file(tablet.document(), {"uuid": str(uuid4())}))

    quanly = world.one("SELECT id FROM account WHERE username = 'quanly'")
    rows = world.rows(
        "SELECT action, account_id, details FROM audit_event"
        " WHERE action IN ('backup.imported', 'interview.received') ORDER BY action"
    )
    assert [row[:2] for row in rows] == [
        ("backup.imported", quanly),
        ("interview.received", quanly),
    ]
    details = json.loads(rows[0][2]) if isinstance(rows[0][2], str) else rows[0][2]
    assert details == {"documents": "2", "device": "Máy 7"}
    assert world.one("SELECT sent_by FROM interview") == quanly


def test_import__that_fails_in_the_middle__leaves_nothing(world, tablet, manager, monkeypatch):
    content = _file(*(tablet.document() for _ in range(150)))
    taken = []
    receive = backups.receive_batch

    def once(*arguments, **named):
        if taken:
            raise RuntimeError("the second part fails")
        taken.append(True)
        return receive(*arguments, **named)

    monkeypatch.setattr(backups, "receive_batch", once)

    answer = _bring(manager, content)

    assert answer.status_code == 500
    assert world.one("SELECT count(*) FROM interview") == 0
