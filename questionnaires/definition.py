"""A questionnaire definition: what is asked, in which order, of whom, and when it ends early."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt

from questionnaires.items import Item, ItemKind, Option, PartCode, Scale, Wording
from questionnaires.rule_reading import RuleField
from questionnaires.rules import Rule, items_of
from questionnaires.text import Frozen, Language, Line, NonEmpty, Text

ID_PATTERN = r"^[a-z][a-z0-9-]{0,63}$"
SOURCE_PATTERN = r"^[A-Za-z][A-Za-z0-9-]{0,31}$"

ENDING_DISPOSITIONS = {
    "2.11": "refusal",
    "2.12": "break-off",
    "2.25": "respondent away",
    "2.31": "dead",
    "2.32": "unable to answer",
    "2.33": "language",
    "2.36": "other reason, eligible",
    "4.10": "out of the sample",
    "4.70": "not eligible",
    "4.80": "quota filled",
    "4.90": "other reason, not eligible",
}
"""AAPOR Standard Definitions: the final dispositions that an interview itself can end with."""


class Basis(Frozen):
    """A legal document, what it is used for, and where that was read."""

    reference: Line
    use: Text
    sources: tuple[Line, ...] = ()


class Source(Frozen):
    """A document that wordings were compared with; wordings cite its code."""

    code: Annotated[str, Field(pattern=SOURCE_PATTERN)]
    reference: Line


class Consent(Frozen):
    """What a person must know before saying yes, and the law that demands it."""

    text: Text
    legal_basis: tuple[Basis, ...] = ()
    wording: Wording = Wording()


class SectionKind(StrEnum):
    """What a section is for; only factors count in the index."""

    CONSENT = "consent"
    TRANSACTION = "transaction"
    EXPERIENCE = "experience"
    FACTOR = "factor"
    EXPECTATION = "expectation"
    RESPONDENT = "respondent"
    ENUMERATOR = "enumerator"


class Section(Frozen):
    """Items that stand together; `short_title` fits a table head, `lead` stands above the items.

    `shown_to_respondent` is false for what the enumerator fills in alone.
    """

    code: PartCode
    kind: SectionKind
    title: Text
    short_title: Text
    lead: Text | None = None
    shown_to_respondent: StrictBool = True
    visible_when: RuleField | None = None
    items: NonEmpty[Item]
    wording: Wording = Wording()


class Ending(Frozen):
    """The interview is over when `when` holds; `disposition` is an AAPOR code such as `2.11`."""

    when: RuleField
    disposition: str
    text: Text
    wording: Wording = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Items that are asked together or not at all: one with a rule, or neighbours without any."""

    rule: Rule | None
    codes: tuple[str, ...]
    deciding: tuple[str, ...]
    """Those of them that some rule looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An item with what its usual answers are told by."""

    item: Item
    code: str
    sound: frozenset[int]
    """The options of an item that takes exactly one of them; else nothing."""
    text_code: str | None
    """Of the text of “other”, where the item has such an option."""


class Definition(Frozen):
    """One questionnaire. Its identity is the hash of its content, see `version_id`."""

    id: Annotated[str, Field(pattern=ID_PATTERN)]
    version: Line
    title: Text
    languages: tuple[Language, ...] = (Language.VI, Language.EN)
    population: Text | None = None
    expected_minutes: Annotated[StrictInt, Field(ge=1, le=600)] | None = None
    basis: tuple[Basis, ...] = ()
    sources: tuple[Source, ...] = ()
    introduction: Text
    introduction_wording: Wording = Wording()
    consent: Consent
    scales: tuple[Scale, ...] = ()
    sections: NonEmpty[Section]
    endings: tuple[Ending, ...] = ()

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> "Definition":
        """A copy with other fields, which has yet to learn what this one knows of its own."""
        copied = super().model_copy(update=update, deep=deep)
        for learnt in vars(copied).keys() - type(self).model_fields.keys():
            del vars(copied)[learnt]
        return copied

    @cached_property
    def canonical_json(self) -> str:
        """The content as `questionnaires.canonical` describes it; a definition never changes."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order in which they are asked."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def index_items(self) -> tuple[Item, ...]:
        """The criteria: the items that count in the index, in order."""
        return tuple(item for item in self.items if item.in_index)

    @cached_property
    def index_codes(self) -> dict[str, Item]:
        """The criteria by their codes, in order."""
        return {item.code: item for item in self.index_items}

    @cached_property
    def overall_item(self) -> Item | None:
        """The question for the whole, which is none of the criteria; None where there is none."""
        return next((item for item in self.items if item.asks_overall), None)

    @cached_property
    def factors(self) -> tuple[Section, ...]:
        """The sections of kind factor, in order."""
        return tuple(section for section in self.sections if section.kind is SectionKind.FACTOR)

    @cached_property
    def item_codes(self) -> frozenset[str]:
        """The codes of all items."""
        return frozenset(item.code for item in self.items)

    @cached_property
    def items_with_text(self) -> tuple[Item, ...]:
        """The items with an option that asks for a text, in order."""
        return tuple(item for item in self.items if item.text_options)

    @cached_property
    def _items_by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def _scales_by_code(self) -> dict[str, Scale]:
        return {scale.code: scale for scale in self.scales}

    @cached_property
    def _offered(self) -> dict[str, frozenset[int]]:
        return {
            item.code: frozenset(option.code for option in self.options_of(item))
            for item in self.items
        }

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """All items in order, as `check_answers` looks at them first."""
        coded = {ItemKind.SINGLE, ItemKind.SCALE}
        return tuple(
            Judged(
                item=item,
                code=item.code,
                sound=self._offered[item.code] if item.kind in coded else frozenset(),
                text_code=item.text_code if item.text_options else None,
            )
            for item in self.items
        )

    @cached_property
    def route(self) -> tuple[tuple[Rule | None, tuple[Stretch, ...]], ...]:
        """Each section's rule with its stretches, in the order in which they are asked."""
        deciding = frozenset[str]().union(*self._deciding.values())
        return tuple(
            (section.visible_when, tuple(_stretches(section, deciding)))
            for section in self.sections
        )

    @cached_property
    def ending_items(self) -> frozenset[str]:
        """The codes of the items that endings look at."""
        return frozenset[str]().union(*(items_of(ending.when) for ending in self.endings))

    @cached_property
    def _deciding(self) -> dict[str, frozenset[str]]:
        return {
            item.code: _items_of(section.visible_when) | _items_of(item.visible_when)
            for section in self.sections
            for item in section.items
        }

    @cached_property
    def answer_codes(self) -> frozenset[str]:
        """The codes that answers may use: those of items, and of the texts of “other”."""
        texts = {item.text_code for item in self.items if item.text_options}
        return frozenset(self._items_by_code) | texts

    def item(self, code: str) -> Item:
        """Return the item with this code; KeyError if there is none."""
        return self._items_by_code[code]

    def has_answer(self, code: str) -> bool:
        """Say whether answers may use this code: an item's, or the text of its “other”."""
        return code in self.answer_codes

    def deciding_items(self, item: Item) -> frozenset[str]:
        """Return the codes of the items whose answers decide directly whether this is asked."""
        return self._deciding[item.code]

    def scale_of(self, item: Item) -> Scale | None:
        """Return the scale of a scale item, None for the other kinds."""
        return None if item.scale is None else self._scales_by_code[item.scale]

    def options_of(self, item: Item) -> tuple[Option, ...]:
        """Return the options of an item (a scale item's: the levels), without “not applicable”."""
        scale = self.scale_of(item)
        return item.options if scale is None else scale.options

    def not_applicable_of(self, item: Item) -> Option | None:
        """Return the “not applicable” option if this item offers it."""
        scale = self.scale_of(item)
        return scale.not_applicable if scale is not None and item.not_applicable else None

    def offered_codes(self, item: Item) -> frozenset[int]:
        """Return the codes of `options_of(item)`."""
        return self._offered[item.code]


def _stretches(section: Section, deciding: frozenset[str]) -> Iterator[Stretch]:
    for rule, items in groupby(section.items, key=lambda item: item.visible_when):
        codes = tuple(item.code for item in items)
        # What is asked of one item may hang on the one before it, even by the same rule.
        parts = [codes] if rule is None else [(code,) for code in codes]
        for part in parts:
            looked_at = tuple(code for code in part if code in deciding)
            yield Stretch(rule=rule, codes=part, deciding=looked_at)


def _items_of(rule: Rule | None) -> frozenset[str]:
    return frozenset() if rule is None else items_of(rule)
