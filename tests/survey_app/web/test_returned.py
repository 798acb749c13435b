"""An enumerator looks again at a returned interview on a page, with its earlier answers."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from survey_app.db.engine import transaction
from survey_app.db.field_days import field_days

COMMENT = "Xem lại câu q11"


@pytest.fixture
def an(world):
    """The browser of An."""
    return world.client("an")


@pytest.fixture
def form(world, an, complete):
    """The address of the form of an interview that was returned to An, opened again."""
    assert an.post(world.begin(an), complete).status_code == 303
    world.clock.move(timedelta(hours=1))
    page = f"/field/interviews/{world.case_uuid}"
    sent = world.client("quanly").post(f"{page}/return", {"shown": 1, "comment": COMMENT})
    assert sent.status_code == 303
    opened = an.post(f"/interviews/{world.case_uuid}/returned/open")
    assert opened.status_code == 303
    world.clock.move(timedelta(minutes=7))
    sha = world.one("SELECT content_sha256 FROM interview")
    return f"{opened.location}?follows={sha}"


def versions(world):
    return world.rows(
        "SELECT version, is_current, item_01 FROM interview"
        " JOIN answer ON interview_id = interview.id ORDER BY version"
    )


def test_my_work__with_a_returned_interview__names_the_comment_and_who_asks(world, an, read, form):
    page = read(an.get("/interviews/"))

    assert COMMENT in page.text
    assert "Quanly, 03/10/2022 09:00:" in page.text
    assert f"/interviews/{world.case_uuid}/returned/open" in page.links
    assert COMMENT not in world.client("binh").get("/interviews/").text


def test_form__of_a_returned_interview__opens_with_its_answers(an, read, form, complete):
    page = read(an.get(form.partition("?")[0]))

    assert page.chosen("q11") == ["4"]
    assert page.chosen("d1") == complete["d1"]
    assert page.chosen("a3") == [complete["a3"]]
    assert COMMENT in page.text
    assert form in page.links


def test_form__sent_with_one_answer_changed__is_the_next_version(world, an, form, complete):
    answer = an.post(form, {**complete, "q11": "1"})

    assert (answer.status_code, answer.location) == (303, "/interviews/")
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert world.rows("SELECT state FROM interview_return") == [("answered",)]
    assert COMMENT not in an.get("/interviews/").text
    times = world.rows("SELECT started_at, finished_at FROM interview WHERE version = 2")
    assert [str(time)[:19] for time in times[0]] == ["2022-10-03 02:00:00", "2022-10-03 02:07:00"]


def test_form__sent_twice__is_stored_once_and_answered_alike(world, an, form, complete):
    answers = [an.post(form, {**complete, "q11": "1"}) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [
        (303, "/interviews/")
    ] * 2
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert world.one("SELECT count(*) FROM quarantine") == 0


def test_form__sent_as_it_was__ends_the_return(world, an, form, complete):
    an.post(form, complete)

    assert versions(world) == [(1, 0, 4), (2, 1, 4)]
    assert world.rows("SELECT state FROM interview_return") == [("answered",)]


def test_form__sent_twenty_times_at_once__is_one_version(world, form, complete):
    clients = [world.client("an") for _ in range(20)]
    for client in clients:
        client.token()
    together = Barrier(len(clients))

    def send(client):
        together.wait()
        return client.post(form, {**complete, "q11": "1"}).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        statuses = list(pool.map(send, clients))

    assert statuses == [303] * len(clients)
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]


def test_form__with_faults__keeps_the_answers_and_stores_nothing(world, an, read, form, complete):
    answer = an.post(form, {**complete, "q11": "9999", "q12": ""})

    assert answer.status_code == 422
    assert {"q11-errors", "q12-errors"} <= read(answer).places
    assert read(answer).chosen("q13") == ["4"]
    assert versions(world) == [(1, 1, 4)]


def test_form__that_ends_early_now__is_kept_and_the_first_version_counts_on(world, an, form):
    answer = an.post(form, {"k1": "2"})

    assert answer.status_code == 409
    assert versions(world) == [(1, 1, 4)]
    kept = json.loads(str(world.one("SELECT content FROM quarantine")))
    assert kept["answers"] == {"k1": 2}


def test_form__after_the_return_was_taken_back__is_kept_for_a_decision(world, an, form, complete):
    page = f"/field/interviews/{world.case_uuid}"
    world.client("quanly").post(f"{page}/withdraw", {"shown": 1})

    opened = an.get(form.partition("?")[0])
    answer = an.post(form, {**complete, "q11": "1"})

    assert opened.status_code == 404
    assert answer.status_code == 409
    assert versions(world) == [(1, 1, 4)]
    assert world.rows("SELECT kind, decision FROM quarantine") == [("conflict", None)]


def test_form__in_the_other_language__has_what_was_chosen(an, read, form, complete):
    answer = an.post(form, {**complete, "q11": "2", "language": "en"})

    assert '<html lang="en">' in answer.text
    assert read(answer).chosen("q11") == ["2"]


def test_open__of_a_round_that_closed_meanwhile__is_refused_with_the_reason(world, an, form):
    world.change("UPDATE round SET state = 'closed'")

    answer = an.post(f"/interviews/{world.case_uuid}/returned/open")

    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["binh"])
def test_returned_interview__for_another_enumerator__is_not_there(world, form, complete, who):
    client = world.client(who)
    address = form.partition("?")[0]

    statuses = [
        client.get(address).status_code,
        client.post(f"{address}/open").status_code,
        client.post(form, complete).status_code,
    ]

    assert statuses == [404, 404, 404]
    assert versions(world) == [(1, 1, 4)]


def test_form__of_an_interview_made_on_a_page__took_as_long_as_both_visits(world, an, complete):
    first = world.begin(an)
    world.clock.move(timedelta(minutes=8))
    assert an.post(first, complete).status_code == 303
    page = f"/field/interviews/{world.case_uuid}"
    world.client("quanly").post(f"{page}/return", {"shown": 1, "comment": COMMENT})
    opened = an.post(f"/interviews/{world.case_uuid}/returned/open")
    world.clock.move(timedelta(seconds=90.5))
    sha = world.one("SELECT content_sha256 FROM interview")

    answer = an.post(f"{opened.location}?follows={sha}", {**complete, "q11": "1"})

    assert answer.status_code == 303
    with transaction(world.engine, writes=False) as session:
        assert field_days(session, 1).durations.of_round == 570_000
