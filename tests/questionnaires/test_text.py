"""Texts in two languages."""

import pytest
from pydantic import ValidationError

from questionnaires import PLACEHOLDERS, Language, Text


def test_in_language__known_and_unknown__falls_back_to_vietnamese() -> None:
    text = Text(vi="Chào", en="Hello")

    assert text.in_language("en") == "Hello"
    assert text.in_language(Language.VI) == "Chào"
    assert text.in_language("fr") == "Chào"


def test_filled__named_blanks__are_replaced_in_both_languages() -> None:
    text = Text(vi="{agency} từ {from_date}", en="{agency} since {from_date}")

    filled = text.filled(agency="Sở Y tế", contact="unused")

    assert filled == Text(vi="Sở Y tế từ {from_date}", en="Sở Y tế since {from_date}")
    assert filled.placeholders == {"from_date"}
    assert text.placeholders == {"agency", "from_date"}


@pytest.mark.parametrize("hostile", ["{contact}", "{0.__class__}", "%(x)s", "{", "<b>"])
def test_filled__value_with_braces__is_not_looked_at_again(hostile: str) -> None:
    text = Text(vi="{agency}", en="{agency}")

    assert text.filled(agency=hostile, contact="secret").vi == hostile


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_text__known_blank__is_accepted(name: str) -> None:
    assert Text(vi=f"{{{name}}}", en="x").placeholders == {name}


@pytest.mark.parametrize(
    "vi", ["", " \n", "{nam}", "{agency.name}", "{", "}", "{}", "{{agency}}", "a\x07", "a\ud800"]
)
def test_text__unusable_text__is_refused(vi: str) -> None:
    with pytest.raises(ValidationError):
        Text(vi=vi, en="x")


def test_text__decomposed_accents__are_composed() -> None:
    assert Text(vi="Vie\u0323\u0302t", en="x").vi == "Việt"
