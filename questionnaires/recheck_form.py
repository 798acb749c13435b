"""The form of one re-check: factual questions first, then some criteria of the interview again.

It is a definition like that of an interview, so that the same renderer draws it and the same judge
looks at its answers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.definition import Definition, Section, SectionKind
from questionnaires.items import Item, ItemKind, Option
from questionnaires.recheck_questions import (
    LONGEST_WORD,
    ChoicesFrom,
    FactQuestion,
    FactQuestions,
    FactSection,
    RecheckQuestions,
)
from questionnaires.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A choice that only a round knows: its code in the form, what is kept, what is read."""

    code: int
    word: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckForm:
    """What one re-check asks: facts, then `items`, the criteria that are asked again."""

    definition: Definition
    facts: tuple[str, ...]
    items: tuple[str, ...]
    words: Mapping[str, Mapping[int, str]]
    """Of each fact, the word that is kept of each choice."""
    notes: Mapping[str, Text]
    """By part, after which answers it is asked."""

    def said(self, answers: Mapping[str, object]) -> dict[str, str]:
        """The facts among these answers, each as the word that is kept of it."""
        return {
            fact: self.words[fact][code]
            for fact in self.facts
            if isinstance(code := answers.get(fact), int) and code in self.words[fact]
        }


def recheck_form(
    definition: Definition,
    *,
    questions: RecheckQuestions,
    items: Collection[str],
    offered: Mapping[ChoicesFrom, Sequence[Offered]],
    agency: str,
) -> RecheckForm:
    """The form of a re-check of an interview by this definition.

    A question whose choices the round should know and does not is left out. Criteria keep their
    words, levels and order; what decided in the interview whether they were asked does not here,
    for it may have been answered otherwise.
    """
    parts = _parts(questions, offered=offered)
    notes = _notes(parts)
    sections = [_facts(section, offered=offered, agency=agency) for section in parts]
    for factor in definition.factors:
        again = tuple(item for item in factor.items if item.code in items and item.in_index)
        if again:
            lead = factor.lead if len(sections) > len(parts) else _opening(questions, factor)
            notes[factor.code] = questions.opinions_note
            sections.append(_again(factor, again, when=questions, lead=lead))
    facts = [fact for section in parts for fact in section.facts]
    return RecheckForm(
        definition=_named(definition, questions.title, sections),
        facts=tuple(fact.code for fact in facts),
        items=tuple(item.code for item in definition.index_items if item.code in items),
        words={fact.code: _words(fact, offered=offered) for fact in facts},
        notes=notes,
    )


def facts_form(definition: Definition, *, questions: FactQuestions, agency: str) -> RecheckForm:
    """A form of facts alone, in the languages of this definition; no criterion is asked."""
    parts = _parts(questions, offered={})
    facts = [fact for section in parts for fact in section.facts]
    sections = [_facts(section, offered={}, agency=agency) for section in parts]
    return RecheckForm(
        definition=_named(definition, questions.title, sections),
        facts=tuple(fact.code for fact in facts),
        items=(),
        words={fact.code: _words(fact, offered={}) for fact in facts},
        notes=_notes(parts),
    )


def _named(definition: Definition, title: Text, sections: Sequence[Section]) -> Definition:
    update = {"title": title, "sections": tuple(sections), "endings": ()}
    return definition.model_copy(update=update)


def _parts(
    questions: FactQuestions, *, offered: Mapping[ChoicesFrom, Sequence[Offered]]
) -> list[FactSection]:
    asked = (_known(section, offered=offered) for section in questions.sections)
    return [section for section in asked if section.facts]


def _notes(parts: Sequence[FactSection]) -> dict[str, Text]:
    return {section.code: section.note for section in parts if section.note is not None}


def _known(
    section: FactSection, *, offered: Mapping[ChoicesFrom, Sequence[Offered]]
) -> FactSection:
    known = [
        fact
        for fact in section.facts
        if fact.choices_from is None or offered.get(fact.choices_from)
    ]
    return section.model_copy(update={"facts": tuple(known)})


def _facts(
    section: FactSection, *, offered: Mapping[ChoicesFrom, Sequence[Offered]], agency: str
) -> Section:
    items = (_question(fact, offered=offered, agency=agency) for fact in section.facts)
    return Section(
        code=section.code,
        kind=SectionKind.TRANSACTION,
        title=section.title,
        short_title=section.title,
        lead=None if section.lead is None else section.lead.filled(agency=agency),
        visible_when=section.visible_when,
        items=tuple(items),
    )


def _question(
    fact: FactQuestion, *, offered: Mapping[ChoicesFrom, Sequence[Offered]], agency: str
) -> Item:
    of_round = [_option(one.code, one.text) for one in _of_round(fact, offered=offered)]
    return Item(
        code=fact.code,
        kind=ItemKind.SINGLE,
        text=fact.text.filled(agency=agency),
        hint=None if fact.hint is None else fact.hint.filled(agency=agency),
        options=(*of_round, *(_option(one.code, one.text) for one in fact.choices)),
        required=True,
    )


def _option(code: int, text: Text) -> Option:
    # The name of a field may have braces; it was never a text to fill.
    return Option.model_construct(code=code, text=text)


def _of_round(
    fact: FactQuestion, *, offered: Mapping[ChoicesFrom, Sequence[Offered]]
) -> Sequence[Offered]:
    return () if fact.choices_from is None else offered[fact.choices_from]


def _words(
    fact: FactQuestion, *, offered: Mapping[ChoicesFrom, Sequence[Offered]]
) -> dict[int, str]:
    of_round = {one.code: one.word[:LONGEST_WORD] for one in _of_round(fact, offered=offered)}
    return of_round | {one.code: one.word for one in fact.choices}


def _opening(questions: RecheckQuestions, factor: Section) -> Text:
    said = questions.opinions_lead
    if factor.lead is None:
        return said
    return Text(vi=f"{said.vi} {factor.lead.vi}", en=f"{said.en} {factor.lead.en}")


def _again(
    factor: Section, items: tuple[Item, ...], *, when: RecheckQuestions, lead: Text | None
) -> Section:
    asked = tuple(item.model_copy(update={"visible_when": None}) for item in items)
    return factor.model_copy(
        update={"items": asked, "visible_when": when.opinions_when, "lead": lead}
    )
