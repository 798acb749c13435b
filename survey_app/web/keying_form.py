"""The form on which a sheet is keyed: what it shows, and what was typed into it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from questionnaires import Definition, Fault
from survey_app.fieldwork.paper.head import HEAD_FIELDS
from survey_app.fieldwork.paper.problems import PaperCode
from survey_app.web.interview_form import InterviewForm, put_blanks, put_faults
from survey_app.web.interview_texts import endings_of, rule_note, rule_of
from survey_app.web.judging import Judged
from survey_app.web.language import current_language
from survey_app.web.translate import message_of, repair_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is said on the form: at fields of the head, beside questions, and above all."""

    of_head: Mapping[str, str]
    above: tuple[str, ...]
    blanks: tuple[str, ...]


NOTHING_SAID = Shown(of_head={}, above=(), blanks=())


def said_on(
    form: InterviewForm, found: Judged, *, head_faults: Iterable[Fault], blanks: tuple[str, ...]
) -> Shown:
    """Puts every fault at its place; those without a place stand above."""
    of_head: dict[str, str] = {}
    loose = []
    for fault in head_faults:
        if fault.where in HEAD_FIELDS:
            of_head[fault.where] = sentence(fault)
        else:
            loose.append(sentence(fault))
    above = (*loose, *put_faults(form, found.faults))
    put_blanks(form, blanks)
    return Shown(of_head=of_head, above=above, blanks=blanks)


def sentence(fault: Fault) -> str:
    """A fault with its repair, in the language of the page."""
    return f"{message_of(fault)} {repair_of(fault)}"


def early_end(found: Judged) -> tuple[Fault, ...]:
    """A sheet that says there was no interview is no interview."""
    if found.ending is None:
        return ()
    text = found.ending.text.in_language(current_language())
    return (PaperCode.ENDS_EARLY.at("document", ending=text),)


def questions_of(
    definition: Definition, form: InterviewForm, *, shown: Shown, only: Collection[str] = ()
) -> dict[str, object]:
    """What a template needs to draw questions: all of them, or only these."""
    return {
        "definition": definition,
        "form": form,
        "shown": shown,
        "only": frozenset(only),
        "endings": endings_of(definition),
        "rule_note": rule_note,
        "rule_of": rule_of,
    }


def head_typed(sent: Mapping[str, str], *, names: Sequence[str] = HEAD_FIELDS) -> dict[str, str]:
    """What was typed into the head, to stand there again."""
    return {name: sent.get(name, "") for name in names}
