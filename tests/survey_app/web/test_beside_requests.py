"""Work beside requests: not twice at once, not too often, and never forgotten."""

from threading import Event

from survey_app.web.beside_requests import BesideRequests, in_a_thread

REST_S = 10.0


def at_once(_after_s, work):
    work()


def test_happened__while_the_work_is_done__is_not_done_twice_at_once_but_anew():
    done = []

    def work():
        done.append("begun")
        if len(done) == 1:
            beside.happened(5)
            assert done == ["begun"]

    beside = BesideRequests(work, every=5, rest_s=10, start=at_once)

    beside.happened(4)
    assert done == []
    beside.happened(1)

    assert done == ["begun", "begun"]


def test_happened__again_soon__waits_until_it_has_rested():
    waits = []

    def start(after_s, work):
        waits.append(after_s)
        work()

    beside = BesideRequests(lambda: None, every=1, rest_s=REST_S, start=start)

    beside.happened(1)
    beside.happened(1)

    first, second = waits
    assert first == 0
    assert 0 < second <= REST_S


def test_in_a_thread__work__is_done_by_somebody_else():
    done = Event()

    in_a_thread(0.0, done.set)

    assert done.wait(timeout=30)
