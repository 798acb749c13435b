"""Texts that people read: always in both languages, in NFC, with named blanks to fill."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

PLACEHOLDERS = frozenset(
    {"agency", "from_date", "to_date", "controller", "erase_days", "contact", "year"}
)
"""The only names that may stand in braces in a text; the round supplies their values."""

_BRACE = re.compile(r"\{([^{}]*)\}|[{}]")
_UNWRITABLE = frozenset({"Cc", "Cs"})


class Language(StrEnum):
    """The languages that every text exists in; Vietnamese comes first."""

    VI = "vi"
    EN = "en"


class Frozen(BaseModel):
    """A part of a definition: unchangeable, and refusing keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def nfc(text: str) -> str:
    """Compose the accents: `ê` + combining acute becomes one `ế`, however it was typed."""
    return unicodedata.normalize("NFC", text)


def unwritable_character(text: str) -> str | None:
    """Return the first control character or lone surrogate as `U+0000`, or None.

    Line breaks are no fault: people write more than one line, and browsers send CR LF.
    """
    if text.isprintable():
        return None
    for character in text:
        if character not in "\n\r" and unicodedata.category(character) in _UNWRITABLE:
            return f"U+{ord(character):04X}"
    return None


def _line(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty_text", "empty text")
    if found := unwritable_character(text):
        raise PydanticCustomError("control_character", "control", {"character": found})
    return nfc(text)


def _note(text: str) -> str:
    return _line(text) if text.strip() else ""


def _sentence(text: str) -> str:
    text = _line(text)
    for match in _BRACE.finditer(text):
        if match.group(1) not in PLACEHOLDERS:
            raise PydanticCustomError(
                "unknown_placeholder", "placeholder", {"placeholder": match.group(0)}
            )
    return text


T = TypeVar("T")


def _not_empty(values: tuple[T, ...]) -> tuple[T, ...]:
    if not values:
        raise PydanticCustomError("empty_list", "empty list")
    return values


NonEmpty = Annotated[tuple[T, ...], AfterValidator(_not_empty)]
"""At least one entry; judged only when the entries themselves are sound."""

Line = Annotated[str, AfterValidator(_line)]
"""A text for the office (a reference, a note): not blank, NFC, no blanks to fill."""

Note = Annotated[str, AfterValidator(_note)]
"""As `Line`, but may be empty."""

Sentence = Annotated[str, AfterValidator(_sentence)]
"""A text for people in one language: as `Line`, and every `{name}` is a known placeholder."""


class Text(Frozen):
    """One text in both languages."""

    vi: Sentence
    en: Sentence

    def in_language(self, language: str) -> str:
        """Return the text in `language`; Vietnamese where the language is unknown."""
        return self.en if language == Language.EN else self.vi

    def filled(self, **values: str) -> "Text":
        """Put values in the place of `{name}`; what is not given stays as it is.

        Nothing inside a value is looked at again, so that a value with braces is harmless.
        """
        return Text.model_construct(vi=_filled(self.vi, values), en=_filled(self.en, values))

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that still have to be filled, in either language."""
        return frozenset(_BRACE.findall(self.vi)) | frozenset(_BRACE.findall(self.en))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _BRACE.sub(lambda match: values.get(match.group(1), match.group(0)), text)
