"""Answers as a person reads them: the question, and the words of what was chosen."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from questionnaires import Definition, Item, answers_on_path
from questionnaires.items import LONGEST_TEXT
from survey_app.web.interview_form import choices_of
from survey_app.web.language import current_language


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One question with what each version answers; an empty text stands for no answer."""

    code: str
    question: str
    answers: tuple[str, ...]
    differs: bool
    is_asked: bool
    """False where the path of every version passes the question by."""


def answer_lines(
    definition: Definition | None, versions: Sequence[Mapping[str, object]]
) -> tuple[AnswerLine, ...]:
    """Every question that one of the versions answers, in the order of the questionnaire.

    Answers that no question belongs to stand last, by their code; without a questionnaire, all.
    """
    paths = [
        answers_on_path(definition, version) if definition else version for version in versions
    ]
    lines = []
    for code, question, item in _questions(definition, versions):
        words = tuple(_words(definition, item, version.get(code)) for version in versions)
        if any(words):
            counted = {_words(definition, item, path.get(code)) for path in paths}
            lines.append(
                AnswerLine(
                    code=code,
                    question=question,
                    answers=words,
                    differs=len(counted) > 1,
                    is_asked=any(code in path for path in paths),
                )
            )
    return tuple(lines)


def question_of(definition: Definition | None, code: str) -> str | None:
    """The words of a question; None where this version asks none of this code."""
    named = _named(definition) if definition else ()
    return next((question for known, question, _item in named if known == code), None)


def readable(text: str) -> str:
    """Foreign text that can be written on a page: no control characters, no endless answers."""
    short = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    return "".join(
        "?" if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n" else c for c in short
    )


def _named(definition: Definition) -> list[tuple[str, str, Item | None]]:
    found: list[tuple[str, str, Item | None]] = []
    for item in definition.items:
        question = item.text.in_language(current_language())
        found.append((item.code, question, item))
        if item.text_options:
            in_words = _("%(question)s – in own words", question=question)
            found.append((item.text_code, in_words, None))
    return found


def _questions(
    definition: Definition | None, versions: Sequence[Mapping[str, object]]
) -> list[tuple[str, str, Item | None]]:
    found = _named(definition) if definition else []
    known = {code for code, _question, _item in found}
    unknown = {code for version in versions for code in version} - known
    return [*found, *((code, readable(code), None) for code in sorted(unknown))]


def _words(definition: Definition | None, item: Item | None, value: object) -> str:
    if value is None:
        return ""
    choices = choices_of(definition, item) if definition and item else ()
    labels = {option.code: option.text.in_language(current_language()) for option in choices}
    several = value if isinstance(value, list | tuple) else (value,)
    return "; ".join(_one(labels, one) for one in several)


def _one(labels: Mapping[int, str], value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value in labels:
        return f"{labels[value]} ({value})"
    return readable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
