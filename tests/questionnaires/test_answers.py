"""The judge of answers."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import (
    Definition,
    Part,
    answers_on_path,
    check_answers,
    judge_value,
    shipped_definition,
    unanswered_criteria,
    visible_items,
)

SIPAS = shipped_definition("sipas-22")
GOOD: dict[str, object] = {
    "k1": 1,
    "k2": 2,
    "a3": "Cấp giấy phép",
    "a4": 1,
    "a5": 3,
    "b1": 5,
    "b1_text": "Loa phường",
    "b3": 0,
    "b6": 3,
    "b7": 20,
    "b8": 2,
    "q11": 5,
    "q12": 9,
    "b10": 1,
    "q54": 1,
    "d1": [2, 10, 3],
    "d1_text": "Bãi gửi xe",
    "d2": "Cảm ơn.\nRất tốt.",
    "e2": 8,
    "z5": 2,
}


def codes(definition: Definition, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in check_answers(definition, answers)]


def test_check_answers__whole_interview__has_no_fault() -> None:
    assert check_answers(SIPAS, GOOD) == ()


def test_check_answers__tuple_for_list__has_no_fault() -> None:
    assert check_answers(SIPAS, GOOD | {"d1": (2, 10)}) == ()


def test_check_answers__none_everywhere_but_required__has_no_fault() -> None:
    answers = dict.fromkeys((item.code for item in SIPAS.items), None)

    assert check_answers(SIPAS, answers | {"k1": 1, "k2": 1, "a4": 1}) == ()


def test_check_answers__nothing_answered__asks_for_what_is_required_on_the_path() -> None:
    assert codes(SIPAS, {}) == [("k1", "required_unanswered")]
    assert codes(SIPAS, {"k1": 1}) == [
        ("k2", "required_unanswered"),
        ("a4", "required_unanswered"),
    ]


@pytest.mark.parametrize(
    ("code", "value", "fault"),
    [
        ("q11", 6, "value_not_offered"),
        ("q11", 0, "value_not_offered"),
        ("q11", -1, "value_not_offered"),
        ("q11", 10**5000, "value_not_offered"),
        ("q11", "5", "not_a_number"),
        ("q11", "", "not_a_number"),
        ("q11", True, "not_a_number"),
        ("q11", 5.0, "not_a_number"),
        ("q11", float("nan"), "not_a_number"),
        ("q11", [5], "not_a_number"),
        ("q11", [], "not_a_number"),
        ("q11", {"a": 1}, "not_a_number"),
        ("a5", 9, "value_not_offered"),
        ("b7", 0, "number_out_of_range"),
        ("b7", 21, "number_out_of_range"),
        ("b7", -(10**5000), "number_out_of_range"),
        ("b7", 1.5, "not_a_number"),
        ("d1", 2, "not_a_list"),
        ("d1", "2", "not_a_list"),
        ("d1", "", "not_a_list"),
        ("d1", [True], "not_a_list"),
        ("d1", [[2]], "not_a_list"),
        ("d1", [1, 2, 3, 4], "too_many_choices"),
        ("d1", [2, 2], "duplicate_choice"),
        ("d1", [2, 99], "value_not_offered"),
        ("a3", 5, "not_a_text"),
        ("a3", ["a"], "not_a_text"),
        ("a3", [], "not_a_text"),
        ("a3", "x" * 301, "text_too_long"),
        ("a3", "x" * 10_000_000, "text_too_long"),
        ("a3", "a\x00b", "text_control_character"),
        ("a3", "a\tb", "text_control_character"),
        ("a3", "a\x1b[31m", "text_control_character"),
        ("a3", "a\ud800", "text_control_character"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isidentifier() else "",
)
def test_check_answers__one_wrong_answer__is_one_fault_at_its_item(
    code: str, value: object, fault: str
) -> None:
    answers = GOOD | {code: value}
    answers.pop("d1_text")

    assert codes(SIPAS, answers) == [(code, fault)]


def test_check_answers__texts_at_the_limit__have_no_fault() -> None:
    decomposed = "e\u0302\u0301" * 300

    assert check_answers(SIPAS, GOOD | {"a3": decomposed, "d2": "dòng\r\n" * 100}) == ()


def test_check_answers__not_applicable_where_not_offered__says_so(small: Definition) -> None:
    assert check_answers(small, {"q1": 9, "q2": 3}) == ()
    (fault,) = check_answers(small, {"q2": 9})
    assert (fault.where, fault.code) == ("q2", "not_applicable_not_allowed")
    assert "1, 2, 3" in fault.repair_text


def test_check_answers__exclusive_choice_with_another__is_refused(small: Definition) -> None:
    assert check_answers(small, {"many": [9]}) == ()
    assert codes(small, {"many": [9, 1]}) == [("many", "exclusive_choice")]


def test_check_answers__unknown_codes__come_last_in_order_and_printable(small: Definition) -> None:
    answers = {"zz": 1, "\x1b[31m": 1, "q2": 7, "x" * 10_000: 1, "two_text": "a"}

    faults = check_answers(small, answers)

    assert [fault.code for fault in faults] == ["value_not_offered"] + ["unknown_item"] * 4
    assert [fault.where[:8] for fault in faults] == ["q2", "?[31m", "two_text", "x" * 8, "zz"]
    assert len(faults[3].where) < 100


def test_check_answers__answer_behind_a_skip__is_not_asked() -> None:
    assert codes(SIPAS, GOOD | {"b6": 2}) == [("b7", "not_asked"), ("b8", "not_asked")]


def test_check_answers__answers_after_a_refusal__are_not_asked() -> None:
    answers = {"k1": 2, "k2": 1, "a4": 1, "q11": 5}

    faults = codes(SIPAS, answers)

    assert faults == [("k2", "not_asked"), ("a4", "not_asked"), ("q11", "not_asked")]


def test_check_answers__deciding_answer_is_faulty__what_depends_on_it_is_not_blamed() -> None:
    assert codes(SIPAS, GOOD | {"k1": "1"}) == [("k1", "not_a_number")]
    assert codes(SIPAS, GOOD | {"b6": 4}) == [("b6", "value_not_offered")]


def test_check_answers__required_item_with_wrong_type__is_one_fault() -> None:
    assert codes(SIPAS, {"k1": ""}) == [("k1", "not_a_number")]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"one": 3, "one_text": "khác"}, []),
        ({"one": 3}, []),
        ({"many": [1, 8], "many_text": "khác"}, []),
        ({"one_text": " "}, []),
        ({"one": 1, "one_text": "khác"}, [("one_text", "text_without_its_choice")]),
        ({"one_text": "khác"}, [("one_text", "text_without_its_choice")]),
        ({"many": [1], "many_text": "khác"}, [("many_text", "text_without_its_choice")]),
        ({"one": 3, "one_text": "x" * 301}, [("one_text", "text_too_long")]),
        ({"one": 3, "one_text": 7}, [("one_text", "not_a_text")]),
    ],
)
def test_check_answers__text_of_other__needs_its_choice(
    small: Definition, answers: Mapping[str, object], expected: list[tuple[str, str]]
) -> None:
    assert codes(small, answers) == expected


def test_check_answers__criteria_only__judges_their_values_and_nothing_else() -> None:
    answers = {"q11": 5, "q12": 9, "q54": 1, "q21": 7, "b7": "no matter", "x": 1}

    faults = check_answers(SIPAS, answers, part=Part.CRITERIA)

    assert [(fault.where, fault.code) for fault in faults] == [
        ("q21", "value_not_offered"),
        ("x", "unknown_item"),
    ]


def test_judge_value__item_not_asked__judges_the_value_alone() -> None:
    item = SIPAS.item("q51")

    assert judge_value(SIPAS, item, 9) is None
    assert judge_value(SIPAS, item, None) is None
    fault = judge_value(SIPAS, item, 6)
    assert fault is not None
    assert fault.message_text == "The answer 6 is not offered."
    assert fault.repair_text == "Choose one of: 1, 2, 3, 4, 5, 9."


def test_fault__shown_as_a_line__has_place_message_and_repair() -> None:
    (fault,) = check_answers(SIPAS, GOOD | {"q11": True})

    assert str(fault) == (
        "q11: The answer must be one whole number, not true. — "
        "Give the code of one offered answer, or a whole number where one is asked."
    )


def test_answers_on_path__changed_skip__drops_what_stayed_behind() -> None:
    answers = answers_on_path(SIPAS, GOOD | {"b6": 2, "b10": 2, "b1": 1})

    assert {"b7", "b8", "q54", "b1_text"}.isdisjoint(answers)
    assert answers["d1_text"] == "Bãi gửi xe"
    assert check_answers(SIPAS, answers) == ()


def test_answers_on_path__refusal__leaves_only_it() -> None:
    assert answers_on_path(SIPAS, GOOD | {"k1": 2}) == {"k1": 2}


def test_answers_on_path__texts_and_choices__come_out_in_one_form() -> None:
    decomposed = " tie\u0302\u0301ng\r\nVie\u0323\u0302t\rNam "
    raw = GOOD | {"d2": decomposed, "d1": [10, 2], "b3": None, "a3": "  "}

    answers = answers_on_path(SIPAS, raw)

    assert answers["d2"] == "tiếng\nViệt\nNam"
    assert answers["d1"] == (2, 10)
    assert "b3" not in answers
    assert "a3" not in answers


def test_answers_on_path__faulty_answers__stay_to_be_judged(small: Definition) -> None:
    answers = answers_on_path(small, {"q1": 7, "many": ["a"], "times": 1.5, "unknown": 1})

    assert [place for place, _ in codes(small, answers)] == ["q1", "many", "times", "unknown"]


def test_unanswered_criteria__some_skipped__are_listed_where_they_were_asked() -> None:
    answers: dict[str, object] = {"k1": 1, "k2": 1, "a4": 1, "b10": 2}
    answers |= {item.code: 4 for item in SIPAS.index_items if item.code not in {"q23", "q41"}}

    assert unanswered_criteria(SIPAS, answers) == ("q23", "q41")
    assert len(unanswered_criteria(SIPAS, {"k1": 1, "a4": 1, "b10": 1})) == 22
    assert unanswered_criteria(SIPAS, {"k1": 2}) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=6,
)
CODES = st.sampled_from([item.code for item in SIPAS.items] + ["b1_text", "d1_text"])
LIKELY = st.integers(0, 10) | st.lists(st.integers(0, 11), max_size=4) | st.text(max_size=3)
OPENING = st.fixed_dictionaries(
    {"k1": st.sampled_from([1, 1, 1, 2]), "a4": st.sampled_from([1, 2])}
)


@given(opening=OPENING, answers=st.dictionaries(CODES, LIKELY, max_size=30))
@settings(max_examples=60)
def test_check_answers__answers_on_path__are_never_blamed_for_not_being_asked(
    opening: dict[str, object], answers: dict[str, object]
) -> None:
    cleaned = answers_on_path(SIPAS, {**answers, **opening})

    faults = check_answers(SIPAS, cleaned)

    assert {"not_asked", "text_without_its_choice"}.isdisjoint(fault.code for fault in faults)
    assert answers_on_path(SIPAS, cleaned) == cleaned
    assert visible_items(SIPAS, cleaned) == visible_items(SIPAS, {**answers, **opening})


@given(answers=st.dictionaries(CODES | st.text(st.characters(), max_size=4), JSON, max_size=12))
@settings(max_examples=60)
def test_check_answers__whatever_json_can_say__is_judged_in_order_and_never_raises(
    answers: dict[str, object],
) -> None:
    faults = check_answers(SIPAS, answers)

    order = [code for item in SIPAS.items for code in (item.code, f"{item.code}_text")]
    known = [order.index(fault.where) for fault in faults if fault.where in order]
    assert known == sorted(known)
    assert faults == check_answers(SIPAS, dict(reversed(answers.items())))
    for fault in faults:
        str(fault).encode()
        assert len(str(fault)) < 2_000


def test_check_answers__nested_beyond_all_reason__is_refused_not_followed() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]

    assert codes(SIPAS, {"k1": deep}) == [("k1", "not_a_number")]
    assert codes(SIPAS, GOOD | {"d1": deep, "d1_text": None}) == [("d1", "not_a_list")]


def test_definition__parts__are_found_by_code(
    build: Callable[[str], Definition], head: str
) -> None:
    small = build(head)

    assert [item.code for item in small.index_items] == ["q1", "q2"]
    assert [section.code for section in small.factors] == ["F1"]
    assert [option.code for option in small.options_of(small.item("q1"))] == [1, 2, 3]
    assert [option.code for option in small.options_of(small.item("one"))] == [1, 2, 3]
    refusal = small.not_applicable_of(small.item("q1"))
    assert refusal is not None
    assert refusal.code == 9
    assert small.not_applicable_of(small.item("q2")) is None
    assert small.not_applicable_of(small.item("one")) is None
    with pytest.raises(KeyError):
        small.item("q9")
