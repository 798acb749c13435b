"""The examples of docs/api.md, run against a server."""

import base64
import json
import os
import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from survey_app.api.reading.queries import MOST_ROWS
from survey_app.api.reading.score_file import COLUMNS
from survey_app.publication.webhooks.backing_off import wait_after
from survey_app.publication.webhooks.sending import send_waiting
from survey_app.settings import DEFAULT_API_LIMIT
from tests.survey_app.api.reading.programs import token_of
from tests.survey_app.publication.listening import listening
from tests.survey_app.publication.test_webhooks import postman, ready, registered
from tests.survey_app.web.published_round import publish

TEXT = (Path(__file__).parents[4] / "docs/api.md").read_text(encoding="utf-8")
[CLIENT, CHECK] = re.findall(r"^```python\n(.*?)^```$", TEXT, re.S | re.M)
[CURL, INDICES] = re.findall(r"^```bash\n(.*?)^```$", TEXT, re.S | re.M)
[ANSWER] = re.findall(r"^```json\n(.*?)^```$", TEXT, re.S | re.M)
MOST_LINES = 15


@pytest.fixture(scope="module")
def server(public_world):
    """The address of the small province with a public round."""
    running = make_server("127.0.0.1", 0, public_world.app, threaded=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


def _environment(world, **more):
    return {**os.environ, "HAILONG_TOKEN": token_of(world), **more}


def test_client__of_the_document__has_so_few_lines():
    assert len([line for line in CLIENT.splitlines() if line.strip()]) <= MOST_LINES


def _client(world, *words):
    """Runs the program of the document as a person would."""
    return subprocess.run(  # noqa: S603 -- the program of the document
        [sys.executable, "-W", "error", "-c", CLIENT, *words],
        env=_environment(world),
        capture_output=True,
        text=True,
        check=False,
    )


def test_client__of_the_document__writes_the_components(public_world, server):
    ran = _client(public_world, server, "thu-2022")

    assert ran.stderr == ""
    assert ran.stdout.splitlines() == ["STP;9.77", "SXD;9.55", "TTRA;exempt"]


def test_client__of_the_document__says_what_is_wrong(public_world, server):
    ran = _client(public_world, server, "khong-co")

    assert ran.returncode == 1
    assert "There is no round khong-co of which scores are public." in ran.stderr


def test_curl__of_the_document__writes_the_file(public_world, server, tmp_path):
    environment = _environment(public_world, SERVER=server, ROUND="thu-2022")
    command = ["bash", "-c", CURL]

    subprocess.run(command, env=environment, cwd=tmp_path, check=True)  # noqa: S603 -- the document's

    [heading, *rows] = (tmp_path / "scores.csv").read_text("utf-8-sig").splitlines()
    assert heading.startswith(",".join(COLUMNS))
    assert len(rows) == 4


def test_curl__of_published_indices__is_answered_in_the_words_of_the_document(public_world, server):
    environment = _environment(public_world, SERVER=server, ROUND="thu-2022")
    command = ["bash", "-c", INDICES]

    ran = subprocess.run(  # noqa: S603 -- the document's
        command, env=environment, check=True, capture_output=True, text=True
    )

    told, said = json.loads(ran.stdout), json.loads(ANSWER)
    assert told["page"] == said["page"]
    [one], [written] = told["publications"], said["publications"]
    assert list(one) == list(written)
    same = ("number", "state", "decision_number", "reason", "ended_at", "run", "scores_state")
    assert {name: one[name] for name in same} == {name: written[name] for name in same}


@pytest.fixture
def told(world):
    """The secret of a program that was told of a publication, and what came: headers and body."""
    with listening() as listener:
        secret = registered(world, listener.url)
        ready(world)
        publish(world)
        send_waiting(postman(world, now=lambda: datetime.now(tz=UTC) + timedelta(seconds=1)))
    [(_, headers, body)] = listener.came
    return secret, headers, body


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_check__of_the_document__believes_what_came_and_nothing_else(told):
    names = {}
    exec(CHECK, names)  # noqa: S102 -- the function of the document
    is_from_hailong = names["is_from_hailong"]
    secret, headers, body = told

    old = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    later = headers | {"webhook-id": "msg_x"}

    assert is_from_hailong(secret, headers, body)
    assert not is_from_hailong(secret, headers, body + b" ")
    assert not is_from_hailong(secret, old, body)
    assert not is_from_hailong(secret, later, body)
    assert not is_from_hailong(other, headers, body)


def test_waits__in_the_document__are_those_of_the_program():
    [said] = re.findall(r"tried again after (.+?)\n?and then daily", TEXT, re.S)
    unit = {"s": 1, "min": 60, "h": 3600}

    seconds = [int(number) * unit[word] for number, word in re.findall(r"(\d+) (s|min|h)", said)]

    waits = [wait_after(n, chance=0.5).total_seconds() for n in range(1, len(seconds) + 1)]
    assert waits == pytest.approx(seconds, rel=0.15)
    assert wait_after(len(seconds) + 1, chance=0.5) == timedelta(days=1)


def test_columns__of_the_file__are_those_written():
    assert f"`{', '.join(COLUMNS)}`" in TEXT


def test_statuses__in_the_document__are_those_of_the_program(public_world):
    paths = public_world.app.test_client().get("/api/v1/openapi.json").json["paths"]
    told = set(re.findall(r"^\| (\d{3}) \|", TEXT, re.M))

    refused = {
        status
        for of in paths.values()
        for one in of.values()
        if {"token": ["scores:read"]} in one["security"]
        for status in one["responses"]
        if status >= "400"
    }

    assert told == refused | {"405"}


def test_numbers__in_the_document__are_those_of_the_program():
    assert f"{DEFAULT_API_LIMIT.split()[0]} times a minute" in TEXT
    assert int(re.findall(r"limit=(\d+)", CLIENT)[0]) <= MOST_ROWS
