"""What is asked: questionnaire definitions as data, their rules, and the judge of answers."""

from questionnaires.answers import Part, check_answers, judge_value
from questionnaires.canonical import canonical_json, version_id
from questionnaires.definition import (
    Basis,
    Consent,
    Definition,
    Ending,
    Section,
    SectionKind,
    Source,
)
from questionnaires.items import Item, ItemKind, Option, Scale, Wording, WordingStatus
from questionnaires.problems import DefinitionRefused, Fault
from questionnaires.reading import Reading, definition_from_json, read_definition
from questionnaires.rules import Rule, holds, rule_json
from questionnaires.shipped import shipped_definition, shipped_ids
from questionnaires.text import PLACEHOLDERS, Language, Text
from questionnaires.walk import (
    Answer,
    Answers,
    answers_on_path,
    ending_of,
    path_of,
    unanswered_criteria,
    visible_items,
)
from questionnaires.yaml_tree import MAX_FILE_BYTES

__all__ = [
    "MAX_FILE_BYTES",
    "PLACEHOLDERS",
    "Answer",
    "Answers",
    "Basis",
    "Consent",
    "Definition",
    "DefinitionRefused",
    "Ending",
    "Fault",
    "Item",
    "ItemKind",
    "Language",
    "Option",
    "Part",
    "Reading",
    "Rule",
    "Scale",
    "Section",
    "SectionKind",
    "Source",
    "Text",
    "Wording",
    "WordingStatus",
    "answers_on_path",
    "canonical_json",
    "check_answers",
    "definition_from_json",
    "ending_of",
    "holds",
    "judge_value",
    "path_of",
    "read_definition",
    "rule_json",
    "shipped_definition",
    "shipped_ids",
    "unanswered_criteria",
    "version_id",
    "visible_items",
]
