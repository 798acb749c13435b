"""The factual questions of a re-check, as data: what is read aloud, and what is kept of it."""

from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from questionnaires.definition import ID_PATTERN
from questionnaires.items import ItemCode, OptionCode, PartCode
from questionnaires.rule_reading import RuleField
from questionnaires.text import Frozen, NonEmpty, Text
from questionnaires.yaml_tree import read_tree

SHIPPED = "hai-long-1"
SHIPPED_FOR_CLAIMS = "hai-long-claims-1"
LONGEST_WORD = 64
"""Characters that are kept of an answer to a fact."""

Word = Annotated[str, Field(pattern=rf"^[a-z][a-z0-9_]{{0,{LONGEST_WORD - 1}}}$")]


class ChoicesFrom(StrEnum):
    """Choices that only a round knows: the fields of a unit, the months that it is about."""

    FIELDS = "fields"
    MONTHS = "months"


class Choice(Frozen):
    """One answer that is offered, and the word that is kept of it."""

    code: OptionCode
    word: Word
    text: Text


class FactQuestion(Frozen):
    """One question about what happened; always to be answered where it is asked."""

    code: ItemCode
    text: Text
    hint: Text | None = None
    choices_from: ChoicesFrom | None = None
    choices: NonEmpty[Choice]


class FactSection(Frozen):
    """Questions that stand together.

    `lead` stands above them; `note` says when they are asked, where all parts stand on one page.
    """

    code: PartCode
    title: Text
    lead: Text | None = None
    note: Text | None = None
    visible_when: RuleField | None = None
    facts: NonEmpty[FactQuestion]


class FactQuestions(Frozen):
    """Questions about what happened, in the parts in which they are asked."""

    id: Annotated[str, Field(pattern=ID_PATTERN)]
    title: Text
    sections: NonEmpty[FactSection]

    @cached_property
    def facts(self) -> tuple[FactQuestion, ...]:
        """All questions in the order in which they are asked."""
        return tuple(fact for section in self.sections for fact in section.facts)


class RecheckQuestions(FactQuestions):
    """The factual part of a re-check, and when criteria are asked again after it."""

    opinions_when: RuleField
    opinions_note: Text
    opinions_lead: Text


@cache
def recheck_questions(id: str = SHIPPED) -> RecheckQuestions:  # noqa: A002 -- as elsewhere
    """The shipped questions with this id; FileNotFoundError when none has it."""
    return RecheckQuestions.model_validate(_shipped(id))


@cache
def claim_questions(id: str = SHIPPED_FOR_CLAIMS) -> FactQuestions:  # noqa: A002 -- as elsewhere
    """What is asked where an enumerator says that there was no interview, whatever the reason."""
    return FactQuestions.model_validate(_shipped(id))


def _shipped(name: str) -> object:
    file = files("questionnaires") / "recheck_facts" / f"{name}.yaml"
    tree, faults = read_tree(file.read_bytes())
    if tree is None or faults:
        raise ValueError("; ".join(str(found.fault) for found in faults))
    return tree.value
