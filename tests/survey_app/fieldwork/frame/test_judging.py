"""Which files become cases, whatever the order they come in."""

import hashlib
import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.fieldwork.frame.judging import Judgement, judge
from survey_app.fieldwork.frame.rules import Cap, FrameRules, read_rules
from survey_app.fieldwork.frame.summary import summarise
from tests.survey_app.fieldwork.frame.conftest import CASE, cases

PERIOD = {"period_from": date(2022, 1, 1), "period_to": date(2022, 9, 30)}
RULES = FrameRules(**PERIOD)
ELIGIBLE, PERSON, FILE = Judgement.ELIGIBLE, Judgement.DUPLICATE_PERSON, Judgement.DUPLICATE_FILE


@pytest.mark.parametrize(
    ("row", "judgement"),
    [
        ({}, ELIGIBLE),
        ({"returned_on": None}, Judgement.NO_RESULT),
        ({"returned_on": date(2021, 12, 31)}, Judgement.OUTSIDE_PERIOD),
        ({"returned_on": date(2022, 1, 1)}, ELIGIBLE),
        ({"returned_on": date(2022, 9, 30)}, ELIGIBLE),
        ({"returned_on": date(2022, 10, 1)}, Judgement.OUTSIDE_PERIOD),
        ({"unit_code": "TTRA"}, Judgement.EXEMPT_UNIT),
        ({"unit_code": "TTRA", "returned_on": None}, Judgement.EXEMPT_UNIT),
        ({"applicant_kind": "organisation"}, ELIGIBLE),
    ],
)
def test_judge__row_alone__is_what_the_round_says(row, judgement):
    assert judge(cases(row), rules=RULES, exempt={"TTRA"}) == (judgement,)


def test_judge__organisations_excluded__leaves_persons():
    rows = cases({"applicant_kind": "organisation"}, {})

    judged = judge(rows, rules=FrameRules(**PERIOD, excludes_organisations=True))

    assert judged == (Judgement.EXCLUDED_ORGANISATION, ELIGIBLE)


def test_judge__same_file__keeps_the_one_returned_last():
    rows = cases(
        {"file_code": "A", "returned_on": date(2022, 9, 5)},
        {"file_code": "A", "returned_on": date(2022, 9, 7)},
        {"file_code": "A", "returned_on": None},
        {"file_code": "A", "unit_code": "STP"},
    )

    assert judge(rows, rules=RULES) == (FILE, ELIGIBLE, FILE, ELIGIBLE)


def test_judge__file_that_is_a_case_already__stays_out():
    rows = cases({"file_code": "A"}, {"file_code": "A", "unit_code": "STP"})

    assert judge(rows, rules=RULES, listed={("SXD", "A")}) == (FILE, ELIGIBLE)


def test_judge__same_phone_or_same_name_and_address__is_one_person():
    same = {"applicant": "Người mô phỏng", "address": "Thôn 1"}
    rows = cases(
        {"phone": "0900000001", "returned_on": date(2022, 9, 1)},
        {"phone": "0900000001", "returned_on": date(2022, 9, 2)},
        {**same, "returned_on": date(2022, 9, 2)},
        {"applicant": "NGƯỜI  MÔ PHỎNG", "address": "thôn 1.", "returned_on": date(2022, 9, 1)},
        {**same, "address": "Thôn 2"},
        {"phone": "0900000001", "unit_code": "STP"},
    )

    assert judge(rows, rules=RULES) == (PERSON, ELIGIBLE, ELIGIBLE, PERSON, ELIGIBLE, ELIGIBLE)


def test_judge__person_linked_by_phone_and_by_address__is_one():
    same = {"applicant": "Người mô phỏng", "address": "Thôn 1"}
    rows = cases(
        {"phone": "0900000001", "returned_on": date(2022, 9, 3)},
        {"phone": "0900000001", **same, "returned_on": date(2022, 9, 1)},
        {"phone": "0900000002", **same, "returned_on": date(2022, 9, 2)},
    )

    assert judge(rows, rules=RULES) == (ELIGIBLE, PERSON, PERSON)


def test_judge__blank_phones_and_addresses__make_nobody_the_same():
    rows = cases(*[{"phone": "", "address": "", "applicant": "Người mô phỏng"}] * 3)

    assert judge(rows, rules=RULES) == (ELIGIBLE,) * 3


def test_judge__result_outside_the_period__does_not_take_the_place_of_a_case():
    rows = cases(
        {"phone": "0900000001", "returned_on": date(2022, 9, 5)},
        {"phone": "0900000001", "returned_on": date(2022, 10, 5)},
    )

    assert judge(rows, rules=RULES) == (ELIGIBLE, Judgement.OUTSIDE_PERIOD)


def test_judge__phone_of_an_office__joins_nobody_once_the_limit_is_set():
    rows = cases(*[{"phone": "0900000001"}] * 3)

    without = judge(rows, rules=RULES)
    with_limit = judge(rows, rules=FrameRules(**PERIOD, shared_phone_from=3))
    above = judge(rows, rules=FrameRules(**PERIOD, shared_phone_from=4))

    assert Counter(without) == {ELIGIBLE: 1, PERSON: 2}
    assert with_limit == (ELIGIBLE,) * 3
    assert above == without


def test_judge__excluded_procedures__by_name_or_by_beginning():
    rows = cases(
        {"procedure": "Thông báo khuyến mại"},
        {"procedure": "XTTM001 - Đăng ký"},
        {"procedure": "Đăng ký XTTM001"},
    )
    excluded = ("THONG BAO KHUYEN MAI", "xttm*")

    judged = judge(rows, rules=FrameRules(**PERIOD, excluded_procedures=excluded))

    assert judged == (Judgement.EXCLUDED_PROCEDURE, Judgement.EXCLUDED_PROCEDURE, ELIGIBLE)


def _capped(at_most: int, *, seed: str = "xo-so-2022", unit: str | None = None) -> FrameRules:
    cap = Cap(procedure=CASE.procedure, at_most=at_most, unit=unit)
    return FrameRules(**PERIOD, caps=(cap,), seed=seed)


def test_judge__over_the_cap__those_with_the_smallest_hashes_stay():
    rows = cases(*[{}] * 40, *[{"procedure": "Khác"}] * 3)

    judged = judge(rows, rules=_capped(5))

    kept = {row.file_code for row, one in zip(rows[:40], judged, strict=False) if one is ELIGIBLE}
    by_hand = sorted(
        (row.file_code for row in rows[:40]),
        key=lambda code: hashlib.sha256(f"xo-so-2022\nSXD\n{code}".encode()).hexdigest(),
    )
    assert kept == set(by_hand[:5])
    assert kept != {row.file_code for row in rows[:5]}
    assert judged[40:] == (ELIGIBLE,) * 3
    other = judge(rows, rules=_capped(5, seed="khac"))
    assert Counter(other) == Counter(judged)
    assert other != judged


def test_judge__cap_of_one_unit__leaves_the_others():
    rows = cases(*[{}] * 4, *[{"unit_code": "STP"}] * 4)

    judged = judge(rows, rules=_capped(1, unit="STP"))

    assert judged[:4] == (ELIGIBLE,) * 4
    assert Counter(judged[4:]) == {ELIGIBLE: 1, Judgement.OVER_CAP: 3}


def test_judge__cap__counts_people_and_not_files():
    rows = cases(*[{"phone": "0900000001"}] * 10, *[{}] * 2)

    judged = judge(rows, rules=_capped(3))

    assert Counter(judged) == {ELIGIBLE: 3, PERSON: 9}


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "unit_code": st.sampled_from(["SXD", "STP", "TTRA"]),
            "file_code": st.sampled_from("ABCDEFGH"),
            "phone": st.sampled_from(["", "0900000001", "0900000002", "0900000003"]),
            "applicant": st.sampled_from(["Người 1", "NGƯỜI 1", "Người 2", "Người 3"]),
            "address": st.sampled_from(["", "Thôn 1", "thôn 1", "Thôn 2"]),
            "procedure": st.sampled_from(["P1", "P2", "P3"]),
            "applicant_kind": st.sampled_from(["person", "organisation"]),
            "returned_on": st.sampled_from(
                [None, date(2021, 5, 1), date(2022, 5, 1), date(2022, 5, 2)]
            ),
        }
    ),
    max_size=25,
)
ALL_RULES = FrameRules(
    **PERIOD,
    excludes_organisations=True,
    excluded_procedures=("P3",),
    caps=(Cap(procedure="P1", at_most=2),),
    seed="xo-so-2022",
    shared_phone_from=3,
)
HOW = {"exempt": {"TTRA"}, "listed": {("SXD", "H")}}


@given(rows=ROWS.map(lambda made: cases(*made)), chance=st.randoms(use_true_random=False))
def test_judge__rows_in_another_order__are_judged_alike(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)

    one = dict(zip((row.number for row in rows), judge(rows, rules=ALL_RULES, **HOW), strict=True))
    two = dict(
        zip((row.number for row in mixed), judge(mixed, rules=ALL_RULES, **HOW), strict=True)
    )

    assert one == two


@given(rows=ROWS.map(lambda made: cases(*made)))
def test_judge__cases_alone_once_more__are_all_cases_again(rows):
    judged = judge(rows, rules=ALL_RULES, **HOW)
    kept = [row for row, one in zip(rows, judged, strict=True) if one is ELIGIBLE]

    assert judge(rows, rules=ALL_RULES, **HOW) == judged
    assert set(judge(kept, rules=RULES)) <= {ELIGIBLE, PERSON}
    plain_rules = FrameRules(**PERIOD, caps=ALL_RULES.caps, seed=ALL_RULES.seed)
    once = [
        row
        for row, one in zip(rows, judge(rows, rules=plain_rules), strict=True)
        if one is ELIGIBLE
    ]
    assert set(judge(once, rules=plain_rules)) <= {ELIGIBLE}


@given(rows=ROWS.map(lambda made: cases(*made)))
def test_judge__cases__are_of_different_files_people_and_within_all_limits(rows):
    judged = judge(rows, rules=FrameRules(**PERIOD), **HOW)

    kept = [row for row, one in zip(rows, judged, strict=True) if one is ELIGIBLE]
    files = [(row.unit_code, row.file_code) for row in kept]
    phones = [(row.unit_code, row.phone) for row in kept if row.phone]
    people = [
        (row.unit_code, row.applicant.lower(), row.address.lower()) for row in kept if row.address
    ]
    for found in (files, phones, people):
        assert len(set(found)) == len(found)
    assert all(row.returned_on is not None and row.unit_code != "TTRA" for row in kept)
    assert ("SXD", "H") not in files


def test_summary__counts__by_unit_channel_and_keyer():
    rows = cases(
        {"channel": "online", "keyed_by": "applicant"},
        {"channel": "online", "keyed_by": "civil_servant"},
        {"channel": "online", "keyed_by": None},
        {"channel": "desk", "keyed_by": "applicant"},
        {"channel": None, "unit_code": "STP", "applicant_kind": "organisation"},
        {"returned_on": None},
    )

    summary = summarise(rows, judge(rows, rules=RULES), rules=RULES)

    assert (summary.files, summary.cases) == (6, 5)
    assert summary.units == {
        "SXD": {Judgement.NO_RESULT: 1, ELIGIBLE: 4},
        "STP": {ELIGIBLE: 1},
    }
    assert summary.judgements == {Judgement.NO_RESULT: 1, ELIGIBLE: 5}
    assert summary.channels == {"desk": 1, "online": 3, "unknown": 1}
    assert summary.keyed_by == {"applicant": 1, "civil_servant": 1, "unknown": 1}
    assert summary.applicant_kinds == {"organisation": 1, "person": 4}
    assert summary.warnings == ()


@pytest.mark.parametrize(("others", "warned"), [(2, True), (3, False)])
def test_summary__one_procedure_has_nine_tenths__is_warned_of(others, warned):
    rows = cases(*[{}] * 20, *[{"procedure": f"Khác {n}"} for n in range(others)])

    summary = summarise(rows, judge(rows, rules=RULES), rules=RULES)

    assert [one.code for one in summary.warnings] == ["one_procedure"] * warned
    (share,) = summary.first_procedures
    assert (share.cases, share.of_cases) == (20, 20 + others)


def test_summary__capped_procedure__is_no_longer_warned_of():
    rows = cases(*[{}] * 60, *[{"procedure": f"Khác {n}"} for n in range(20)])
    rules = _capped(20)

    summary = summarise(rows, judge(rows, rules=rules), rules=rules)

    assert summary.warnings == ()
    assert summary.cases == 40


def test_summary__phone_of_many_names__is_warned_of_without_repeating_it():
    rows = cases(*[{"phone": "0900000001"}] * 10)

    summary = summarise(rows, judge(rows, rules=RULES), rules=RULES)

    (warning,) = summary.warnings
    assert warning.code == "shared_phone"
    assert warning.details == {"names": "10", "unit": "SXD", "row": "2"}


def test_summary__rule_that_names_no_procedure__is_warned_of():
    rules = FrameRules(**PERIOD, excluded_procedures=("Cấp giấy phep*", "Cap giay", "khac*"))

    summary = summarise(cases({}), judge(cases({}), rules=rules), rules=rules)

    assert [(one.code, one.details["procedure"]) for one in summary.warnings] == [
        ("rule_without_rows", "Cap giay"),
        ("rule_without_rows", "khac*"),
    ]


@pytest.mark.parametrize(("unit", "warned"), [("SXD", False), ("STP", True), ("sxd?", True)])
def test_summary__cap_of_a_unit_without_the_procedure__is_warned_of(unit, warned):
    rows = cases({}, {"unit_code": "STP", "procedure": "Khác"})
    rules = _capped(5, unit=unit)

    summary = summarise(rows, judge(rows, rules=rules), rules=rules)

    assert [one.code for one in summary.warnings] == ["rule_without_rows"] * warned


def test_read_rules__document__gives_rules_that_are_stored_and_read_again():
    content = (
        b'{"period_to": "2022-08-31", "excluded_procedures": ["A*"], "seed": "x",'
        b' "caps": [{"procedure": "B", "at_most": 10, "unit": "SXD"}], "shared_phone_from": 5}'
    )

    rules = read_rules(content, **PERIOD).rules

    assert rules == FrameRules(
        period_from=date(2022, 1, 1),
        period_to=date(2022, 8, 31),
        excluded_procedures=("A*",),
        caps=(Cap(procedure="B", at_most=10, unit="SXD"),),
        shared_phone_from=5,
        seed="x",
    )
    again = read_rules(json.dumps(rules.as_document()).encode(), **PERIOD)
    assert again.rules == rules


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"{", [("document", "not_json")]),
        (b'{"periodfrom": "2022-01-01"}', [("periodfrom", "not_as_documented")]),
        (
            b'{"period_from": "1/1/2022", "caps": [{"procedure": "A", "at_most": -1}]}',
            [("period_from", "not_as_documented"), ("caps.0.at_most", "not_as_documented")],
        ),
        (
            b'{"period_from": "2023-01-01", "caps": [{"procedure": "A", "at_most": 1}]}',
            [("period_from", "period_backwards"), ("caps", "cap_without_seed")],
        ),
        (b'{"shared_phone_from": 1}', [("shared_phone_from", "not_as_documented")]),
    ],
)
def test_read_rules__bad_document__says_where_and_what(content, found):
    reading = read_rules(content, **PERIOD)

    assert reading.rules is None
    assert [(fault.where, fault.code) for fault in reading.faults] == found
