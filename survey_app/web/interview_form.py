"""The form of an interview, made from the definition: one field an item.

The fields check nothing. `questionnaires.check_answers` is the only judge, here as for every
other door; what it finds is put beside the question it concerns.
"""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput

from questionnaires import Definition, Fault, Item, Option
from survey_app.web.translate import message_of, repair_of

TEXT_SUFFIX = "_text"
MAXIMUM_DIGITS = 9


class ChoicesField(SelectMultipleField):
    """Several answers to one question, drawn one by one as boxes to tick."""

    option_widget = CheckboxInput()


class InterviewForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """The parts that every interview form has; the questions are added per definition."""

    confirm_blank = BooleanField(
        _l("The respondent does not want to answer the questions that are still open.")
    )


def choices_of(definition: Definition, item: Item) -> tuple[Option, ...]:
    """What the item offers, "not applicable" last."""
    na = definition.not_applicable_of(item)
    offered = definition.options_of(item)
    return offered if na is None else (*offered, na)


def form_class(definition: Definition, *, language: str) -> type[InterviewForm]:
    """The form of this definition, with its texts in this language."""
    fields: dict[str, object] = {}
    for item in definition.items:
        fields[item.code] = _field(definition, item, language=language)
        if any(option.asks_text for option in item.options):
            fields[item.code + TEXT_SUFFIX] = TextAreaField(_l("Please say which"))
    return type("DefinedInterviewForm", (InterviewForm,), fields)


def _field(definition: Definition, item: Item, *, language: str) -> Field:
    label = item.text.in_language(language)
    if item.kind == "text":
        return TextAreaField(label)
    if item.kind == "number":
        return StringField(label)
    choices = {
        str(option.code): option.text.in_language(language)
        for option in choices_of(definition, item)
    }
    if item.kind == "multi":
        return ChoicesField(label, choices=choices, validate_choice=False)
    return RadioField(label, choices=choices, validate_choice=False)


def sent_answers(definition: Definition, sent: MultiDict[str, str]) -> dict[str, object]:
    """What the browser sent, as answers; what cannot be read stays as it is, to be judged."""
    answers: dict[str, object] = {}
    for item in definition.items:
        values = [value.strip() for value in sent.getlist(item.code) if value.strip()]
        if values:
            answers[item.code] = _answer(item, values)
        said = sent.get(item.code + TEXT_SUFFIX, "").strip()
        if said:
            answers[item.code + TEXT_SUFFIX] = said
    return answers


def _answer(item: Item, values: list[str]) -> object:
    if item.kind == "text":
        return values[0] if len(values) == 1 else values
    if item.kind == "multi":
        return tuple(_number(value) for value in values)
    return _number(values[0]) if len(values) == 1 else [_number(value) for value in values]


def _number(value: str) -> int | str:
    digits = value.removeprefix("-")
    readable = digits.isascii() and digits.isdigit() and len(digits) <= MAXIMUM_DIGITS
    return int(value) if readable else value


def put_faults(form: InterviewForm, faults: Iterable[Fault]) -> tuple[str, ...]:
    """Puts each fault beside its question; gives those that belong to no question."""
    without_place = []
    for fault in faults:
        sentence = f"{message_of(fault)} {repair_of(fault)}"
        if fault.where in form:
            field = form[fault.where]
            field.errors = (*field.errors, sentence)
        else:
            without_place.append(sentence)
    return tuple(without_place)


def put_blanks(form: InterviewForm, codes: Iterable[str]) -> None:
    """Says beside each open criterion that it has no answer yet."""
    for code in codes:
        form[code].errors = (*form[code].errors, _("Not answered yet."))
