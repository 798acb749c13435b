"""Interviews of rejected lots are taken out of every score, and count again."""

import pytest

from survey_app.db.design_tallies import counted_tally, kept_tally
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.fieldwork.rechecks.excluding import INVALID, UNVERIFIED
from tests.survey_app.decided_lots import close_lot, count_again, decide, exclude, promise
from tests.survey_app.people_by_chance import COUNTING, SLOTS, give_out, interview_of, somebody

LOT = "2022w40-e1-1"


def codes(faults):
    return [fault.code.upper() for fault in faults]


@pytest.fixture
def people(world):
    """Six interviews with people of a list, all of one lot."""
    found = [somebody(1, "SXD / a", [4] * len(SLOTS)) for _ in range(6)]
    with transaction(world.engine) as session:
        give_out(session, found)
        insert_many(session, [interview_of(one) for one in found])
    promise(world)
    close_lot(world, LOT, [one.uuid for one in found])
    return found


def counting(world):
    """How many interviews are in the sums that are kept; they must be those counted anew."""
    with transaction(world.engine, writes=False) as session:
        kept = kept_tally(session, 1, counting=COUNTING)
        anew = counted_tally(session, 1, counting=COUNTING)
    assert (kept.places, kept.flat.tolist()) == (anew.places, anew.flat.tolist())
    return int(kept.flat[:, 0].sum())


def exclusions(world):
    return world.rows(
        "SELECT kind, lot_decision_id, excluded_by, ended_at IS NULL FROM interview_exclusion"
        " ORDER BY id"
    )


def test_exclude__confirmed_lot__leaves_the_sums_and_its_cases_are_nobodys(world, people):
    first, second, *_ = people
    decide(world, LOT, "rejected", "confirmed")

    faults = exclude(world, LOT, {first.uuid: INVALID, second.uuid: UNVERIFIED})

    assert faults == ()
    assert counting(world) == 4
    noivu = world.one("SELECT id FROM account WHERE username = 'noivu'")
    assert sorted(exclusions(world)) == [(INVALID, 2, noivu, 1), (UNVERIFIED, 2, noivu, 1)]
    assert world.one("SELECT count(*) FROM interview WHERE voided_at IS NOT NULL") == 2
    assert world.one("SELECT count(*) FROM assignment WHERE recalled_at IS NOT NULL") == 2
    done = ["interview.excluded", "assignment.recalled"]
    assert world.actions()[-4:] == done * 2


@pytest.mark.parametrize(
    ("decisions", "kind", "said"),
    [
        ((), INVALID, ["LOT_STANDS"]),
        (("accepted",), UNVERIFIED, ["LOT_STANDS"]),
        (("rejected", "cleared"), UNVERIFIED, ["LOT_STANDS"]),
        (("rejected",), INVALID, ["NOT_CONFIRMED"]),
        (("rejected",), "wish", ["KIND_UNKNOWN"]),
        (("rejected",), UNVERIFIED, []),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_exclude__by_the_decision_that_stands__is_refused_unless_it_rejects(
    world, people, decisions, kind, said
):
    decide(world, LOT, *decisions)

    assert codes(exclude(world, LOT, {people[0].uuid: kind})) == said

    assert counting(world) == (6 if said else 5)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_exclude__several_things_in_the_way__says_all_and_changes_nothing(world, people):
    decide(world, LOT, "rejected")
    exclude(world, LOT, {people[0].uuid: UNVERIFIED})
    before = world.actions()

    faults = exclude(
        world, LOT, {people[0].uuid: UNVERIFIED, world.case_uuid: UNVERIFIED}, reason=" "
    )

    assert sorted(codes(faults)) == ["EXCLUDED_ALREADY", "NOT_OF_THE_LOT", "REASON_MISSING"]
    assert codes(exclude(world, "x", {})) == ["LOT_UNKNOWN"]
    assert codes(exclude(world, LOT, {})) == ["NONE_CHOSEN"]
    assert world.actions() == before
    assert counting(world) == 5


@pytest.mark.parametrize(
    ("state", "said"), [("closed", []), ("published", []), ("archived", ["ROUND_ARCHIVED"])]
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_exclude__after_field_work__is_done_until_the_round_is_archived(world, people, state, said):
    decide(world, LOT, "confirmed")
    world.change("UPDATE round SET state = :state WHERE id = 1", state=state)

    assert codes(exclude(world, LOT, {people[0].uuid: INVALID})) == said


def test_count_again__with_a_reason__is_in_the_sums_and_the_row_stays(world, people):
    decide(world, LOT, "confirmed")
    exclude(world, LOT, {one.uuid: INVALID for one in people})

    assert count_again(world, people[0].uuid) == ()

    assert counting(world) == 1
    assert [row[3] for row in exclusions(world)].count(1) == 5
    assert world.one("SELECT ended_reason FROM interview_exclusion WHERE ended_at IS NOT NULL")
    assert world.actions()[-1] == "interview.exclusion_ended"
    assert codes(count_again(world, people[0].uuid)) == ["NOT_EXCLUDED"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_count_again__somebody_had_voided_it_before__stays_voided(world, people):
    decide(world, LOT, "confirmed")
    voided = {"shown": 1, "reason": "Trùng", "confirmed": "1", "respondent": "kept"}
    page = f"/field/interviews/{people[0].uuid}"
    assert world.client("quanly").post(f"{page}/void", voided).status_code == 303
    world.clock.now = world.clock.now.replace(hour=5)
    exclude(world, LOT, {people[0].uuid: INVALID})

    assert count_again(world, people[0].uuid) == ()

    assert counting(world) == 5
    assert world.one("SELECT void_reason FROM interview WHERE voided_at IS NOT NULL") == "Trùng"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_count_again__without_a_reason_or_after_a_replacement__is_refused(world, people):
    decide(world, LOT, "confirmed")
    exclude(world, LOT, {people[0].uuid: INVALID})
    world.change(
        "INSERT INTO sample_replacement (replaced_case_id, replacement_case_id, reason, note,"
        " replaced_by, replaced_at) SELECT of_one.frame_case_id, of_other.frame_case_id, 'voided',"
        " 'x', 1, '2022-10-03' FROM assignment of_one, assignment of_other"
        " WHERE of_one.interview_uuid = :one AND of_other.interview_uuid = :other",
        one=people[0].uuid.hex,
        other=people[1].uuid.hex,
    )

    faults = count_again(world, people[0].uuid, reason="")

    assert codes(faults) == ["REPLACED", "REASON_MISSING"]
