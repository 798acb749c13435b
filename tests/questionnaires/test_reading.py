"""Reading a definition: all faults at once, each with its line, its place and a repair."""

from collections.abc import Callable

import pytest

from questionnaires import Definition, DefinitionRefused, Reading, read_definition

Read = Callable[[str], Reading]


def found(reading: Reading) -> list[str]:
    assert (reading.definition is None) == bool(reading.faults)
    return [fault.code for fault in reading.faults]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_read_definition__sound_file__has_a_definition_and_no_faults(head: str, read: Read) -> None:
    reading = read(head)

    assert reading.source == "small.yaml"
    assert reading.faults == ()
    assert reading.definition is not None
    assert reading.definition.id == "small"


ITEM = "      - {code: extra, text: {vi: a, en: b}, "
YES_NO = "options: [{code: 1, text: {vi: a, en: b}}, {code: 2, text: {vi: a, en: b}}]"


@pytest.mark.parametrize(
    ("item", "code", "words"),
    [
        # keys and kinds of values
        ("kind: numbr, minimum: 1, maximum: 2", "not_one_of", "Did you mean “number”?"),
        ("kind: 3", "not_one_of", "one of multi, number, scale"),
        ("minimum: 1", "missing_key", "The key kind is missing."),
        ("kind: text, max_lenght: 9, max_length: 9", "unknown_key", "Did you mean “max_length”?"),
        ("kind: text, max_length: long", "wrong_kind", "Write a whole number."),
        ("kind: text, max_length: 9.5", "wrong_kind", "max_length must be a whole number."),
        ("kind: text, max_length: true", "wrong_kind", "max_length must be a whole number."),
        ("kind: text, max_length: 0", "outside_limits", "at least 1"),
        ("kind: text, max_length: 99999", "outside_limits", "at most 10000"),
        ("kind: text, max_length: 9, required: yes", "wrong_kind", "Write true or false."),
        ("kind: text, max_length: 9, hint: {vi: a}", "missing_text", "“en: …”"),
        ("kind: text, max_length: 9, hint: {en: a}", "missing_text", "“vi: …”"),
        ("kind: text, max_length: 9, hint: {vi: '', en: a}", "empty_text", "Write the text."),
        ("kind: text, max_length: 9, hint: {vi: 5, en: a}", "not_a_text", "quotes"),
        ("kind: text, max_length: 9, hint: a", "wrong_kind", "Write a group of keys."),
        ('kind: text, max_length: 9, hint: {vi: "\\a", en: a}', "control_character", "U+0007"),
        ("kind: text, max_length: 9, hint: {vi: '{x}', en: a}", "unknown_placeholder", "{agency}"),
        ("kind: single, options: 5", "wrong_kind", "Write a list."),
        ("kind: text, max_length: 9, wording: {status: sure}", "not_one_of", "one of confirmed"),
        ("kind: text, max_length: 9, wording: {sources: [X9]}", "unknown_source", "X9"),
        (
            "kind: text, max_length: 9, wording: {status: partial}",
            "confirmed_without_source",
            "Name the source",
        ),
        # keys that do not fit the kind
        ("kind: text", "key_needed_by_kind", "Add max_length."),
        ("kind: number, minimum: 1", "key_needed_by_kind", "Add maximum."),
        ("kind: scale", "key_needed_by_kind", "Add scale."),
        ("kind: single", "key_needed_by_kind", "Add options."),
        ("kind: scale, scale: s3, max_length: 5", "key_of_other_kind", "kind scale"),
        ("kind: text, max_length: 9, not_applicable: true", "key_of_other_kind", "kind text"),
        (f"kind: number, minimum: 1, maximum: 2, {YES_NO}", "key_of_other_kind", "options"),
        (
            f"kind: single, {YES_NO.replace('code: 1,', 'code: 1, exclusive: true,')}",
            "key_of_other_kind",
            "exclusive",
        ),
        ("kind: single, options: []", "too_few_options", "at least two"),
        ("kind: multi, options: [{code: 1, text: {vi: a, en: b}}]", "too_few_options", "two"),
        (f"kind: multi, max_choices: 3, {YES_NO}", "max_choices_above_options", "only 2"),
        (f"kind: multi, max_choices: 0, {YES_NO}", "outside_limits", "at least 1"),
        ("kind: number, minimum: 5, maximum: 2", "minimum_above_maximum", "Exchange"),
        ("kind: number, minimum: 1, maximum: 9999999999", "outside_limits", "at most"),
        (f"kind: single, {YES_NO.replace('code: 2', 'code: 1')}", "duplicate_code", "option 1"),
        (f"kind: single, {YES_NO.replace('code: 2', 'code: -2')}", "outside_limits", "at least 0"),
        # scales and the index
        ("kind: scale, scale: s4", "unknown_scale", "Did you mean “s3”?"),
        ("kind: scale, scale: s3, in_index: true", "index_item_outside_factor", "factor"),
        # the question for the whole
        ("kind: text, max_length: 9, asks_overall: true", "key_of_other_kind", "kind text"),
        ("kind: scale, scale: s4, asks_overall: true", "unknown_scale", "Did you mean “s3”?"),
    ],
)
def test_read_definition__faulty_item__is_one_fault_with_line_place_and_repair(
    head: str, read: Read, item: str, code: str, words: str
) -> None:
    text = head + ITEM + item + "}\n"

    reading = read(text)

    assert found(reading) == [code]
    (fault,) = reading.faults
    assert fault.where.startswith("section more, item extra")
    assert fault.where.endswith(f"(line {line_of(text, 'code: extra')})")
    assert words in str(fault)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("id: small", "id: Small Form", ["bad_code"]),
        ("id: small\n", "", ["missing_key"]),
        ('version: "1"', "version: 1.0", ["not_a_text"]),
        ("title: {vi: Phiếu, en: Form}", "title: {vi: Phiếu}", ["missing_text"]),
        ("code: one,", "code: One,", ["bad_code"]),
        ("code: one,", "code: q1,", ["duplicate_code"]),
        ("code: words,", "code: one_text,", ["duplicate_code"]),
        ("code: words,", "code: weight,", ["reserved_code"]),
        ("code: more", "code: F1", ["duplicate_code"]),
        ("satisfied: [3]", "satisfied: [3, 4]", ["satisfied_not_on_scale"]),
        ("satisfied: [3]", "satisfied: [9]", ["satisfied_not_on_scale"]),
        ("satisfied: [3]", "satisfied: []", ["nothing_satisfied"]),
        ("satisfied: [3]", "satisfied: [3, 2, 1]", ["nothing_satisfied"]),
        ("satisfied: [3]", "satisfied: [good]", ["wrong_kind"]),
        ("{code: 9, text: {vi: Không áp", "{code: 3, text: {vi: Không áp", ["duplicate_code"]),
        (
            "    not_applicable: {code: 9, text: {vi: Không áp dụng, en: Not applicable}}\n",
            "",
            ["scale_without_not_applicable"],
        ),
        ("en: Fair}}", "en: Fair}, asks_text: true}", ["key_of_other_kind"]),
        ("kind: factor", "kind: faktor", ["not_one_of"]),
        ("kind: factor", "kind: experience", ["no_factors", *["index_item_outside_factor"] * 2]),
        ("in_index: true", "in_index: false", ["factor_without_criteria"]),
        ("in_index: true", "in_index: ja", ["wrong_kind", "wrong_kind"]),
        ("kind: scale, scale: s3, in_index", "kind: text, max_length: 5, in_index",
         ["index_item_not_a_scale"]),
        ("kind: experience", "kind: factor", ["factor_without_criteria"]),
        ("id: small", "id: small\nlanguages: [vi]", ["language_missing"]),
        ("id: small", "id: small\nlanguages: [vi, fr]", ["not_one_of", "language_missing"]),
        ("id: small", "id: small\nlanguages: [vi, en, vi]", ["language_missing"]),
        ("id: small", "id: small\nexpected_minutes: 0", ["outside_limits"]),
        ("id: small", "id: small\nsources: [{code: A, reference: ''}]", ["empty_text"]),
        (
            "id: small",
            "id: small\nsources: [{code: A, reference: a}, {code: A, reference: b}]",
            ["duplicate_code"],
        ),
        ("id: small", "id: small\nintroduction_wording: {status: confirmed}",
         ["confirmed_without_source"]),
        ("id: small", "id: small\nbasis: [{reference: a, use: {vi: a, en: b}, sources: [Z]}]",
         ["unknown_source"]),
    ],
)  # fmt: skip
def test_read_definition__faulty_part__is_found(
    head: str, read: Read, old: str, new: str, codes: list[str]
) -> None:
    assert old in head

    assert sorted(found(read(head.replace(old, new)))) == sorted(codes)


OVERALL = "      - {code: all, kind: scale, scale: s3, asks_overall: true, text: {vi: a, en: b}}\n"
OTHER_SCALE = """\
scales:
  - code: s2
    options: [{code: 1, text: {vi: a, en: b}}, {code: 2, text: {vi: c, en: d}}]
    satisfied: [2]
"""


def test_read_definition__question_for_the_whole__is_known_and_part_of_the_identity(
    head: str, read: Read
) -> None:
    asked = read(head + OVERALL).definition
    without = read(head + OVERALL.replace(" asks_overall: true,", "")).definition

    assert asked is not None
    assert without is not None
    assert asked.overall_item == asked.item("all")
    assert without.overall_item is None
    assert '"asks_overall":true' in asked.canonical_json
    assert "asks_overall" not in without.canonical_json


def test_read_definition__two_questions_for_the_whole__names_the_first(
    head: str, read: Read
) -> None:
    reading = read(head + OVERALL + OVERALL.replace("code: all", "code: again"))

    assert found(reading) == ["overall_item_twice"]
    assert "item all" in str(reading.faults[0])


def test_read_definition__question_for_the_whole_on_another_scale__names_that_of_the_criteria(
    head: str, read: Read
) -> None:
    text = head.replace("scales:\n", OTHER_SCALE) + OVERALL.replace("scale: s3", "scale: s2")

    reading = read(text)

    assert found(reading) == ["overall_item_on_other_scale"]
    assert "(s3)" in str(reading.faults[0])


def test_read_definition__criteria_without_a_scale__say_nothing_of_that_for_the_whole(
    head: str, read: Read
) -> None:
    """That they have none is the fault; which scale they should have, nobody knows."""
    criteria = head.replace("kind: scale, scale: s3, ", "kind: scale, ")
    assert "scale: s3" not in criteria

    reading = read(criteria + OVERALL)

    assert set(found(reading)) == set(found(read(criteria)))


def test_read_definition__criterion_asks_for_the_whole__is_refused(head: str, read: Read) -> None:
    reading = read(head.replace("code: q2,", "code: q2, asks_overall: true,"))

    assert found(reading) == ["overall_item_in_index"]


def test_read_definition__section_without_items__is_refused(head: str, read: Read) -> None:
    text = head + (
        "  - {code: empty, kind: experience, items: [], title: {vi: a, en: b},\n"
        "     short_title: {vi: a, en: b}}\n"
    )

    (fault,) = read(text).faults

    line = line_of(text, "code: empty")
    assert str(fault) == (
        f"section empty (line {line}): items is empty. — Give at least one entry."
    )


def test_read_definition__more_items_than_anyone_asks__is_refused(head: str, read: Read) -> None:
    items = "".join(
        f"      - {{code: x{n}, kind: text, max_length: 9, text: {{vi: a, en: b}}}}\n"
        for n in range(500)
    )

    assert found(read(head + items)) == ["too_many_items"]


def test_read_definition__ending__needs_a_known_disposition_and_a_sound_rule(
    head: str, read: Read
) -> None:
    text = head + (
        "endings:\n"
        "  - {when: {item: one, equals: 2}, disposition: '2.1', text: {vi: a, en: b}}\n"
        "  - {when: {item: two, equals: 2}, disposition: '2.11', text: {vi: a, en: b}}\n"
        "  - {disposition: '4.70', text: {vi: a, en: b}}\n"
    )

    assert [(fault.where, fault.code) for fault in read(text).faults] == [
        (f"ending 2.1 (line {line_of(text, 'one, equals: 2')})", "unknown_disposition"),
        (f"ending 2.11 (line {line_of(text, 'two, equals: 2')})", "rule_unknown_item"),
        (f"ending 4.70 (line {line_of(text, '4.70')})", "missing_key"),
    ]


RULED = "      - {code: extra, kind: text, max_length: 9, text: {vi: a, en: b}, visible_when: "


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ("[]", "rule_not_a_group", "{item: b6, equals: 3}"),
        ("{item: onee, equals: 1}", "rule_unknown_item", "Did you mean “one”?"),
        ("{item: extra, equals: a}", "rule_self_reference", "own answer"),
        ("{item: one, equal: 1}", "rule_unknown_word", "Did you mean “equals”?"),
        ("{al: [{item: one, equals: 1}]}", "rule_unknown_word", "Did you mean “all”?"),
        ("{any: []}", "rule_without_parts", "at least one"),
        ("{item: one, equals: 1, in: [1]}", "rule_needs_one_comparison", "Keep one"),
        ("{item: one}", "rule_needs_one_comparison", "exactly one"),
        ("{all: [{item: one, equals: 1}], not: 1}", "rule_mixed", "all, not"),
        ("{item: one, at_least: a}", "rule_value_wrong", "at_least"),
        ("{item: one, equals: 4}", "rule_value_not_offered", "Use: 1, 2, 3."),
        ("{item: one, equals: a}", "rule_value_not_offered", "never an answer"),
        ("{item: one, in: [1, 4]}", "rule_value_not_offered", "with 4"),
        ("{item: q2, equals: 9}", "rule_value_not_offered", "Use: 1, 2, 3."),
        ("{item: times, equals: 21}", "rule_value_not_offered", "Use: 1 to 20."),
        ("{item: words, equals: 1}", "rule_value_not_offered", "Use: a text."),
        ("{item: many, equals: 4}", "rule_value_not_offered", "Use: 1, 2, 3, 8, 9."),
        ("{item: many, at_least: 1}", "rule_order_without_order", "(multi)"),
        ("{item: words, less: 1}", "rule_order_without_order", "(text)"),
        ("{item: q1, at_least: 2}", "rule_order_meets_not_applicable", "(9)"),
        ("{item: q2, greater: 3}", "unreachable", "No answers at all"),
        ("{item: times, less: 1}", "unreachable", "No answers"),
        ("{all: [{item: one, equals: 1}, {item: one, equals: 2}]}", "unreachable", "exclude"),
        ("{all: [{item: one, equals: 1}, {item: one, answered: false}]}", "unreachable", "No"),
        (
            "{all: [{item: many, equals: 1}, {item: many, equals: 2}, {item: many, equals: 3}]}",
            "unreachable",
            "No answers",
        ),
        ("{not: {any: [{item: one, answered: true}, {item: one, answered: false}]}}",
         "unreachable", "No answers"),
    ],
)  # fmt: skip
def test_read_definition__faulty_rule__is_one_fault_with_line_place_and_repair(
    head: str, read: Read, rule: str, code: str, words: str
) -> None:
    text = head + RULED + rule + "}\n"

    reading = read(text)

    assert found(reading) == [code]
    (fault,) = reading.faults
    assert fault.where == f"section more, item extra (line {line_of(text, 'code: extra')})"
    assert words in str(fault)


@pytest.mark.parametrize(
    "rule",
    [
        "{item: q1, equals: 9}",
        "{item: q1, in: [1, 2, 9]}",
        "{item: q2, at_least: 2}",
        "{item: times, equals: 20}",
        "{item: times, greater: 19}",
        "{all: [{item: times, greater: 3}, {item: times, less: 5}]}",
        "{all: [{item: many, equals: 1}, {item: many, equals: 3}]}",
        "{all: [{item: many, answered: true}, {not: {item: many, in: [1, 2]}}]}",
        "{item: words, equals: a}",
        "{all: [{item: words, not_equals: a}, {item: words, not_equals: x}]}",
        "{all: [{item: words, answered: true}, {not: {item: words, in: [a, b]}}]}",
        "{item: one, answered: false}",
    ],
)
def test_read_definition__rule_that_some_answers_make_true__is_sound(
    head: str, read: Read, rule: str
) -> None:
    assert found(read(head + RULED + rule + "}\n")) == []


def test_read_definition__rule_looking_ahead__is_refused(head: str, read: Read) -> None:
    text = head.replace("{code: one,", "{code: one, visible_when: {item: times, equals: 2},")
    text = text.replace("kind: factor\n", "kind: factor\n    visible_when: {item: q1, equals: 1}\n")

    assert [(fault.where, fault.code) for fault in read(text).faults] == [
        (f"section F1 (line {line_of(text, 'visible_when')})", "rule_forward_reference"),
        (f"section more, item one (line {line_of(text, 'code: one')})", "rule_forward_reference"),
    ]


def test_read_definition__rules_in_a_circle__are_refused_where_they_look_ahead(
    head: str, read: Read
) -> None:
    text = head.replace("{code: one,", "{code: one, visible_when: {item: times, equals: 2},")
    text = text.replace("{code: times,", "{code: times, visible_when: {item: one, equals: 2},")

    assert found(read(text)) == ["rule_forward_reference"]


def test_read_definition__item_depends_on_item_never_asked_together__is_unreachable(
    head: str, read: Read
) -> None:
    first = RULED.replace("extra", "first") + "{item: one, equals: 1}}\n"
    second = RULED.replace("extra", "second") + (
        "{all: [{item: first, answered: true}, {item: one, equals: 2}]}}\n"
    )

    (fault,) = read(head + first + second).faults

    assert fault.code == "unreachable"
    assert "item second" in fault.where


def test_read_definition__section_never_asked__is_refused_once(head: str, read: Read) -> None:
    never = "kind: experience\n    visible_when: {item: q2, greater: 3}\n"
    text = head.replace("kind: experience\n", never) + RULED + "{item: one, equals: 1}}\n"

    assert [fault.where for fault in read(text).faults] == [
        f"section more (line {line_of(text, 'greater: 3')})"
    ]


def test_read_definition__ending_never_reached__is_refused(head: str, read: Read) -> None:
    text = head + (
        "endings:\n  - {when: {item: q2, less: 1}, disposition: '2.11', text: {vi: a, en: b}}\n"
    )

    assert found(read(text)) == ["unreachable"]


def test_read_definition__rule_over_more_than_can_be_searched__is_taken_as_reachable(
    head: str, read: Read
) -> None:
    names = [f"x{n}" for n in range(45)]
    items = "".join(
        f"      - {{code: {name}, kind: single, text: {{vi: a, en: b}}, {YES_NO}}}\n"
        for name in names
    )
    wide = ", ".join(f"{{item: {name}, equals: 1}}" for name in names)
    deep = ", ".join(f"{{item: {name}, answered: true}}" for name in names[:30])
    never = "{item: x0, equals: 1}, {item: x0, equals: 2}"
    rules = RULED + f"{{all: [{wide}, {never}]}}}}\n"
    rules += RULED.replace("extra", "other") + f"{{all: [{deep}, {never}]}}}}\n"

    assert found(read(head + items + rules)) == []


def test_read_definition__many_faults__are_all_reported_in_the_order_of_lines(read: Read) -> None:
    text = """\
id: Bad Id
version: 1
title: {vi: "Phiếu", en: "Form {unit}"}
consent: {text: {vi: a}}
scales:
  - code: s5
    options:
      - {code: 1, text: {vi: a, en: b}}
      - {code: 2, text: {vi: a, en: b}, colour: red}
    satisfied: [2, 7]
sections:
  - code: F1
    kind: factor
    title: {vi: a, en: b}
    items:
      - {code: q11, kind: scale, scale: s6, in_index: true, text: {vi: a, en: b}}
      - code: q11
        kind: singel
        text: {vi: a, en: b}
      - code: q12
        kind: multi
        text: {vi: a, en: b}
        max_choices: 3
        options:
          - {code: 1, text: {vi: a, en: b}}
          - {code: 2, text: {vi: a}}
        visible_when:
          all:
            - {item: q21, equals: 1}
            - {item: q11, equals: 3, in: 4}
            - {itm: q11}
endings:
  - {when: {item: q12, equals: 4}, disposition: "9.99", text: {vi: a, en: b}}
"""

    faults = [(fault.where, fault.code) for fault in read(text).faults]

    assert faults == [
        ("line 1", "bad_code"),
        ("line 1", "missing_key"),
        ("line 2", "not_a_text"),
        ("line 3", "unknown_placeholder"),
        ("line 4", "missing_text"),
        ("scale s5, option 2 (line 9)", "unknown_key"),
        ("scale s5 (line 10)", "satisfied_not_on_scale"),
        ("section F1 (line 12)", "missing_key"),
        ("section F1, item q11 (line 16)", "unknown_scale"),
        ("section F1, item q11 (line 17)", "duplicate_code"),
        ("section F1, item q11 (line 18)", "not_one_of"),
        ("section F1, item q12 (line 23)", "max_choices_above_options"),
        ("section F1, item q12, option 2 (line 26)", "missing_text"),
        ("section F1, item q12 (line 27)", "rule_unknown_item"),
        ("section F1, item q12 (line 30)", "rule_needs_one_comparison"),
        ("section F1, item q12 (line 31)", "rule_unknown_word"),
        ("ending 9.99 (line 33)", "unknown_disposition"),
        ("ending 9.99 (line 33)", "rule_value_not_offered"),
    ]


@pytest.mark.parametrize("text", ["3", "[]", "text", "{}", "null", "sections: 3", "sections: [3]"])
def test_read_definition__something_else__is_refused(read: Read, text: str) -> None:
    assert read(text).definition is None
    assert read(text).faults


def test_read_definition__faults__speak_of_foreign_text_safely(head: str, read: Read) -> None:
    text = head.replace("code: one,", f'code: "\\e[31m{"x" * 5_000}",')

    (fault,) = read(text).faults

    assert fault.code == "bad_code"
    assert "\x1b" not in str(fault)
    assert len(str(fault)) < 1_000


def test_read_definition__decomposed_accents__are_composed_silently(
    head: str, build: Callable[[str], Definition]
) -> None:
    definition = build(head.replace("vi: Phiếu", "vi: Phie\u0302\u0301u"))

    assert definition.title.vi == "Phiếu"


def test_read_definition__unnamed_parts__are_counted(head: str) -> None:
    text = head.replace("code: F1\n", "code: [1]\n").replace("{code: q1,", "{code: {},")

    places = [fault.where for fault in read_definition(text.encode(), source="x").faults]

    assert any(place.startswith("section 1 (") for place in places)
    assert any(place.startswith("section 1, item 1 (") for place in places)


def test_sound_definition__faults__are_raised_together(head: str, read: Read) -> None:
    reading = read(head.replace("satisfied: [3]", "satisfied: [4, 5]"))

    with pytest.raises(DefinitionRefused) as refusal:
        reading.sound_definition()

    assert refusal.value.faults == reading.faults
    assert len(reading.faults) == 2
