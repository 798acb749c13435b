"""A server that is killed while it tells a program: the message comes when it is back."""

import os
import time

import pytest

from survey_app.publication.webhooks.sending import TAKEN_FOR
from tests.browser import serving_process
from tests.browser.server_process import free_port
from tests.journey import clocked_program
from tests.survey_app.conftest import SECRET
from tests.survey_app.publication.listening import listening
from tests.survey_app.publication.test_webhooks import ready, registered, verified
from tests.survey_app.web.published_round import publish

STARTING_TIMEOUT_S = 120


@pytest.fixture
def servers(world, tmp_path):
    """Starts `hailong serve` on the province, at the time of the test; kills it at the end."""
    clock = tmp_path / "clock"
    clock.touch()
    settings = {
        clocked_program.CLOCK: str(clock),
        "DATABASE_URL": world.engine.url.render_as_string(hide_password=False),
        "HAILONG_SECRET_KEY": SECRET,
        "HAILONG_SECURE_COOKIES": "no",
        "HAILONG_WEBHOOK_PRIVATE": "yes",
    }
    started = []

    def start():
        os.utime(clock, (world.clock().timestamp(),) * 2)
        program = clocked_program.__name__
        server = serving_process.start(
            serving_process.ROOT, port=free_port(), settings=settings, program=program
        )
        started.append(server)
        return server

    yield start
    for server in started:
        if not serving_process.has_ended(server):
            serving_process.kill(server)


def delivery(world):
    """What the outbox says of the only message."""
    [found] = world.rows(
        "SELECT state, attempts, (SELECT count(*) FROM webhook_attempt) FROM webhook_delivery"
    )
    return found


def until_delivered(world):
    """Waits until the server has written down that it was taken."""
    given_up_at = time.monotonic() + STARTING_TIMEOUT_S
    while delivery(world)[0] != "delivered":
        assert time.monotonic() < given_up_at, "it is never written down"
        time.sleep(0.02)


def test_server__killed_while_it_sends__sends_the_same_message_when_it_is_back(world, servers):
    with listening() as listener:
        secret = registered(world, listener.url)
        ready(world)
        publish(world)
        listener.answers.clear()
        first = servers()
        assert listener.heard.wait(STARTING_TIMEOUT_S)

        serving_process.kill(first)
        after_the_kill = delivery(world)
        listener.heard.clear()
        listener.answers.set()
        world.clock.move(TAKEN_FOR)
        servers()
        assert listener.heard.wait(STARTING_TIMEOUT_S)
        until_delivered(world)

    assert after_the_kill == ("waiting", 0, 0)
    assert delivery(world) == ("delivered", 1, 1)
    (_, headers, body), (_, headers_again, body_again) = listener.came
    assert headers["webhook-id"] == headers_again["webhook-id"]
    assert body == body_again
    for told in (headers, headers_again):
        assert verified(secret, told, body)
    seconds = [int(one["webhook-timestamp"]) for one in (headers, headers_again)]
    assert seconds[1] - seconds[0] == TAKEN_FOR.total_seconds()
