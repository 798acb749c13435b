"""The closed questions of a questionnaire as columns of a file.

Not among them are texts, which may name somebody, consent, and numbers that may be below 0, where
the codes of missing answers are. Sensitive questions are in the full file alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from field_export.response_table import Variable
from questionnaires import Definition, Item
from questionnaires.definition import Section, SectionKind
from questionnaires.items import ItemKind
from questionnaires.problems import N_
from survey_app.wording.speech import Speech

BACKGROUND = (SectionKind.RESPONDENT, SectionKind.TRANSACTION)
"""What others may know of a person: the most useful for comparisons first."""
LEFT_OUT = frozenset({SectionKind.CONSENT, SectionKind.ENUMERATOR})
TICKED: Mapping[int, str] = {0: N_("not chosen"), 1: N_("chosen")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A column and the question behind it. choice: of a question with several, the choice."""

    variable: Variable
    item: Item
    choice: int | None = None


def asked_questions(definition: Definition, *, is_full: bool, speech: Speech) -> tuple[Asked, ...]:
    """Criteria in their order, then the others: background first, then as they are asked."""
    others = [
        one
        for section in sorted(definition.sections, key=_background_first)
        if section.kind not in LEFT_OUT
        for item in section.items
        if not item.in_index and (is_full or not item.sensitive)
        for one in _columns(definition, item, section=section, speech=speech)
    ]
    criteria = [
        _single(definition, item, speech=speech, is_background=False)
        for item in definition.index_codes.values()
    ]
    return (*criteria, *others)


def _background_first(section: Section) -> int:
    return BACKGROUND.index(section.kind) if section.kind in BACKGROUND else len(BACKGROUND)


def _columns(
    definition: Definition, item: Item, *, section: Section, speech: Speech
) -> Iterator[Asked]:
    is_background = section.kind in BACKGROUND
    if item.kind is ItemKind.MULTI:
        for option in item.options:
            yield _ticked(item, option.code, speech=speech, is_background=is_background)
    elif (item.kind is not ItemKind.TEXT and item.limits[0] >= 0) or item.kind in _CLOSED:
        yield _single(definition, item, speech=speech, is_background=is_background)


_CLOSED = frozenset({ItemKind.SCALE, ItemKind.SINGLE})


def _single(definition: Definition, item: Item, *, speech: Speech, is_background: bool) -> Asked:
    language = speech.language
    apart = definition.not_applicable_of(item)
    options = [*definition.options_of(item), *([] if apart is None else [apart])]
    return Asked(
        variable=Variable(
            code=item.code,
            label=item.text.in_language(language),
            answers={option.code: option.text.in_language(language) for option in options},
            not_applicable=None if apart is None else apart.code,
            is_item=item.in_index,
            is_background=is_background,
        ),
        item=item,
    )


def _ticked(item: Item, choice: int, *, speech: Speech, is_background: bool) -> Asked:
    language = speech.language
    words = next(one.text for one in item.options if one.code == choice).in_language(language)
    return Asked(
        variable=Variable(
            code=f"{item.code}_{choice}",
            label=f"{item.text.in_language(language)}: {words}",
            answers={code: speech.gettext(name) for code, name in TICKED.items()},
            is_background=is_background,
        ),
        item=item,
        choice=choice,
    )
