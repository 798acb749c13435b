"""Which column of a list holds what: guessed from the headers, or given as a document."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import (
    APPLICANT_KINDS,
    CHANNELS,
    KEYERS,
    REQUIRED,
    FrameField,
    plain,
)
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.words import HEADERS, NUMBERS_OF_ROWS
from survey_app.table_files.problems import FaultLog, shown

_FIELD_OF_HEADER = {header: one for one, headers in HEADERS.items() for header in headers}
_FIELD_NAMES = frozenset(one.value for one in FrameField)
_IN_PARENTHESES = re.compile(r"\([^)]*\)")
MEANINGS: Mapping[FrameField, tuple[str, ...]] = {
    FrameField.CHANNEL: CHANNELS,
    FrameField.APPLICANT_KIND: APPLICANT_KINDS,
    FrameField.KEYED_BY: KEYERS,
}
"""What words of these columns may mean; those of a unit mean its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMapping:
    """The header of each field, as it is written in the file.

    unit: the unit of all rows, when no column says it. words: what a word of a column means, by
    its plain spelling. sheet: of a workbook.
    """

    columns: Mapping[FrameField, str]
    unit: str | None = None
    words: Mapping[FrameField, Mapping[str, str]] = field(default_factory=dict)
    sheet: str | None = None

    def as_document(self) -> dict[str, object]:
        """As it is stored, and given back to `read_mapping`."""
        return {
            "columns": {header: one.value for one, header in self.columns.items()},
            "unit": self.unit,
            "words": {one.value: dict(words) for one, words in self.words.items()},
            "sheet": self.sheet,
        }


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    columns: dict[str, str] | None = None
    unit: str | None = None
    words: dict[str, dict[str, str]] = {}
    sheet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingReading:
    """A mapping, or, when there are faults, none.

    mapping.columns is empty when the document leaves the columns to be guessed.
    """

    mapping: FrameMapping | None
    faults: tuple[Fault, ...]


def read_mapping(content: bytes) -> MappingReading:
    """Reads the JSON document of a mapping; every fault names its place in the document."""
    try:
        document = _Document.model_validate_json(content)
    except ValidationError as error:
        return MappingReading(mapping=None, faults=faults_of(error))
    faults: list[Fault] = []
    columns = _columns(document.columns or {}, faults)
    words = _words(document.words, faults)
    if faults:
        return MappingReading(mapping=None, faults=tuple(faults))
    mapping = FrameMapping(columns=columns, unit=document.unit, words=words, sheet=document.sheet)
    return MappingReading(mapping=mapping, faults=())


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """What pydantic refuses, by place; what was written there is not repeated."""
    found = []
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        where = ".".join(str(part) for part in one["loc"]) or "document"
        code = FrameCode.NOT_JSON if one["type"] == "json_invalid" else FrameCode.NOT_AS_DOCUMENTED
        found.append(code.at(where, why=one["msg"]))
    return tuple(found)


def _columns(given: Mapping[str, str], faults: list[Fault]) -> dict[FrameField, str]:
    columns: dict[FrameField, str] = {}
    for header, name in given.items():
        if name not in _FIELD_NAMES:
            why = f"{shown(name)} is none of {', '.join(FrameField)}"
            faults.append(FrameCode.NOT_AS_DOCUMENTED.at(f"columns.{header}", why=why))
        elif (first := columns.setdefault(FrameField(name), header)) != header:
            faults.append(
                FrameCode.FIELD_OF_TWO_COLUMNS.at(
                    f"columns.{header}", field=name, headers=f"{first}, {header}"
                )
            )
    return columns


def _words(
    given: Mapping[str, Mapping[str, str]], faults: list[Fault]
) -> dict[FrameField, dict[str, str]]:
    words: dict[FrameField, dict[str, str]] = {}
    for name, meanings in given.items():
        if name not in {*MEANINGS, FrameField.UNIT}:
            why = f"words are of {', '.join((*MEANINGS, FrameField.UNIT))}"
            faults.append(FrameCode.NOT_AS_DOCUMENTED.at(f"words.{name}", why=why))
            continue
        one = FrameField(name)
        for word, meaning in meanings.items():
            if one in MEANINGS and meaning not in MEANINGS[one]:
                why = f"{shown(meaning)} is none of {', '.join(MEANINGS[one])}"
                faults.append(FrameCode.NOT_AS_DOCUMENTED.at(f"words.{name}.{word}", why=why))
        words[one] = {plain(word): meaning for word, meaning in meanings.items()}
    return words


def field_of_header(header: str) -> FrameField | None:
    """The field whose column is called so, however it is accented; None when it is not known."""
    name = plain(header)
    without = plain(_IN_PARENTHESES.sub(" ", header))
    return _FIELD_OF_HEADER.get(name) or _FIELD_OF_HEADER.get(without)


def guess_columns(headers: Sequence[str]) -> dict[FrameField, tuple[str, ...]]:
    """Every column that may hold a field; more than one where the headers do not tell."""
    found: dict[FrameField, tuple[str, ...]] = {}
    for header in headers:
        one = field_of_header(header)
        if one is not None:
            found[one] = (*found.get(one, ()), header)
    return found


def settled_mapping(
    given: FrameMapping | None, *, headers: Sequence[str], where: str, log: FaultLog
) -> dict[FrameField, int]:
    """The place of each field's column under this header, counted from 0.

    Without columns given, they are guessed. Faults: a column that is missing or not unique, a
    required field without one. Columns that nobody reads are warned of.
    """
    if given is not None and given.columns:
        columns = _given_columns(given.columns, headers=headers, where=where, log=log)
    else:
        columns = _guessed_columns(headers, where=where, log=log)
    all_headers = ", ".join(header for header in headers if header)
    for one in REQUIRED:
        is_fixed = one is FrameField.UNIT and given is not None and given.unit is not None
        if one not in columns and not is_fixed:
            log.note(FrameCode.FIELD_MISSING, where, field=one.value, headers=all_headers)
    _warn_of_ignored(headers, columns, where=where, log=log)
    return {one: headers.index(header) for one, header in columns.items()}


def _given_columns(
    given: Mapping[FrameField, str], *, headers: Sequence[str], where: str, log: FaultLog
) -> dict[FrameField, str]:
    by_name: dict[str, list[str]] = {}
    for header in headers:
        by_name.setdefault(plain(header), []).append(header)
    columns: dict[FrameField, str] = {}
    for one, wanted in given.items():
        found = by_name.get(plain(wanted), [])
        exact = [header for header in found if header == wanted] or found
        if not exact:
            known = ", ".join(header for header in headers if header)
            log.note(FrameCode.COLUMN_MISSING, where, column=shown(wanted), headers=known)
        elif len(exact) > 1:
            times = str(len(exact))
            log.note(FrameCode.COLUMN_TWICE, where, column=shown(wanted), times=times)
        else:
            columns[one] = exact[0]
    return columns


def _guessed_columns(headers: Sequence[str], *, where: str, log: FaultLog) -> dict[FrameField, str]:
    columns: dict[FrameField, str] = {}
    for one, found in guess_columns(headers).items():
        columns[one] = found[0]
        times = Counter(found)[found[0]]
        if times > 1:
            log.note(FrameCode.COLUMN_TWICE, where, column=shown(found[0]), times=str(times))
        elif len(found) > 1:
            log.note(
                FrameCode.FIELD_TWICE, where, field=one.value, headers=", ".join(map(shown, found))
            )
    return columns


def _warn_of_ignored(
    headers: Sequence[str], columns: Mapping[FrameField, str], *, where: str, log: FaultLog
) -> None:
    read = set(columns.values())
    for header in headers:
        is_unknown = field_of_header(header) is None and plain(header) not in NUMBERS_OF_ROWS
        if header and header not in read and is_unknown:
            log.warn(FrameCode.COLUMN_IGNORED, where, column=shown(header))
