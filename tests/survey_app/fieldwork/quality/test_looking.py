"""Looks at a round: what is kept, what stays looked at, and what no longer holds."""

from datetime import timedelta

import pytest

from scoring.quality.rules import quality_rules
from survey_app.access.objects import round_named
from survey_app.access.people import person_named
from survey_app.db import quality_flags
from survey_app.db.engine import transaction
from survey_app.db.quality_facts import standing_of
from survey_app.db.quality_runs import FoundFlag, KnownFlag, latest_run
from survey_app.fieldwork.quality.examining import look, needs_a_look, store_look
from survey_app.fieldwork.quality.figures import figures_of
from survey_app.fieldwork.quality.merging import merged
from survey_app.fieldwork.quality.reviewing import ReviewRequest, mark_of, review
from tests.survey_app.conftest import START
from tests.survey_app.fieldwork.quality.interviews import CONTENT, MIXED, put, put_all

LATER = START + timedelta(hours=1)


def take_a_look(world, *, by=None):
    with transaction(world.engine) as session:
        found = round_named(session, "thu-2022")
        person = None if by is None else person_named(session, by)
        return store_look(session, found, look(session, found), by=person, at=world.clock())


def flags(world):
    with transaction(world.engine, writes=False) as session:
        found = round_named(session, "thu-2022")
        every = quality_flags.FlagFilter()
        return quality_flags.flags_of(session, found.id, wanted=every, limit=100)


def note(world, flag, text="Hai vợ chồng, đã gọi điện."):
    with transaction(world.engine) as session:
        request = ReviewRequest(
            note=text, seen=mark_of(flag), by=person_named(session, "quanly"), at=world.clock()
        )
        return review(session, flag, request)


def is_stale(world):
    with transaction(world.engine, writes=False) as session:
        found = round_named(session, "thu-2022")
        standing = standing_of(session, found.id, version_id=found.questionnaire_version_id)
        return needs_a_look(standing, latest_run(session, found.id))


def test_look__two_interviews_at_once__are_one_flag_that_names_both(world):
    first = put(world, minutes=10)
    second = put(world, at=START + timedelta(minutes=4), levels=CONTENT)

    stored = take_a_look(world, by="quanly")

    (flag,) = flags(world)
    assert (stored.new, stored.holding) == (1, 1)
    assert (flag.kind, flag.interview_uuid, flag.other_uuid) == ("overlapping", second, first)
    assert (flag.username, flag.unit_code, flag.state) == ("an", "SXD", "open")
    assert flag.evidence["overlap_s"] == 360
    assert world.actions()[-1] == "quality.examined"
    details = world.one("SELECT details FROM audit_event ORDER BY id DESC LIMIT 1")
    assert "'new': '1'" in str(details) or '"new": "1"' in str(details)


def test_look__again__adds_nothing(world):
    put(world, minutes=10)
    put(world, at=START + timedelta(minutes=4), levels=CONTENT)
    take_a_look(world)

    again = take_a_look(world)

    assert (again.new, again.ended, again.reopened, again.holding) == (0, 0, 0, 1)
    assert world.one("SELECT count(*) FROM quality_flag") == 1
    assert world.one("SELECT count(*) FROM quality_run") == 2


def test_look__tablet_counted_itself__its_clock_and_place_are_read(world):
    point = {"latitude_e6": 20_540_000, "longitude_e6": 105_910_000, "accuracy_m": 12}
    for number in range(3):
        at = START + timedelta(hours=3 * number)
        put(world, at=at, minutes=60, elapsed_ms=90_000, position=point)

    take_a_look(world)

    found = {flag.kind: flag for flag in flags(world)}
    assert found["too_fast"].evidence["duration_s"] == 90
    assert found["too_fast"].evidence["by_tablet"] is True
    assert found["same_position"].evidence["interviews"] == 3


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_look__document_of_another_shape__has_no_place(world):
    put(world, minutes=1, position={"latitude_e6": "north"})

    take_a_look(world)

    (flag,) = flags(world)
    assert flag.evidence["by_tablet"] is False


@pytest.mark.parametrize("mode", ["paper", "paper_self"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_look__form_on_paper__the_times_on_the_sheet_are_left_alone(world, mode):
    put(world, minutes=1, mode=mode)
    put(world, minutes=1, mode=mode, levels=CONTENT)

    take_a_look(world)

    assert flags(world) == ()


def test_look__voided_interview__its_flag_no_longer_holds_and_stays(world):
    put(world, minutes=10)
    second = put(world, at=START + timedelta(minutes=4), levels=CONTENT)
    take_a_look(world)
    world.change(
        "UPDATE interview SET is_current = false, voided_at = started_at, void_reason = 'x'"
        " WHERE id = (SELECT max(id) FROM interview)"
    )

    stored = take_a_look(world)

    (flag,) = flags(world)
    assert (stored.ended, stored.holding) == (1, 0)
    assert (flag.state, flag.interview_uuid) == ("gone", second)
    assert flag.evidence["overlap_s"] == 360


def test_review__flag_that_stays_the_same__stays_looked_at(world):
    put(world, minutes=10)
    put(world, at=START + timedelta(minutes=4), levels=CONTENT)
    take_a_look(world)
    (flag,) = flags(world)

    refused = note(world, flag)
    stored = take_a_look(world)

    (now,) = flags(world)
    assert refused == ()
    assert stored.reopened == 0
    assert (now.state, now.was_seen) == ("looked_at", True)
    assert "quality.looked_at" in world.actions()


def test_review__figures_that_change_by_more_than_a_quarter__are_to_be_looked_at_again(world):
    """Three interviews in a night, then five: two thirds more."""
    night = START + timedelta(hours=14)
    for number in range(3):
        put(world, at=night + timedelta(minutes=20 * number), levels=MIXED)
    take_a_look(world)
    for flag in flags(world):
        note(world, flag)
    for number in range(3, 5):
        put(world, at=night + timedelta(minutes=20 * number), levels=CONTENT)

    stored = take_a_look(world)

    (again,) = (flag for flag in flags(world) if flag.kind == "night")
    assert stored.reopened == 1
    assert (again.state, again.was_seen) == ("open", True)
    assert again.evidence["interviews"] == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [("  ", "note_missing"), ("x" * 501, "note_too_long"), ("a\x00b", "note_unreadable")],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_review__note_that_cannot_be_kept__is_refused_and_nothing_changes(world, text, code):
    put(world, minutes=1)
    take_a_look(world)
    (flag,) = flags(world)

    faults = note(world, flag, text)

    assert [fault.code for fault in faults] == [code]
    assert flags(world) == (flag,)
    assert world.one("SELECT count(*) FROM quality_review") == 0


def test_standing__interview_more_or_less__says_that_a_look_is_due(world):
    assert not is_stale(world)

    put(world)
    before_any = is_stale(world)
    take_a_look(world)
    after = is_stale(world)
    put(world, at=LATER)
    after_another = is_stale(world)

    assert (before_any, after, after_another) == (True, False, True)


def test_look__round_without_interviews__keeps_that_there_was_nothing(world):
    stored = take_a_look(world)

    assert (stored.new, stored.holding) == (0, 0)
    assert world.rows("SELECT interviews, newest_interview_id FROM quality_run") == [(0, None)]


def test_figures__of_every_enumerator__come_back_as_they_were(world):
    put_all(
        world,
        [
            {"by": who, "at": START + timedelta(hours=number), "levels": levels}
            for who, levels in (("an", MIXED), ("binh", CONTENT))
            for number in range(3)
        ],
    )
    with transaction(world.engine, writes=False) as session:
        looked = look(session, round_named(session, "thu-2022"))

    take_a_look(world)

    with transaction(world.engine, writes=False) as session:
        kept = figures_of(latest_run(session, round_named(session, "thu-2022").id))
    assert kept.enumerators == looked.examination.enumerators
    assert kept.effect == looked.examination.effect
    assert [one.interviews for one in kept.enumerators] == [3, 3]


OLDER = (
    '{"enumerators": [{"enumerator": "an", "interviews": 1, "units": 1, "timed": 1,'
    ' "below_floor": 0, "short": 0, "near": 0, "near_expected": null, "near_chance": null,'
    ' "mean_excess": null, "excess_z": null, "median_duration_s": 1.0, "median_gap_s": null,'
    ' "positioned": 0, "beside": {}}], "effect": {"rho": null, "load": 1.0, "design_effect": null,'
    ' "interviews": 0, "units": 0, "all_units": 1, "groups": 0}, "compared_within_units": false}'
)


@pytest.mark.parametrize("kept", ['{"enumerators": 7}', OLDER])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_figures__of_another_program__are_none(world, kept):
    put(world)
    take_a_look(world)
    world.change("UPDATE quality_run SET figures = :kept", kept=kept)

    with transaction(world.engine, writes=False) as session:
        run = latest_run(session, round_named(session, "thu-2022").id)

    assert figures_of(run) is None
    assert (
        world.client("quanly").get("/field/rounds/thu-2022/quality/enumerators").status_code == 200
    )


def test_look__while_notes_are_written__waits_for_them_or_lets_them_wait(world):
    put(world, minutes=1)
    take_a_look(world)

    with world.statements() as sent:
        take_a_look(world)

    read = [one for one in sent if "FROM quality_flag" in one]
    assert len(read) == 1
    if world.engine.dialect.name == "postgresql":  # SQLite has one writer only
        assert "FOR UPDATE" in read[0]


def test_look__refusals_reported__are_counted_among_those_who_were_met(world):
    """An interviewed one and was refused once; a case that was taken back is nobody's."""
    put(world)
    attempt = (
        "INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id,"
        " attempted_at) SELECT interview_uuid, '2.11', true, enumerator_id, assigned_at"
        " FROM assignment WHERE frame_case_id IS NOT NULL"
    )
    put(world, by="binh", at=START + timedelta(hours=1))
    world.change(attempt)

    take_a_look(world)

    with transaction(world.engine, writes=False) as session:
        kept = figures_of(latest_run(session, round_named(session, "thu-2022").id))
    an = kept.enumerators[0].beside["refused"]
    assert (an.compared, an.own, an.others) == (2, 0.5, 0.0)


def test_look__of_many_interviews__asks_a_fixed_number_of_questions(world):
    put(world)
    with world.statements() as few:
        take_a_look(world)
    put_all(world, [{"at": START + timedelta(minutes=n)} for n in range(1, 40)])

    with world.statements() as many:
        take_a_look(world)

    # Flags that are new take one statement, whatever their number; there were none before.
    assert len(many) <= len(few) + 1
    assert world.one("SELECT count(*) FROM quality_flag") > 30


RULES = quality_rules().review
FOUND = FoundFlag(
    kind="night",
    subject="enumerator 1 2022-10-03",
    enumerator_id=1,
    round_unit_id=None,
    interview_uuid=None,
    other_uuid=None,
    strength=3,
    evidence={},
)
KNOWN = KnownFlag(
    id=7,
    kind="night",
    subject="enumerator 1 2022-10-03",
    strength=3,
    other_uuid=None,
    holds=False,
    is_open=False,
    seen_strength=3,
    seen_other_uuid=None,
)


def test_merged__flag_that_had_gone__holds_again_and_stays_looked_at():
    changes = merged([KNOWN], [FOUND], rules=RULES)

    assert [(one.number, one.is_open) for one in changes.renewed] == [(7, False)]
    assert (changes.new, changes.ended, changes.reopened) == ((), (), 0)


def test_merged__flag_that_had_gone_and_is_not_found__is_not_ended_twice():
    assert merged([KNOWN], [], rules=RULES).ended == ()
