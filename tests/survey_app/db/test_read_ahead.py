"""Asking for the next part while one is worked on: order, faults, and stopping early."""

import threading

import pytest

from survey_app.db.read_ahead import read_ahead


def test_read_ahead__parts__come_in_order_and_once():
    assert list(read_ahead(iter(range(50)))) == list(range(50))
    assert list(read_ahead(iter([]))) == []


def test_read_ahead__part_that_is_worked_on__has_the_next_one_on_its_way():
    asked = [threading.Event() for _ in range(3)]

    def parts():
        for at, event in enumerate(asked):
            event.set()
            yield at

    for at in read_ahead(parts()):
        if at + 1 < len(asked):
            assert asked[at + 1].wait(timeout=30)


def test_read_ahead__fault_while_asking__is_raised_behind_the_parts_before_it():
    def parts():
        yield 1
        yield 2
        raise OSError("the server is gone")

    read = read_ahead(parts())

    assert [next(read), next(read)] == [1, 2]
    with pytest.raises(OSError, match="the server is gone"):
        next(read)


def test_read_ahead__who_stops_early__leaves_no_thread_behind():
    parts = read_ahead(iter(range(1000)))
    assert next(parts) == 0

    parts.close()

    assert not [one for one in threading.enumerate() if one.name.startswith("read-ahead")]
