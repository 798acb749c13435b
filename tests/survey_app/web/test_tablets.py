"""Enrolling tablets and ending them."""

import re
from datetime import timedelta

import pytest


def _code(page):
    return re.search(r'class="enrolment-code">([^<]+)<', page).group(1)


def _enrol(world, code):
    return world.app.test_client().post("/api/v1/devices/enrol", json={"code": code})


def test_enrolment__fresh_code__gives_a_credential_once(world):
    code = _code(world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text)

    first, second = _enrol(world, code.lower()), _enrol(world, code)

    assert (first.status_code, second.status_code) == (201, 422)
    assert len(first.json["credential"]) >= 40
    assert world.one("SELECT name FROM device") == "Máy 7"
    assert first.json["credential"] not in str(world.rows("SELECT * FROM device"))


def test_enrolment__old_code__is_refused(world):
    code = _code(world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text)
    world.clock.move(timedelta(minutes=31))

    assert _enrol(world, code).status_code == 422


@pytest.mark.parametrize("code", ["", "ABCD EFGH", None, 7, ["x"]])
def test_enrolment__wrong_code__is_refused(world, code):
    answer = _enrol(world, code)

    assert answer.status_code == 422
    assert answer.json["code"] == "enrolment_refused"


def test_tablet__ended__may_not_send_and_stays_in_the_list(world):
    client = world.client("quantri")
    credential = _enrol(world, _code(client.post("/field/tablets/", {"name": "Máy 7"}).text)).json
    client.post(f"/field/tablets/{credential['device_id']}/revoke")

    answer = world.app.test_client().post(
        "/api/v1/sync/interviews",
        json={"documents": []},
        headers={"Authorization": f"Device {credential['credential']}"},
    )

    assert answer.status_code == 401
    assert "Máy 7" in client.get("/field/tablets/").text


def test_tablet__silent_for_a_day__is_marked(world):
    client = world.client("quantri")
    _enrol(world, _code(client.post("/field/tablets/", {"name": "Máy 7"}).text))
    world.clock.move(timedelta(hours=25))

    assert 'class="mark"' in world.client("quanly").get("/field/tablets/").text


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_tablet__without_a_fitting_name__is_refused(world, name):
    assert world.client("quantri").post("/field/tablets/", {"name": name}).status_code == 422
