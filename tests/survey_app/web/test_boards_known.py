"""The board of lots is kept; after a change only the lots that it is about are read anew."""

import pytest
from sqlalchemy import select

from survey_app.db import audit, rounds
from survey_app.db.audit_states import recheck_events
from survey_app.db.changed_lots import changed_lots
from survey_app.db.engine import transaction
from survey_app.db.tables import RecheckTask
from survey_app.fieldwork.rechecks.lot_board import board_of
from survey_app.web.boards_known import known_board
from tests.survey_app.claimed_round import (
    I_REFUSED,
    NOBODY_CAME,
    SHA,
    claimed,
    interviewed_after_all,
    lock,
    open_tasks,
)
from tests.survey_app.claimed_round import draw as draw_claims
from tests.survey_app.claimed_round import give as give_out
from tests.survey_app.claimed_round import promise as promise_claims
from tests.survey_app.given_rechecks import FRONT, move_to
from tests.survey_app.rechecked_round import (
    CODE,
    DAY,
    FALSE,
    FINE,
    WRONG,
    draw,
    interviewed,
    promise,
    recheck,
    waiting,
)

ROUND = f"/recheck/rounds/{CODE}"
FIGURES = (
    *("whole", "checks", "prior", "enumerators", "units", "supervisors", "delays", "agreement"),
    *("agreement_without_false", "pooled", "pooled_without_false", "satisfied", "levels"),
    *("weighted_contact", "weighted_defective"),
)


@pytest.fixture
def lots(world):
    """Two lots of An and one of Bình, a re-check of each, the board known; their codes."""
    world.clock.move(3 * DAY)
    promise(world)
    interviewed(world, "an", "SXD", 40)
    draw(world, day=1)
    interviewed(world, "an", "SXD", 20, day=1)
    interviewed(world, "binh", "STP", 12, day=1)
    draw(world, day=2)
    codes = [str(row[0]) for row in world.rows("SELECT code FROM lot ORDER BY code")]
    for code in codes:
        recheck(world, {waiting(world, code)[0]: FINE})
    _both(world)
    return codes


def _both(world):
    """The board that is kept, and all of it looked at anew."""
    with world.app.app_context(), transaction(world.engine, writes=False) as session:
        found = rounds.round_coded(session, CODE)
        at = world.clock()
        return known_board(session, found, at=at), board_of(session, found, at=at)


def _locked(world, asked):
    """These are made again, and it is written down."""
    recheck(world, asked)
    with transaction(world.engine) as session:
        tasks = session.scalars(
            select(RecheckTask.uuid).where(RecheckTask.interview_uuid.in_(asked))
        )
        events = [
            audit.Event(action="recheck.locked", object_kind="recheck", object_id=str(task))
            for task in tasks
        ]
        audit.record_all(session, events, account_id=None, at=world.clock())


def _assert_alike(known, anew):
    assert known == anew
    comparisons = [one.compared.comparison for one in (known, anew)]
    for name in FIGURES:
        assert getattr(comparisons[0], name) == getattr(comparisons[1], name), name


def test_known_board__rechecks_of_two_lots__is_as_looked_at_anew(world, lots):
    first, _second, of_binh = lots
    before, _anew = _both(world)

    _locked(world, {waiting(world, first)[0]: FALSE, waiting(world, of_binh)[0]: WRONG})
    known, anew = _both(world)

    _assert_alike(known, anew)
    assert len(known.compared.interviews) == len(before.compared.interviews) + 2
    assert known.compared.comparison.whole.not_happened == 1


def test_known_board__recheck__reads_the_findings_of_its_lot_alone(world, lots):
    _first, second, _of_binh = lots
    before, _anew = _both(world)
    _locked(world, {waiting(world, second)[0]: FINE})

    after, _anew = _both(world)

    kept = {one.uuid: one for one in before.compared.findings}
    read = {one.lot_code for one in after.compared.findings if kept[one.uuid] is not one}
    assert read == {second}


def test_known_board__chance_that_turns_high__is_at_every_lot_of_its_enumerator(world, lots):
    first, second, of_binh = lots
    _locked(world, dict.fromkeys(waiting(world, of_binh), FINE))
    _both(world)

    _locked(world, dict.fromkeys(waiting(world, first)[:3], FALSE))
    known, anew = _both(world)

    _assert_alike(known, anew)
    assert known.lot(first).high_chance == known.lot(second).high_chance is not None


def test_known_board__decision_and_evidence__are_on_it(world, lots, read):
    first, _second, of_binh = lots
    _locked(world, dict.fromkeys(waiting(world, of_binh), WRONG))
    _both(world)
    noivu = world.client("noivu")
    seen = read(noivu.get(f"{ROUND}/lots/{of_binh}")).chosen("seen")[0]
    signed = noivu.post(
        f"{ROUND}/lots/{of_binh}/decide",
        {"decision": "rejected", "reason": "Hai trong ba phiếu sai " * 5, "seen": seen},
    )
    heard = noivu.post(
        f"{ROUND}/lots/{first}/evidence", {"kind": "hearing", "text": "Đã nghe giải trình"}
    )

    known, anew = _both(world)

    assert (signed.status_code, heard.status_code) == (303, 303)
    _assert_alike(known, anew)
    assert known.lot(of_binh).last.decision == "rejected"
    assert known.lot(of_binh).unverified == 9
    assert [one.kind for one in known.lot(first).evidence] == ["hearing"]


def test_known_board__something_else__is_looked_at_anew(world, lots):
    before, _anew = _both(world)
    interviewed(world, "binh", "STP", 5, day=2)
    draw(world, day=3)

    known, anew = _both(world)

    _assert_alike(known, anew)
    assert len(known.lots) == len(before.lots) + 1


@pytest.fixture
def claims(world):
    """A lot of claims of An and one of Bình, drawn and given out, beside interviews of Bình."""
    move_to(world.engine, "giamsat", organisation=FRONT)
    promise_claims(world)
    interviewed(world, "binh", "STP", 12)
    claimed(world, "an", "SXD", 12)
    claimed(world, "binh", "STP", 12)
    draw_claims(world, day=7)
    give_out(world, day=7)
    world.clock.move(8 * DAY)
    return open_tasks(world)


def test_known_board__claims__are_as_looked_at_anew(world, claims):
    before, _anew = _both(world)
    first, second, *_rest = (task for task, _claim, _kind in claims)

    lock(world, first, NOBODY_CAME)
    lock(world, second, I_REFUSED)
    known, anew = _both(world)

    _assert_alike(known, anew)
    assert known.claims.comparison.whole.drawn == 2
    assert known.lots == before.lots


def test_known_board__interview_of_a_claimed_case__takes_the_claim_out(world, claims):
    before, _anew = _both(world)
    _task, claim, _kind = claims[0]

    interviewed_after_all(world, claim)
    known, anew = _both(world)

    _assert_alike(known, anew)
    gone = [[one.head.gone for one in board.claim_lots] for board in (before, known)]
    assert [sorted(one) for one in gone] == [[0, 0], [0, 1]]


def test_known_board__one_claim_out_and_another_in_again__is_as_looked_at_anew(world, claims):
    (_task, first, _kind), *_rest, (_task, second, _kind) = claims
    interviewed_after_all(world, first)
    before, _anew = _both(world)

    world.change("UPDATE interview SET is_current = false WHERE content_sha256 = :sha", sha=SHA)
    interviewed_after_all(world, second, sha="e" * 64)
    known, anew = _both(world)

    _assert_alike(known, anew)
    assert known.claim_lots != before.claim_lots


@pytest.mark.parametrize(
    ("kind", "of"), [("round", CODE), ("recheck", "f" * 64), ("recheck", str(CODE))]
)
def test_changed_lots__event_of_no_lot__may_be_any(world, lots, kind, of):
    with transaction(world.engine) as session:
        audit.record(
            session,
            action="recheck.quarantined",
            object_kind=kind,
            object_id=of,
            account_id=None,
            at=world.clock(),
        )
        session.flush()
        events = recheck_events(session, behind=0)

        found = changed_lots(session, [one for one in events if one.object_id == of])

    assert found is None
