"""Reads a published JSON document: either whole, or everything that is wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Generic, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from questionnaires import Fault
from questionnaires.file_problems import FileCode, closest
from questionnaires.problems import N_, Catalogue, Kind
from questionnaires.tree import Path
from survey_app.results.json_lines import value_lines
from survey_app.table_files.problems import MOST_SHOWN

MOST_BYTES = 4 * 1024 * 1024
"""A draw with thirty thousand strata is smaller."""
MOST_STRATA = 50_000
LONGEST = 200
_BOM = b"\xef\xbb\xbf"

Document = TypeVar("Document", bound=BaseModel)


class DocumentCode(Catalogue):
    """Why a document cannot be read."""

    NOT_JSON = Kind(
        message=N_("this is not JSON: %(why)s"),
        repair=N_("take the file as it was published; do not save it from a word processor"),
    )
    TOO_LARGE = Kind(
        message=N_("the file is larger than %(maximum)s bytes"),
        repair=N_("check that this is the document of a draw"),
    )
    NOT_A_GROUP = Kind(
        message=N_("here must stand a group of keys and values in braces"),
        repair=N_("check that this is the document of a draw"),
    )
    OTHER_FORMAT = Kind(
        message=N_("format is not “hailong-draw-1”, the only one that is known here"),
        repair=N_("take the program of the version that wrote the document"),
    )
    OTHER_RECHECK_FORMAT = Kind(
        message=N_("format is not “hailong-recheck-1”, the only one that is known here"),
        repair=N_("take the program of the version that wrote the document"),
    )
    NOT_A_NAME = Kind(
        message=N_("%(key)s must be a text of 1 to %(maximum)s characters"),
        repair=N_("write the name of the list in quotes, as it was published"),
    )
    NOT_WORDS = Kind(
        message=N_("%(key)s must be a text of at most %(maximum)s characters"),
        repair=N_("write it in quotes; two quotes where there is nothing to say"),
    )
    NOT_A_METHOD = Kind(
        message=N_("%(key)s must be “simple”, “stratified” or “systematic”"),
        repair=N_("write one of the three words in quotes"),
    )
    NOT_A_COUNT = Kind(
        message=N_("%(key)s must be a whole number, 0 or more"),
        repair=N_("write it in digits, without quotes and signs"),
    )
    NOT_A_HASH = Kind(
        message=N_("%(key)s must be 64 hexadecimal digits in lower case"),
        repair=N_("write it in quotes, as it was published"),
    )
    NOT_A_SEED = Kind(
        message=N_("%(key)s must be 32 hexadecimal digits in lower case, or null"),
        repair=N_("write it in quotes, as it was revealed; null before that"),
    )
    NOT_A_PLAN = Kind(
        message=N_("%(key)s is not a re-check plan"),
        repair=N_("take the document as it was published; hailong plan check says what is wrong"),
    )
    NOT_STRATA = Kind(
        message=N_("%(key)s must be a list of at most %(most)s groups"),
        repair=N_("write the strata in square brackets, each in braces"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentShape(Generic[Document]):
    """kinds: what a value is not, by its key. deepest: steps from the top to the last value."""

    model: type[Document]
    kinds: Mapping[str, DocumentCode]
    deepest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading(Generic[Document]):
    """The document, or, when there are faults, None.

    faults: the first ones by line; total_faults counts all.
    """

    document: Document | None
    faults: tuple[Fault, ...]
    total_faults: int


def read_document(path: FilePath, shape: DocumentShape[Document]) -> DocumentReading[Document]:
    """Read a document of this shape. Raises OSError when the file cannot be read at all."""
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return _refused(DocumentCode.TOO_LARGE.at("file", maximum=str(MOST_BYTES)))
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
        value: JsonValue = json.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _refused(FileCode.NOT_UTF8.at(f"line {line}", byte=str(error.start + 1)))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return _refused(DocumentCode.NOT_JSON.at(where, why=error.msg))
    except (ValueError, RecursionError):  # a number of thousands of digits, lists without end
        return _refused(DocumentCode.NOT_JSON.at("file", why="it holds endless values"))
    return _judged(value, text=text, shape=shape)


def _refused(fault: Fault) -> DocumentReading[Document]:
    return DocumentReading(document=None, faults=(fault,), total_faults=1)


def _judged(
    value: JsonValue, *, text: str, shape: DocumentShape[Document]
) -> DocumentReading[Document]:
    lines: dict[Path, int] = {}
    faults: list[tuple[int, Fault]] = []
    for path, line in value_lines(text, deepest=shape.deepest):
        if path in lines:
            fault = FileCode.DUPLICATE_KEY.at(_where(path, line=line), key=str(path[-1]))
            faults.append((line, fault))
        lines.setdefault(path, line)
    errors: list[tuple[int, ErrorDetails]] = []
    try:
        document = shape.model.model_validate(value)
    except ValidationError as wrong:
        found = wrong.errors(include_url=False, include_context=False)
        errors = [(_line(error["loc"], lines=lines), error) for error in found]
        errors.sort(key=lambda one: one[0])
    if not faults and not errors:
        return DocumentReading(document=document, faults=(), total_faults=0)
    total = len(faults) + len(errors)
    # Looking for what an unknown key should be takes long: only for those that are shown.
    faults.extend(
        (line, _shape_fault(error, line=line, kinds=shape.kinds))
        for line, error in errors[:MOST_SHOWN]
    )
    in_order = sorted(faults, key=lambda one: one[0])[:MOST_SHOWN]
    shown = tuple(fault for _, fault in in_order)
    return DocumentReading(document=None, faults=shown, total_faults=total)


def _line(path: Path, *, lines: Mapping[Path, int]) -> int:
    """Of the value, or of the nearest one around it."""
    return next(lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines)


def _shape_fault(error: ErrorDetails, *, line: int, kinds: Mapping[str, DocumentCode]) -> Fault:
    """A value that is missing, unknown or of another kind."""
    path = error["loc"]
    key = str(path[-1]) if path else ""
    if error["type"] == "missing":
        return FileCode.MISSING_KEY.at(_where(path[:-1], line=line), key=key)
    if error["type"] == "extra_forbidden":
        hint = closest(key, kinds)
        return FileCode.UNKNOWN_KEY.at(_where(path[:-1], line=line), key=key, hint=hint)
    kind = kinds.get(key, DocumentCode.NOT_A_GROUP)
    where = _where(path, line=line)
    return kind.at(where, key=key, maximum=str(LONGEST), most=str(MOST_STRATA))


def _where(path: Path, *, line: int) -> str:
    """Such as `line 12, strata entry 2, official`."""
    words = [f"line {line}"]
    for step in path:
        if isinstance(step, int):
            words[-1] += f" entry {step + 1}"
        else:
            words.append(step)
    return ", ".join(words)
