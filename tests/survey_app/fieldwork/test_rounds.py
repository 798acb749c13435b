"""Rounds are made, copied, changed and moved on, and the log says who did it and why."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from questionnaires import shipped_definition, version_id
from scoring.plans import index_plan
from scoring.plans.canonical import canonical_plan, plan_version
from scoring.plans.shipped import points_plan, scoring_plan
from survey_app.db import plans, round_keys, rounds
from survey_app.fieldwork.description_checks import description_faults
from survey_app.fieldwork.next_round import CopyRequest, copy_faults, copy_round
from survey_app.fieldwork.round_changes import (
    ChangeRequest,
    add_unit,
    change_settings,
    change_unit,
    remove_unit,
    settings_of,
    unit_setting,
)
from survey_app.fieldwork.round_description import RoundDescription, UnitSetting
from survey_app.fieldwork.round_setup import create_round, known_here
from survey_app.fieldwork.round_states import Step
from survey_app.fieldwork.round_steps import StepRequest, facts_of, take_step
from survey_app.fieldwork.units import merge_unit, rename_unit, set_validity
from survey_app.problems import Code, Problem
from tests.survey_app.conftest import SECRET

VERSION = version_id(shipped_definition("sipas-22"))
DESCRIBED = {
    "code": "thu-2026",
    "name": {"vi": "Đợt 2026", "en": "Round 2026"},
    "year": 2026,
    "questionnaire": "sipas-22",
    "index_plan": "ha-nam-2022",
    "period": {"start": "2026-01-01", "end": "2026-10-31"},
    "controller": "Sở Nội vụ",
    "contact": "Phòng CCHC",
    "erase_days": 90,
    "recheck": {"share_percent": 10, "minimum_per_enumerator": 3, "source": "Kế hoạch"},
    "groups": [{"code": "commune", "name": {"vi": "Xã, phường", "en": "Communes"}}],
    "units": [
        {"code": "SXD", "group": "department", "quota": 60},
        {"code": "TTRA", "group": "department", "exempt": True},
        {"code": "PHL", "name": "Phường Phủ Lý", "group": "commune", "quota": 90},
    ],
}


def _made(world, office, **changes):
    with office() as (session, person):
        described = RoundDescription.model_validate({**DESCRIBED, **changes})
        create_round(session, described, by=person, at=world.clock())


def _step(world, office, step, *, code="thu-2022", reason="", confirmed=False):
    with office() as (session, person):
        found = rounds.round_coded(session, code)
        request = StepRequest(
            step=step,
            by=person,
            reason=reason,
            is_confirmed=confirmed,
            at=world.clock(),
            secret_key=SECRET,
        )
        return [fault.code for fault in take_step(session, found.id, request)]


def _state(world, code="thu-2022"):
    return world.one("SELECT state FROM round WHERE code = :code", code=code)


def _details(world):
    found = world.one("SELECT details FROM audit_event ORDER BY id DESC LIMIT 1")
    return json.loads(found) if isinstance(found, str) else found


def _request(world, person, reason=""):
    return ChangeRequest(by=person, at=world.clock(), reason=reason)


def test_create__whole_description__is_a_draft_that_can_be_opened(world, office):
    _made(world, office)

    units = world.rows(
        "SELECT u.code, ru.name, quota, is_exempt, maximum_points, component_maximum"
        " FROM round_unit ru JOIN unit u ON u.id = ru.unit_id JOIN round r ON r.id = ru.round_id"
        " WHERE r.code = 'thu-2026' ORDER BY position"
    )
    assert [(*unit[:4], Decimal(str(unit[4])), Decimal(str(unit[5]))) for unit in units] == [
        ("SXD", "Sở Xây dựng", 60, False, 100, 10),
        ("TTRA", "Thanh tra tỉnh", 0, True, 60, 0),
        ("PHL", "Phường Phủ Lý", 90, False, 100, 10),
    ]
    assert _state(world, "thu-2026") == "draft"
    assert _step(world, office, Step.OPEN, code="thu-2026") == []
    assert _state(world, "thu-2026") == "open"
    assert world.actions()[-3:] == ["round.created", "round.key_added", "round.opened"]


def test_create__last_day_of_fieldwork__may_be_after_the_period_and_is_kept(world, office):
    _made(world, office, fieldwork_end="2026-11-30")

    with office() as (session, _):
        found = rounds.round_coded(session, "thu-2026")
        kept = settings_of(session, found)
    assert (found.period_end, found.fieldwork_end) == (date(2026, 10, 31), date(2026, 11, 30))
    assert kept.fieldwork_end == date(2026, 11, 30)


def test_create__without_a_last_day_of_fieldwork__has_none(world, office):
    _made(world, office)

    with office() as (session, _):
        assert rounds.round_coded(session, "thu-2026").fieldwork_end is None


def _with_fieldwork_end(world, office, day, *, reason="Kế hoạch mới"):
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        settings = settings_of(session, found).model_copy(update={"fieldwork_end": day})
        request = _request(world, person, reason)
        return [one.code for one in change_settings(session, found.id, settings, request)]


def test_change_settings__last_day_of_fieldwork__moves_both_ways_and_is_in_the_log(world, office):
    later = _with_fieldwork_end(world, office, date(2022, 11, 30))
    sooner = _with_fieldwork_end(world, office, date(2022, 10, 3))

    assert (later, sooner) == ([], [])
    assert _details(world) == {
        "fieldwork_end": "2022-11-30 → 2022-10-03",
        "reason": "Kế hoạch mới",
    }
    with office() as (session, _):
        found = rounds.round_coded(session, "thu-2022")
    assert (found.period_end, found.fieldwork_end) == (date(2022, 9, 30), date(2022, 10, 3))


@pytest.mark.parametrize("day", [date(2022, 10, 2), date(2021, 12, 31), None])
def test_change_settings__last_day_of_fieldwork_over_or_taken_away__is_refused(world, office, day):
    _with_fieldwork_end(world, office, date(2022, 11, 30))
    before = world.actions()

    found = _with_fieldwork_end(world, office, day, reason="")

    assert [code for code in found if code != "fieldwork_before_period"] == [
        "fieldwork_end_over",
        "reason_missing",
    ]
    assert world.actions() == before


def test_change_settings__last_day_of_fieldwork__is_judged_by_the_day_in_viet_nam(world, office):
    world.clock.move(timedelta(hours=16))  # 2022-10-03 18:00 UTC is the 4th there

    assert _with_fieldwork_end(world, office, date(2022, 10, 3)) == ["fieldwork_end_over"]
    assert _with_fieldwork_end(world, office, date(2022, 10, 4)) == []


def test_change_settings__closed_round__keeps_its_last_day_of_fieldwork(world, office):
    _step(world, office, Step.CLOSE, reason="Hết thời gian", confirmed=True)

    assert _with_fieldwork_end(world, office, date(2022, 12, 31)) == ["fixed"]


def test_create__plans__are_kept_under_their_hash_and_shared(world, office):
    _made(world, office)
    _made(world, office, code="thu-2027", groups=[])

    with office() as (session, _):
        first, second = (
            plans.plans_of(session, rounds.round_coded(session, code).id)
            for code in ("thu-2026", "thu-2027")
        )
    assert set(first) == {"index", "points", "recheck", "scoring"}
    assert first == second
    assert first["scoring"].id == plan_version(scoring_plan("ha-nam-2022"))
    assert first["points"].id == plan_version(points_plan("ha-nam-2022"))
    assert world.one("SELECT count(*) FROM plan_version") == 4


def test_create__everything_wrong__says_all_of_it(world, office):
    bad = RoundDescription.model_validate(
        {
            **DESCRIBED,
            "code": "thu-2022",
            "questionnaire": "khong",
            "index_plan": "../khong",
            "period": {"start": "2026-10-31", "end": "2026-01-01"},
            "fieldwork_end": "2026-10-30",
            "sampling": {
                "method": "stratified",
                "margin_percent": 5,
                "reserve_percent": 20,
                "source": "x",
            },
            "groups": [
                {"code": "department", "name": {"vi": "Khác", "en": "Other"}},
                {"code": "x", "name": {"vi": "X", "en": "X"}},
                {
                    "code": "x",
                    "name": {"vi": "X", "en": "X"},
                    "valid_from": "2025-07-01",
                    "valid_until": "2025-06-30",
                },
            ],
            "units": [
                {"code": "SXD", "group": "x", "quota": 1},
                {"code": "SXD", "group": "khong", "maximum_points": 0},
                {"code": "MOI", "group": "x", "quota": 1, "exempt": True},
            ],
        }
    )

    with office() as (session, _):
        known = known_here(session)
    found = [fault.code for _, fault in description_faults(bad, known=known, where=str)]

    assert found == [
        "code_taken",
        "period_backward",
        "fieldwork_before_period",
        "questionnaire_unknown",
        "plan_unknown",
        "strata_missing",
        "group_changed",
        "group_twice",
        "group_backward",
        "unit_twice",
        "group_unknown",
        "maximum_zero",
        "unit_without_name",
        "exempt_with_quota",
    ]


def test_open__bare_draft__is_refused_and_nothing_is_written(world, office):
    _made(world, office, contact="", units=[{"code": "SXD", "group": "department"}])
    before = world.actions()

    assert _step(world, office, Step.OPEN, code="thu-2026") == [
        "contact_missing",
        "unit_without_quota",
    ]
    assert _state(world, "thu-2026") == "draft"
    assert world.actions() == before


def test_open__round__has_a_key_that_this_secret_opens(world, office):
    _made(world, office)

    _step(world, office, Step.OPEN, code="thu-2026")

    with office() as (session, _):
        found = rounds.round_coded(session, "thu-2026")
        assert round_keys.newest_keys(session)[found.id] is not None
    assert world.one("SELECT count(*) FROM round_key") == 2


def test_close__work_in_hand__is_counted_and_confirmed_with_a_reason(world, office):
    world.start(world.client("an"))
    world.begin(world.client("an"))

    refused = _step(world, office, Step.CLOSE)
    done = _step(world, office, Step.CLOSE, reason="Hết thời gian", confirmed=True)

    assert refused == ["reason_missing", "not_confirmed"]
    assert (done, _state(world)) == ([], "closed")
    assert _details(world) == {
        "reason": "Hết thời gian",
        "interviews_in_work": "2",
        "below_quota": "2",
    }


def test_work_in_hand__interview_received_or_put_aside__is_not_in_work(world, office, complete):
    an = world.client("an")
    form = world.start(an)
    an.post(form, complete)
    an.post(form, {**complete, "q11": "1"})

    with office() as (session, _):
        facts = facts_of(session, rounds.round_coded(session, "thu-2022"))

    assert (facts.interviews_in_work, facts.documents_waiting) == (0, 1)


def test_reopen__closed_round__takes_interviews_again(world, office):
    _step(world, office, Step.CLOSE, reason="Nhầm", confirmed=True)
    an = world.client("an")
    refused = an.post("/interviews/", {"round": "thu-2022", "unit": "SXD"}).status_code

    assert _step(world, office, Step.REOPEN) == ["reason_missing"]
    assert _step(world, office, Step.REOPEN, reason="Còn thiếu phiếu") == []

    assert refused == 409
    assert an.post("/interviews/", {"round": "thu-2022", "unit": "SXD"}).status_code == 303
    assert world.actions()[-2:] == ["round.reopened", "assignment.added"]


@pytest.mark.parametrize("step", [Step.PUBLISH, Step.ARCHIVE, Step.OPEN, Step.REOPEN])
def test_step__not_from_here__is_refused(world, office, step):
    assert _step(world, office, step, reason="x", confirmed=True) == ["not_from_here"]
    assert _state(world) == "open"


def test_copy__round__is_a_draft_without_what_happened(world, office):
    world.change("UPDATE round SET fieldwork_end = '2022-11-30'")
    with office() as (session, person):
        source = rounds.round_coded(session, "thu-2022")
        request = CopyRequest(code="thu-2023", year=2023)
        copy_round(session, source, request, by=person, at=world.clock())

    with office() as (session, _):
        found = rounds.round_coded(session, "thu-2023")
        copied = rounds.units_of_round(session, found.id)
        kept = plans.plans_of(session, found.id)
        untouched = plans.plans_of(session, source.id)
    assert (found.state, found.year, found.is_simulated) == ("draft", 2023, False)
    assert (found.name_vi, found.period_end) == ("Đợt thử 2023", date(2023, 9, 30))
    assert found.fieldwork_end == date(2023, 11, 30)
    assert [(unit.unit_code, unit.quota) for unit in copied] == [
        ("SXD", 3),
        ("STP", 2),
        ("TTRA", 0),
    ]
    assert all(unit.appraised_points is None for unit in copied)
    assert (set(kept), untouched) == ({"index", "points", "scoring"}, {})
    assert world.actions()[-1] == "round.copied"


def test_create__code_that_was_taken_meanwhile__is_refused_and_the_rest_goes_on(world, office):
    with office() as (session, person):
        described = RoundDescription.model_validate({**DESCRIBED, "code": "thu-2022"})
        with pytest.raises(Problem) as refused:
            create_round(session, described, by=person, at=world.clock())
        rename_unit(session, "SXD", {"name": "Tên khác"}, by=person, at=world.clock())

    assert refused.value.code is Code.ROUND_CODE_TAKEN
    assert world.one("SELECT name FROM unit WHERE code = 'SXD'") == "Tên khác"


def test_copy__bad_code_and_year__are_refused_together(world, office):
    with office() as (session, _):
        taken = copy_faults(session, {"code": "thu-2022", "year": "1999"})
        unfit = copy_faults(session, {"code": "Đợt 2023", "year": "x"})

    assert [fault.code for fault in taken] == ["outside_limits", "code_taken"]
    assert [fault.code for fault in unfit] == ["bad_code", "wrong_kind"]


def test_rename__unit__leaves_the_rounds_that_have_opened(world, office):
    _made(world, office)

    with office() as (session, person):
        name = "Sở Xây dựng và Giao thông"
        assert rename_unit(session, "SXD", {"name": name}, by=person, at=world.clock()) == ()

    names = world.rows(
        "SELECT r.code, ru.name FROM round_unit ru JOIN round r ON r.id = ru.round_id"
        " JOIN unit u ON u.id = ru.unit_id WHERE u.code = 'SXD' ORDER BY r.code"
    )
    assert names == [("thu-2022", "Sở Xây dựng"), ("thu-2026", "Sở Xây dựng và Giao thông")]
    page = world.client("noivu").get("/results/rounds/thu-2022/units/SXD").text
    assert "Sở Xây dựng và Giao thông" not in page
    assert "unit.renamed" in world.actions()


def test_merge__unit__ends_here_and_goes_on_in_its_successor(world, office):
    with office() as (session, person):
        merging = {"into": "SXD", "ended_on": "2022-12-31"}
        assert merge_unit(session, "STP", merging, by=person, at=world.clock()) == ()
        source = rounds.round_coded(session, "thu-2022")
        request = CopyRequest(code="thu-2023", year=2023)
        number = copy_round(session, source, request, by=person, at=world.clock())
        copied = rounds.units_of_round(session, number)
        before = rounds.units_of_round(session, source.id)

    assert [(unit.unit_code, unit.quota) for unit in copied] == [("SXD", 5), ("TTRA", 0)]
    assert [unit.unit_code for unit in before] == ["SXD", "STP", "TTRA"]


def test_merge__impossible__says_why(world, office):
    with office() as (session, person):
        words = {"by": person, "at": world.clock()}
        day = "2022-12-31"
        merge_unit(session, "STP", {"into": "SXD", "ended_on": day}, **words)
        found = [
            [
                fault.code
                for fault in merge_unit(session, code, {"into": into, "ended_on": on}, **words)
            ]
            for code, into, on in (
                ("X", "Y", day),
                ("SXD", "SXD", day),
                ("SXD", "STP", day),
                ("STP", "TTRA", day),
                ("SXD", "", "x"),
            )
        ]

    assert found == [
        ["unit_unknown", "unit_unknown"],
        ["unit_into_itself"],
        ["unit_ended"],
        ["unit_ended"],
        ["bad_code", "not_a_day"],
    ]
    assert world.rows("SELECT code, ended_on IS NULL FROM unit ORDER BY code") == [
        ("STP", False),
        ("SXD", True),
        ("TTRA", True),
    ]


def test_rename__unknown_unit_and_empty_name__are_both_said(world, office):
    with office() as (session, person):
        faults = rename_unit(session, "X", {"name": " "}, by=person, at=world.clock())

    assert [fault.code for fault in faults] == ["unit_unknown", "empty_text"]


def test_open__unit_merged_before_the_period__is_refused(world, office):
    _made(world, office)
    with office() as (session, person):
        merging = {"into": "SXD", "ended_on": "2025-06-30"}
        merge_unit(session, "PHL", merging, by=person, at=world.clock())

    assert _step(world, office, Step.OPEN, code="thu-2026") == ["unit_not_then"]


def test_validity__of_a_type__decides_which_rounds_can_have_it(world, office):
    _made(world, office)
    with office() as (session, person):
        words = {"by": person, "at": world.clock()}
        backward = {"valid_from": "2025-07-01", "valid_until": "2025-06-30"}
        refused = (
            *set_validity(session, "commune", backward, **words),
            *set_validity(session, "khong", {"valid_from": "x"}, **words),
        )
        assert set_validity(session, "commune", {"valid_until": "2025-06-30"}, **words) == ()

    assert [fault.code for fault in refused] == ["group_backward", "not_a_day", "group_unknown"]
    assert _step(world, office, Step.OPEN, code="thu-2026") == ["group_not_then"]
    with office() as (session, person):
        words = {"by": person, "at": world.clock()}
        set_validity(session, "commune", {"valid_from": "2025-07-01", "valid_until": None}, **words)
    assert _step(world, office, Step.OPEN, code="thu-2026") == []


def test_change__draft__is_free_and_written_down(world, office):
    _made(world, office)
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2026")
        before = settings_of(session, found)
        after = before.model_copy(update={"controller": "UBND", "asks_position": True})
        request = _request(world, person)
        assert change_settings(session, found.id, after, request) == ()

    with office() as (session, _):
        changed = rounds.round_coded(session, "thu-2026")
        assert settings_of(session, changed) == after
    assert _details(world) == {
        "controller": "Sở Nội vụ → UBND",
        "asks_position": "False → True",
    }


def test_change__plan_of_a_draft__is_another_version(world, office):
    _made(world, office)
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2026")
        before = settings_of(session, found)
        recheck = before.recheck.model_copy(update={"share_percent": 15})
        after = before.model_copy(update={"recheck": recheck})
        change_settings(session, found.id, after, _request(world, person))
        assert settings_of(session, found).recheck.share_percent == 15

    assert world.one("SELECT count(*) FROM plan_version WHERE kind = 'recheck'") == 2


def test_change__open_round__lets_only_contact_and_a_later_end_through(world, office):
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        before = settings_of(session, found)
        period = before.period.model_copy(update={"end": date(2022, 9, 1)})
        bad = before.model_copy(update={"period": period, "erase_days": 30, "contact": "Khác"})
        refused = change_settings(session, found.id, bad, _request(world, person))
        later = before.period.model_copy(update={"end": date(2022, 10, 31)})
        good = before.model_copy(update={"period": later, "contact": "Khác"})
        request = _request(world, person, "Kéo dài")
        assert change_settings(session, found.id, good, request) == ()

    assert [fault.code for fault in refused] == ["fixed", "period_earlier", "reason_missing"]
    assert world.one("SELECT contact FROM round") == "Khác"
    assert world.actions()[-1] == "round.changed"


def test_change__nothing__writes_nothing(world, office):
    before = world.actions()

    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        settings = settings_of(session, found)
        assert change_settings(session, found.id, settings, _request(world, person)) == ()

    assert world.actions() == before


def test_quota__open_round__goes_up_with_a_reason_only(world, office):
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        unit = unit_setting(rounds.units_of_round(session, found.id)[0])
        down = change_unit(
            session,
            found.id,
            unit.model_copy(update={"quota": 2, "exempt": False}),
            _request(world, person, "Ít hơn"),
        )
        silent = unit.model_copy(update={"quota": 9})
        unsaid = change_unit(session, found.id, silent, _request(world, person))
        raised = change_unit(session, found.id, silent, _request(world, person, "Bù mẫu"))

    assert [fault.code for fault in (*down, *unsaid, *raised)] == [
        "quota_downward",
        "reason_missing",
    ]
    assert world.one("SELECT quota FROM round_unit WHERE position = 1") == 9


def test_units__of_an_open_round__stay_as_they_are(world, office):
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        request = _request(world, person, "x")
        new = UnitSetting(code="MOI", name="Sở Mới", group="department", quota=5)
        added = add_unit(session, found.id, new, request)
        removed = remove_unit(session, found.id, "STP", request)

    assert [fault.code for fault in (*added, *removed)] == ["fixed", "fixed"]
    assert world.one("SELECT count(*) FROM round_unit") == 3
    assert world.one("SELECT count(*) FROM unit WHERE code = 'MOI'") == 0


def test_units__of_a_draft__come_and_go(world, office):
    _made(world, office)
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2026")
        request = _request(world, person)
        new = UnitSetting(code="STP", group="department", quota=5, maximum_points=Decimal("99.50"))
        assert add_unit(session, found.id, new, request) == ()
        assert [fault.code for fault in add_unit(session, found.id, new, request)] == ["unit_twice"]
        assert remove_unit(session, found.id, "SXD", request) == ()
        exempt = UnitSetting(code="PHL", group="department", exempt=True)
        assert change_unit(session, found.id, exempt, request) == ()
        units = rounds.units_of_round(session, found.id)

    assert [
        (unit.unit_code, unit.group_code, unit.quota, unit.maximum_points, unit.is_exempt)
        for unit in units
    ] == [
        ("TTRA", "department", 0, 60, True),
        ("PHL", "department", 0, 60, True),
        ("STP", "department", 5, Decimal("99.50"), False),
    ]
    assert world.actions()[-3:] == ["round.unit_added", "round.unit_removed", "round.unit_changed"]


def test_remove__unit_with_cases__is_refused(world, office):
    world.change("UPDATE round SET state = 'draft'")

    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        faults = remove_unit(session, found.id, "SXD", _request(world, person))

    assert [fault.code for fault in faults] == ["unit_in_use"]
    assert world.one("SELECT count(*) FROM round_unit") == 3


def test_unit__not_in_the_round__is_said(world, office):
    with office() as (session, person):
        found = rounds.round_coded(session, "thu-2022")
        request = _request(world, person)
        other = UnitSetting(code="X", group="department", quota=1)
        faults = (
            *change_unit(session, found.id, other, request),
            *remove_unit(session, found.id, "X", request),
        )

    assert [fault.code for fault in faults] == ["unit_unknown", "unit_unknown"]


def test_index__of_a_round_that_keeps_its_plan__is_made_with_that_plan(world, office, interviewed):
    interviewed({}, unit="SXD")
    shipped = index_plan("ha-nam-2022")
    best = shipped.bands[-1].model_copy(update={"name": "Chuẩn", "name_en": "Standard"})
    other = canonical_plan(shipped.model_copy(update={"bands": (best,)}))
    page = world.client("noivu").get("/results/rounds/thu-2022").text
    with office() as (session, _):
        number = plans.keep_plan(session, kind="index", content=other, at=world.clock())
        round_id = rounds.round_coded(session, "thu-2022").id
        plans.set_plans(session, round_id, {"index": number})

    after = world.client("noivu").get("/results/rounds/thu-2022").text

    assert "Chuẩn" not in page
    assert "Chuẩn" in after


def test_step__taken_again__is_refused_and_written_down_once(world, office):
    _step(world, office, Step.CLOSE, reason="Xong", confirmed=True)

    again = _step(world, office, Step.CLOSE, reason="Xong", confirmed=True)

    assert again == ["not_from_here"]
    assert world.actions().count("round.closed") == 1
