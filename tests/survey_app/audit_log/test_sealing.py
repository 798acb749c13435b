"""The log is sealed: nothing is left out, nothing waits, whoever writes meanwhile."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from survey_app.audit_log.checking import Looked, check_log
from survey_app.audit_log.sealing import seal_log, seal_within
from survey_app.db import audit
from survey_app.db.audit_seals import newest_event
from survey_app.db.audit_writers import seals_alone, settled_id
from survey_app.db.engine import transaction
from survey_app.web import sealing

ON_POSTGRES = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
WRITERS, TRANSACTIONS, GIVE_UP = 8, 40, 0.25
CLOSE = "/admin/rounds/thu-2022/steps/close"
CONFIRMED = {"confirmed": "1", "reason": "đã đủ phiếu"}


def write(session, clock, *, action="test.done"):
    audit.record(
        session,
        action=action,
        object_kind="test",
        object_id="1",
        account_id=None,
        at=clock(),
        details={"reason": "vì “thế”\n"},
    )


def blocks(world):
    return world.rows("SELECT first_id, last_id, events FROM audit_seal ORDER BY number")


def checked(world):
    looked = Looked()
    with transaction(world.engine, writes=False, at_one_moment=True) as session:
        faults = list(check_log(session, looked=looked))
    return faults, looked


def test_seal_log__more_than_a_block__are_several_that_hold(world):
    with transaction(world.engine) as session:
        for _ in range(7):
            write(session, world.clock)

    made = seal_log(world.engine, now=world.clock, block=3)
    again = seal_log(world.engine, now=world.clock)

    assert (made, again) == (3, 0)
    assert blocks(world) == [(1, 3, 3), (4, 6, 3), (7, 7, 1)]
    faults, looked = checked(world)
    assert faults == []
    assert (looked.events, looked.blocks, looked.waiting) == (7, 3, 0)


@ON_POSTGRES
@pytest.mark.postgres
def test_settled__transaction_with_a_lower_id_still_writes__is_waited_for(world):
    with Session(world.engine) as slow, slow.begin():
        write(slow, world.clock)
        slow.flush()
        with transaction(world.engine) as session:
            write(session, world.clock)
        with transaction(world.engine, writes=False) as session:
            while_it_writes = settled_id(session, may_look_again=lambda: False)
        waited = []

        def ends() -> bool:
            waited.append(slow.commit())
            return True

        with transaction(world.engine, writes=False) as session:
            settled = settled_id(session, may_look_again=ends)
    seal_log(world.engine, now=world.clock)

    assert (while_it_writes, settled, len(waited)) == (0, 2, 1)
    assert blocks(world) == [(1, 2, 2)]


@ON_POSTGRES
@pytest.mark.postgres
def test_seal_log__eight_write_meanwhile_and_some_give_up__every_event_is_in_one_block(world):
    def work(number):
        chance = random.Random(number)  # noqa: S311 -- chance of a test
        for _ in range(TRANSACTIONS):
            with Session(world.engine) as session:
                for _ in range(chance.randint(1, 3)):
                    write(session, world.clock)
                    session.flush()
                if chance.random() < GIVE_UP:
                    session.rollback()
                session.commit()

    with ThreadPoolExecutor(WRITERS + 2) as threads:
        writing = [threads.submit(work, number) for number in range(WRITERS)]

        def seal():
            made = 0
            while not all(one.done() for one in writing):
                made += seal_log(world.engine, now=world.clock, block=20)
            return made

        sealers = [threads.submit(seal), threads.submit(seal)]
        made = sum(one.result() for one in (*sealers, *writing) if one.result())
    made += seal_log(world.engine, now=world.clock)

    faults, looked = checked(world)
    written = world.one("SELECT count(*) FROM audit_event")
    assert faults == []
    assert (looked.events, looked.waiting, looked.blocks) == (written, 0, made)
    assert looked.blocks > 1


@ON_POSTGRES
@pytest.mark.postgres
def test_seal_log__somebody_else_seals__is_left_to_them_unless_it_waits(world):
    with transaction(world.engine) as session:
        write(session, world.clock)
    with transaction(world.engine) as other, ThreadPoolExecutor(1) as thread:
        assert seals_alone(other, waits=False)
        left = seal_log(world.engine, now=world.clock, waits=False)
        waiting = thread.submit(seal_log, world.engine, now=world.clock)
        world.wait_until_it_waits(waiting)
        other.commit()
        made = waiting.result()

    assert (left, made) == (0, 1)


def test_seal_within__own_events__are_sealed_with_the_transaction_or_not_at_all(world):
    with transaction(world.engine) as session:
        write(session, world.clock)
        session.flush()
        undone = seal_within(session, at=world.clock())
        session.rollback()
    after_undoing = blocks(world)
    with transaction(world.engine) as session:
        write(session, world.clock)
        session.flush()
        kept = seal_within(session, at=world.clock())
        newest = newest_event(session)

    assert (undone.number, after_undoing) == (1, [])
    assert (kept.number, kept.last_id) == (1, newest)


def test_request__weighty_step__is_sealed_before_its_answer_and_others_some_seconds_later(world):
    an, noivu = world.client("an"), world.client("noivu")
    world.start(an)
    after_small = blocks(world)
    answer = noivu.post(CLOSE, CONFIRMED)
    assert answer.status_code == 303, answer.text
    after_weighty = blocks(world)
    sealing.seal_beside_requests(world.app, start=lambda _after_s, work: work())
    world.client().sign_in("quanly")

    newest = world.one("SELECT max(id) FROM audit_event")
    assert after_small == []
    assert len(after_weighty) == 1
    assert blocks(world)[-1][1] == newest > after_weighty[0][1]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_request__cannot_be_sealed__is_answered_and_waits_for_the_next(world, capsys):
    noivu = world.client("noivu")
    world.change("ALTER TABLE audit_seal RENAME TO lost")

    answer = noivu.post(CLOSE, CONFIRMED)

    assert answer.status_code == 303, answer.text
    assert "sealing_failed" in capsys.readouterr().err
    world.change("ALTER TABLE lost RENAME TO audit_seal")
    assert seal_log(world.engine, now=world.clock) == 1
