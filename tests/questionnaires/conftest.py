"""Small questionnaires, written inline, and the shipped one."""

from collections.abc import Callable

import pytest

from questionnaires import Definition, Reading, read_definition, shipped_definition

HEAD = """\
id: small
version: "1"
title: {vi: Phiếu, en: Form}
introduction: {vi: Chào, en: Hello}
consent: {text: {vi: Thông tin, en: Information}}
scales:
  - code: s3
    options:
      - {code: 1, text: {vi: Kém, en: Bad}}
      - {code: 2, text: {vi: Vừa, en: Fair}}
      - {code: 3, text: {vi: Tốt, en: Good}}
    satisfied: [3]
    not_applicable: {code: 9, text: {vi: Không áp dụng, en: Not applicable}}
sections:
  - code: F1
    kind: factor
    title: {vi: Yếu tố, en: Factor}
    short_title: {vi: Yếu tố, en: Factor}
    items:
      - {code: q1, kind: scale, scale: s3, not_applicable: true, in_index: true,
         text: {vi: Một, en: One}}
      - {code: q2, kind: scale, scale: s3, in_index: true, text: {vi: Hai, en: Two}}
  - code: more
    kind: experience
    title: {vi: Thêm, en: More}
    short_title: {vi: Thêm, en: More}
    items:
      - {code: one, kind: single, text: {vi: Chọn một, en: One}, options: [
         {code: 1, text: {vi: Có, en: Yes}}, {code: 2, text: {vi: Không, en: No}},
         {code: 3, text: {vi: Khác, en: Other}, asks_text: true}]}
      - {code: many, kind: multi, max_choices: 2, text: {vi: Chọn nhiều, en: Many}, options: [
         {code: 1, text: {vi: A, en: A}}, {code: 2, text: {vi: B, en: B}},
         {code: 3, text: {vi: C, en: C}},
         {code: 8, text: {vi: Khác, en: Other}, asks_text: true},
         {code: 9, text: {vi: Không, en: None}, exclusive: true}]}
      - {code: times, kind: number, minimum: 1, maximum: 20, text: {vi: Mấy lần, en: Times}}
      - {code: words, kind: text, max_length: 10, text: {vi: Ý kiến, en: Words}}
"""


@pytest.fixture
def head() -> str:
    """A small sound questionnaire with an item of every kind; items may be appended."""
    return HEAD


@pytest.fixture
def read() -> Callable[[str], Reading]:
    """Reads YAML text."""

    def reader(text: str) -> Reading:
        return read_definition(text.encode(), source="small.yaml")

    return reader


@pytest.fixture
def build(read: Callable[[str], Reading]) -> Callable[[str], Definition]:
    """Reads YAML text that must be sound."""

    def builder(text: str) -> Definition:
        reading = read(text)
        assert reading.faults == ()
        assert reading.definition is not None
        return reading.definition

    return builder


@pytest.fixture
def small(build: Callable[[str], Definition]) -> Definition:
    """The small questionnaire."""
    return build(HEAD)


@pytest.fixture(scope="session")
def sipas() -> Definition:
    """The shipped questionnaire."""
    return shipped_definition("sipas-22")
