"""A lot is decided by a person: what the plan says, what stands against it, what follows."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.assigning.giving import enumerators_named
from survey_app.fieldwork.assigning.problems import AssigningRefused
from survey_app.fieldwork.rechecks.deciding import DecisionRequest, decide, mark_of
from survey_app.fieldwork.rechecks.evidence import (
    EvidenceRequest,
    Proposal,
    proposals_of,
    write_down,
)
from survey_app.fieldwork.rechecks.excluding import ExclusionRequest, exclude_interviews
from survey_app.fieldwork.rechecks.lot_board import board_of
from survey_app.fieldwork.rechecks.promising import promised, seed_of
from tests.survey_app.conftest import SECRET
from tests.survey_app.rechecked_round import (
    CODE,
    DAY,
    FALSE,
    FINE,
    WRONG,
    draw,
    interviewed,
    not_reached,
    promise,
    recheck,
    waiting,
)

LONG = "Điều tra viên mới, đã tập huấn lại; các phiếu sau đều đúng."


@pytest.fixture
def lots(begin, world):
    """A lot of An with 40 interviews, 8 drawn, and two of Bình; gives their codes."""
    return begin(_three_lots, world)


def _three_lots(world):
    world.clock.move(20 * DAY)
    promise(world)
    interviewed(world, "an", "SXD", 40)
    interviewed(world, "binh", "STP", 12)
    draw(world, day=1)
    interviewed(world, "binh", "STP", 6, day=1)
    draw(world, day=20)
    return [str(row[0]) for row in world.rows("SELECT code FROM lot ORDER BY enumerator_id, code")]


def board(world):
    with transaction(world.engine, writes=False) as session:
        return board_of(session, rounds.round_coded(session, CODE), at=world.clock())


def decided(world, lot, decision, *, reason=LONG, seen=None, **more):
    """Decides as Home Affairs with the page as it is now; gives the codes of all faults."""
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, CODE)
        shown = board_of(session, found, at=world.clock()).lot(lot)
        request = DecisionRequest(
            lot=lot,
            decision=decision,
            reason=reason,
            seen=mark_of(shown) if seen is None else seen,
            by=person_named(session, "noivu"),
            at=world.clock(),
            **more,
        )
        return [one.code for one in decide(session, found, request, secret_key=SECRET)]


def noivu(world):
    with transaction(world.engine, writes=False) as session:
        return person_named(session, "noivu")


def written(world, lot, kind, *, against=None, uuid=None, text="Đã nghe"):
    with transaction(world.engine) as session:
        request = EvidenceRequest(
            lot=lot,
            about=uuid,
            kind=kind,
            is_against=against,
            text=text,
            by=person_named(session, "noivu"),
            at=world.clock(),
        )
        faults = write_down(session, rounds.round_coded(session, CODE), request)
        return [one.code for one in faults]


def new_work(world, *usernames):
    """Who can be given cases, or the codes of what stands against it."""
    with transaction(world.engine, writes=False) as session:
        found = rounds.round_coded(session, CODE)
        try:
            return [one.username for one in enumerators_named(session, found, usernames)]
        except AssigningRefused as refused:
            return [one.code for one in refused.faults]


def kept(world):
    return world.rows(
        "SELECT code, lot_decision.number, decision, by_plan, checked, defective, more"
        " FROM lot_decision JOIN lot ON lot.id = lot_id ORDER BY lot_decision.id"
    )


def test_decide__extended_then_accepted__the_next_of_the_promised_order_are_drawn(world, lots):
    drawn = waiting(world, lots[0])
    recheck(world, {**dict.fromkeys(drawn, FINE), drawn[0]: WRONG})
    before = board(world).lot(lots[0])

    assert decided(world, lots[0], "extended", reason="Theo phương án", more=12) == []

    with transaction(world.engine, writes=False) as session:
        found = rounds.round_coded(session, CODE)
        seed = seed_of(promised(session, found), found, secret_key=SECRET)
    others = {
        str(UUID(str(row[0])))
        for row in world.rows("SELECT interview_uuid FROM lot_member WHERE stratum LIKE 'e1%'")
    } - {str(uuid) for uuid in drawn}
    text = f"{seed}|{lots[0]}|"
    order = sorted(others, key=lambda one: hashlib.sha256((text + one).encode()).hexdigest())
    more = waiting(world, lots[0])
    assert {str(uuid) for uuid in more} == set(order[:12])
    assert (before.state, before.standing.more) == ("to_extend", 2)
    assert board(world).lot(lots[0]).state == "waits"

    recheck(world, dict.fromkeys(more, FINE))
    assert board(world).lot(lots[0]).state == "to_accept"
    assert decided(world, lots[0], "accepted", reason="Theo phương án") == []
    assert kept(world) == [
        (lots[0], 1, "extended", "extended", 8, 1, 12),
        (lots[0], 2, "accepted", "accepted", 20, 1, 0),
    ]
    assert board(world).lot(lots[0]).state == "accepted"


def test_decide__against_the_plan__needs_a_sentence_and_keeps_what_the_plan_said(world, lots):
    recheck(world, dict.fromkeys(waiting(world, lots[0]), FINE))

    short = decided(world, lots[0], "rejected", reason="Nghi ngờ")
    none = decided(world, lots[0], "rejected", reason=" ")
    long = decided(world, lots[0], "rejected")

    assert (short, none, long) == (["reason_short"], ["reason_missing"], [])
    assert kept(world) == [(lots[0], 1, "rejected", "extended", 8, 0, 32)]
    assert len(waiting(world, lots[0], selection="verification")) == 32
    assert board(world).lot(lots[0]).state == "verifying"
    assert "lot.decided" in world.actions()


def test_decide__what_cannot_be__says_all_of_it_and_writes_nothing(world, lots):
    recheck(world, dict.fromkeys(waiting(world, lots[0]), FINE))
    with transaction(world.engine, writes=False) as session:
        found = rounds.round_coded(session, CODE)
        seen = mark_of(board_of(session, found, at=world.clock()).lot(lots[0]))
    written(world, lots[0], "other", text="Hỏi Bưu điện")

    stale = decided(world, lots[0], "accepted", seen=seen)
    more = decided(world, lots[0], "extended", more=33)
    end = decided(world, lots[0], "confirmed", with_others=True)
    world.change("UPDATE round SET state = 'archived'")
    late = decided(world, lots[0], "accepted")

    assert stale == ["seen_other"]
    assert more == ["more_unfit"]
    assert end == ["not_now", "nothing_found", "not_heard", "others_unconfirmed"]
    assert late == ["round_over"]
    assert kept(world) == []


def test_decide__confirmed_false__needs_hearing_and_second_source_and_takes_all_lots(world, lots):
    _an, first, second = lots
    drawn = waiting(world, first)
    recheck(world, dict.fromkeys(drawn[:3], FALSE))
    early = decided(world, first, "rejected", reason="Theo phương án", with_others=True)
    written(world, first, "position", against=True, uuid=drawn[0], text="Vị trí ở nhà riêng")

    assert decided(world, first, "rejected", reason="Có hai nguồn", with_others=True) == []

    verified = waiting(world)
    assert early == ["others_unconfirmed"]
    assert [row[:3] for row in kept(world)] == [(first, 1, "rejected"), (second, 1, "rejected")]
    waits = decided(world, first, "confirmed")
    recheck(world, dict.fromkeys(waiting(world, first)[1:], FINE))
    not_reached(world, waiting(world, first))
    unheard = decided(world, first, "confirmed")
    written(world, first, "hearing", text="Thừa nhận không đến nhà")
    assert decided(world, first, "confirmed") == []
    assert waits == ["still_verified", "not_heard"]
    assert unheard == ["not_heard"]
    found = board(world).lot(first)
    away = [uuid for uuid, one in found.rechecked.items() if not one.is_contacted]
    excluded = ExclusionRequest(
        lot=first,
        kinds={drawn[0]: "invalid"},
        reason="Không có phỏng vấn",
        by=noivu(world),
        at=world.clock(),
    )
    with transaction(world.engine) as session:
        assert exclude_interviews(session, 1, excluded) == ()
    assert decided(world, first, "cleared", reason="Nhầm") == ["excluded"]
    assert set(proposals_of(found)) == {
        Proposal(uuid=drawn[0], kind="invalid"),
        Proposal(uuid=away[0], kind="unverified"),
    }
    assert proposals_of(board(world).lot(second)) == ()
    assert len(verified) > 3


def test_decide__cleared__later_decision_stands_and_all_are_kept(world, lots):
    lot = lots[1]
    drawn = waiting(world, lot)
    recheck(world, dict.fromkeys(drawn, WRONG))
    decided(world, lot, "rejected", reason="Theo phương án")
    refused, free = new_work(world, "binh"), new_work(world)
    recheck(world, dict.fromkeys(waiting(world, lot), FINE))

    assert board(world).lot(lot).state == "to_end"
    assert decided(world, lot, "cleared", reason="Người trả lời nhớ nhầm") == []

    assert board(world).lot(lot).state == "cleared"
    assert (refused, free) == (["verified"], ["an"])
    assert new_work(world, "binh") == ["binh"]
    assert new_work(world) == ["an", "binh"]
    assert [row[1:3] for row in kept(world)] == [(1, "rejected"), (2, "cleared")]


def test_accepted__more_is_found_since__is_to_be_decided_again(world, lots):
    lot = lots[0]
    drawn = waiting(world, lot)
    recheck(world, dict.fromkeys(drawn, FINE))
    decided(world, lot, "accepted")
    world.change("UPDATE recheck_fact SET fits = false WHERE fact = 'person_ok'")

    found = board(world).lot(lot)

    assert (found.state, found.is_outdated, found.is_to_decide) == ("accepted", True, True)
    assert decided(world, lot, "rejected", reason="Thêm phiếu lỗi") == []


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_decide__two_at_once__the_second_is_told_of_the_first(world, lots):
    seen = mark_of(board(world).lot(lots[0]))

    with ThreadPoolExecutor(1) as pool:
        with transaction(world.engine) as session:
            found = rounds.round_coded(session, CODE)
            request = DecisionRequest(
                lot=lots[0],
                decision="rejected",
                reason=LONG,
                seen=seen,
                by=person_named(session, "noivu"),
                at=world.clock(),
            )
            assert decide(session, found, request, secret_key=SECRET) == ()
            second = pool.submit(decided, world, lots[0], "accepted", seen=seen)
            world.wait_until_it_waits(second)
        faults = second.result()

    assert faults == ["seen_other"]
    assert [row[2] for row in kept(world)] == ["rejected"]


def test_voided__whoever_waits_or_is_not_drawn__is_no_part_of_the_lot(world, lots):
    lot = lots[1]
    drawn = waiting(world, lot)
    recheck(world, dict.fromkeys(drawn[1:], WRONG))
    before = board(world).lot(lot)
    world.change(
        "UPDATE interview SET is_current = false, voided_at = finished_at, void_reason = 'x'"
        " WHERE uuid IN (SELECT interview_uuid FROM lot_member JOIN lot ON lot.id = lot_id"
        " WHERE lot.code = :lot AND place IN (1, 12))",
        lot=lot,
    )

    after = board(world).lot(lot)
    decided(world, lot, "rejected")

    assert (before.standing.waiting, before.standing.interviews, before.undrawn) == (1, 12, 9)
    assert (after.standing.waiting, after.standing.interviews, after.undrawn) == (0, 10, 8)
    assert len(waiting(world, lot, selection="verification")) == 8


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_evidence__what_cannot_be__is_refused(world, lots):
    faults = written(world, lots[0], "rumour", uuid=UUID(int=1), text=" ")

    assert faults == ["kind_unknown", "text_missing", "not_of_the_lot"]
    assert world.one("SELECT count(*) FROM lot_evidence") == 0
