"""What a sent form of an interview says, and what is found about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from questionnaires import (
    Answers,
    Definition,
    Ending,
    Fault,
    answers_on_path,
    check_answers,
    ending_of,
    unanswered_criteria,
)
from questionnaires.rules import items_of
from survey_app.web.answers_in_words import readable
from survey_app.web.interview_form import sent_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The answers of a form, judged as on every other door."""

    asked: Answers
    left_out: int
    """Answers off the path: without JavaScript all questions stand on the page."""
    faults: tuple[Fault, ...]
    ending: Ending | None
    blanks: tuple[str, ...]
    """Criteria without an answer; allowed once a person has confirmed them."""


def judged(definition: Definition, sent: MultiDict[str, str]) -> Judged:
    """Reads and judges what the browser sent; answers to questions off the path do not count."""
    answers = sent_answers(definition, sent)
    asked = answers_on_path(definition, answers)
    faults = check_answers(definition, asked)
    return Judged(
        asked=asked,
        left_out=len(answers) - len(asked),
        faults=faults,
        ending=_sound_ending(definition, asked, faults=faults),
        blanks=unanswered_criteria(definition, asked),
    )


def _sound_ending(
    definition: Definition, asked: Answers, *, faults: tuple[Fault, ...]
) -> Ending | None:
    """The ending, unless the very answer that leads to it is in doubt."""
    ending = ending_of(definition, asked)
    if ending is None or items_of(ending.when) & {fault.where for fault in faults}:
        return None
    return ending


def form_values(definition: Definition, answers: Mapping[str, object]) -> MultiDict[str, str]:
    """Answers as a browser would send them, to fill a form; the other way of `sent_answers`."""
    values: MultiDict[str, str] = MultiDict()
    for item in definition.items:
        for code in (item.code, item.text_code):
            value = answers.get(code)
            several = value if isinstance(value, list | tuple) else (value,)
            values.setlist(code, [readable(str(one)) for one in several if one is not None])
    return values
