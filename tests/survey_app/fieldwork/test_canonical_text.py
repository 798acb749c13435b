"""The one text of a document: the same from the fast writer and from the plain rules."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.fieldwork.sync_document import canonical_text
from survey_app.fieldwork.sync_json import NotReadable, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=12,
)


def _by_the_rules(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(value=VALUES)
def test_canonical_text__any_value__has_sorted_keys_no_spaces_and_plain_letters(value):
    assert canonical_text(value) == _by_the_rules(value)


@given(value=VALUES)
def test_read_json__what_was_written__is_what_it_was(value):
    assert read_json(canonical_text(value).encode()) == value


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b'"\\ud83d"', '"\\ud83d"'),
        (b'{"b":"\\udc00 \xc3\xa0","a":[1]}', '{"a":[1],"b":"\\udc00 à"}'),
        (b"18446744073709551616", "18446744073709551616"),
        (b'"\\u2028\\u007f\\u001f"', '"\u2028\x7f\\u001f"'),
    ],
)
def test_canonical_text__half_characters_and_long_numbers__are_written_as_browsers_do(
    written, text
):
    assert canonical_text(read_json(written)) == text


@pytest.mark.parametrize("raw", [b"1e400", b"[-1e999]", b"NaN", b"[Infinity]", b"\xff", b"{", b""])
def test_read_json__what_json_cannot_say__is_not_read(raw):
    with pytest.raises(NotReadable):
        read_json(raw)
