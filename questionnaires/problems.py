"""What can be wrong with answers or with a definition: one fault = place, code, message, repair.

Sentences are English templates in %(name)s form and are marked with `N_`, so that the message
extractor finds them; whoever shows them translates the template first and fills it afterwards.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NoReturn


def N_(message: str) -> str:  # noqa: N802 -- the name that message extractors look for
    """Mark a template for translation and return it unchanged."""
    return message


LONGEST_DETAIL = 400
"""Characters of foreign text that a fault repeats."""


def printable(text: str) -> str:
    """Make foreign text safe to print: no control characters, no endless values."""
    short = text if len(text) <= LONGEST_DETAIL else f"{text[:LONGEST_DETAIL]}…"
    return "".join("?" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    `where` is an item code for answers, words with a line number for files; `code` is stable, for
    programs; `details` fill the two templates.
    """

    where: str
    code: str
    message: str
    repair: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def message_text(self) -> str:
        """The English message, filled."""
        return self.message % dict(self.details)

    @property
    def repair_text(self) -> str:
        """The English repair, filled."""
        return self.repair % dict(self.details)

    def __str__(self) -> str:
        return f"{self.where}: {self.message_text} — {self.repair_text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The two templates of one kind of fault."""

    message: str
    repair: str


class Catalogue(Enum):
    """A list of kinds of fault; the lower-case name of a member is its stable code."""

    _value_: Kind

    def at(self, where: str, /, **details: str) -> Fault:
        """Make the fault of this kind at a place."""
        kind = self._value_
        return Fault(
            where=printable(where),
            code=self.name.lower(),
            message=kind.message,
            repair=kind.repair,
            details={name: printable(value) for name, value in details.items()},
        )


class Refused(Exception):  # noqa: N818 -- it is a refusal that carries its faults
    """What was asked is not done; `faults` says everything that stands in the way."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class DefinitionRefused(Refused, ValueError):  # noqa: N818 -- as its base
    """A stored definition that cannot be used."""


def refuse(*faults: Fault) -> NoReturn:
    """Raise `DefinitionRefused` with these faults."""
    raise DefinitionRefused(faults)


class AnswerCode(Catalogue):
    """What can be wrong with a set of answers."""

    UNKNOWN_ITEM = Kind(
        message=N_("The questionnaire has no question %(item)s."),
        repair=N_("Remove this answer, or use the questionnaire version it was given for."),
    )
    NOT_A_NUMBER = Kind(
        message=N_("The answer must be one whole number, not %(value)s."),
        repair=N_("Give the code of one offered answer, or a whole number where one is asked."),
    )
    NOT_A_LIST = Kind(
        message=N_("The answer must be a list of whole numbers, not %(value)s."),
        repair=N_("Give the codes of all chosen answers as a list, also when it is only one."),
    )
    NOT_A_TEXT = Kind(
        message=N_("The answer must be a text, not %(value)s."),
        repair=N_("Give a text."),
    )
    VALUE_NOT_OFFERED = Kind(
        message=N_("The answer %(value)s is not offered."),
        repair=N_("Choose one of: %(offered)s."),
    )
    NOT_APPLICABLE_NOT_ALLOWED = Kind(
        message=N_("This question does not offer “not applicable” (%(value)s)."),
        repair=N_("Choose one of: %(offered)s; or leave the question without an answer."),
    )
    NOT_ASKED = Kind(
        message=N_("This question is not asked after the answers given before it."),
        repair=N_("Remove this answer, or correct the answer that leads past the question."),
    )
    REQUIRED_UNANSWERED = Kind(
        message=N_("This question needs an answer."),
        repair=N_("Answer it."),
    )
    TOO_MANY_CHOICES = Kind(
        message=N_("%(given)s answers are chosen; at most %(maximum)s may be."),
        repair=N_("Take some of them back."),
    )
    DUPLICATE_CHOICE = Kind(
        message=N_("The answer %(value)s is chosen twice."),
        repair=N_("Give each chosen answer once."),
    )
    EXCLUSIVE_CHOICE = Kind(
        message=N_("The answer %(value)s excludes all others."),
        repair=N_("Choose it alone, or take it back."),
    )
    NUMBER_OUT_OF_RANGE = Kind(
        message=N_("%(value)s is outside %(minimum)s to %(maximum)s."),
        repair=N_("Give a whole number from %(minimum)s to %(maximum)s."),
    )
    TEXT_TOO_LONG = Kind(
        message=N_("The text is longer than %(maximum)s characters."),
        repair=N_("Shorten it to %(maximum)s characters."),
    )
    TEXT_CONTROL_CHARACTER = Kind(
        message=N_("The text contains a character that cannot be shown (%(character)s)."),
        repair=N_("Remove that character; only line breaks are allowed."),
    )
    TEXT_WITHOUT_ITS_CHOICE = Kind(
        message=N_("There is a text, but the answer it explains is not chosen."),
        repair=N_("Choose the answer of %(item)s that asks for a text, or remove the text."),
    )
