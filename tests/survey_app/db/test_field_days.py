"""Days, durations, surplus and the state of the log, as both databases count them."""

from datetime import UTC, date, datetime, timedelta

from survey_app.db import audit
from survey_app.db.engine import transaction
from survey_app.db.field_days import (
    AttemptCount,
    DayCount,
    attempts_by_day,
    field_days,
)
from survey_app.db.surplus import (
    Surplus,
    interviewed_twice,
    surplus_count,
    surplus_interviews,
)
from tests.survey_app.cases_by_hand import ByHand, add_case, replace

LATE = datetime(2022, 10, 3, 16, 59, 59, tzinfo=UTC)
"""A second before midnight in Viet Nam."""


def _interview(at, **rest):
    return ByHand(interview="current", finished_at=at, **rest)


def test_field_days__midnight_in_viet_nam__parts_the_days(world):
    with transaction(world.engine) as session:
        for at in (LATE, LATE, LATE + timedelta(seconds=1)):
            add_case(session, _interview(at))
        add_case(session, _interview(LATE, who="binh", unit="STP"))
        add_case(session, ByHand(interview="voided", finished_at=LATE))

        found = field_days(session, 1)

    today, tomorrow = date(2022, 10, 3), date(2022, 10, 4)
    for counts in (found.units, found.enumerators):
        assert sorted(counts, key=lambda one: (one.number, one.day)) == [
            DayCount(number=1, day=today, interviews=2),
            DayCount(number=1, day=tomorrow, interviews=1),
            DayCount(number=2, day=today, interviews=1),
        ]


def test_field_days__clock_of_the_tablet_ahead__is_the_day_of_receipt(world):
    with transaction(world.engine) as session:
        add_case(session, _interview(LATE + timedelta(days=400), received_at=LATE))

        found = field_days(session, 1)

    assert [one.day for one in found.units + found.enumerators] == [date(2022, 10, 3)] * 2


def test_attempts_by_day__each_visit__counts_on_its_day(world):
    with transaction(world.engine) as session:
        add_case(session, ByHand(attempts=("2.20", "2.11"), attempted_at=LATE))
        add_case(session, ByHand(attempts=("2.20",), attempted_at=LATE))

        found = attempts_by_day(session, 1)

    assert sorted(found, key=lambda one: one.day) == [
        AttemptCount(day=date(2022, 10, 3), disposition="2.20", attempts=2),
        AttemptCount(day=date(2022, 10, 4), disposition="2.11", attempts=1),
    ]


def test_durations__odd_and_even_numbers__are_middle_and_mean_of_the_middle_two(world):
    with transaction(world.engine) as session:
        for minutes in (30, 4, 9):
            add_case(session, _interview(LATE, took=timedelta(minutes=minutes)))
        for seconds in (100, 101.9, 200, 301):
            add_case(session, _interview(LATE, who="binh", took=timedelta(seconds=seconds)))

        found = field_days(session, 1).durations

    assert found.of_enumerator == {1: 9 * 60_000, 2: (102_000 + 200_000) / 2}
    assert found.of_round == 240_000  # 100 102 200 [240] 301 540 1800 seconds


def test_durations__no_interview__are_none(world):
    with transaction(world.engine) as session:
        found = field_days(session, 1).durations

    assert (found.of_round, dict(found.of_enumerator)) == (None, {})


def test_surplus__both_reasons__stand_in_the_order_of_units_and_receipt(world):
    with transaction(world.engine) as session:
        uuids = [
            add_case(session, _interview(LATE + timedelta(minutes=minute), unit="STP"))
            for minute in (2, 1, 0)
        ]
        old = add_case(session, _interview(LATE, attempts=("2.11",)))
        new = add_case(session, _interview(LATE, sample_list="reserve"))
        replace(session, old[0], new[0])

        found = surplus_interviews(session, 1, offset=0, limit=9)
        second = surplus_interviews(session, 1, offset=1, limit=1)
        counted = surplus_count(session, 1), interviewed_twice(session, 1)

    assert [(one.interview_uuid, one.why, one.place) for one in found] == [
        (old[1], Surplus.REPLACED, 1),
        (uuids[0][1], Surplus.QUOTA, 3),
    ]
    assert second == found[1:]
    assert counted == (2, 1)


def test_state__lower_number_written_later__is_another_state(world):
    row = "INSERT INTO audit_event (id, at, action, object_kind, object_id, details) VALUES (:id"
    rest = ", '2022-10-03 01:00:00', 'x', 'x', 'x', '{}')"
    states = []

    for number in (10, 12, 11):
        world.change(row + rest, id=number)
        with transaction(world.engine, writes=False) as session:
            states.append(audit.state(session))

    assert len(set(states)) == 3
