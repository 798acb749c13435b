"""A forgotten PIN: the key of one's own storage comes back, nobody else's."""

import json
from datetime import timedelta

import pytest

KEY = "c3RvcmFnZS1rZXktb2YtYS1wZXJzb24="


def _ask(world, who, body, *, token=True):
    client = world.client(who)
    headers = {}
    if token:
        headers["X-CSRFToken"] = client.get("/api/v1/sync/pack").headers["X-CSRFToken"]
    return client.http.post("/api/v1/sync/recovered-key", json=body, headers=headers)


def _sealed(tablet, **changed):
    kept = {"account": tablet.enumerator, "key": KEY, **changed}
    return tablet.seal(json.dumps(kept).encode())


def test_key__own__is_given_back_and_written_down(world, tablet):
    answer = _ask(world, "an", {"sealed": _sealed(tablet)})

    assert answer.status_code == 200
    assert answer.json == {"key": KEY}
    assert answer.headers["Cache-Control"] == "no-store"
    assert world.actions()[-1] == "tablet.key_recovered"
    assert KEY not in str(world.rows("SELECT * FROM audit_event"))


def test_key__of_another__is_refused_and_written_down(world, tablet):
    answer = _ask(world, "binh", {"sealed": _sealed(tablet)})

    assert answer.status_code == 403
    assert answer.json["code"] == "key_of_another"
    assert world.actions()[-1] == "tablet.key_refused"


@pytest.mark.parametrize(
    "inside",
    [b"", b"[]", b'{"account": 1}', b'{"account": "1", "key": "c2VjcmV0LXNlY3JldC0="}'],
)
def test_key__something_else_was_sealed__stays_closed(world, tablet, inside):
    answer = _ask(world, "an", {"sealed": tablet.seal(inside)})

    assert answer.status_code == 422
    assert answer.json["code"] == "key_stays_closed"
    assert answer.json["errors"][0]["repair"]


def test_key__interview_was_sealed__is_not_read_out(world, tablet):
    answer = _ask(world, "an", {"sealed": tablet.seal(tablet.document())})

    assert answer.status_code == 422
    assert "q11" not in answer.text


@pytest.mark.parametrize("body", [{}, [], None, {"sealed": 7}, {"sealed": "x"}, {"sealed": ""}])
def test_key__body_of_another_shape__stays_closed(world, tablet, body):
    assert _ask(world, "an", body).status_code == 422


def test_key__key_of_the_round_is_not_here__stays_closed(world, tablet):
    sealed = _sealed(tablet)
    world.change("DELETE FROM round_key")

    assert _ask(world, "an", {"sealed": sealed}).status_code == 422


def test_key__without_token__is_refused(world, tablet):
    answer = _ask(world, "an", {"sealed": _sealed(tablet)}, token=False)

    assert answer.status_code == 400
    assert answer.json["code"] == "bad_form_token"


def test_key__device_credential_alone__is_not_enough(world, tablet):
    answer = world.app.test_client().post(
        "/api/v1/sync/recovered-key",
        json={"sealed": _sealed(tablet)},
        headers={"Authorization": f"Device {tablet.credential}"},
    )

    assert answer.status_code == 401


def test_key__password_typed_long_ago__is_asked_for_again(world, tablet):
    client = world.client("an")
    token = client.get("/api/v1/sync/pack").headers["X-CSRFToken"]
    world.clock.move(timedelta(minutes=11))

    answer = client.http.post(
        "/api/v1/sync/recovered-key",
        json={"sealed": _sealed(tablet)},
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 403
    assert answer.json["code"] == "password_too_old"
    assert KEY not in answer.text
