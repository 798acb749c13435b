"""By what the people of a round can be compared: closed questions, and what is known of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaires import Definition, Item
from questionnaires.definition import Section, SectionKind
from questionnaires.items import ItemKind
from survey_app.db.tables_fieldwork import MODES, ORIGINS

MOST_LABELS = 20
"""Two by two these are 190 differences, and the intervals that hold for all of them are wide."""


class Known(StrEnum):
    """What is known of everybody without asking. A question has no hyphen in its code.

    STRATUM: of the draw, as far as its name says more than the unit. Groups of units are compared
    where the scores are: what is hidden there could be told from them here.
    """

    MODE = "interview-mode"
    ORIGIN = "interview-origin"
    STRATUM = "sample-stratum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """What tells subgroups apart. item: the question, None for what is known without asking.

    labels: of the subgroups in their order; None where only the interviews tell.
    """

    code: str
    item: Item | None
    labels: tuple[str, ...] | None


def attributes_of(definition: Definition) -> tuple[Attribute, ...]:
    """The questions that offer a choice of one, of whom asked nor the criteria, then what is known.

    Without those that are said to be sensitive, those of consent, and those with more answers than
    can be compared.
    """
    known = {Known.MODE: MODES, Known.ORIGIN: ORIGINS}
    return (
        *(_question(item) for section in definition.sections for item in _offered(section)),
        *(Attribute(code=one, item=None, labels=known.get(one)) for one in Known),
    )


def attribute_coded(definition: Definition, code: str) -> Attribute | None:
    """The one with this code, None where people cannot be compared by it."""
    return next((one for one in attributes_of(definition) if one.code == code), None)


def _offered(section: Section) -> Iterator[Item]:
    if section.kind is SectionKind.CONSENT:
        return
    for item in section.items:
        is_closed = item.kind is ItemKind.SINGLE and len(item.options) <= MOST_LABELS
        if is_closed and not item.sensitive:
            yield item


def _question(item: Item) -> Attribute:
    labels = tuple(str(option.code) for option in item.options)
    return Attribute(code=item.code, item=item, labels=labels)
