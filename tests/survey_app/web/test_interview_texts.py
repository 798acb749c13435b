"""When a question is asked, in words, for a page without JavaScript."""

import json

import pytest

from questionnaires import shipped_definition
from questionnaires.rules import AllOf, Compare, OneOf, Operator
from survey_app.web.interview_texts import endings_of, rule_note, rule_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
DEFINITION = shipped_definition("sipas-22")
LATE = Compare(item="b6", operator=Operator.EQUALS, value=3)


@pytest.fixture
def speaking(world):
    """Inside a request of somebody who reads Vietnamese."""
    with world.app.test_request_context("/"):
        yield


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize(
    ("rule", "codes"), [(LATE, [3]), (OneOf(item="b6", values=(1, 3)), [1, 3])]
)
def test_note__named_answers__are_written_with_their_question(rule, codes):
    note = rule_note(DEFINITION, rule)

    item = DEFINITION.item("b6")
    assert item.text.vi in note
    for option in item.options:
        assert (option.text.vi in note) is (option.code in codes)


@pytest.mark.usefixtures("speaking")
def test_note__rule_of_several_parts__is_said_in_general():
    note = rule_note(DEFINITION, AllOf(rules=(LATE, LATE)))

    assert note
    assert DEFINITION.item("b6").text.vi not in note


@pytest.mark.usefixtures("speaking")
def test_rules__for_the_browser__are_json_without_spaces():
    assert rule_of(None) is None
    assert rule_of(LATE) == '{"item":"b6","equals":3}'


@pytest.mark.usefixtures("speaking")
def test_endings__for_the_browser__say_when_and_what():
    endings = json.loads(endings_of(DEFINITION))

    assert [ending["when"] for ending in endings] == [
        {"item": "k1", "equals": 2},
        {"item": "a4", "equals": 2},
    ]
    assert [ending["text"] for ending in endings] == [
        ending.text.vi for ending in DEFINITION.endings
    ]
