"""What a run keeps of comments: from the answers, no words of them, also of runs of before."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survey_app.db import migrate
from survey_app.db.engine import transaction
from survey_app.db.interview_versions import last_version, void
from survey_app.db.tables import RunComment
from tests.survey_app.commented_round import (
    CHOSEN,
    COUNTED,
    KEPT,
    PARKING,
    QUEUE,
    TOLD,
    commented,
    published_twice,
)


@pytest.fixture
def decided(begin, world):
    """The round was published twice, with decisions between."""
    begin(published_twice, world)
    return world


def test_freeze__published_twice__each_run_has_its_comments_in_order(decided):
    kept = decided.rows(
        "SELECT score_run_id, place, item_code, round_unit_id, themes, decision_id IS NULL"
        " FROM run_comment WHERE item_code = 'd1_text' OR round_unit_id = 2 OR score_run_id = 2"
        " ORDER BY score_run_id, place"
    )

    of_first = [tuple(one[2:]) for one in kept if one[0] == 1]
    of_second = [tuple(one[2:]) for one in kept if one[0] == 2]
    # The same text stays decided in another version, another text waits.
    assert of_first == [("d1_text", 1, ",10,", False), ("d2", 2, "", True)]
    assert sorted(of_second[:2]) == [("d1_text", 1, ",10,2,", True), ("d2", 1, "", False)]
    assert of_second[2:] == [("d2", 2, "", True)]
    assert decided.rows("SELECT DISTINCT place FROM run_comment ORDER BY place") == [
        (1,),
        (2,),
        (3,),
    ]


def test_run_comment__what_people_wrote__is_not_in_it(decided):
    kept = str(decided.rows(KEPT))

    assert TOLD not in kept
    assert PARKING not in kept


def test_upgrade_to_0041__runs_of_before__are_filled_in_as_the_program_does(decided):
    before = decided.rows(KEPT), decided.rows(CHOSEN)
    migrate.downgrade(decided.engine, to="0040")

    migrate.upgrade(decided.engine)

    assert migrate.differences(decided.engine) == ()
    assert (decided.rows(KEPT), decided.rows(CHOSEN)) == before
    assert len(before[0]) == 6


def test_upgrade_to_0042__comments_of_before__are_counted_as_the_program_does(decided):
    with transaction(decided.engine) as session:
        (uuid,) = session.scalars(
            select(RunComment.interview_uuid).where(RunComment.score_run_id == 2).limit(1)
        )
        interview = last_version(session, uuid)
        void(session, interview.id, reason="x", at=decided.clock())
    before = decided.rows(KEPT), decided.rows(COUNTED)
    migrate.downgrade(decided.engine, to="0041")

    migrate.upgrade(decided.engine)

    assert migrate.differences(decided.engine) == ()
    assert (decided.rows(KEPT), decided.rows(COUNTED)) == before
    assert {one[:1] for one in decided.rows("SELECT is_voided FROM run_comment")} == {(0,), (1,)}
    assert len(before[1]) == 6


def test_decided_and_taken_back__released_under_another_theme__is_counted_where_it_stands(world):
    first, _blank, third = commented(world)
    noivu = world.client("noivu")
    told, parking = f"{QUEUE}/{first.uuid}/d2", f"{QUEUE}/{third.uuid}/d1_text"

    waiting = counted(world)
    noivu.post(f"{told}/release", {"seen": "", "theme": "9", "text": "Một"})
    noivu.post(f"{parking}/withhold", {"seen": "", "reason": "x"})
    decided = counted(world)
    for address, seen in ((told, "1"), (parking, "2")):
        noivu.post(f"{address}/take-back", {"seen": seen, "reason": "x"})

    assert waiting == {("waiting", ",5,"): 1, ("waiting", ",10,"): 1, ("waiting", ""): 1}
    assert decided == {("released", ",9,"): 1, ("withheld", ",10,"): 1, ("waiting", ""): 1}
    assert counted(world) == waiting


def counted(world):
    rows = world.rows("SELECT state, themes, comments FROM run_comment_count WHERE comments > 0")
    return {(state, themes): number for state, themes, number in rows}


BAD = {
    "UPDATE run_comment SET place = 0 WHERE place = 1": "ck_run_comment_place_from_one",
    "UPDATE run_comment SET item_code = ''": "ck_run_comment_item_given",
    "UPDATE run_comment SET interview_id = 9999 WHERE place = 1": "FOREIGN KEY",
    "UPDATE run_comment SET decision_id = 9999 WHERE place = 1": "FOREIGN KEY",
    "UPDATE run_comment SET round_unit_id = 9999": "FOREIGN KEY",
    "UPDATE run_comment SET decision_id = 1 WHERE score_run_id = 1": "UNIQUE",
    "UPDATE run_comment_count SET comments = -1": "ck_run_comment_count_not_negative",
    "UPDATE run_comment_count SET state = 'x'": "ck_run_comment_count_state_known",
    "UPDATE run_comment_count SET round_unit_id = 9999": "FOREIGN KEY",
    "UPDATE run_theme_choice SET people = 0": "ck_run_theme_choice_named_by_somebody",
}


def test_run_comment__bad_ones__are_refused_by_the_constraint_made_for_it(decided, subtests):
    for change, constraint in BAD.items():
        with subtests.test(change):
            with pytest.raises(IntegrityError) as refused:
                decided.change(change)
            assert constraint.lower() in str(refused.value).lower()
