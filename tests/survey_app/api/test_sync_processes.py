"""One batch in many requests at once, at the processes that serve an office."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from survey_app.access.devices import enrol, make_code
from survey_app.access.people import sign_in
from survey_app.db.engine import transaction
from tests.bench.served import serving

TABLETS = 20
INTERVIEWS = 20
AT_ONCE = 4
"""So many requests one process works on at a time, whichever of them takes them."""
SYNC = "/api/v1/sync/interviews"
PATIENCE_S = 30
HOLD = "LOCK TABLE interview IN SHARE MODE"
HELD_UP = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE NOT granted AND datname = current_database()
"""


@pytest.fixture
def tablets(world, tablet):
    """Many tablets: those of one would wait for each other before they look at a document."""
    at = world.clock()
    made = []
    with transaction(world.engine) as session:
        manager = sign_in(session, username="quantri", password="mot-mat-khau-dai", at=at)
        for number in range(TABLETS):
            code = make_code(session, manager, device_name=f"Máy {number}", at=at)
            made.append(replace(tablet, credential=enrol(session, code, at=at).credential))
    return made


def _send(tablet, documents, *, port):
    """Sends a batch to the running server; gives the results."""
    body = json.dumps({"documents": documents}).encode()
    headers = {"Authorization": f"Device {tablet.credential}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", SYNC, body=body, headers=headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    assert answer.status == 200, content
    return content["results"]


def _wait_until_held_up(world):
    """Waits until requests wait for this test, or for another that does, to go on storing."""
    given_up_at = time.monotonic() + PATIENCE_S
    while world.one(HELD_UP) < AT_ONCE:
        assert time.monotonic() < given_up_at, "the requests do not come together"


@pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_sync__one_batch_from_twenty_tablets_at_two_processes__stores_each_interview_once(
    world, tablet, tablets
):
    documents = [tablet.document() for _ in range(INTERVIEWS)]
    url = world.engine.url.render_as_string(hide_password=False)

    with serving(url, workers=2) as served, ThreadPoolExecutor(TABLETS) as pool:
        with world.engine.begin() as holding:
            holding.execute(text(HOLD))
            # Each has them in another order: they would block each other if they stored them so.
            sending = [
                pool.submit(_send, one, documents[at:] + documents[:at], port=served.port)
                for at, one in enumerate(tablets)
            ]
            _wait_until_held_up(world)
        results = [result for one in sending for result in one.result()]

    for document in documents:
        told = [result for result in results if result["uuid"] == document["uuid"]]
        statuses = sorted(result["status"] for result in told)
        assert statuses == ["accepted", *["already_received"] * (TABLETS - 1)]
        assert all(result["receipt"] == told[0]["receipt"] for result in told)
    stored = world.rows("SELECT uuid FROM interview")
    assert sorted(str(uuid) for (uuid,) in stored) == sorted(one["uuid"] for one in documents)
    assert world.one("SELECT count(*) FROM answer") == INTERVIEWS
    assert world.one("SELECT count(*) FROM quarantine") == 0
