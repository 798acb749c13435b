"""The only judge of answers: for web forms, tablets, imports and the API alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from questionnaires.definition import Definition
from questionnaires.items import OTHER_TEXT_LENGTH, Item, ItemKind
from questionnaires.problems import AnswerCode, Fault
from questionnaires.rules import is_whole
from questionnaires.text import nfc, unwritable_character
from questionnaires.walk import OnPath, chosen_codes, is_missing, path_of

MAX_SHOWN = 40
"""Characters of a refused value that a fault repeats."""

_MOST_NFC_SHRINKS = 8
"""NFC makes one character of a few, never of more; longer texts are refused without composing."""


class Part(Enum):
    """How much is judged: an interview, or only the criteria (a row of a response file)."""

    WHOLE = "whole"
    CRITERIA = "criteria"


def check_answers(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    part: Part = Part.WHOLE,
    path: OnPath | None = None,
) -> tuple[Fault, ...]:
    """Say everything that is wrong with a set of answers; empty when nothing is.

    Takes whatever JSON can say and never raises on it. Faults come in the order of the questions,
    unknown codes last, sorted. `Part.CRITERIA` judges the values of the criteria alone: whether
    they were asked or had to be answered cannot be known there, other items are not looked at.
    `path`: the `path_of` of these very answers, for those who have it already.
    """
    checked = _Checked(definition=definition, answers=answers)
    faults: list[Fault] = []
    if part is Part.CRITERIA:
        for item in definition.index_items:
            faults += checked.faults_of(item, part=part)
    else:
        path = checked.path = path_of(definition, answers) if path is None else path
        for judged in definition.judged:
            # Nothing is wrong with the usual answer: one option where the item is asked, and no
            # answer where it is not. Of any other, nothing is said here.
            value = answers.get(judged.code)
            is_usual = (
                type(value) is int and value in judged.sound
                if judged.code in path
                else value is None
            )
            if not is_usual or checked.doubtful or judged.text_code in answers:
                faults += checked.faults_of(judged.item, part=part)
    if answers.keys() <= definition.answer_codes:
        return tuple(faults)
    return (*faults, *_unknown_codes(definition, answers))


@dataclass(slots=True, kw_only=True)
class _Checked:
    """What is known while the questions are gone through in order."""

    definition: Definition
    answers: Mapping[str, object]
    path: OnPath = frozenset()
    doubtful: set[str] = field(default_factory=set)

    def faults_of(self, item: Item, *, part: Part) -> Iterator[Fault]:
        value = self.answers.get(item.code)
        fault = judge_value(self.definition, item, value)
        if fault is not None:
            self.doubtful.add(item.code)
            yield fault
        if part is Part.WHOLE:
            yield from self._path_faults(item, value, is_sound=fault is None)
            if item.text_options:
                yield from self._text_faults(item, value)

    def _path_faults(self, item: Item, value: object, *, is_sound: bool) -> Iterator[Fault]:
        """Judge whether the item was to be answered; not after a faulty answer that decides it."""
        deciding = self.definition.deciding_items(item)
        if deciding & self.doubtful:
            self.doubtful.add(item.code)
        elif item.code not in self.path:
            if not is_missing(value):
                yield AnswerCode.NOT_ASKED.at(item.code)
        elif item.required and is_sound and is_missing(value):
            yield AnswerCode.REQUIRED_UNANSWERED.at(item.code)

    def _text_faults(self, item: Item, value: object) -> Iterator[Fault]:
        text = self.answers.get(item.text_code)
        if is_missing(text):
            return
        fault = _judge_text(item.text_code, text, maximum=OTHER_TEXT_LENGTH)
        if fault is not None:
            yield fault
        if not item.text_options & chosen_codes(value):
            yield AnswerCode.TEXT_WITHOUT_ITS_CHOICE.at(item.text_code, item=item.code)


def _unknown_codes(definition: Definition, answers: Mapping[str, object]) -> Iterator[Fault]:
    for code in sorted(str(code) for code in answers if not definition.has_answer(code)):
        yield AnswerCode.UNKNOWN_ITEM.at(shown(code), item=shown(code))


def judge_value(definition: Definition, item: Item, value: object) -> Fault | None:
    """Judge one answer by itself, whether or not the item is asked; no answer is no fault."""
    if is_missing(value) and not _is_misplaced_text(item, value):
        return None
    if item.kind is ItemKind.TEXT:
        return _judge_text(item.code, value, maximum=item.max_length or 0)
    if item.kind is ItemKind.MULTI:
        return _judge_choices(definition, item, value)
    if not isinstance(value, int) or isinstance(value, bool):
        return AnswerCode.NOT_A_NUMBER.at(item.code, value=shown(value))
    if item.kind is ItemKind.NUMBER:
        return _judge_number(item, value)
    return _judge_code(definition, item, value)


def _is_misplaced_text(item: Item, value: object) -> bool:
    """A blank text or an empty list is “no answer” only where texts or lists are answers."""
    if isinstance(value, str):
        return item.kind is not ItemKind.TEXT
    return isinstance(value, list | tuple) and item.kind is not ItemKind.MULTI


def _judge_code(definition: Definition, item: Item, value: int) -> Fault | None:
    if value in definition.offered_codes(item):
        return None
    offered = _offered(definition, item)
    scale = definition.scale_of(item)
    if scale is not None and scale.not_applicable and scale.not_applicable.code == value:
        if item.not_applicable:
            return None
        code = AnswerCode.NOT_APPLICABLE_NOT_ALLOWED
    else:
        code = AnswerCode.VALUE_NOT_OFFERED
    return code.at(item.code, value=shown(value), offered=offered)


def _offered(definition: Definition, item: Item) -> str:
    options = definition.options_of(item)
    refusal = definition.not_applicable_of(item)
    codes = [option.code for option in (*options, refusal) if option is not None]
    return ", ".join(str(code) for code in codes)


def _judge_choices(definition: Definition, item: Item, value: object) -> Fault | None:
    if not isinstance(value, list | tuple) or not all(is_whole(code) for code in value):
        return AnswerCode.NOT_A_LIST.at(item.code, value=shown(value))
    seen: set[int] = set()
    for code in value:
        if (fault := _judge_code(definition, item, code)) is not None:
            return fault
        if code in seen:
            return AnswerCode.DUPLICATE_CHOICE.at(item.code, value=shown(code))
        seen.add(code)
    for option in item.options:
        if option.exclusive and option.code in seen and len(seen) > 1:
            return AnswerCode.EXCLUSIVE_CHOICE.at(item.code, value=str(option.code))
    if item.max_choices is not None and len(seen) > item.max_choices:
        return AnswerCode.TOO_MANY_CHOICES.at(
            item.code, given=str(len(seen)), maximum=str(item.max_choices)
        )
    return None


def _judge_number(item: Item, value: int) -> Fault | None:
    minimum, maximum = item.limits
    if minimum <= value <= maximum:
        return None
    return AnswerCode.NUMBER_OUT_OF_RANGE.at(
        item.code, value=shown(value), minimum=str(minimum), maximum=str(maximum)
    )


def _judge_text(code: str, value: object, *, maximum: int) -> Fault | None:
    if not isinstance(value, str):
        return AnswerCode.NOT_A_TEXT.at(code, value=shown(value))
    if len(value) > _MOST_NFC_SHRINKS * maximum or len(nfc(value)) > maximum:
        return AnswerCode.TEXT_TOO_LONG.at(code, maximum=str(maximum))
    character = unwritable_character(value)
    if character is None:
        return None
    return AnswerCode.TEXT_CONTROL_CHARACTER.at(code, character=character)


def shown(value: object) -> str:
    """Describe any value in a few characters; never long, never raising."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if value.bit_length() <= 64 else "a huge number"
    if isinstance(value, float):
        return str(value)
    if isinstance(value, str):
        return value if len(value) <= MAX_SHOWN else f"{value[:MAX_SHOWN]}…"
    if isinstance(value, list | tuple):
        return "a list"
    return "a group of values"
