"""Commands speak the language of whoever runs them."""

import pytest

from survey_app.cli.speech import language_of, say, spoken_language
from survey_app.problems import Code


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "HAILONG_LANGUAGE": "en"}, "en"),
        ({"HAILONG_LANGUAGE": "vi"}, "vi"),
        ({"HAILONG_LANGUAGE": "fr", "LANG": "vi_VN"}, "vi"),
    ],
)
def test_language__chosen_or_of_the_machine__is_the_one_spoken(environ, language):
    assert language_of(environ) == language


@pytest.mark.parametrize("language", ["vi", "en"])
def test_say__filled__holds_the_details_in_either_language(monkeypatch, language):
    monkeypatch.setenv("HAILONG_LANGUAGE", language)

    said = say(Code.USERNAME_TAKEN.value.message, username="lan")

    assert spoken_language() == language
    assert "lan" in said
    assert "%(" not in said
