"""What stands against giving a case to somebody, and against replacing it."""

from dataclasses import replace
from uuid import UUID

import pytest

from survey_app.db.field_cases import FieldCase
from survey_app.fieldwork.assigning.replacing import Reason, against_replacing, reason_of
from survey_app.fieldwork.assigning.sharing import Sharer
from survey_app.fieldwork.assigning.standing import (
    against_giving,
    against_person,
    against_recalling,
    is_free,
)
from survey_app.fieldwork.dispositions import DISPOSITIONS

DRAWN = FieldCase(
    case_id=1,
    file_code="HS-1",
    district="Phủ Lý",
    round_unit_id=1,
    unit_id=7,
    unit_code="SXD",
    sample_draw_id=1,
    sample_list="official",
    stratum="SXD",
    place=1,
    interview_uuid=None,
    enumerator_id=None,
    is_recalled=False,
    is_begun=False,
    attempts=0,
    outcome=None,
    has_interview=False,
    was_voided=False,
    excluded_of=None,
    waits=False,
    is_replaced=False,
    is_replacement=False,
)
GIVEN = replace(DRAWN, interview_uuid=UUID(int=1), enumerator_id=5)
AN, BINH = Sharer(account_id=5), Sharer(account_id=6)


def codes(faults):
    return [fault.code for fault in faults]


def giving(case, to=BINH, reason=""):
    return codes(against_giving(case, to=to, username="binh", reason=reason))


def replacing(case, reason=Reason.REFUSED, note="Không muốn trả lời"):
    return codes(against_replacing(case, reason=reason, note=note))


@pytest.mark.parametrize(
    ("case", "faults"),
    [
        (DRAWN, []),
        (GIVEN, []),
        (replace(GIVEN, is_recalled=True), []),
        (replace(DRAWN, sample_list="reserve"), ["not_in_sample"]),
        (replace(DRAWN, sample_list="reserve", is_replacement=True), []),
        (replace(DRAWN, sample_list=None), ["not_in_sample"]),
        (replace(GIVEN, sample_list=None), []),
        (replace(GIVEN, is_replaced=True, outcome="2.11"), ["replaced"]),
        (replace(GIVEN, has_interview=True), ["interviewed"]),
        (replace(GIVEN, waits=True), ["waits"]),
        (replace(GIVEN, outcome="2.11", attempts=1), ["ended"]),
        (replace(GIVEN, enumerator_id=6), ["has_it_already"]),
        (replace(GIVEN, enumerator_id=6, is_recalled=True), []),
        (replace(GIVEN, attempts=1), ["begun"]),
        (replace(GIVEN, is_begun=True), ["begun"]),
        (replace(GIVEN, is_begun=True, is_recalled=True), []),
    ],
)
def test_giving__where_a_case_stands__decides(case, faults):
    assert giving(case) == faults


def test_giving__case_that_was_tried__goes_with_a_reason_only():
    tried = replace(GIVEN, attempts=2)

    assert giving(tried, reason="An nghỉ ốm") == []
    assert giving(tried, reason="   ") == ["begun"]
    assert giving(tried, reason="x" * 501) == ["begun"]


def test_giving__to_somebody_tied_to_the_unit__is_refused_also_by_hand_and_with_a_reason():
    tied = Sharer(account_id=6, tied_unit_ids=frozenset({7}))

    assert giving(DRAWN, to=tied, reason="Không còn ai") == ["tied"]
    assert codes(against_person(DRAWN, to=tied, username="binh")) == ["tied"]
    assert giving(replace(DRAWN, unit_id=8), to=tied) == []


def test_giving__case_whose_interview_was_excluded__goes_to_anybody_but_whoever_made_it():
    excluded = replace(GIVEN, is_recalled=True, was_voided=True, excluded_of=6)

    assert giving(excluded) == ["excluded_of"]
    assert giving(excluded, to=Sharer(account_id=7)) == []


@pytest.mark.parametrize(
    ("case", "faults"),
    [
        (GIVEN, []),
        (DRAWN, ["not_assigned"]),
        (replace(GIVEN, is_recalled=True), ["not_assigned"]),
        (replace(GIVEN, attempts=1), ["begun"]),
        (replace(GIVEN, has_interview=True, attempts=1), ["interviewed"]),
    ],
)
def test_recalling__where_a_case_stands__decides(case, faults):
    assert codes(against_recalling(case, reason="")) == faults


@pytest.mark.parametrize(
    ("case", "free"),
    [
        (DRAWN, True),
        (GIVEN, False),
        (replace(GIVEN, is_recalled=True), True),
        (replace(GIVEN, is_recalled=True, waits=True), False),
        (replace(GIVEN, is_recalled=True, was_voided=True), True),
        (replace(GIVEN, is_recalled=True, was_voided=True, excluded_of=9), False),
        (replace(GIVEN, is_recalled=True, is_replaced=True), False),
        (replace(DRAWN, sample_list="reserve"), False),
    ],
)
def test_sharing__case_that_nobody_has_and_nothing_was_done_with__is_free(case, free):
    assert is_free(case) is free


@pytest.mark.parametrize(
    ("case", "faults"),
    [
        (replace(GIVEN, outcome="2.11", attempts=1), []),
        (replace(GIVEN, outcome="2.11", attempts=1, is_replaced=True), ["replaced"]),
        (replace(GIVEN, outcome="2.11", has_interview=True), ["interviewed"]),
        (replace(GIVEN, outcome="2.11", waits=True), ["waits"]),
        (replace(GIVEN, outcome="2.11", sample_list="reserve"), ["not_in_sample"]),
        (replace(GIVEN, outcome="2.11", sample_list="reserve", is_replacement=True), []),
        (replace(GIVEN, outcome="2.25"), ["other_reason"]),
        (GIVEN, ["not_ended"]),
        (DRAWN, ["not_ended"]),
    ],
)
def test_replacing__where_a_case_stands__decides(case, faults):
    assert replacing(case) == faults


@pytest.mark.parametrize(("attempts", "faults"), [(2, ["tried_too_little"]), (3, [])])
def test_replacing__never_reached__after_three_attempts(attempts, faults):
    tried = replace(GIVEN, attempts=attempts)

    assert replacing(tried, reason=Reason.NOT_REACHED) == faults


@pytest.mark.parametrize("note", ["", "  ", "x" * 501])
def test_replacing__without_a_fitting_note__is_refused_beside_all_else(note):
    assert replacing(GIVEN, note=note) == ["note_missing", "not_ended"]


def test_reasons__every_outcome_that_ends_a_case__has_one():
    reasons = {code: reason_of(code) for code, one in DISPOSITIONS.items() if one.is_final}

    assert reasons == {
        "2.11": Reason.REFUSED,
        "2.12": Reason.REFUSED,
        "2.25": Reason.MOVED,
        "3.18": Reason.WRONG_ADDRESS,
        "4.70": Reason.NOT_ELIGIBLE,
    }
