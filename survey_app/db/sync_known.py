"""All that a batch of documents has to be compared with, in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    Uuid,
    bindparam,
    column,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlalchemy.types import TypeEngine

from survey_app.db.driver import Statement, is_postgresql, rows_of, written
from survey_app.db.interview_lock import lock_of
from survey_app.db.sync_facts import Assigned, Held, Place
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    Person,
    Quarantine,
    QuestionnaireVersion,
    Round,
    RoundUnit,
    Unit,
)

# The tables themselves: rows are read here, no objects.
account, assignment, attempt = Account.__table__, Assignment.__table__, ContactAttempt.__table__
frame_case, interview, person = FrameCase.__table__, Interview.__table__, Person.__table__
quarantine, version = Quarantine.__table__, QuestionnaireVersion.__table__
round_, round_unit, unit = Round.__table__, RoundUnit.__table__, Unit.__table__
named_round, named_unit = round_.alias("named_round"), round_unit.alias("named_unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one document names; None where it could not be read."""

    uuid: UUID | None
    case: UUID | None
    """The UUID of the interview that it is or is about."""
    sha256: str
    enumerator: int | None
    version: str | None
    unlisted: tuple[str, str] | None
    """The codes of a round and of a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the database knows of all that was asked."""

    assigned: Mapping[UUID, Assigned]
    places: Mapping[tuple[str, str], Place]
    put_aside: Mapping[str, tuple[str, Held]]
    enumerators: frozenset[int]
    versions: frozenset[str]
    held: Mapping[UUID, tuple[Held, ...]]


Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
ONE = literal_column("1", BigInteger())
ENUMERATOR = literal_column("'enumerator'", String())
PLACE = "place"
"""Which of the documents it is, from one."""

COLUMNS: Mapping[str, TypeEngine[Any]] = {
    "uuid": Uuid(),
    "case_uuid": Uuid(),
    "sha256": String(),
    "enumerator": BigInteger(),
    "version": String(),
    "round": String(),
    "unit": String(),
}


def _asked_on_postgresql() -> FromClause:
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in COLUMNS.items()]
    columns = [column(name, kind) for name, kind in (*COLUMNS.items(), (PLACE, BigInteger()))]
    return (
        func.unnest(*arrays)
        .table_valued(*columns[:-1], with_ordinality=PLACE)
        .render_derived(name="asked")
    )


def _asked_alone() -> FromClause:
    values = [bindparam(name, type_=kind).label(name) for name, kind in COLUMNS.items()]
    return select(ONE.label(PLACE), *values).subquery("asked")


def _asked_on_sqlite() -> FromClause:
    rows = func.json_each(bindparam("asked", type_=String())).table_valued(
        "key", "value", name="sent"
    )
    return select(
        (rows.c.key + 1).label(PLACE),
        *(
            func.json_extract(rows.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in COLUMNS.items()
        ),
    ).subquery("asked")


def _unit_named(asked: FromClause) -> ColumnElement[int]:
    return (
        select(named_unit.c.id)
        .join(named_round, named_round.c.id == named_unit.c.round_id)
        .join(unit, unit.c.id == named_unit.c.unit_id)
        .where(named_round.c.code == asked.c.round, unit.c.code == asked.c.unit)
        .correlate(asked)
        .scalar_subquery()
    )


@dataclass(slots=True)
class _Looked:
    """Things that each exist once or not at all, found beside the rows of `asked`.

    PostgreSQL looks a fenced thing up row by row, through its index. Left to choose, it read whole
    tables as long as it had not counted their rows, and searched for the best order of eleven
    tables with every batch.
    """

    sources: FromClause
    is_fenced: bool

    def up(self, table: FromClause, *names: str, when: ColumnElement[bool]) -> Columns:
        if not self.is_fenced:
            self.sources = self.sources.outerjoin(table, when)
            return table.c
        one = select(*(table.c[name] for name in names)).where(when).limit(ONE).lateral()
        self.sources = self.sources.outerjoin(one, true())
        return one.c


def _everything_about(asked: FromClause, *, is_fenced: bool) -> Select[Any]:
    """One row a document."""
    of, looked = asked.c, _Looked(asked, is_fenced)
    duty = looked.up(
        assignment,
        *("enumerator_id", "frame_case_id", "round_unit_id", "recalled_at"),
        when=assignment.c.interview_uuid == of.case_uuid,
    )
    place = func.coalesce(duty.round_unit_id, _unit_named(asked))
    there = looked.up(round_unit, "id", "round_id", "is_exempt", when=round_unit.c.id == place)
    during = looked.up(
        round_,
        *("state", "questionnaire_version_id", "allows_unlisted", "is_simulated"),
        when=round_.c.id == there.round_id,
    )
    case = looked.up(frame_case, "person_id", when=frame_case.c.id == duty.frame_case_id)
    whom = looked.up(person, "is_simulated", when=person.c.id == case.person_id)
    is_enumerator = (account.c.id == of.enumerator) & (account.c.role == ENUMERATOR)
    who = looked.up(account, "id", when=is_enumerator)
    what = looked.up(version, "id", when=version.c.id == of.version)
    is_first = (interview.c.uuid == of.uuid) & (interview.c.version == ONE)
    before = looked.up(interview, "content_sha256", "received_at", when=is_first)
    tried = looked.up(
        attempt,
        *("id", "content_sha256", "received_at", "attempted_at"),
        when=attempt.c.uuid == of.uuid,
    )
    is_same = quarantine.c.content_sha256 == of.sha256
    aside = looked.up(quarantine, "kind", "received_at", when=is_same)
    return select(
        of[PLACE],
        duty.enumerator_id.label("assigned_to"),
        duty.frame_case_id,
        duty.recalled_at.is_not(None).label("is_recalled"),
        there.id.label("round_unit_id"),
        there.is_exempt,
        during.state,
        during.questionnaire_version_id,
        during.allows_unlisted,
        (during.is_simulated | func.coalesce(whom.is_simulated, false())).label("is_simulated"),
        who.id.label("enumerator_id"),
        what.id.label("version_id"),
        before.content_sha256.label("interview_sha256"),
        before.received_at.label("interview_received_at"),
        tried.id.label("attempt_id"),
        tried.content_sha256.label("attempt_sha256"),
        tried.received_at.label("attempt_received_at"),
        tried.attempted_at,
        aside.kind.label("aside_as"),
        aside.received_at.label("aside_at"),
    ).select_from(looked.sources)


class _Row(NamedTuple):
    """The columns of `_everything_about`."""

    place: int
    assigned_to: int | None
    frame_case_id: int | None
    is_recalled: bool
    round_unit_id: int | None
    is_exempt: bool
    state: str
    questionnaire_version_id: str
    allows_unlisted: bool
    is_simulated: bool
    enumerator_id: int | None
    version_id: str | None
    interview_sha256: str | None
    interview_received_at: datetime
    attempt_id: int | None
    attempt_sha256: str | None
    attempt_received_at: datetime | None
    attempted_at: datetime
    aside_as: str | None
    aside_at: datetime


# Made once, so that they are also compiled once. A single document comes as values and not as
# arrays of one, which cost more than what is looked up.
ALONE_ON_POSTGRESQL = _everything_about(_asked_alone(), is_fenced=True)
ON_POSTGRESQL = _everything_about(_asked_on_postgresql(), is_fenced=True)
ON_SQLITE = _everything_about(_asked_on_sqlite(), is_fenced=False)


def known_about(session: Session, asked: Sequence[Asked]) -> Known:
    """Reads everything that judging these documents needs; nobody else changes it meanwhile."""
    rows = _rows_about(session, asked)
    pairs = [(asked[row.place - 1], row) for row in rows]
    return Known(
        assigned={
            of.case: Assigned(
                enumerator_id=row.assigned_to,
                is_listed=row.frame_case_id is not None,
                is_recalled=bool(row.is_recalled),
                place=_place(row),
            )
            for of, row in pairs
            if of.case is not None and row.assigned_to is not None
        },
        places={
            of.unlisted: _place(row)
            for of, row in pairs
            if of.unlisted is not None and row.assigned_to is None and row.round_unit_id is not None
        },
        put_aside={
            of.sha256: (row.aside_as, _held(of.sha256, row.aside_at))
            for of, row in pairs
            if row.aside_as is not None
        },
        enumerators=frozenset(row.enumerator_id for row in rows if row.enumerator_id is not None),
        versions=frozenset(row.version_id for row in rows if row.version_id is not None),
        held=_all_held(pairs),
    )


def _rows_about(session: Session, asked: Sequence[Asked]) -> list[_Row]:
    if not is_postgresql(session):
        return [_Row(*row) for row in session.execute(ON_SQLITE, {"asked": _json(asked)})]
    lock = lock_of({of.uuid for of in asked if of.uuid is not None})
    if len(asked) == 1:
        values: Mapping[str, object] = dict(zip(COLUMNS, _values(asked[0]), strict=True))
        about = Statement(text=written(ALONE_ON_POSTGRESQL), values=values)
    else:
        about = Statement(text=written(ON_POSTGRESQL), values=_arrays(asked))
    return [_Row(*row) for row in rows_of(session, lock, about)]


def _all_held(pairs: Sequence[tuple[Asked, _Row]]) -> dict[UUID, tuple[Held, ...]]:
    """What came before under these UUIDs."""
    held: dict[UUID, tuple[Held, ...]] = {}
    for of, row in pairs:
        if of.uuid is None:
            continue
        found = []
        if row.interview_sha256 is not None:
            found.append(_held(row.interview_sha256, row.interview_received_at))
        if row.attempt_id is not None:
            received_at = row.attempt_received_at or row.attempted_at
            found.append(_held(row.attempt_sha256 or "", received_at))
        if found:
            held[of.uuid] = tuple(found)
    return held


def _held(sha256: str, received_at: datetime) -> Held:
    return Held(sha256=sha256, received_at=received_at.astimezone(UTC))


def _place(row: _Row) -> Place:
    if row.round_unit_id is None:
        raise RuntimeError("a duty belongs to a unit")
    return Place(
        round_unit_id=row.round_unit_id,
        questionnaire_version_id=row.questionnaire_version_id,
        is_surveyed=not row.is_exempt and row.state != "draft",
        allows_unlisted=bool(row.allows_unlisted),
        is_simulated=bool(row.is_simulated),
    )


def _values(one: Asked) -> tuple[UUID | str | int | None, ...]:
    unlisted = one.unlisted or (None, None)
    return (one.uuid, one.case, one.sha256, one.enumerator, one.version, *unlisted)


def _arrays(asked: Sequence[Asked]) -> dict[str, object]:
    columns = zip(*(_values(one) for one in asked), strict=True)
    return {name: list(values) for name, values in zip(COLUMNS, columns, strict=True)}


def _json(asked: Sequence[Asked]) -> str:
    """SQLite keeps a UUID as 32 hex digits."""
    rows = [
        [value.hex if isinstance(value, UUID) else value for value in _values(one)] for one in asked
    ]
    return json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows])
