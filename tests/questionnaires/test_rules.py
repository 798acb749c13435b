"""The rule language, by the table of cases that every evaluator of it must pass."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import (
    Definition,
    Ending,
    Rule,
    Text,
    ending_of,
    holds,
    rule_json,
    shipped_definition,
    visible_items,
)
from questionnaires.rule_reading import read_rule

CASES = json.loads((Path(__file__).parent / "rule_cases.json").read_text(encoding="utf-8"))


def rule_of(raw: object) -> Rule:
    reading = read_rule(raw)
    assert reading.problems == ()
    assert reading.rule is not None
    return reading.rule


@pytest.mark.parametrize("case", CASES["rules"], ids=lambda case: case["name"])
def test_rule__case_of_the_table__is_as_true_as_expected(case: dict[str, Any]) -> None:
    assert holds(rule_of(case["rule"]), answers=case["answers"]) is case["holds"]


@pytest.mark.parametrize("case", CASES["rules"], ids=lambda case: case["name"])
def test_rule_json__case_of_the_table__is_the_shape_it_was_read_from(case: dict[str, Any]) -> None:
    assert rule_json(rule_of(case["rule"])) == case["rule"]


def test_rule_cases__all__have_names_of_their_own() -> None:
    for table in ("rules", "paths"):
        names = [case["name"] for case in CASES[table]]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("case", CASES["paths"], ids=lambda case: case["name"])
def test_visible_items__case_of_the_table__are_the_expected_path(case: dict[str, Any]) -> None:
    definition = shipped_definition(case["questionnaire"])

    visible = visible_items(definition, case["answers"])

    assert list(visible) == case["visible"]


@pytest.mark.parametrize("case", CASES["paths"], ids=lambda case: case["name"])
def test_ending__case_of_the_table__has_the_expected_disposition(case: dict[str, Any]) -> None:
    definition = shipped_definition(case["questionnaire"])

    ending = ending_of(definition, case["answers"])

    assert (None if ending is None else ending.disposition) == case["ending"]


@pytest.mark.parametrize(
    ("raw", "code", "path"),
    [
        (3, "RULE_NOT_A_GROUP", ()),
        ({}, "RULE_NOT_A_GROUP", ()),
        ({"all": []}, "RULE_WITHOUT_PARTS", ("all",)),
        ({"any": {}}, "RULE_WITHOUT_PARTS", ("any",)),
        ({"not": [1]}, "RULE_NOT_A_GROUP", ("not",)),
        ({"all": [1], "any": [1]}, "RULE_MIXED", ()),
        ({"none": []}, "RULE_UNKNOWN_WORD", ()),
        ({"item": 3, "equals": 1}, "RULE_ITEM_NOT_A_CODE", ("item",)),
        ({"item": "a"}, "RULE_NEEDS_ONE_COMPARISON", ()),
        ({"item": "a", "equals": 1, "less": 2}, "RULE_NEEDS_ONE_COMPARISON", ()),
        ({"item": "a", "equal": 1}, "RULE_UNKNOWN_WORD", ("equal",)),
        ({"item": "a", "equals": None}, "RULE_VALUE_WRONG", ("equals",)),
        ({"item": "a", "equals": 1.5}, "RULE_VALUE_WRONG", ("equals",)),
        ({"item": "a", "equals": True}, "RULE_VALUE_WRONG", ("equals",)),
        ({"item": "a", "at_least": "b"}, "RULE_VALUE_WRONG", ("at_least",)),
        ({"item": "a", "in": []}, "RULE_VALUE_WRONG", ("in",)),
        ({"item": "a", "in": 3}, "RULE_VALUE_WRONG", ("in",)),
        ({"item": "a", "in": [1, None]}, "RULE_VALUE_WRONG", ("in",)),
        ({"item": "a", "answered": 1}, "RULE_VALUE_WRONG", ("answered",)),
        ({"any": [{"item": "a", "equals": 1}, 3]}, "RULE_NOT_A_GROUP", ("any", 1)),
    ],
)
def test_read_rule__wrong_shape__is_refused_at_its_place(
    raw: object, code: str, path: tuple[str | int, ...]
) -> None:
    reading = read_rule(raw)

    assert reading.rule is None
    assert [(problem.code.name, problem.path) for problem in reading.problems] == [(code, path)]


def test_read_rule__several_wrong_parts__are_all_refused() -> None:
    reading = read_rule({"all": [1, {"item": "a", "in": 2}, {"item": "b", "equals": 2}]})

    assert [problem.path for problem in reading.problems] == [("all", 0), ("all", 1, "in")]
    assert [leaf.item for leaf in reading.leaves] == ["b"]


def test_read_rule__deeper_than_anyone_can_check__is_refused() -> None:
    raw: dict[str, object] = {"item": "a", "equals": 1}
    for _ in range(5_000):
        raw = {"not": raw}

    reading = read_rule(raw)

    assert [problem.code.name for problem in reading.problems] == ["RULE_TOO_DEEP"]


CODES = st.sampled_from(["a", "b", "c"])
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=5,
)
LEAVES = st.builds(
    lambda item, operator, value: {"item": item, operator: value},
    CODES,
    st.sampled_from(["equals", "not_equals", "at_least", "at_most", "greater", "less"]),
    st.integers(-3, 3),
) | st.builds(
    lambda item, values: {"item": item, "in": values},
    CODES,
    st.lists(st.integers(-3, 3) | st.text(max_size=2), min_size=1, max_size=3),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda part: {"not": part}, inner)
        | st.builds(
            lambda word, parts: {word: parts},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        )
    ),
    max_leaves=6,
)


@given(raw=RULES, answers=st.dictionaries(CODES, ANYTHING))
def test_holds__whatever_the_answers__says_true_or_false_and_not_turns_it(
    raw: dict[str, object], answers: dict[str, object]
) -> None:
    rule = rule_of(raw)

    truth = holds(rule, answers=answers)

    assert truth in {True, False}
    assert holds(rule_of({"not": raw}), answers=answers) is not truth


@given(raw=ANYTHING)
def test_read_rule__whatever_the_data__gives_a_rule_or_says_why_not(raw: object) -> None:
    reading = read_rule(raw)

    assert (reading.rule is None) == bool(reading.problems)


@given(answers=st.dictionaries(CODES, ANYTHING))
def test_holds__comparison_over_a_missing_answer__is_false(answers: dict[str, object]) -> None:
    rule = rule_of({"item": "missing", "not_equals": 1})

    assert holds(rule, answers=answers) is False


def test_visible_items__rule_on_a_section__hides_all_its_items(
    build: Callable[[str], Definition], head: str
) -> None:
    ruled = "    kind: experience\n    visible_when: {item: q1, equals: 1}\n"
    definition = build(head.replace("    kind: experience\n", ruled))

    assert visible_items(definition, {"q1": 2}) == ("q1", "q2")
    assert visible_items(definition, {"q1": 1})[2:] == ("one", "many", "times", "words")


def test_rule__built_in_python__is_taken_by_the_models_as_it_is() -> None:
    rule = rule_of({"item": "k1", "equals": 2})

    ending = Ending(when=rule, disposition="2.11", text=Text(vi="a", en="b"))

    assert ending.when == rule
    assert ending.model_dump(mode="json")["when"] == {"item": "k1", "equals": 2}
