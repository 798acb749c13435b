"""The rules in the browser say what the rules on the server say, case by case."""

import json
import random
from pathlib import Path

import pytest

from questionnaires import (
    ending_of,
    read_definition,
    rule_json,
    shipped_definition,
    visible_items,
)

TABLE = Path(__file__).parents[1] / "questionnaires/rule_cases.json"
CASES = json.loads(TABLE.read_text(encoding="utf-8"))
SEED = 20221120
DRAWN = 400

NASTY = """\
id: nasty
version: "1"
title: {vi: Phiếu, en: Form}
introduction: {vi: Chào, en: Hello}
consent: {text: {vi: Thông tin, en: Information}}
scales:
  - code: s5
    options:
      - {code: 1, text: {vi: Một, en: One}}
      - {code: 2, text: {vi: Hai, en: Two}}
      - {code: 3, text: {vi: Ba, en: Three}}
    satisfied: [3]
sections:
  - code: first
    kind: experience
    title: {vi: Đầu, en: First}
    short_title: {vi: Đầu, en: First}
    items:
      - {code: one, kind: single, text: {vi: Chọn, en: Choose}, options: [
         {code: 0, text: {vi: Không, en: No}}, {code: 1, text: {vi: Có, en: Yes}},
         {code: 2, text: {vi: Chưa, en: Not yet}}]}
      - {code: many, kind: multi, text: {vi: Nhiều, en: Many}, options: [
         {code: 1, text: {vi: A, en: A}}, {code: 2, text: {vi: B, en: B}},
         {code: 3, text: {vi: C, en: C}}]}
      - {code: times, kind: number, minimum: 0, maximum: 30, text: {vi: Lần, en: Times}}
      - {code: words, kind: text, max_length: 20, text: {vi: Chữ, en: Words}}
      - {code: unless, kind: text, max_length: 20, text: {vi: Trừ khi, en: Unless},
         visible_when: {not: {item: one, equals: 0}}}
  - code: second
    kind: respondent
    title: {vi: Sau, en: Second}
    short_title: {vi: Sau, en: Second}
    visible_when: {any: [{item: times, at_least: 3}, {item: many, in: [2, 3]}]}
    items:
      - {code: deep, kind: single, text: {vi: Sâu, en: Deep}, options: [
         {code: 1, text: {vi: Có, en: Yes}}, {code: 2, text: {vi: Không, en: No}}],
         visible_when: {all: [{not: {all: [{item: one, not_equals: 1},
                                           {item: times, less: 10}]}},
                              {any: [{item: words, answered: true},
                                     {item: many, not_equals: 1}]}]}}
      - {code: after, kind: text, max_length: 20, text: {vi: Rồi, en: Then},
         visible_when: {item: deep, answered: false}}
      - {code: word, kind: text, max_length: 20, text: {vi: Đúng chữ, en: That word},
         visible_when: {item: words, in: [Việt, xã]}}
  - code: F1
    kind: factor
    title: {vi: Yếu tố, en: Factor}
    short_title: {vi: Yếu tố, en: Factor}
    items:
      - {code: q1, kind: scale, scale: s5, in_index: true, text: {vi: Một, en: One}}
      - {code: q2, kind: scale, scale: s5, in_index: true, text: {vi: Hai, en: Two},
         visible_when: {all: [{item: times, greater: 2}, {item: times, at_most: 20},
                              {item: q1, in: [1, 2, 3]}]}}
endings:
  - when: {item: deep, equals: 2}
    disposition: "4.70"
    text: {vi: Sâu, en: Deep}
  - when: {all: [{item: one, equals: 2}, {not: {item: words, answered: true}}]}
    disposition: "2.11"
    text: {vi: Chưa, en: Not yet}
"""

WALK = """async ({ steps, endings, answers }) => {
    const { pathOf } = await import("/static/path.js");
    const { holds } = await import("/static/rules.js");
    return answers.map((given) => {
        const path = pathOf(steps, given);
        const ending = endings.find((found) => holds(found.when, path.answers));
        return { visible: [...path.items], ending: ending ? ending.disposition : null };
    });
}"""

ODD = (
    *(None, True, False, "", " ", "\ufeff", "\x1c", "\x85", "\u200b", "1", "3", "Việt"),
    *("Vie\u0323\u0302t", " Việt", "xã", "xa\u0303", [], [1], [2, 1], [3, 3], ["2"], [True]),
    *(-1, 0, 1, 2, 3, 4, 9, 10, 20, 21, 2.5, {"a": 1}, [None], [[1]]),
)


@pytest.fixture
def page(visit):
    """A page of the site, from which its modules can be imported."""
    visitor = visit("desk")
    visitor.go("/sign-in")
    return visitor.page


def nasty():
    reading = read_definition(NASTY.encode(), source="nasty.yaml")
    assert [(fault.where, fault.message_text) for fault in reading.faults] == []
    return reading.definition


def in_the_page(definition, answers):
    """The questionnaire in the shape that the page has it, with sets of answers."""
    steps = [
        {"code": section.code, "rule": rule(section), "items": [shape(i) for i in section.items]}
        for section in definition.sections
    ]
    endings = [
        {"when": rule_json(ending.when), "disposition": ending.disposition}
        for ending in definition.endings
    ]
    return {"steps": steps, "endings": endings, "answers": answers}


def rule(part):
    return None if part.visible_when is None else rule_json(part.visible_when)


def shape(item):
    return {"code": item.code, "rule": rule(item)}


def drawn_answers(definition, drawn):
    """Mostly answers that are offered, some odd ones, some missing."""
    answers = {}
    for item in definition.items:
        luck = drawn.random()
        offered = [option.code for option in definition.options_of(item)]
        if luck < 0.1:
            continue
        if luck < 0.25 or not offered:
            answers[item.code] = drawn.choice(ODD)
        elif item.kind == "multi":
            answers[item.code] = drawn.sample(offered, drawn.randint(1, len(offered)))
        else:
            answers[item.code] = drawn.choice(offered)
    return answers


def test_rules__table_of_cases__are_as_true_in_the_browser(page):
    found = page.evaluate(
        """async (cases) => {
            const { holds } = await import("/static/rules.js");
            return cases.map(({ rule, answers }) => holds(rule, answers));
        }""",
        CASES["rules"],
    )

    expected = {case["name"]: case["holds"] for case in CASES["rules"]}
    assert dict(zip(expected, found, strict=True)) == expected


@pytest.mark.parametrize(
    "questionnaire", sorted({case["questionnaire"] for case in CASES["paths"]})
)
def test_paths__table_of_cases__are_walked_alike_in_the_browser(page, questionnaire):
    cases = [case for case in CASES["paths"] if case["questionnaire"] == questionnaire]
    given = [case["answers"] for case in cases]

    found = page.evaluate(WALK, in_the_page(shipped_definition(questionnaire), given))

    expected = {
        case["name"]: {"visible": case["visible"], "ending": case["ending"]} for case in cases
    }
    assert dict(zip(expected, found, strict=True)) == expected


@pytest.mark.parametrize(
    ("definition", "fewest_paths"), [(shipped_definition("sipas-22"), 6), (nasty(), 15)]
)
def test_path__any_answers__is_the_same_with_its_ending_on_both_sides(
    page, definition, fewest_paths
):
    drawn = random.Random(SEED)  # noqa: S311 -- draws test cases
    cases = [drawn_answers(definition, drawn) for _ in range(DRAWN)]

    walked = page.evaluate(WALK, in_the_page(definition, cases))

    paths = {tuple(found["visible"]) for found in walked}
    assert len(paths) >= fewest_paths
    for answers, found in zip(cases, walked, strict=True):
        assert found["visible"] == list(visible_items(definition, answers)), answers
        ending = ending_of(definition, answers)
        assert found["ending"] == (ending and ending.disposition), answers
    met = {found["ending"] for found in walked}
    assert met == {None, *(ending.disposition for ending in definition.endings)}


def test_steps_ahead__question_that_is_asked_no_more__is_waited_for_no_more(page):
    steps = [
        {"code": "first", "rule": None, "items": [{"code": "was", "rule": None}]},
        {
            "code": "then",
            "rule": {"item": "was", "equals": 1},
            "items": [{"code": "who", "rule": None}],
        },
        {
            "code": "last",
            "rule": {"all": [{"item": "was", "equals": 1}, {"item": "who", "equals": 1}]},
            "items": [{"code": "how", "rule": None}],
        },
    ]

    found = page.evaluate(
        """async ({ steps, answers }) => {
            const { pathOf, questionsLeft, stepsAhead } = await import("/static/path.js");
            return answers.map((given) => {
                const path = pathOf(steps, given);
                const ahead = stepsAhead(steps, path).map((step) => step.code);
                return [ahead, questionsLeft(steps, path)];
            });
        }""",
        {"steps": steps, "answers": [{}, {"was": 1}, {"was": 2}, {"was": 1, "who": 2}]},
    )

    assert found == [
        [["first", "then", "last"], 3],
        [["first", "then", "last"], 2],
        [["first"], 0],
        [["first", "then"], 0],
    ]
