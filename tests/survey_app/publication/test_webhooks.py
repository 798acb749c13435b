"""Programs that are told: at least once, signed, and never somebody of the house by mistake."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from questionnaires.problems import Refused
from survey_app.access.people import person_named
from survey_app.db import migrate, webhook_outbox
from survey_app.db.engine import transaction
from survey_app.publication.webhooks import posting
from survey_app.publication.webhooks.backing_off import LONGEST, MOST_ATTEMPTS, wait_after
from survey_app.publication.webhooks.posting import Posted, post
from survey_app.publication.webhooks.registering import (
    House,
    WebhookRequest,
    begin_again,
    change_secret,
    end,
    register,
    tell_again,
)
from survey_app.publication.webhooks.sending import TAKEN_FOR, Postman, send_waiting
from survey_app.publication.webhooks.targets import address_faults, is_public, may_tell, target_of
from survey_app.web.telling import tell_beside_requests
from tests.survey_app.conftest import SECRET
from tests.survey_app.publication.listening import listening
from tests.survey_app.web.published_round import (
    OF_SXD,
    close,
    levels,
    publish,
    store,
    withdraw,
)

HOUSE = House(secret_key=SECRET, allows_private=True)
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def registered(world, url, *, name="Sở Nội vụ"):
    """The secret of an address that is told from now on."""
    with transaction(world.engine) as session:
        person = person_named(session, "noivu")
        wanted = WebhookRequest(name=name, url=url)
        return register(session, person, wanted, house=HOUSE, at=world.clock()).secret


def by_noivu(world, act, **values):
    with transaction(world.engine) as session:
        return act(session, person_named(session, "noivu"), at=world.clock(), **values)


def postman(world, **other):
    made = Postman(engine=world.engine, house=HOUSE, post=post, now=world.clock, chance=lambda: 0.5)
    return replace(made, **other)


def ready(world):
    """A closed round that can be published."""
    store(world, *OF_SXD)
    close(world)


def verified(secret, headers, body):
    """By the words of Standard Webhooks, written apart from the program."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text_ = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    mine = base64.b64encode(hmac.new(key, text_, hashlib.sha256).digest()).decode()
    return f"v1,{mine}" in headers["webhook-signature"].split()


def test_publication__of_every_kind__is_told_with_a_signature(world):
    with listening() as listener:
        secret = registered(world, listener.url)
        ready(world)
        publish(world)
        store(world, levels(1))
        publish(world, reason="Thêm phiếu đến muộn")
        withdraw(world, reason="Sai danh sách")

        made = send_waiting(postman(world))

    told = [json.loads(body) for _, _, body in listener.came]
    assert made == 3
    assert [one["type"] for one in told] == [
        "round.published",
        "round.superseded",
        "round.withdrawn",
    ]
    assert [one["data"]["run"] for one in told] == [1, 2, 2]
    assert [one["data"]["replaces"] for one in told] == [None, 1, None]
    assert told[1]["data"]["reason"] == "Thêm phiếu đến muộn"
    assert told[2]["data"]["reason"] == "Sai danh sách"
    assert told[0]["data"]["address"] == "/api/v1/rounds/thu-2022/scores?run=1"
    for path, headers, body in listener.came:
        assert path == "/hailong?from=here"
        assert verified(secret, headers, body)
        assert headers["webhook-timestamp"] == str(int(world.clock().timestamp()))
        assert headers["content-type"] == "application/json"
    assert len({headers["webhook-id"] for _, headers, _ in listener.came}) == 3
    assert world.rows("SELECT DISTINCT state FROM webhook_delivery") == [("delivered",)]
    assert send_waiting(postman(world)) == 0


def test_publication__without_an_address__writes_no_message(world):
    ready(world)

    publish(world)

    assert world.one("SELECT count(*) FROM webhook_message") == 0


def test_publication__refused__is_told_to_nobody(world):
    registered(world, "https://example.org/hailong")
    ready(world)

    answer = world.client("noivu").post(
        "/results/rounds/thu-2022/publication", {"confirmed": "1", "seen": "7", "reason": "x"}
    )

    assert answer.status_code == 422
    assert world.one("SELECT count(*) FROM webhook_message") == 0


def test_receiver__that_fails_first__is_tried_again_later_until_it_takes_it(world):
    with listening(500, 302) as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)
        waits = []
        for _ in range(3):
            send_waiting(postman(world))
            assert send_waiting(postman(world)) == 0  # not before its time
            waits.append(wait_after(len(waits) + 1, chance=0.5))
            world.clock.move(waits[-1])

    assert [path for path, _, _ in listener.came] == ["/hailong?from=here"] * 3
    assert len({headers["webhook-id"] for _, headers, _ in listener.came}) == 1
    assert len({body for _, _, body in listener.came}) == 1
    tried = world.rows("SELECT status, problem FROM webhook_attempt ORDER BY id")
    assert tried == [(500, ""), (302, ""), (204, "")]
    assert world.rows("SELECT state, attempts FROM webhook_delivery") == [("delivered", 3)]


def test_receiver__that_never_answers__is_given_up_and_told_nothing_more(world):
    registered(world, "https://khong-co.invalid/hailong")
    ready(world)
    publish(world)
    begun = world.clock()
    fails = postman(world, post=lambda *_, **__: Posted(status=None, problem="not_reached"))

    for _ in range(40):
        send_waiting(fails)
        world.clock.move(timedelta(hours=3))

    assert world.rows("SELECT state, attempts FROM webhook_delivery") == [
        ("given_up", MOST_ATTEMPTS)
    ]
    [(reason, by)] = world.rows("SELECT ended_reason, ended_by FROM webhook")
    assert (reason, by) == ("gave up after many attempts", None)
    assert world.actions()[-1] == "webhook.ended"
    assert world.clock() - begun > timedelta(days=3)
    noivu = world.client("noivu")
    assert "Sở Nội vụ không được báo tin nữa" in noivu.get("/today").text
    page = noivu.get("/admin/webhooks/").text
    assert "không ai trả lời trong khoảng ba ngày" in page


def test_receiver__that_is_gone__is_told_nothing_more_at_once(world):
    with listening(410) as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)

        send_waiting(postman(world))

    assert world.one("SELECT state FROM webhook_delivery") == "given_up"
    assert world.one("SELECT ended_at FROM webhook") is not None


def test_ended_address__what_waits__stays_until_it_is_told_again(world):
    with listening() as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)
        by_noivu(world, end, number=1, reason="Bảo trì")
        ended = send_waiting(postman(world))
        by_noivu(world, begin_again, number=1)

        again = send_waiting(postman(world))

    assert (ended, again) == (0, 1)
    assert len(listener.came) == 1


def test_sender__killed_after_taking_a_message__somebody_sends_it_later(world):
    class Killed(BaseException):
        """As the process ends."""

    def killed(*_args, **_rest):
        raise Killed

    with listening() as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)
        with pytest.raises(Killed):
            send_waiting(postman(world, post=killed))

        at_once = send_waiting(postman(world))
        world.clock.move(TAKEN_FOR)
        later = send_waiting(postman(world))

    assert (at_once, later) == (0, 1)
    assert len(listener.came) == 1


def test_sender__killed_after_sending__sends_the_same_message_again(world):
    def sent_then_killed(*args, **rest):
        post(*args, **rest)
        raise KeyboardInterrupt

    with listening() as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)
        with pytest.raises(KeyboardInterrupt):
            send_waiting(postman(world, post=sent_then_killed))
        world.clock.move(TAKEN_FOR)

        send_waiting(postman(world))

    ids = [headers["webhook-id"] for _, headers, _ in listener.came]
    assert len(ids) == 2
    assert len(set(ids)) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_senders__two_at_once__take_different_messages(world):
    registered(world, "https://a.example/")
    registered(world, "https://b.example/")
    ready(world)
    publish(world)
    at, until = world.clock(), world.clock() + TAKEN_FOR

    with transaction(world.engine) as one, transaction(world.engine) as other:
        taken = [webhook_outbox.take_due(each, at=at, until=until) for each in (one, other, one)]

    assert {due.url for due in taken if due} == {"https://a.example/", "https://b.example/"}
    assert taken[2] is None


def test_secret__changed__signs_beside_the_one_before_for_a_day(world):
    with listening() as listener:
        old = registered(world, listener.url)
        new = by_noivu(world, change_secret, number=1, house=HOUSE).secret
        ready(world)
        publish(world)
        send_waiting(postman(world))
        by_noivu(world, tell_again, number=1, delivery=1)
        world.clock.move(timedelta(days=1))

        send_waiting(postman(world))

    [first, second] = [
        [verified(secret, headers, body) for secret in (old, new)]
        for _, headers, body in listener.came
    ]
    assert first == [True, True]
    assert second == [False, True]


def test_secret__in_the_database__is_wrapped_and_in_no_log(world, capsys):
    secret = registered(world, "https://example.org/hailong")

    kept = str(world.rows("SELECT * FROM webhook")) + str(world.rows("SELECT * FROM audit_event"))

    assert secret not in kept + capsys.readouterr().err
    assert base64.b64decode(secret.removeprefix("whsec_")).hex() not in kept


@ON_SQLITE
def test_secret_of_the_installation__changed__is_said_and_nothing_is_sent_unsigned(world):
    with listening() as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)

        send_waiting(postman(world, house=replace(HOUSE, secret_key="y" * 40)))

    assert listener.came == []
    assert world.one("SELECT problem FROM webhook_attempt") == "secret_lost"


@ON_SQLITE
def test_server__with_its_thread__tells_at_once(world):
    with listening() as listener:
        registered(world, listener.url)
        ready(world)
        world.app.extensions["hailong_postman"] = postman(world)
        stop = tell_beside_requests(world.app)

        publish(world)

        was_heard = listener.heard.wait(30)
        stop()

    assert was_heard


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("https://sonoivu.example/a?b=c", []),
        ("https://sonoivu.example:8443/", []),
        ("https://1.1.1.1/", []),
        ("http://sonoivu.example/", ["address_not_encrypted"]),
        ("https://localhost/", ["address_private"]),
        ("http://127.0.0.1:8000/", ["address_not_encrypted", "address_private"]),
        ("https://10.0.0.1/", ["address_private"]),
        ("https://169.254.169.254/latest/meta-data", ["address_private"]),
        ("https://[::1]/", ["address_private"]),
        ("https://[::ffff:10.0.0.1]/", ["address_private"]),
        ("https://[64:ff9b::a00:1]/", ["address_private"]),
        ("https://[2002:a00:1::]/", ["address_private"]),
        ("https://[fd00::1]/", ["address_private"]),
        ("https://0.0.0.0/", ["address_private"]),
        ("ftp://sonoivu.example/", ["address_unfit"]),
        ("https://an:mat@sonoivu.example/", ["address_unfit"]),
        ("https://sonoivu.example/#a", ["address_unfit"]),
        ("https://sonoivu.example:0/", ["address_unfit"]),
        ("https://sonoivu.example:99999/", ["address_unfit"]),
        ("https:///a", ["address_unfit"]),
        ("https://[::1/", ["address_unfit"]),
        ("https://sonoivu.example/a b", ["address_unfit"]),
        ("https://sonoivu.example/\r\nX-Y: z", ["address_unfit"]),
        ("https://sở-nội-vụ.example/", ["address_unfit"]),
        ("https://a.example/" + "x" * 500, ["address_unfit"]),
        ("", ["address_unfit"]),
    ],
)
def test_address__written__may_be_told_only_outside_and_encrypted(url, codes):
    assert [fault.code for fault in address_faults(url, allows_private=False)] == codes


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("https://10.0.0.1/", []),
        ("http://127.0.0.1:8000/", []),
        ("http://localhost:8000/", []),
        ("http://10.0.0.1/", ["address_not_encrypted"]),
    ],
)
def test_address__of_the_house__may_be_told_where_a_setting_says_so(url, codes):
    assert [fault.code for fault in address_faults(url, allows_private=True)] == codes


@pytest.mark.parametrize(
    ("addresses", "may"),
    [
        ([], False),
        (["1.1.1.1"], True),
        (["1.1.1.1", "10.0.0.1"], False),
        (["::ffff:192.168.0.1"], False),
        (["224.0.0.1"], False),
        (["2606:4700::1"], True),
    ],
)
def test_name__leads_into_the_house__is_not_told(addresses, may):
    assert may_tell(map(ip_address, addresses), allows_private=False) is may


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_address__wrapped_in_any_way__is_as_private_as_itself(inner):
    number = int(inner)
    wrapped = (
        f"::ffff:{inner}",
        str(ip_address((0x64FF9B << 96) | number)),
        str(ip_address((0x2002 << 112) | (number << 80))),
    )

    assert not any(is_public(ip_address(one)) for one in (str(inner), *wrapped))


def test_post__name_that_leads_to_this_machine__connects_to_nobody(monkeypatch):
    def looked_up(*_args, **_rest):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]

    def connected(*_args, **_rest):
        pytest.fail("it connected")

    monkeypatch.setattr(posting.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(posting.socket, "create_connection", connected)

    posted = post("https://sonoivu.example/", "{}", headers={}, allows_private=False)

    assert posted == Posted(status=None, problem="private")


def test_post__nobody_listens__says_so():
    with socket.socket() as bound:  # so that nobody else can begin to listen there
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/"

        posted = post(url, "{}", headers={}, allows_private=True)

    assert posted.problem == "not_reached"


def test_post__answer_that_is_no_http__says_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)

        def hang_up():
            connection, _ = server.accept()
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"

        posted = post(url, "{}", headers={}, allows_private=True)
        thread.join()

    assert posted.problem == "no_answer"


def test_target__path__keeps_what_follows_the_question_mark():
    target = target_of("https://sonoivu.example/a/b?c=d")

    assert (target.host, target.port, target.path) == ("sonoivu.example", 443, "/a/b?c=d")


def test_waits__all_together__are_about_three_days_and_end():
    waits = [wait_after(attempts, chance=0.5) for attempts in range(1, MOST_ATTEMPTS)]

    assert [round(wait.total_seconds()) for wait in waits] == [
        10,
        40,
        160,
        640,
        2560,
        10240,
        40960,
        86400,
        86400,
    ]
    assert timedelta(days=2.5) < sum(waits, timedelta()) < timedelta(days=3)
    assert wait_after(MOST_ATTEMPTS, chance=0.5) is None


@given(st.integers(1, MOST_ATTEMPTS - 1), st.floats(0, 1))
def test_wait__by_chance__is_at_most_a_fifth_shorter_or_longer(attempts, chance):
    usual = wait_after(attempts, chance=0.5)

    wait = wait_after(attempts, chance=chance)

    assert usual * 0.8 - timedelta(seconds=1) <= wait <= usual * 1.2 + timedelta(seconds=1)
    assert wait <= LONGEST * 1.2


def test_register__several_faults__are_all_said(world):
    with transaction(world.engine) as session, pytest.raises(Refused) as refused:
        register(
            session,
            person_named(session, "noivu"),
            WebhookRequest(name=" ", url="http://10.0.0.1/"),
            house=replace(HOUSE, allows_private=False),
            at=world.clock(),
        )

    assert [fault.code for fault in refused.value.faults] == [
        "name_unfit",
        "address_not_encrypted",
        "address_private",
    ]


WRONG = (
    "UPDATE webhook SET name = ''",
    "UPDATE webhook SET url = ''",
    "UPDATE webhook SET wrapped_secret = ''",
    "UPDATE webhook SET ended_at = '2000-01-01 00:00:00', ended_reason = 'x'",
    "UPDATE webhook_message SET body = ''",
    "UPDATE webhook_delivery SET attempts = 0",
    "UPDATE webhook SET ended_at = made_at",
    "UPDATE webhook SET ended_reason = 'x'",
    "UPDATE webhook SET ended_by = 1",
    "UPDATE webhook SET ended_at = made_at, ended_reason = ''",
    "UPDATE webhook SET wrapped_before = 'x'",
    "UPDATE webhook_message SET event = 'x'",
    "UPDATE webhook_delivery SET state = 'x'",
    "UPDATE webhook_delivery SET attempts = -1",
    "UPDATE webhook_attempt SET problem = 'x'",
    "UPDATE webhook_attempt SET took_ms = -1",
)


def test_database__what_cannot_be__is_refused(world):
    with listening() as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)
        send_waiting(postman(world))

    for statement in WRONG:
        with world.engine.begin() as connection, pytest.raises(IntegrityError):
            connection.execute(text(statement))


def test_downgrade__with_messages__loses_them_and_keeps_what_was_published(world):
    registered(world, "https://example.org/hailong")
    ready(world)
    publish(world)

    migrate.downgrade(world.engine, to=BEFORE)
    migrate.upgrade(world.engine)

    assert migrate.differences(world.engine) == ()
    assert world.one("SELECT count(*) FROM webhook") == 0
    assert world.one("SELECT count(*) FROM publication") == 1


BEFORE = "0035"
