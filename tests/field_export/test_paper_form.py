"""The form on paper: every question with its boxes, every letter in the font, the same bytes."""

import re

import pytest
from reportlab import rl_config

from field_export import paper_words as words
from field_export.fonts import NoFont, serif_for
from field_export.paper_form import DOTS, PaperForm, paper_form_pdf
from questionnaires import PLACEHOLDERS, shipped_definition
from questionnaires.rules import Compare, OneOf, Operator
from tests.fonts import needs_font

DEFINITION = shipped_definition("sipas-22")
LEFT_OPEN = dict.fromkeys(PLACEHOLDERS, DOTS)
NUMBERS = {item.code: at for at, item in enumerate(DEFINITION.items, start=1)}
ONLY_IF = re.compile(r"Chỉ trả lời nếu câu (\d+) chọn: (.+)\.")


def _form(**changed):
    values = {"definition": DEFINITION, "language": "vi", "filled": LEFT_OPEN}
    return PaperForm(**{**values, **changed})


@pytest.fixture
def readable(monkeypatch):
    """Pages that are not packed, so that a test finds what was set on them."""
    monkeypatch.setattr(rl_config, "pageCompression", 0)


@needs_font
@pytest.mark.parametrize("language", ["vi", "en"])
def test_pdf__of_the_shipped_questionnaire__is_made_twice_with_the_same_bytes(language):
    one, other = (paper_form_pdf(_form(language=language)) for _time in range(2))

    assert one.startswith(b"%PDF-")
    assert one == other


@needs_font
@pytest.mark.usefixtures("readable")
def test_pdf__boxes__are_as_many_as_there_are_choices_and_one():
    pdf = paper_form_pdf(_form())

    choices = sum(
        len(DEFINITION.options_of(item)) + (DEFINITION.not_applicable_of(item) is not None)
        for item in DEFINITION.items
    )
    side = b"12.75591 12.75591 re"  # 4.5 mm
    assert pdf.count(side) == choices + 1  # whether the respondent filled it in alone


@needs_font
def test_pdf__order_of_levels__is_that_of_the_round():
    assert paper_form_pdf(_form()) != paper_form_pdf(_form(levels_descending=True))


@needs_font
def test_pdf__markup_in_what_a_round_says__stays_text():
    filled = {**LEFT_OPEN, "controller": "<b>Sở & Nội vụ</b>", "contact": "<para>"}

    assert paper_form_pdf(_form(filled=filled, heading="A < B")).startswith(b"%PDF-")


@needs_font
def test_font__letters_that_no_font_has__are_refused():
    with pytest.raises(NoFont) as refused:
        serif_for(["Sở Nội vụ \U00020000"])

    assert refused.value.letters == "\U00020000"


def test_font__no_folder__is_refused(tmp_path):
    with pytest.raises(NoFont):
        serif_for(["a"], folders=[tmp_path])


@pytest.mark.parametrize(
    ("code", "vi"),
    [
        ("k2", "Chỉ trả lời nếu câu 1 chọn: Đồng ý."),
        ("q51", f"Chỉ trả lời nếu câu {NUMBERS['b10']} chọn: Có."),
    ],
)
def test_skip_note__simple_rule__names_question_and_answer(code, vi):
    note = words.skip_note(DEFINITION, DEFINITION.item(code).visible_when, numbers=NUMBERS)

    assert note.vi == vi
    assert note.en.startswith("Only if question")


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        (Compare(item="b7", operator=Operator.EQUALS, value=3), "3"),
        (OneOf(item="b7", values=(2, 3)), "2, 3"),
        (OneOf(item="q11", values=(9, 1)), "Rất không hài lòng, Không áp dụng/Không có ý kiến"),
    ],
)
def test_skip_note__number_or_no_opinion__is_named_like_every_other_answer(rule, answers):
    note = words.skip_note(DEFINITION, rule, numbers=NUMBERS)

    assert note.vi == f"Chỉ trả lời nếu câu {NUMBERS[rule.item]} chọn: {answers}."


def test_skip_note__every_rule__names_a_question_before_and_an_answer():
    rules = {item.code: item.visible_when for item in DEFINITION.items}
    of_sections = [(section.items[0].code, section.visible_when) for section in DEFINITION.sections]

    notes = [
        (code, words.skip_note(DEFINITION, rule, numbers=NUMBERS).vi)
        for code, rule in [*rules.items(), *of_sections]
        if rule is not None
    ]

    assert len(notes) > 10
    for code, note in notes:
        number, answers = ONLY_IF.fullmatch(note).groups()
        assert int(number) < NUMBERS[code]
        assert answers
