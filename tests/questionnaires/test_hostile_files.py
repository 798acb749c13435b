"""Files that are no questionnaires: refused with a fault, never followed, never raised."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import MAX_FILE_BYTES, Reading, read_definition

Read = Callable[[str], Reading]


def faults_of(data: bytes) -> list[tuple[str, str]]:
    reading = read_definition(data, source="hostile")
    assert reading.definition is None
    return [(fault.where, fault.code) for fault in reading.faults]


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        (b"", "line 1", "file_empty"),
        (b" \n\n", "line 1", "file_empty"),
        (b"# only a comment\n", "line 1", "file_empty"),
        (b"\xef\xbb\xbf", "line 1", "file_empty"),
        (b"id: a\ntitle: \xff\xfe", "line 2", "not_utf8"),
        ("id: Sở".encode()[:-1], "line 1", "not_utf8"),
        ("id: a".encode("utf-16"), "line 1", "not_utf8"),
        ("id: a".encode("utf-16-le"), "line 1", "control_character"),
        (b"\x89PNG\r\n\x1a\n\x00", "line 1", "not_utf8"),
        (b"PK\x03\x04", "line 1", "control_character"),
        (b"a: b\nc: \x00", "line 2", "control_character"),
        (b"a: [1,\nb: }", "line 2", "yaml_syntax"),
        (b"a: b\n c: d", "line 2", "yaml_syntax"),
        (b"a:\n\t- b", "line 2", "yaml_syntax"),
        (b"a: 'never\nclosed", "line 2", "yaml_syntax"),
        (b'a: "\\q"', "line 1", "yaml_syntax"),
        (b'a: "\\UFFFFFFFF"', "line 1", "yaml_syntax"),
        (b'a: b\nc: "\\U00110000"', "line 2", "yaml_syntax"),
        (b"%YAML 3.0\n---\na: b", "line 1", "yaml_syntax"),
        (b"a: b\n---\nc: d", "line 2", "more_than_one_document"),
        (b"? [a, b]\n: c", "line 1", "key_not_text"),
        (b"a: b\n? {c: d}\n: e", "line 2", "key_not_text"),
        (b"[" * 100_000, "line 1", "too_deep"),
        (b"{a: " * 100_000, "line 1", "too_deep"),
        (b"- a\n" * 20_001, "line 20000", "too_many_values"),
        (b"a" * (MAX_FILE_BYTES + 1), "line 1", "file_too_large"),
    ],
)
def test_read_definition__unreadable_file__is_one_fault_with_its_line(
    data: bytes, where: str, code: str
) -> None:
    assert faults_of(data) == [(where, code)]


def test_read_definition__syntax_error__names_column_and_where_it_began(read: Read) -> None:
    (fault,) = read("a: b\nc: 'never\nclosed\n").faults

    assert fault.where == "line 4"
    assert fault.message_text == (
        "The YAML cannot be read at column 1: found unexpected end of stream, "
        "while scanning a quoted scalar begun in line 2."
    )


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system",
        "!!python/name:os.system",
        "!!binary",
        "!!set",
        "!include",
        "!!str",
    ],
)
def test_read_definition__tag__is_refused_and_constructs_nothing(
    head: str, read: Read, tag: str
) -> None:
    text = head.replace('version: "1"', f'version: {tag} "1"')

    assert [(fault.where, fault.code) for fault in read(text).faults] == [("line 2", "tag")]


def test_read_definition__tags_on_groups_and_keys__are_refused(head: str, read: Read) -> None:
    text = head.replace("title: {vi: Phiếu", "title: !a {!b vi: Phiếu")

    assert [fault.code for fault in read(text).faults] == ["tag", "tag"]


def test_read_definition__alias__is_refused_instead_of_followed(head: str, read: Read) -> None:
    text = head.replace("introduction: {vi: Chào, en: Hello}", "introduction: *title")
    text = text.replace("title: {vi: Phiếu", "title: &title {vi: Phiếu")

    faults = [(fault.where, fault.code) for fault in read(text).faults]

    assert faults == [("line 4", "alias"), ("line 4", "wrong_kind")]


def test_read_definition__bomb_of_aliases__stays_small(read: Read) -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    faults = read("\n".join(lines)).faults

    assert sum(fault.code == "alias" for fault in faults) == 29 * 9


def test_read_definition__key_twice__is_refused_and_the_first_counts(head: str, read: Read) -> None:
    text = head + "title:\n  vi: {deep: [1, 2]}\nid: [3]\n"

    faults = read(text).faults

    first = head.count("\n") + 1
    assert [(fault.where, fault.code) for fault in faults] == [
        (f"line {first}", "duplicate_key"),
        (f"line {first + 2}", "duplicate_key"),
    ]


def test_read_definition__key_twice_and_other_faults__are_all_reported(
    head: str, read: Read
) -> None:
    text = head.replace("kind: number,", "kind: numbr,") + "id: other\n"

    assert [fault.code for fault in read(text).faults] == ["not_one_of", "duplicate_key"]


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        ("1", "not_a_text"),
        ("1.5", "not_a_text"),
        (".5", "not_a_text"),
        ("1e3", "not_a_text"),
        ("true", "not_a_text"),
        ("null", "not_a_text"),
        ("~", "not_a_text"),
        ("", "not_a_text"),
        ("[a]", "not_a_text"),
    ],
)
def test_read_definition__plain_value_that_is_no_text__is_refused(
    head: str, read: Read, plain: str, code: str
) -> None:
    assert [fault.code for fault in read(head.replace('"1"', plain, 1)).faults] == [code]


@pytest.mark.parametrize(
    "plain", ["yes", "2026-07-20", "1.2.3", "0x1F", "9" * 19, "'1'", "1_000", "<<", "12:30"]
)
def test_read_definition__plain_value_that_only_looks_special__is_text(
    head: str, read: Read, plain: str
) -> None:
    definition = read(head.replace('"1"', plain, 1)).definition

    assert definition is not None
    assert definition.version == plain.strip("'")


@given(data=st.binary(max_size=200))
def test_read_definition__random_bytes__are_refused_and_never_raise(data: bytes) -> None:
    assert faults_of(data)


PIECES = st.sampled_from(
    [
        *("a", "b: ", "- ", "\n", "  ", "{", "}", "[", "]", ",", ": ", "? ", "&x ", "*x", "!t "),
        *("'", '"', "|", ">", "#", "%YAML 1.1\n", "---\n", "...\n", "\\x00", "\\UFFFFFFFF", "\t"),
        *("<<: ", "sections: ", "items: ", "visible_when: ", "1", "code: ", "%TAG ! t:x,2000:\n"),
    ]
)


@given(pieces=st.lists(PIECES, max_size=40))
@settings(max_examples=300)
def test_read_definition__random_yaml__is_refused_and_never_raises(pieces: list[str]) -> None:
    assert faults_of("".join(pieces).encode())


@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_read_definition__sound_file_with_damage__never_raises(
    damaged: str, chance: random.Random
) -> None:
    lines = damaged.splitlines()
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(lines))
        lines[place] = chance.choice(
            ["", lines[place][: chance.randrange(60)], "  " + lines[place], chance.choice(lines)]
        )

    reading = read_definition("\n".join(lines).encode(), source="damaged")

    assert (reading.definition is None) == bool(reading.faults)
    for fault in reading.faults:
        assert "line " in fault.where
        assert str(fault)


@pytest.fixture(scope="session")
def damaged() -> str:
    return """\
id: tiny
version: "1"
title: {vi: Phiếu, en: Form}
introduction: {vi: Chào, en: Hello}
consent:
  text: {vi: Thông tin, en: Information}
scales:
  - code: s
    options:
      - {code: 1, text: {vi: a, en: b}}
      - {code: 2, text: {vi: c, en: d}}
    satisfied: [2]
sections:
  - code: F1
    kind: factor
    title: {vi: a, en: b}
    short_title: {vi: a, en: b}
    items:
      - code: q1
        kind: scale
        scale: s
        in_index: true
        text: {vi: a, en: b}
      - code: q2
        kind: scale
        scale: s
        in_index: true
        text: {vi: a, en: b}
        visible_when:
          all:
            - {item: q1, equals: 1}
            - not: {item: q1, equals: 2}
endings:
  - when: {item: q1, equals: 2}
    disposition: "2.11"
    text: {vi: a, en: b}
"""
