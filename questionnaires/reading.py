"""Reads the file of a definition and says everything that is wrong with it at once."""

import json
from dataclasses import dataclass

from pydantic import ValidationError

from questionnaires.checks import part_faults
from questionnaires.definition import Definition
from questionnaires.file_problems import FileCode
from questionnaires.item_checks import item_faults
from questionnaires.outline import outline_of
from questionnaires.problems import Fault, refuse
from questionnaires.rule_checks import rule_faults
from questionnaires.structure import shape_faults
from questionnaires.text import nfc
from questionnaires.tree import Located, Plain, Tree
from questionnaires.yaml_tree import MAX_DEPTH, read_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a file: a definition, or the faults that stand against it."""

    source: str
    definition: Definition | None
    faults: tuple[Fault, ...]

    def sound_definition(self) -> Definition:
        """Return the definition; raises DefinitionRefused with the faults if there are any."""
        if self.definition is None:
            refuse(*self.faults)
        return self.definition


def read_definition(data: bytes, *, source: str) -> Reading:
    """Read a definition from the bytes of a YAML file; never raises on bad input.

    `source` is the name of the file, for whoever shows the faults. They come in the order of
    lines.
    """
    tree, file_faults = read_tree(data)
    if tree is None:
        refused = tuple(found.fault for found in file_faults)
        return Reading(source=source, definition=None, faults=refused)
    definition, faults = _judged(tree)
    in_order = sorted((*file_faults, *faults), key=lambda found: found.line)
    return Reading(
        source=source,
        definition=None if in_order else definition,
        faults=tuple(found.fault for found in in_order),
    )


def definition_from_json(text: str) -> Definition:
    """Read a definition back from its canonical JSON; raises DefinitionRefused with all faults."""
    try:
        value: Plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        refuse(FileCode.JSON_SYNTAX.at("definition", why=str(error)))
    definition, faults = _judged(Tree(value=_composed(value, depth=0)))
    if definition is None or faults:
        refuse(*(found.fault for found in faults))
    return definition


def _composed(value: Plain, *, depth: int) -> Plain:
    """Bring all texts of JSON data into NFC, refusing what no definition can be."""
    if depth > MAX_DEPTH:
        refuse(FileCode.TOO_DEEP.at("definition", maximum=str(MAX_DEPTH)))
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_composed(entry, depth=depth + 1) for entry in value]
    if isinstance(value, dict):
        return {nfc(key): _composed(entry, depth=depth + 1) for key, entry in value.items()}
    return value


def _judged(tree: Tree) -> tuple[Definition | None, tuple[Located, ...]]:
    """Build the definition and check it; no definition where its shape is wrong."""
    faults: list[Located] = []
    definition: Definition | None = None
    try:
        definition = Definition.model_validate(tree.value)
    except ValidationError as error:
        faults.extend(shape_faults(error, tree))
    outline = outline_of(tree)
    faults.extend(part_faults(outline))
    faults.extend(item_faults(outline))
    faults.extend(rule_faults(outline))
    return definition, tuple(faults)
