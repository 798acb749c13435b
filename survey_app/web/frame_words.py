"""What places, fields and words of a list are called on pages."""

import re

from flask_babel import gettext as _

from questionnaires import Fault
from questionnaires.problems import N_
from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.judging import Judgement
from survey_app.fieldwork.frame.mapping import MEANINGS
from survey_app.fieldwork.frame.names import FIELDS, JUDGEMENTS, WORDS
from survey_app.web.translate import translated

_ROW = re.compile(r"row ([0-9]+)(?:, (.*))?", re.DOTALL)
_LINE = re.compile(r"line ([0-9]+)")
_CAP = re.compile(r"cap ([0-9]+)")
_NAMED = re.compile(r"(?:unit|sheet) (.*)|columns\.(.*)", re.DOTALL)
_FIELDS = {one.value: one for one in FrameField}
RULES = {
    "period_from": N_("First day of a result"),
    "period_to": N_("Last day of a result"),
    "excluded_procedures": N_("Procedures left out"),
    "caps": N_("Caps"),
    "shared_phone_from": N_("Names from which a telephone number is an office's"),
    "seed": N_("Seed"),
    "file": N_("The file"),
}
"""By the place of a fault."""
PAGE_REPAIRS = {
    "unknown_word": N_("choose on this page what it means; more rows may have it"),
    "unknown_unit": N_("choose on this page which unit is meant; more rows may have it"),
    "field_missing": N_("choose its column on this page"),
    "field_twice": N_("choose one of them on this page"),
    "field_of_two_columns": N_("choose one of them on this page"),
    "several_sheets": N_("choose one of them on this page"),
    "period_backwards": N_("exchange the two days"),
    "shared_phone": N_("if it is the number of an office or an agent, say so in the rules"),
}
"""By the code of a fault: what the command repairs in a document is repaired on the page."""


def field_words(field: FrameField) -> str:
    """The name of a field."""
    return str(_(FIELDS[field]))


def judgement_words(judgement: Judgement) -> str:
    """The name of a judgement."""
    return str(_(JUDGEMENTS[judgement]))


def word_words(word: str | None) -> str:
    """A channel, a kind of applicant, whoever keyed: what it is called."""
    return "–" if word is None else str(_(WORDS.get(word, word)))


def meanings_of(field: FrameField) -> list[tuple[str, str]]:
    """What a word of this column may mean, with its name; units are not among them."""
    return [(meaning, word_words(meaning)) for meaning in MEANINGS.get(field, ())]


def place_words(where: str) -> str:
    """Where something is wrong, in the language of the page."""
    row = _ROW.fullmatch(where)
    if row is not None:
        number, column = row.groups()
        place = _("row %(row)s", row=number)
        return f"{place}, {_named(column)}" if column else str(place)
    line = _LINE.fullmatch(where)
    if line is not None:
        return str(_("line %(line)s", line=line.group(1)))
    cap = _CAP.fullmatch(where)
    if cap is not None:
        return str(_("cap %(number)s", number=cap.group(1)))
    named = _NAMED.fullmatch(where)
    if named is not None:
        return str(named.group(1) or named.group(2))
    return str(_(RULES[where])) if where in RULES else where


def _named(column: str) -> str:
    return field_words(_FIELDS[column]) if column in _FIELDS else column


def fault_message(fault: Fault) -> str:
    """What is wrong, with fields called as they are on the page."""
    return translated(fault.message, _details(fault))


def fault_repair(fault: Fault) -> str:
    """How it is repaired here."""
    return translated(PAGE_REPAIRS.get(fault.code, fault.repair), _details(fault))


def fault_words(fault: Fault) -> str:
    """What is wrong and how it is repaired here."""
    return f"{fault_message(fault)} – {fault_repair(fault)}"


def _details(fault: Fault) -> dict[str, str]:
    details = dict(fault.details)
    if details.get("field") in _FIELDS:
        details["field"] = field_words(_FIELDS[details["field"]])
    return details
