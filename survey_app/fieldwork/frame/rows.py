"""Reads the rows of a list under a settled header, and says everything that is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from questionnaires.problems import Catalogue
from survey_app.fieldwork.frame.fields import FrameField, FrameRow, FrameUnit, plain
from survey_app.fieldwork.frame.mapping import MEANINGS
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.values import (
    Cell,
    CellRefused,
    read_code,
    read_date,
    read_phone,
    read_text,
)
from survey_app.fieldwork.frame.words import ORGANISATION_BEGINNINGS, WORDS
from survey_app.table_files.problems import FaultLog, TableCode, shown

LONGEST: Mapping[FrameField, int] = {
    FrameField.FILE_CODE: 64,
    FrameField.UNIT: 300,
    FrameField.FIELD: 200,
    FrameField.PROCEDURE: 300,
    FrameField.APPLICANT: 200,
    FrameField.ADDRESS: 300,
    FrameField.DISTRICT: 200,
}
"""Characters that the database keeps of each text."""
MOST_REMEMBERED = 20_000
"""Different cells of a column that are kept, with what they mean: dates, procedures, words."""
_MAY_BE_BLANK = frozenset({FrameField.FIELD, FrameField.ADDRESS, FrameField.DISTRICT})

T = TypeVar("T")


class RowReader:
    """Reads one row after the other; faults and warnings go into the log."""

    def __init__(
        self,
        *,
        headers: Sequence[str],
        places: Mapping[FrameField, int],
        units: Sequence[FrameUnit],
        fixed_unit: str | None,
        words: Mapping[FrameField, Mapping[str, str]],
        errors: Mapping[tuple[int, int], str],
        log: FaultLog,
    ) -> None:
        self._headers = headers
        self._places = places
        self._fixed_unit = fixed_unit
        self._errors = errors
        self._log = log
        self._units = {plain(one.name): one.code for one in units}
        self._units |= {plain(one.code): one.code for one in units}
        self._words = {one: {**WORDS[one], **words.get(one, {})} for one in WORDS}
        self._unit_words = words.get(FrameField.UNIT, {})
        self._remembered: dict[FrameField, dict[Cell, object]] = {one: {} for one in FrameField}
        self._said: dict[tuple[FrameField, str], None] = {}

    @property
    def unknown_words(self) -> tuple[tuple[FrameField, str], ...]:
        """Words and units that mean nothing yet, whole, in the order of the file."""
        return tuple(self._said)

    def read(self, number: int, cells: Sequence[Cell]) -> FrameRow | None:
        """None when a cell is refused; all that are go into the log."""
        before = self._log.total
        if self._errors:
            cells = [self._errors.get((number, place), cell) for place, cell in enumerate(cells)]
        expected = len(self._headers)
        if len(cells) < expected or any(cells[expected:]):
            self._log.note(
                FrameCode.OTHER_NUMBER_OF_CELLS,
                f"row {number}",
                found=str(len(cells)),
                expected=str(expected),
            )
            return None
        if self._is_no_file(number, cells):
            return None
        applicant = self._text(number, cells, FrameField.APPLICANT)
        row = FrameRow(
            number=number,
            unit_code=self._unit(number, cells),
            file_code=self._code(number, cells),
            field=self._text(number, cells, FrameField.FIELD),
            procedure=self._text(number, cells, FrameField.PROCEDURE),
            applicant=applicant,
            applicant_kind=self._word(number, cells, FrameField.APPLICANT_KIND)
            or kind_of_name(applicant),
            phone=self._phone(number, cells),
            address=self._text(number, cells, FrameField.ADDRESS),
            district=self._text(number, cells, FrameField.DISTRICT),
            received_on=self._date(number, cells, FrameField.RECEIVED_ON),
            due_on=self._date(number, cells, FrameField.DUE_ON),
            returned_on=self._date(number, cells, FrameField.RETURNED_ON),
            channel=self._word(number, cells, FrameField.CHANNEL),
            keyed_by=self._word(number, cells, FrameField.KEYED_BY),
        )
        if self._log.total > before:
            return None
        self._look_at(row)
        return row

    def _is_no_file(self, number: int, cells: Sequence[Cell]) -> bool:
        """Says once of a whole row what would else be said of each of its blank cells."""
        code = self._cell(cells, FrameField.FILE_CODE)
        if code is not None and code == self._headers[self._places[FrameField.FILE_CODE]]:
            self._log.note(FrameCode.HEADER_AGAIN, f"row {number}")
            return True
        named = (FrameField.PROCEDURE, FrameField.APPLICANT)
        if any(self._cell(cells, one) not in _NOTHING for one in named):
            return False
        self._log.note(FrameCode.NOT_A_FILE, f"row {number}")
        return True

    def _look_at(self, row: FrameRow) -> None:
        where = f"row {row.number}"
        if not row.phone and not row.address:
            self._log.warn(FrameCode.NO_WAY_TO_REACH, where)
        if row.received_on and row.returned_on and row.returned_on < row.received_on:
            returned = row.returned_on.strftime("%d/%m/%Y")
            self._log.warn(FrameCode.RETURNED_BEFORE_RECEIVED, where, returned=returned)

    def _where(self, number: int, one: FrameField) -> str:
        place = self._places.get(one)
        return f"row {number}, {one.value if place is None else shown(self._headers[place])}"

    def _cell(self, cells: Sequence[Cell], one: FrameField) -> Cell:
        place = self._places.get(one)
        return cells[place] if place is not None and place < len(cells) else None

    def _refuse(
        self, number: int, one: FrameField, code: Catalogue, details: Mapping[str, str]
    ) -> None:
        self._log.note(code, self._where(number, one), **details)

    def _remember(
        self, number: int, one: FrameField, cell: Cell, read: Callable[[Cell], T], *, nothing: T
    ) -> T:
        """What this cell means; the same cell is read once, and its meaning is one object."""
        remembered = self._remembered[one]
        if cell in remembered:
            return remembered[cell]  # type: ignore[return-value]  # one reader for each field
        try:
            value = read(cell)
        except CellRefused as refused:
            self._refuse(number, one, refused.code, refused.details)
            return nothing
        if len(remembered) < MOST_REMEMBERED:
            remembered[cell] = value
        return value

    def _text(self, number: int, cells: Sequence[Cell], one: FrameField) -> str:
        longest = LONGEST[one]
        text = self._remember(
            number,
            one,
            self._cell(cells, one),
            lambda cell: read_text(cell, longest=longest),
            nothing="?",
        )
        if not text and one not in _MAY_BE_BLANK:
            self._refuse(number, one, TableCode.BLANK_CELL, {})
        return text

    def _code(self, number: int, cells: Sequence[Cell]) -> str:
        one = FrameField.FILE_CODE
        try:
            code = read_code(self._cell(cells, one), longest=LONGEST[one])
        except CellRefused as refused:
            self._refuse(number, one, refused.code, refused.details)
            return ""
        if not code:
            self._refuse(number, one, TableCode.BLANK_CELL, {})
        return code

    def _date(self, number: int, cells: Sequence[Cell], one: FrameField) -> date | None:
        cell = self._cell(cells, one)
        return None if cell is None else self._remember(number, one, cell, read_date, nothing=None)

    def _phone(self, number: int, cells: Sequence[Cell]) -> str:
        """One that cannot be called is left out and warned of: the address may still do."""
        try:
            return read_phone(self._cell(cells, FrameField.PHONE))
        except CellRefused as refused:
            if isinstance(refused.code, TableCode) or refused.code is FrameCode.ERROR_CELL:
                self._refuse(number, FrameField.PHONE, refused.code, refused.details)
            else:
                where = self._where(number, FrameField.PHONE)
                self._log.warn(refused.code, where, **refused.details)
            return ""

    def _word(self, number: int, cells: Sequence[Cell], one: FrameField) -> str | None:
        cell = self._cell(cells, one)
        if cell is None:
            return None
        text = self._remember(number, one, cell, lambda cell: self._meaning(cell, one), nothing="")
        if text.startswith(_UNKNOWN):
            known = ", ".join(MEANINGS[one])
            self._unknown(number, one, FrameCode.UNKNOWN_WORD, text[1:], known=known)
        return text or None

    def _meaning(self, cell: Cell, one: FrameField) -> str:
        text = read_text(cell, longest=LONGEST[FrameField.DISTRICT])
        return self._words[one].get(plain(text), _UNKNOWN + text) if text else ""

    def _unit(self, number: int, cells: Sequence[Cell]) -> str:
        one = FrameField.UNIT
        cell = self._cell(cells, one) if one in self._places else self._fixed_unit
        code = self._remember(number, one, cell, self._unit_meant, nothing="?")
        if not code:
            self._refuse(number, one, TableCode.BLANK_CELL, {})
        elif code.startswith(_UNKNOWN):
            self._unknown(number, one, FrameCode.UNKNOWN_UNIT, code[1:])
        return code

    def _unit_meant(self, cell: Cell) -> str:
        text = read_text(cell, longest=LONGEST[FrameField.UNIT])
        name = plain(text)
        meant = self._unit_words.get(name)
        known = self._units.get(name if meant is None else plain(meant))
        return known or (_UNKNOWN + text if text else "")

    def _unknown(
        self, number: int, one: FrameField, code: FrameCode, word: str, **details: str
    ) -> None:
        """Says a word once, with its first row, and counts the others that have it."""
        if (one, word) in self._said:
            self._log.count()
            return
        self._said[one, word] = None
        self._log.note(code, self._where(number, one), value=shown(word), **details)


_NOTHING = (None, "")
_UNKNOWN = "\0"
"""Marks a word that has no meaning yet; no cell has this character."""


def kind_of_name(name: str) -> str:
    """Person or organisation, by how the name begins; whole words decide."""
    is_organisation = f"{name[:_LONGEST_BEGINNING].casefold()} ".startswith(_BEGINNINGS)
    return "organisation" if is_organisation else "person"


_LONGEST_BEGINNING = 40
_BEGINNINGS = tuple(f"{one} " for one in ORGANISATION_BEGINNINGS)
