"""Which step a round may take, and everything that hinders it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.db.tables_units import ROUND_STATES
from survey_app.fieldwork.round_freedom import Change, Freedom, against_changes, freedom_of
from survey_app.fieldwork.round_states import (
    WAYS,
    RoundFacts,
    State,
    Step,
    UnitFacts,
    against,
    judge,
    steps_from,
)

UNIT = UnitFacts(
    code="SXD",
    name="Sở Xây dựng",
    quota=60,
    is_exempt=False,
    maximum_points=Decimal(100),
    component_maximum=Decimal(10),
    group_name="Sở, ban, ngành",
    group_from=None,
    group_until=None,
    ended_on=None,
)
EXEMPT = replace(
    UNIT, code="TTRA", name="Thanh tra", quota=0, is_exempt=True, component_maximum=Decimal(0)
)
DRAFT = RoundFacts(
    state=State.DRAFT,
    name_vi="Đợt 2022",
    name_en="Round 2022",
    is_questionnaire_published=True,
    period_start=date(2022, 1, 1),
    period_end=date(2022, 10, 31),
    controller="Sở Nội vụ",
    contact="Phòng CCHC",
    erase_days=90,
    units=(UNIT, EXEMPT),
)
CLOSED = replace(DRAFT, state=State.CLOSED)
PUBLISHED = replace(DRAFT, state=State.PUBLISHED, has_publication=True)


def _codes(faults):
    return [fault.code for fault in faults]


def test_states__of_the_program__are_those_of_the_database():
    assert tuple(State) == ROUND_STATES


def test_open__whole_draft__is_hindered_by_nothing():
    judged = judge(Step.OPEN, DRAFT)

    assert (judged.hindrances, judged.warnings) == ((), ())
    assert against(judged, reason="", is_confirmed=False) == ()


def test_open__everything_wrong__says_all_of_it_at_once():
    facts = replace(
        DRAFT,
        name_en=" ",
        is_questionnaire_published=False,
        period_end=date(2021, 12, 31),
        controller="",
        contact="\t",
        erase_days=0,
        units=(replace(EXEMPT, quota=3, component_maximum=Decimal(10)),),
    )

    assert _codes(judge(Step.OPEN, facts).hindrances) == [
        "name_missing",
        "questionnaire_unknown",
        "period_backward",
        "controller_missing",
        "contact_missing",
        "retention_missing",
        "no_unit",
        "exempt_with_quota",
        "exempt_with_component",
    ]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ((), [("units", "no_unit")]),
        ((EXEMPT,), [("units", "no_unit")]),
        ((replace(UNIT, quota=0),), [("unit SXD", "unit_without_quota")]),
        ((UNIT, replace(EXEMPT, quota=1)), [("unit TTRA", "exempt_with_quota")]),
        (
            (replace(UNIT, component_maximum=Decimal("100.01")),),
            [("unit SXD", "component_above_maximum")],
        ),
        ((replace(UNIT, quota=1, component_maximum=Decimal(100)),), []),
    ],
)
def test_open__units__have_what_a_survey_needs(units, expected):
    found = judge(Step.OPEN, replace(DRAFT, units=units)).hindrances

    assert [(fault.where, fault.code) for fault in found] == expected


@pytest.mark.parametrize(
    ("start", "end", "hindered"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), False),
        (date(2025, 1, 1), date(2025, 10, 31), False),
        (date(2025, 6, 30), date(2025, 12, 31), False),
        (date(2025, 7, 1), date(2025, 12, 31), True),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_open__district__exists_until_the_last_of_june_2025(start, end, hindered):
    district = replace(UNIT, group_name="Huyện", group_until=date(2025, 6, 30))
    facts = replace(DRAFT, units=(district,), period_start=start, period_end=end)

    found = _codes(judge(Step.OPEN, facts).hindrances)

    assert found == (["group_not_then"] if hindered else [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"group_from": date(2022, 10, 31)}, []),
        ({"group_from": date(2022, 11, 1)}, ["group_not_then"]),
        ({"ended_on": date(2022, 1, 1)}, []),
        ({"ended_on": date(2021, 12, 31)}, ["unit_not_then"]),
    ],
)
def test_open__one_common_day_with_the_period__is_enough(changes, expected):
    facts = replace(DRAFT, units=(replace(UNIT, **changes),))

    assert _codes(judge(Step.OPEN, facts).hindrances) == expected


def test_close__work_in_hand__warns_and_waits_for_a_person_with_a_reason():
    facts = replace(
        DRAFT, state=State.OPEN, documents_waiting=2, interviews_in_work=3, below_quota=1
    )

    judged = judge(Step.CLOSE, facts)

    assert judged.is_possible
    assert [(fault.code, fault.details["count"]) for fault in judged.warnings] == [
        ("documents_wait", "2"),
        ("interviews_in_work", "3"),
        ("below_quota", "1"),
    ]
    assert _codes(against(judged, reason=" ", is_confirmed=False)) == [
        "reason_missing",
        "not_confirmed",
    ]
    assert _codes(against(judged, reason="x" * 501, is_confirmed=True)) == ["reason_missing"]
    assert against(judged, reason="Hết hạn", is_confirmed=True) == ()


def test_close__nothing_in_hand__needs_only_the_reason():
    judged = judge(Step.CLOSE, replace(DRAFT, state=State.OPEN))

    assert against(judged, reason="Xong", is_confirmed=False) == ()
    assert _codes(against(judged, reason="", is_confirmed=False)) == ["reason_missing"]


def test_reopen__something_published__is_hindered():
    free = judge(Step.REOPEN, CLOSED)
    bound = judge(Step.REOPEN, replace(CLOSED, has_publication=True))

    assert against(free, reason="Thiếu phiếu", is_confirmed=False) == ()
    assert _codes(free.hindrances) == []
    assert _codes(bound.hindrances) == ["already_published"]


def test_publish__nothing_published__is_only_a_word():
    assert _codes(judge(Step.PUBLISH, CLOSED).hindrances) == ["nothing_published"]
    assert judge(Step.PUBLISH, replace(CLOSED, has_publication=True)).is_possible


def test_archive__published_round__is_let_go():
    assert judge(Step.ARCHIVE, PUBLISHED).is_possible


def test_steps__of_each_state__are_these_and_no_others():
    assert {state: steps_from(state) for state in State} == {
        State.DRAFT: (Step.OPEN,),
        State.OPEN: (Step.CLOSE,),
        State.CLOSED: (Step.REOPEN, Step.PUBLISH),
        State.PUBLISHED: (Step.WITHDRAW, Step.ARCHIVE),
        State.ARCHIVED: (),
    }


@given(step=st.sampled_from(Step), state=st.sampled_from(State), published=st.booleans())
def test_step__from_any_other_state__is_refused(step, state, published):
    facts = replace(DRAFT, state=state, has_publication=published)

    found = _codes(judge(step, facts).hindrances)

    assert ("not_from_here" in found) == (state is not WAYS[step][0])


@pytest.mark.parametrize(
    "field", ["quota", "questionnaire", "controller", "units", "name_vi", "fieldwork_end"]
)
def test_freedom__draft_is_free_and_later_states_are_fixed(field):
    assert freedom_of(field, state=State.DRAFT) is Freedom.FREE
    for state in (State.CLOSED, State.PUBLISHED, State.ARCHIVED):
        assert freedom_of(field, state=state) is Freedom.FIXED


TODAY = date(2022, 10, 3)


def _against(*changes, state=State.OPEN, reason="Có lý do"):
    return _codes(against_changes(changes, state=state, reason=reason, today=TODAY))


@pytest.mark.parametrize(
    ("field", "before", "after", "expected"),
    [
        ("quota", 60, 61, []),
        ("quota", 60, 59, ["quota_downward"]),
        ("period_end", date(2022, 10, 31), date(2022, 11, 30), []),
        ("period_end", date(2022, 10, 31), date(2022, 10, 30), ["period_earlier"]),
        ("fieldwork_end", None, TODAY, []),
        ("fieldwork_end", date(2022, 11, 30), TODAY, []),
        ("fieldwork_end", date(2022, 9, 30), date(2022, 12, 15), []),
        ("fieldwork_end", date(2022, 11, 30), date(2022, 10, 2), ["fieldwork_end_over"]),
        ("fieldwork_end", date(2022, 9, 1), date(2022, 10, 2), ["fieldwork_end_over"]),
        ("fieldwork_end", date(2022, 11, 30), None, ["fieldwork_end_over"]),
        ("contact", "A", "B", []),
        ("controller", "A", "B", ["fixed"]),
        ("erase_days", 90, 30, ["fixed"]),
        ("period_start", date(2022, 1, 1), date(2021, 1, 1), ["fixed"]),
        ("is_exempt", False, True, ["fixed"]),
        ("allows_unlisted", False, True, ["fixed"]),
    ],
)
def test_change__open_round__moves_onward_or_not_at_all(field, before, after, expected):
    change = Change(field=field, before=before, after=after, unit="SXD Sở Xây dựng")

    assert _against(change) == expected


def test_change__open_round_without_a_reason__is_refused_beside_all_other_faults():
    raised = Change(field="quota", before=60, after=61, unit="SXD Sở Xây dựng")
    lowered = Change(field="quota", before=60, after=10, unit="STP Sở Tư pháp")

    assert _against(raised, lowered, reason=" ") == ["quota_downward", "reason_missing"]


def test_change__last_day_of_fieldwork_without_a_reason__is_refused():
    moved = Change(field="fieldwork_end", before=None, after=TODAY)

    assert _against(moved, reason="") == ["reason_missing"]


def test_change__to_the_same_value__is_none():
    same = Change(field="controller", before="A", after="A")

    assert _against(same, state=State.ARCHIVED, reason="") == []


def test_change__draft__needs_no_reason():
    lowered = Change(field="quota", before=60, after=1, unit="SXD Sở Xây dựng")

    assert _against(lowered, state=State.DRAFT, reason="") == []
