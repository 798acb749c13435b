"""Which question has the themes, which answers are comments, and what theme a comment is of."""

import pytest

from questionnaires import SectionKind, shipped_definition
from questionnaires.themes import comment_codes, suggested_theme, theme_item

DEFINITION = shipped_definition("sipas-22")


def without(kind):
    """The same questionnaire without sections of this kind."""
    sections = tuple(one for one in DEFINITION.sections if one.kind is not kind)
    return DEFINITION.model_copy(update={"sections": sections})


def changed(code, **said):
    """The same questionnaire, in which this item says something else."""
    sections = tuple(
        section.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update=said) if item.code == code else item
                    for item in section.items
                )
            }
        )
        for section in DEFINITION.sections
    )
    return DEFINITION.model_copy(update={"sections": sections})


def test_themes__shipped_questionnaire__are_what_people_expect():
    item = theme_item(DEFINITION)

    assert item is not None
    assert item.code == "d1"
    assert comment_codes(DEFINITION) == ("d1_text", "d2")


def test_themes__no_section_of_expectations__are_none():
    found = without(SectionKind.EXPECTATION)

    assert theme_item(found) is None
    assert comment_codes(found) == ()
    assert suggested_theme(found, code="d2", chosen=()) is None


@pytest.mark.parametrize(("code", "codes"), [("d1", ("d2",)), ("d2", ("d1_text",))])
def test_themes__sensitive_question__is_left_out(code, codes):
    found = changed(code, sensitive=True)

    assert comment_codes(found) == codes
    assert (theme_item(found) is None) == (code == "d1")


@pytest.mark.parametrize(
    ("code", "chosen", "theme"),
    [
        ("d2", (4, 7), 4),
        ("d2", (10, 7), 7),
        ("d2", (10,), 10),
        ("d2", (), 10),
        ("d1_text", (4, 10), 10),
        ("d2", (77,), 10),
    ],
)
def test_suggested_theme__of_a_comment__is_what_its_respondent_said(code, chosen, theme):
    assert suggested_theme(DEFINITION, code=code, chosen=chosen) == theme
