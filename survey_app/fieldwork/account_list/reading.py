"""Reads the people of a list, and says everything that is wrong with it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey_app.access.people import LONGEST_NAME, USERNAME
from survey_app.access.policy import ROLES_FROM_LISTS, Role
from survey_app.fieldwork.account_list.columns import ROLE_WORDS, ListColumn, ListedPerson
from survey_app.fieldwork.account_list.opening import OpenedList, open_list
from survey_app.fieldwork.account_list.problems import AccountListCode
from survey_app.fieldwork.frame.fields import plain
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.values import Cell, CellRefused, read_text
from survey_app.table_files.problems import FaultLog, TableCode, shown

MOST_PEOPLE = 5_000
LONGEST_CELL = 2_000
"""Characters of a cell that names several areas or units."""
SEPARATOR = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUnit:
    """A unit that people may be tied to."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """The rows that are good, in the order of the file, and where cells of the list stand.

    opened: None when the file could not be read at all.
    """

    people: tuple[ListedPerson, ...]
    opened: OpenedList | None


def read_list(data: bytes, *, units: Sequence[ListUnit], log: FaultLog) -> ListReading:
    """Reads all rows of a CSV file or an XLSX workbook; what is wrong goes into the log."""
    opened = open_list(data, log=log)
    if opened is None:
        return ListReading(people=(), opened=None)
    people = tuple(_people(opened, units=units, log=log))
    if not people and not log.total:
        log.note(TableCode.NO_ROWS, f"row {opened.header_row + 1}")
    return ListReading(people=people, opened=opened)


def _people(
    opened: OpenedList, *, units: Sequence[ListUnit], log: FaultLog
) -> Iterator[ListedPerson]:
    reader = _RowReader(opened, units=units, log=log)
    count = 0
    for number, cells in opened.rows:
        if not any(cell.strip() if isinstance(cell, str) else cell is not None for cell in cells):
            continue
        count += 1
        if count > MOST_PEOPLE:
            log.note(AccountListCode.TOO_MANY_PEOPLE, f"row {number}", maximum=str(MOST_PEOPLE))
            return
        person = reader.read(number, cells)
        if person is not None:
            yield person


class _RowReader:
    """Reads one row after the other; every cell is looked at before a row is refused."""

    def __init__(self, opened: OpenedList, *, units: Sequence[ListUnit], log: FaultLog) -> None:
        self._opened = opened
        self._log = log
        self._units = _units_by_spelling(units)
        self._row_of_username: dict[str, int] = {}
        self._row_of_person: dict[tuple[object, ...], int] = {}

    def read(self, number: int, cells: Sequence[Cell]) -> ListedPerson | None:
        """None when a cell is refused; all that are go into the log."""
        before = self._log.total
        if self._opened.errors:
            errors = self._opened.errors
            cells = [errors.get((number, place), cell) for place, cell in enumerate(cells)]
        expected = len(self._opened.headers)
        if len(cells) < expected or any(cells[expected:]):
            self._log.note(
                FrameCode.OTHER_NUMBER_OF_CELLS,
                f"row {number}",
                found=str(len(cells)),
                expected=str(expected),
            )
            return None
        full_name = self._name(number, cells, ListColumn.FULL_NAME)
        username = self._username(number, cells)
        role = self._role(number, cells)
        organisation = self._name(number, cells, ListColumn.ORGANISATION)
        areas = self._names(number, cells, ListColumn.AREAS)
        teams = self._names(number, cells, ListColumn.TEAMS)
        ties = self._ties(number, cells)
        if role is None or self._log.total > before:
            return None
        person = ListedPerson(
            number=number,
            full_name=full_name,
            username=username,
            role=role,
            organisation=organisation,
            areas=areas,
            tied_unit_codes=ties,
            teams=teams,
        )
        return person if self._is_new(person) else None

    def _is_new(self, person: ListedPerson) -> bool:
        """Two rows without user names that say the same are rather one person than two."""
        key = (
            *(person.full_name, person.username, person.role, person.organisation),
            *(frozenset(map(str.casefold, person.areas)), person.tied_unit_codes),
            frozenset(map(str.casefold, person.teams)),
        )
        first = self._row_of_person.setdefault(key, person.number)
        if first != person.number:
            self._log.note(AccountListCode.SAME_PERSON, f"row {person.number}", row=str(first))
        return first == person.number

    def _text(
        self, number: int, cells: Sequence[Cell], one: ListColumn, *, longest: int = LONGEST_CELL
    ) -> str:
        place = self._opened.places.get(one)
        if place is None:
            return ""
        try:
            return read_text(cells[place], longest=longest)
        except CellRefused as refused:
            self._log.note(refused.code, self._opened.where(number, one), **refused.details)
            return ""

    def _name(self, number: int, cells: Sequence[Cell], one: ListColumn) -> str:
        before = self._log.total
        text = self._text(number, cells, one, longest=LONGEST_NAME)
        if not text and self._log.total == before:
            self._log.note(TableCode.BLANK_CELL, self._opened.where(number, one))
        return text

    def _username(self, number: int, cells: Sequence[Cell]) -> str:
        one = ListColumn.USERNAME
        where = self._opened.where(number, one)
        text = self._text(number, cells, one)
        username = text.lower()
        if not username:
            return ""
        if not USERNAME.fullmatch(username):
            self._log.note(AccountListCode.USERNAME_UNFIT, where, value=shown(text))
            return ""
        first = self._row_of_username.setdefault(username, number)
        if first != number:
            self._log.note(TableCode.TWICE, where, value=username, row=str(first))
        return username

    def _role(self, number: int, cells: Sequence[Cell]) -> Role | None:
        one = ListColumn.ROLE
        where = self._opened.where(number, one)
        text = self._name(number, cells, one)
        role = ROLE_WORDS.get(plain(text))
        if role is not None and role not in ROLES_FROM_LISTS:
            self._log.note(AccountListCode.ROLE_NOT_FROM_LISTS, where, value=role.value)
            return None
        if role is None and text:
            known = ", ".join(sorted(role.value for role in ROLES_FROM_LISTS))
            self._log.note(AccountListCode.UNKNOWN_ROLE, where, value=shown(text), known=known)
        return role

    def _names(self, number: int, cells: Sequence[Cell], one: ListColumn) -> tuple[str, ...]:
        """Without repetitions. Accents tell places and teams apart, capital letters do not."""
        found: dict[str, str] = {}
        for name in _parts(self._text(number, cells, one)):
            if len(name) > LONGEST_NAME:
                self._log.note(
                    TableCode.TEXT_TOO_LONG,
                    self._opened.where(number, one),
                    length=str(len(name)),
                    maximum=str(LONGEST_NAME),
                )
            found.setdefault(name.casefold(), name)
        return tuple(found.values())

    def _ties(self, number: int, cells: Sequence[Cell]) -> frozenset[str]:
        one = ListColumn.TIES
        found = set()
        for part in _parts(self._text(number, cells, one)):
            code = self._units.get(plain(part))
            if code is None:
                where = self._opened.where(number, one)
                self._log.note(AccountListCode.UNKNOWN_UNIT, where, value=shown(part))
            else:
                found.add(code)
        return frozenset(found)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if plain(part)]


def _units_by_spelling(units: Sequence[ListUnit]) -> Mapping[str, str]:
    """Codes by code and by name; a name that several units have means none of them."""
    times = Counter(plain(one.name) for one in units)
    names = {plain(one.name): one.code for one in units if times[plain(one.name)] == 1}
    return {**names, **{plain(one.code): one.code for one in units}}
