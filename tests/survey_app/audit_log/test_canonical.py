"""What is hashed can be written by everybody with a JSON library."""

import json

from hypothesis import given
from hypothesis import strategies as st

from survey_app.audit_log.canonical import event_line
from survey_app.db.audit_seals import LoggedEvent

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    number=st.integers(1, 2**62),
    account=st.none() | st.integers(1, 2**62),
    words=st.tuples(TEXT, TEXT, TEXT),
    details=st.dictionaries(TEXT, TEXT, max_size=4),
    is_ascii=st.booleans(),
)
def test_event_line__any_event__is_the_json_of_the_documentation(
    number, account, words, details, is_ascii
):
    at = "2026-11-30T02:00:00.000001Z"
    stored = json.dumps(details, ensure_ascii=is_ascii)

    line = event_line(LoggedEvent(number, at, account, *words, stored))

    values = [number, at, account, *words, details]
    written = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert line == written.encode()


def test_event_line__details_that_are_no_json__stand_there_as_text():
    line = event_line(LoggedEvent(7, "", None, "x", "x", "1", '{"a":'))

    assert line == rb'[7,"",null,"x","x","1","{\"a\":"]'
