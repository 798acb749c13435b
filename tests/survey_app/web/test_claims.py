"""Claimed refusals and absences, from the draw to the signature, on the pages of a round."""

from fractions import Fraction
from uuid import UUID

import pytest

from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.db.lot_decisions import enumerators_verified
from survey_app.db.lot_standings import standing_lots
from survey_app.db.recheck_risk import RiskCounts, risk_counts
from survey_app.fieldwork.rechecks.claim_response import claim_response
from survey_app.fieldwork.rechecks.lot_board import board_of
from tests.survey_app.claimed_round import (
    I_REFUSED,
    MOVED,
    NOBODY_CAME,
    claimed,
    draw,
    give,
    interviewed_after_all,
    lock,
    open_tasks,
    promise,
)
from tests.survey_app.given_rechecks import FRONT, interviews_of, move_to
from tests.survey_app.rechecked_round import DAY

ROUND = "/recheck/rounds/thu-2022"
PLAN = "theo kế hoạch phúc tra đã công bố"


@pytest.fixture
def lot(begin, world):
    """Twelve refusals and two absences of An, closed, drawn and given out; the code of the lot."""
    return begin(_claims_given_out, world)


def _claims_given_out(world):
    move_to(world.engine, "giamsat", organisation=FRONT)
    promise(world)
    claimed(world, "an", "SXD", 12)
    claimed(world, "an", "SXD", 2, attempts=MOVED)
    draw(world, day=7)
    give(world, day=7)
    world.clock.move(8 * DAY)
    [(code,)] = world.rows("SELECT code FROM lot")
    return code


def decided(world, read, lot, decision, *, reason=PLAN, **fields):
    noivu = world.client("noivu")
    seen = read(noivu.get(f"{ROUND}/lots/{lot}")).chosen("seen")[0]
    values = {"decision": decision, "reason": reason, "seen": seen, **fields}
    return noivu.post(f"{ROUND}/lots/{lot}/decide", values)


def test_claims__false_ones__lead_to_a_rejected_lot_of_which_all_are_asked(world, lot, read):
    tasks = open_tasks(world)
    answers = [lock(world, task, NOBODY_CAME) for task, _claim, _kind in tasks]

    page = read(world.client("noivu").get(f"{ROUND}/"))
    answer = decided(world, read, lot, "rejected")
    rest = give(world, day=8)

    assert [one.status_code for one in answers] == [303] * 3
    assert lot.endswith("-c1")
    assert page.row(lot)[2:7] == ["14", "3", "0", "0", "3"]
    assert "3/3" in page.text
    assert answer.status_code == 303
    assert sum(rest.given.values()) == 11
    assert world.rows("SELECT selection, count(*) FROM claim_draw GROUP BY 1 ORDER BY 1") == [
        ("random", 3),
        ("verification", 11),
    ]


def test_claims__respondent_not_reached__is_followed_by_the_next_of_the_same_kind(world, lot, read):
    [task, kind] = next(
        [task, kind] for task, _claim, kind in open_tasks(world) if kind == "refused"
    )
    address = f"/recheck/{UUID(str(task))}/"
    form = {"attempt": str(UUID(int=5)), "mode": "phone", "outcome": "refused", "note": "Bận"}

    answer = world.client("giamsat").post(f"{address}attempts/", form | {"confirmed": "1"})

    assert answer.status_code == 303
    drawn = "SELECT selection, stratum, place FROM claim_draw JOIN claim ON uuid = claim_uuid"
    assert world.rows(f"{drawn} WHERE selection = 'next'") == [("next", kind, 3)]
    assert len(open_tasks(world)) == 3
    page = read(world.client("noivu").get(f"{ROUND}/lots/{lot}"))
    assert "Không gặp được 1" in page.text


def test_claims__cleared__leaves_nothing_and_work_went_on_all_the_time(world, lot, read):
    for task, _claim, _kind in open_tasks(world):
        lock(world, task, NOBODY_CAME)
    early = decided(world, read, lot, "cleared")
    assert decided(world, read, lot, "rejected").status_code == 303
    stopped = world.one("SELECT count(*) FROM assignment WHERE recalled_at IS NOT NULL")
    with transaction(world.engine, writes=False) as session:
        verified = enumerators_verified(session, 1)
    give(world, day=8)
    give(world, day=9)
    for task, _claim, _kind in open_tasks(world):
        lock(world, task, I_REFUSED)

    answer = decided(world, read, lot, "cleared")

    assert (early.status_code, answer.status_code) == (422, 303)
    assert (stopped, verified) == (0, frozenset())
    card = read(world.client("noivu").get(f"{ROUND}/enumerators/an")).text
    assert "không còn gì bất lợi cho họ" in card
    assert world.one("SELECT count(*) FROM interview_exclusion") == 0
    assert "lot.decided" in world.actions()


def test_claims__confirmed__needs_hearing_and_source_and_changes_the_rate_that_is_told(
    world, lot, read
):
    for task, _claim, _kind in open_tasks(world):
        lock(world, task, NOBODY_CAME)
    decided(world, read, lot, "rejected")
    give(world, day=8)
    give(world, day=9)
    for task, _claim, _kind in open_tasks(world):
        lock(world, task, I_REFUSED)
    noivu = world.client("noivu")
    [(false,)] = world.rows(
        "SELECT claim.uuid FROM claim JOIN recheck_task ON claim_uuid = claim.uuid"
        " JOIN claim_recheck ON task_uuid = recheck_task.uuid"
        " WHERE came <> 'yes' AND stratum = 'refused' ORDER BY place LIMIT 1"
    )
    interviews_of(world.engine, "an", "SXD", 5, day=1)
    unheard = decided(world, read, lot, "confirmed")
    said = {"speaks": "", "about": "", "text": "Đã nghe giải trình"}
    noivu.post(f"{ROUND}/lots/{lot}/evidence", {"kind": "hearing", **said})
    said = {"speaks": "against", "about": str(UUID(str(false))), "text": "Vị trí máy ở nơi khác"}
    noivu.post(f"{ROUND}/lots/{lot}/evidence", {"kind": "position", **said})

    answer = decided(world, read, lot, "confirmed")

    assert (unheard.status_code, answer.status_code) == (422, 303)
    with transaction(world.engine, writes=False) as session:
        found = rounds.round_coded(session, "thu-2022")
        told = claim_response(session, found, board_of(session, found, at=world.clock()))
    # Of 20 on the list 5 were interviewed, 14 are claims, and one was not tried yet.
    assert (told.proved, told.rate, told.without) == (1, Fraction(5, 20), Fraction(5, 19))
    page = noivu.get(f"{ROUND}/").text
    assert "25,0 %" in page
    assert "26,3 %" in page

    _no_longer_of_the_list(world, false)
    with transaction(world.engine, writes=False) as session:
        later = claim_response(session, found, board_of(session, found, at=world.clock()))

    # Of nobody who is not eligible there is a refusal to take away.
    assert (later.proved, later.rate, later.without) == (0, Fraction(5, 19), Fraction(5, 19))


def _no_longer_of_the_list(world, claim):
    """The last attempt at the case that is claimed says that it does not belong to the list."""
    world.change(
        "INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id,"
        " attempted_at) SELECT interview_uuid, '4.70', true, account_id, '2022-10-20 02:00:00'"
        " FROM contact_attempt JOIN claim USING (interview_uuid)"
        " WHERE claim.uuid = :claim AND is_final",
        claim=claim,
    )


def test_claims__interview_made_after_all__ends_the_task_without_a_word(world, lot):
    [task, claim] = open_tasks(world)[0][:2]
    interviewed_after_all(world, claim)

    given = give(world, day=8)

    assert given.given == {}
    ended = "SELECT end_reason FROM recheck_task WHERE state = 'withdrawn'"
    assert world.rows(ended) == [("interview made after all",)]
    assert world.client("giamsat").get(f"/recheck/{UUID(str(task))}/").status_code == 404


def test_claims__publication__waits_for_their_lots(world, lot):
    with transaction(world.engine, writes=False) as session:
        found = standing_lots(session, 1)

    assert [(one.code, one.decision) for one in found] == [(lot, None)]


def test_claims__what_may_be_chosen_by_risk__is_a_share_of_interviews_alone(world, lot):
    with transaction(world.engine, writes=False) as session:
        found = risk_counts(session, 1)

    assert found == RiskCounts(interviews=0, chosen=0)


def test_claims__supervisor_of_the_same_house__gets_none(world):
    promise(world)
    claimed(world, "an", "SXD", 3)
    draw(world, day=7)

    given = give(world, day=7)

    assert given.given == {}
    assert [(one.why.value, one.interviews) for one in given.left] == [("own_side", 3)]


def test_plan__page__says_what_becomes_of_refusals_with_claims_and_without(world, read):
    world.change("UPDATE round SET state = 'open'")
    noivu = world.client("noivu")

    without = read(noivu.get(f"{ROUND}/plan/?plan=hai-long-1")).text
    with_claims = read(noivu.get(f"{ROUND}/plan/?plan=hai-long-2")).text

    assert "Từ chối và không gặp không được phúc tra" in without
    assert "mỗi tuần hỏi lại 10 %" in with_claims
    assert "sau khi hỏi 8 người: chấp nhận khi có nhiều nhất 1" in with_claims
