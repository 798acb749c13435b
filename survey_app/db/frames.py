"""Queries about imported lists and the cases that came of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.many_rows import add_rows, next_ids
from survey_app.db.tables import (
    Assignment,
    FrameCase,
    FrameImport,
    Person,
    RoundUnit,
    Table,
    Unit,
)

CURRENT, REPLACED = "current", "replaced"
_PERSON, _CASE = (Table.metadata.tables[name] for name in ("person", "frame_case"))
BATCH = 5_000
"""People whose rows are removed in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFrameImport:
    """A list that becomes cases; the documents are those of mapping, rules and summary."""

    round_id: int
    file_name: str
    sha256: str
    mapping: Mapping[str, object]
    rules: Mapping[str, object]
    counts: Mapping[str, object]
    unit_codes: Sequence[str]
    files: int
    cases: int
    imported_by: int | None
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameImportRecord:
    """A list that was imported. unit_codes: of the surveyed units that have files in it."""

    id: int
    round_id: int
    file_name: str
    sha256: str
    mapping: Mapping[str, object]
    rules: Mapping[str, object]
    counts: Mapping[str, object]
    files: int
    cases: int
    state: str
    imported_by: int | None
    imported_at: datetime
    replaced_at: datetime | None
    unit_codes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewListedCase:
    """A case of a list with the person it belongs to; blank texts are ""."""

    round_unit_id: int
    row_number: int
    file_code: str
    field: str
    procedure: str
    full_name: str
    applicant_kind: str
    phone: str
    address: str
    district: str
    received_on: date | None
    due_on: date | None
    returned_on: date
    channel: str | None
    keyed_by: str | None


def _record(found: FrameImport) -> FrameImportRecord:
    return FrameImportRecord(
        id=found.id,
        round_id=found.round_id,
        file_name=found.file_name,
        sha256=found.sha256,
        mapping=found.mapping,
        rules=found.rules,
        counts=found.counts,
        files=found.files,
        cases=found.cases,
        state=found.state,
        imported_by=found.imported_by,
        imported_at=found.imported_at,
        replaced_at=found.replaced_at,
        unit_codes=frozenset(found.unit_codes),
    )


def imports_of_round(session: Session, round_id: int) -> tuple[FrameImportRecord, ...]:
    """Every list of the round, the newest first, replaced ones included."""
    rows = session.scalars(
        select(FrameImport).where(FrameImport.round_id == round_id).order_by(FrameImport.id.desc())
    )
    return tuple(_record(row) for row in rows)


def listed_files(
    session: Session, round_id: int, *, apart_from: Collection[int] = ()
) -> frozenset[tuple[str, str]]:
    """Code of the unit and of the file of every case, but for those of these imports."""
    chosen = (
        select(Unit.code, FrameCase.file_code)
        .join(RoundUnit, RoundUnit.id == FrameCase.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(RoundUnit.round_id == round_id)
    )
    if apart_from:
        chosen = chosen.where(
            FrameCase.frame_import_id.is_(None) | FrameCase.frame_import_id.not_in(apart_from)
        )
    return frozenset((unit, code) for unit, code in session.execute(chosen))


def cases_in_use(session: Session, import_ids: Collection[int]) -> int:
    """How many cases of these imports somebody has the duty to interview."""
    return session.execute(
        select(func.count())
        .select_from(Assignment)
        .join(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .where(FrameCase.frame_import_id.in_(import_ids))
    ).scalar_one()


def remove_cases(session: Session, import_ids: Collection[int], *, at: datetime) -> None:
    """Removes the cases of these imports and the people in them; the imports stay as replaced.

    Raises IntegrityError when something refers to one of the cases.
    """
    people = session.scalars(
        select(FrameCase.person_id).where(
            FrameCase.frame_import_id.in_(import_ids), FrameCase.person_id.is_not(None)
        )
    ).all()
    session.execute(delete(FrameCase).where(FrameCase.frame_import_id.in_(import_ids)))
    for start in range(0, len(people), BATCH):
        some = people[start : start + BATCH]
        session.execute(delete(Person).where(Person.id.in_(some)))
    session.execute(
        update(FrameImport)
        .where(FrameImport.id.in_(import_ids))
        .values(state=REPLACED, replaced_at=at)
    )


def add_import(session: Session, new: NewFrameImport) -> int:
    """Adds what is known of a list; gives its number."""
    columns = {name: getattr(new, name) for name in NewFrameImport.__dataclass_fields__}
    return session.execute(
        insert(FrameImport).returning(FrameImport.id),
        {**columns, "unit_codes": list(new.unit_codes), "state": CURRENT, "replaced_at": None},
    ).scalar_one()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedCases:
    """People and their cases in the order of the columns, but for what only storing knows.

    All that can be done before the database is locked has been done.
    """

    people: tuple[tuple[object, ...], ...]
    cases: tuple[tuple[object, ...], ...]


_PERSON_COLUMNS = ("full_name", "phone", "address", "is_simulated")
_CASE_COLUMNS = (
    "round_unit_id",
    "public_id",
    "file_code",
    "field",
    "procedure",
    "applicant_kind",
    "district",
    "channel",
    "keyed_by",
    "received_on",
    "due_on",
    "returned_on",
    "row_number",
)


def prepared_cases(
    cases: Iterable[NewListedCase], *, is_simulated: bool, new_uuid: Callable[[], UUID]
) -> PreparedCases:
    """The rows that `add_listed_cases` stores."""
    people, rows = [], []
    for case in cases:
        people.append((case.full_name, case.phone, case.address, is_simulated))
        rows.append(
            (
                case.round_unit_id,
                new_uuid(),
                case.file_code,
                case.field or None,
                case.procedure,
                case.applicant_kind,
                case.district or None,
                case.channel,
                case.keyed_by,
                case.received_on,
                case.due_on,
                case.returned_on,
                case.row_number,
            )
        )
    return PreparedCases(people=tuple(people), cases=tuple(rows))


def add_listed_cases(session: Session, prepared: PreparedCases, *, import_id: int) -> None:
    """Adds the people and their cases. Raises IntegrityError for a file that is a case already."""
    count = len(prepared.cases)
    people = next_ids(session, _PERSON, count)
    numbers = next_ids(session, _CASE, count)
    add_rows(
        session,
        _PERSON,
        columns=("id", *_PERSON_COLUMNS),
        rows=((number, *row) for number, row in zip(people, prepared.people, strict=True)),
    )
    add_rows(
        session,
        _CASE,
        columns=("id", "person_id", "frame_import_id", *_CASE_COLUMNS),
        rows=(
            (number, person, import_id, *row)
            for number, person, row in zip(numbers, people, prepared.cases, strict=True)
        ),
    )
