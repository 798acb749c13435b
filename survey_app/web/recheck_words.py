"""A re-check in words: what was chosen, and what is recorded of a fact that does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires import path_of
from questionnaires.recheck_form import RecheckForm
from survey_app.clock import ZONE
from survey_app.db.recheck_locking import FirstRecord
from survey_app.web.interview_form import choices_of
from survey_app.web.interview_words import mode_name
from survey_app.web.language import current_language
from survey_app.web.numbers import day

MS_A_MINUTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """A question and what was chosen; an empty text stands for a blank."""

    code: str
    question: str
    said: str


def said_lines(form: RecheckForm, given: Mapping[str, object]) -> tuple[SaidLine, ...]:
    """Every question that was asked, facts first, with what was chosen."""
    definition, language = form.definition, current_language()
    path = path_of(definition, given)
    lines = []
    for item in definition.items:
        if item.code not in path:
            continue
        labels = {
            option.code: option.text.in_language(language)
            for option in choices_of(definition, item)
        }
        code = given.get(item.code)
        said = labels.get(code, "") if isinstance(code, int) else ""
        question = item.text.in_language(language)
        lines.append(SaidLine(code=item.code, question=question, said=said))
    return tuple(lines)


def question_of(form: RecheckForm, fact: str) -> str:
    """The words of a fact; its name where the form asks it no more."""
    if fact not in form.definition.item_codes:
        return fact
    return form.definition.item(fact).text.in_language(current_language())


def words_of(form: RecheckForm, fact: str, said: str) -> str:
    """What was said of a fact; the word itself where the list of the round has changed since."""
    codes = {word: code for code, word in form.words.get(fact, {}).items()}
    if said not in codes:
        return said
    options = form.definition.item(fact).options
    texts = {option.code: option.text.in_language(current_language()) for option in options}
    return texts[codes[said]]


def recorded_words(fact: str, first: FirstRecord) -> str:
    """What the interview or its case has of a fact. Of answers nothing is here."""
    finished = day(first.finished_at.astimezone(ZONE).date())
    returned = "–" if first.returned_on is None else day(first.returned_on)
    recorded = {
        "interview_happened": _("an interview on %(day)s", day=finished),
        "person_ok": _("the person on the list"),
        "when_ok": finished,
        "place_ok": mode_name(first.mode),
        "procedure_ok": first.field or "–",
        "month_ok": returned,
        "result_received": returned,
        "answered_by_ok": mode_name(first.mode),
        "duration_ok": _took(first),
    }
    return str(recorded.get(fact, _("nothing of the kind")))


def _took(first: FirstRecord) -> str:
    if first.elapsed_ms is not None:
        minutes = round(first.elapsed_ms / MS_A_MINUTE)
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    span = first.finished_at - first.started_at
    minutes = round(span.total_seconds() / 60)
    return str(
        ngettext(
            "at most %(num)d minute from begin to end",
            "at most %(num)d minutes from begin to end",
            minutes,
        )
    )
