"""Reads the document of a draw: either whole, or everything that is wrong with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from questionnaires import Fault
from questionnaires.file_problems import FileCode, closest
from questionnaires.problems import N_, Catalogue, Kind
from questionnaires.tree import Path
from scoring.draw import DrawnStratum
from scoring.draw_check import PublishedDraw
from scoring.draw_plan import Method
from survey_app.results.json_lines import value_lines
from survey_app.results.table_problems import MOST_SHOWN

MOST_BYTES = 4 * 1024 * 1024
"""A draw with thirty thousand strata is smaller."""
MOST_STRATA = 50_000
_BOM = b"\xef\xbb\xbf"
_LONGEST = 200

_Count = Annotated[int, Field(ge=0, le=10**9)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Words = Annotated[str, Field(max_length=_LONGEST)]

_HASH = "64 hexadecimal digits in lower case, in quotes"
_WORDS = f"a text of at most {_LONGEST} characters, in quotes"
_COUNT = "a whole number, 0 or more, without quotes"
_EXPECTED = {
    "format": "“hailong-draw-1”",
    "list": f"a text of 1 to {_LONGEST} characters, in quotes",
    "method": "“simple”, “stratified” or “systematic”",
    "order": _WORDS,
    "cases": _COUNT,
    "list_sha256": _HASH,
    "commitment": _HASH,
    "seed": "32 hexadecimal digits in lower case, in quotes, or null before it is revealed",
    "strata": f"a list of at most {MOST_STRATA} groups, in square brackets",
    "stratum": _WORDS,
    "population": _COUNT,
    "official": _COUNT,
    "reserve": _COUNT,
}
_GROUP = "a group in braces"
_DEEPEST = 3
"""Steps from the top to the last value: strata, which one, its key."""


class DocumentCode(Catalogue):
    """Why a document cannot be read at all."""

    NOT_JSON = Kind(
        message=N_("this is not JSON: %(why)s"),
        repair=N_("take the file as it was published; do not save it from a word processor"),
    )
    TOO_LARGE = Kind(
        message=N_("the file is larger than %(maximum)s bytes"),
        repair=N_("check that this is the document of a draw"),
    )


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Stratum(_Part):
    stratum: _Words
    population: _Count
    official: _Count
    reserve: _Count


class _Document(_Part):
    format: Literal["hailong-draw-1"]
    list_name: Annotated[str, Field(alias="list", min_length=1, max_length=_LONGEST)]
    method: Literal["simple", "stratified", "systematic"]
    order: _Words
    cases: _Count
    list_sha256: _Hash
    commitment: _Hash
    seed: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None
    strata: Annotated[list[_Stratum], Field(max_length=MOST_STRATA)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawReading:
    """The draw, or, when there are faults, None.

    faults: the first ones by line; total_faults counts all.
    """

    draw: PublishedDraw | None
    faults: tuple[Fault, ...]
    total_faults: int


def read_draw(path: FilePath) -> DrawReading:
    """Read the document. Raises OSError when the file cannot be read at all."""
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
    return _judged(value, text=text)


def _refused(*faults: Fault) -> DrawReading:
    return DrawReading(draw=None, faults=faults, total_faults=len(faults))


def _judged(value: JsonValue, *, text: str) -> DrawReading:
    lines: dict[Path, int] = {}
    faults: list[tuple[int, Fault]] = []
    for path, line in value_lines(text, deepest=_DEEPEST):
        if path in lines:
            fault = FileCode.DUPLICATE_KEY.at(_where(path, line=line), key=str(path[-1]))
            faults.append((line, fault))
        lines.setdefault(path, line)
    errors: list[tuple[int, ErrorDetails]] = []
    try:
        document = _Document.model_validate(value)
    except ValidationError as wrong:
        found = wrong.errors(include_url=False, include_context=False)
        errors = [(_line(error["loc"], lines=lines), error) for error in found]
        errors.sort(key=lambda one: one[0])
    if not faults and not errors:
        return DrawReading(draw=_published(document), faults=(), total_faults=0)
    total = len(faults) + len(errors)
    # Looking for what an unknown key should be takes long: only for those that are shown.
    faults.extend((line, _shape_fault(error, line=line)) for line, error in errors[:MOST_SHOWN])
    in_order = sorted(faults, key=lambda one: one[0])[:MOST_SHOWN]
    return DrawReading(draw=None, faults=tuple(fault for _, fault in in_order), total_faults=total)


def _line(path: Path, *, lines: Mapping[Path, int]) -> int:
    """Of the value, or of the nearest one around it."""
    return next(lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines)


def _shape_fault(error: ErrorDetails, *, line: int) -> Fault:
    """A value that is missing, unknown or of another kind."""
    path = error["loc"]
    key = str(path[-1]) if path else ""
    if error["type"] == "missing":
        return FileCode.MISSING_KEY.at(_where(path[:-1], line=line), key=key)
    if error["type"] == "extra_forbidden":
        hint = closest(key, _EXPECTED)
        return FileCode.UNKNOWN_KEY.at(_where(path[:-1], line=line), key=key, hint=hint)
    expected = _EXPECTED.get(key, _GROUP)
    named = key if key in _EXPECTED else "the value"
    return FileCode.WRONG_KIND.at(_where(path, line=line), key=named, expected=expected)


def _where(path: Path, *, line: int) -> str:
    """Such as `line 12, strata entry 2, official`."""
    words = [f"line {line}"]
    for step in path:
        if isinstance(step, int):
            words[-1] += f" entry {step + 1}"
        else:
            words.append(step)
    return ", ".join(words)


def _published(document: _Document) -> PublishedDraw:
    return PublishedDraw(
        list_name=document.list_name,
        method=Method(document.method),
        order=document.order,
        cases=document.cases,
        list_sha256=document.list_sha256,
        commitment=document.commitment,
        seed=document.seed,
        strata=tuple(
            DrawnStratum(
                stratum=one.stratum,
                population=one.population,
                official=one.official,
                reserve=one.reserve,
            )
            for one in document.strata
        ),
    )
