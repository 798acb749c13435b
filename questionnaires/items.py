"""What is asked: items, their options and scales, and how sure each wording is."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from questionnaires.rule_reading import RuleField
from questionnaires.text import Frozen, Line, NonEmpty, Note, Text

LARGEST_CODE = 9999
LARGEST_NUMBER = 1_000_000_000
LONGEST_TEXT = 10_000
"""Upper limits of what a definition may ask for, so that answers fit every file format."""

OTHER_TEXT_LENGTH = 300
"""Characters that the text of an “other, please say” option may have."""

ITEM_PATTERN = r"^[a-z][a-z0-9_]{0,31}$"
PART_PATTERN = r"^[A-Za-z][A-Za-z0-9_]{0,31}$"

ItemCode = Annotated[str, Field(pattern=ITEM_PATTERN)]
PartCode = Annotated[str, Field(pattern=PART_PATTERN)]
OptionCode = Annotated[StrictInt, Field(ge=0, le=LARGEST_CODE)]


class WordingStatus(StrEnum):
    """How far the Vietnamese wording can be trusted to be the official one."""

    CONFIRMED = "confirmed"  # read in a source
    PARTIAL = "partial"  # a source names the topic, the sentence is completed
    MEMORY = "memory"  # believed to be official, found nowhere
    OWN = "own"  # our sentence, nothing official is claimed


class Wording(Frozen):
    """Where a wording comes from; `sources` are codes of the definition's list of sources."""

    status: WordingStatus = WordingStatus.OWN
    sources: tuple[Line, ...] = ()
    note: Note = ""


class ItemKind(StrEnum):
    """What an answer is: a level, one option, several options, a whole number, a text."""

    SCALE = "scale"
    SINGLE = "single"
    MULTI = "multi"
    NUMBER = "number"
    TEXT = "text"


class Option(Frozen):
    """One answer that is offered.

    `asks_text`: “other, please say”, the text is the answer `<item>_text`; `exclusive`: excludes
    all other choices of a multi item; `wording` only where it differs from the item's.
    """

    code: OptionCode
    text: Text
    asks_text: StrictBool = False
    exclusive: StrictBool = False
    wording: Wording | None = None


class Scale(Frozen):
    """Levels that several items share, which of them count as satisfied, and “not applicable”."""

    code: PartCode
    options: NonEmpty[Option]
    satisfied: tuple[OptionCode, ...]
    not_applicable: Option | None = None
    wording: Wording = Wording()


class Item(Frozen):
    """One question.

    `scale` belongs to kind scale, `options` to single and multi, `max_choices` to multi,
    `minimum` and `maximum` to number, `max_length` (characters) to text. `asks_overall`: asks how
    satisfied somebody is with the whole, on the scale of the criteria, and is none of them.
    """

    code: ItemCode
    kind: ItemKind
    text: Text
    hint: Text | None = None
    scale: str | None = None
    options: tuple[Option, ...] = ()
    required: StrictBool = False
    visible_when: RuleField | None = None
    in_index: StrictBool = False
    asks_overall: StrictBool = False
    not_applicable: StrictBool = False
    max_choices: Annotated[StrictInt, Field(ge=1)] | None = None
    minimum: Annotated[StrictInt, Field(ge=-LARGEST_NUMBER)] | None = None
    maximum: Annotated[StrictInt, Field(le=LARGEST_NUMBER)] | None = None
    max_length: Annotated[StrictInt, Field(ge=1, le=LONGEST_TEXT)] | None = None
    sensitive: StrictBool = False
    wording: Wording = Wording()

    @cached_property
    def text_code(self) -> str:
        """The answer code of the text that belongs to an “other, please say” option."""
        return other_text_code(self.code)

    @cached_property
    def limits(self) -> tuple[int, int]:
        """The smallest and greatest number that may be answered."""
        low = -LARGEST_NUMBER if self.minimum is None else self.minimum
        return low, LARGEST_NUMBER if self.maximum is None else self.maximum

    @cached_property
    def text_options(self) -> frozenset[int]:
        """The codes of the options that ask for a text."""
        return frozenset(option.code for option in self.options if option.asks_text)


def other_text_code(code: str) -> str:
    """Return `<item>_text`."""
    return f"{code}_text"
