"""The form of a re-check: which facts, which criteria, and after which answers each is asked."""

import pytest

from questionnaires import Text, check_answers, shipped_definition, visible_items
from questionnaires.recheck_form import Offered, recheck_form
from questionnaires.recheck_questions import ChoicesFrom, recheck_questions

SIPAS = shipped_definition("sipas-22")
LAND = Offered(code=4711, word="Đất {đai}", text=Text.model_construct(vi="Đất {đai}", en="Land"))
MAY = Offered(code=2205, word="2022-05", text=Text(vi="Tháng 5/2022", en="5/2022"))
FACTS = ("interview_happened", "person_ok", "when_ok", "place_ok")
PROCEDURE = ("procedure_ok", "month_ok", "result_received")
MANNER = ("answered_by_ok", "duration_ok", "official_present", "pressure")


def form(**changed):
    offered = {ChoicesFrom.FIELDS: (LAND,), ChoicesFrom.MONTHS: (MAY,)}
    values = {"questions": recheck_questions(), "items": ("q11", "q22", "q51"), "offered": offered}
    return recheck_form(SIPAS, agency="Sở Xây dựng", **{**values, **changed})


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, FACTS[:1]),
        ({"interview_happened": 2, "person_ok": 1}, FACTS[:1]),
        ({"interview_happened": 1}, FACTS + PROCEDURE),
        ({"interview_happened": 9, "person_ok": 2}, FACTS + PROCEDURE),
        (
            {"interview_happened": 1, "person_ok": 1},
            FACTS + PROCEDURE + MANNER + ("q11", "q22", "q51"),
        ),
    ],
)
def test_form__after_these_answers__asks_this(answers, asked):
    assert visible_items(form().definition, answers) == asked


def test_form__criteria__have_the_words_and_levels_of_the_interview():
    made = form().definition

    for code in ("q11", "q22", "q51"):
        first, again = SIPAS.item(code), made.item(code)
        assert again.text == first.text
        assert made.options_of(again) == SIPAS.options_of(first)
        assert made.not_applicable_of(again) == SIPAS.not_applicable_of(first)


def test_form__facts__must_be_answered_and_criteria_may_stay_open():
    faults = check_answers(form().definition, {"interview_happened": 1, "person_ok": 1})

    wanted = [(code, "required_unanswered") for code in FACTS[2:] + PROCEDURE + MANNER]
    assert [(fault.where, fault.code) for fault in faults] == wanted


def test_said__codes__become_the_words_that_are_kept():
    answers = {"interview_happened": 1, "procedure_ok": 4711, "month_ok": 2205, "q11": 4}

    said = form().said(answers)

    assert said == {"interview_happened": "yes", "procedure_ok": "Đất {đai}", "month_ok": "2022-05"}


def test_form__every_part_that_hangs_on_answers__says_so():
    made = form()

    hanging = {part.code for part in made.definition.sections if part.visible_when is not None}
    assert set(made.notes) == hanging


def test_form__round_that_knows_no_fields__does_not_ask_for_one():
    made = form(offered={ChoicesFrom.MONTHS: (MAY,)})

    assert "procedure_ok" not in made.facts
    assert "procedure_ok" not in made.definition.item_codes


def test_questions__every_text__names_the_unit_and_nothing_that_an_interview_recorded():
    made = form().definition

    for language in ("vi", "en"):
        texts = [item.text.in_language(language) for item in made.items]
        assert any("Sở Xây dựng" in text for text in texts)
        assert not any("{agency}" in text for text in texts)
