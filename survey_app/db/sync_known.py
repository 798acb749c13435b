"""All that a batch of documents has to be compared with, in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    Select,
    String,
    Uuid,
    bindparam,
    column,
    false,
    func,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlalchemy.types import TypeEngine

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
    held: Mapping[UUID, Held]


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
    columns = [column(name, kind) for name, kind in COLUMNS.items()]
    return func.unnest(*arrays).table_valued(*columns).render_derived(name="asked")


def _asked_alone() -> FromClause:
    values = [bindparam(name, type_=kind).label(name) for name, kind in COLUMNS.items()]
    return select(*values).subquery("asked")


def _asked_on_sqlite() -> FromClause:
    rows = func.json_each(bindparam("asked", type_=String())).table_valued("value", name="sent")
    return select(
        *(
            func.json_extract(rows.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in COLUMNS.items()
        )
    ).subquery("asked")


def _unit_named(of: ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]) -> ColumnElement[int]:
    return (
        select(named_unit.c.id)
        .join(named_round, named_round.c.id == named_unit.c.round_id)
        .join(unit, unit.c.id == named_unit.c.unit_id)
        .where(named_round.c.code == of.round, unit.c.code == of.unit)
        .scalar_subquery()
    )


def _everything_about(asked: FromClause) -> Select[Any]:
    """One row a document, of things that each exist once or not at all."""
    of = asked.c
    is_enumerator = (account.c.id == of.enumerator) & (account.c.role == "enumerator")
    is_first = (interview.c.uuid == of.uuid) & (interview.c.version == 1)
    place = func.coalesce(assignment.c.round_unit_id, _unit_named(of))
    return (
        select(
            of.uuid,
            of.case_uuid,
            of.sha256,
            of.round,
            of.unit,
            assignment.c.enumerator_id.label("assigned_to"),
            assignment.c.frame_case_id,
            round_unit.c.id.label("round_unit_id"),
            round_unit.c.is_exempt,
            round_.c.state,
            round_.c.questionnaire_version_id,
            round_.c.allows_unlisted,
            (round_.c.is_simulated | func.coalesce(person.c.is_simulated, false())).label(
                "is_simulated"
            ),
            account.c.id.label("enumerator_id"),
            version.c.id.label("version_id"),
            interview.c.content_sha256.label("interview_sha256"),
            interview.c.received_at.label("interview_received_at"),
            attempt.c.id.label("attempt_id"),
            attempt.c.content_sha256.label("attempt_sha256"),
            attempt.c.received_at.label("attempt_received_at"),
            attempt.c.attempted_at,
            quarantine.c.kind.label("aside_as"),
            quarantine.c.received_at.label("aside_at"),
        )
        .select_from(asked)
        .outerjoin(assignment, assignment.c.interview_uuid == of.case_uuid)
        .outerjoin(round_unit, round_unit.c.id == place)
        .outerjoin(round_, round_.c.id == round_unit.c.round_id)
        .outerjoin(frame_case, frame_case.c.id == assignment.c.frame_case_id)
        .outerjoin(person, person.c.id == frame_case.c.person_id)
        .outerjoin(account, is_enumerator)
        .outerjoin(version, version.c.id == of.version)
        .outerjoin(interview, is_first)
        .outerjoin(attempt, attempt.c.uuid == of.uuid)
        .outerjoin(quarantine, quarantine.c.content_sha256 == of.sha256)
    )


# Made once, so that they are also compiled once. PostgreSQL expects ten rows of an array that it
# does not know, finds that too many, and would plan anew for every single document.
OF_ONE = _everything_about(_asked_alone())
ON_POSTGRESQL = _everything_about(_asked_on_postgresql())
ON_SQLITE = _everything_about(_asked_on_sqlite())


def known_about(session: Session, asked: Sequence[Asked]) -> Known:
    """Reads everything that judging these documents needs."""
    connection = session.connection()
    if len(asked) == 1:
        rows = connection.execute(OF_ONE, dict(zip(COLUMNS, _values(*asked), strict=True))).all()
    elif connection.dialect.name == "postgresql":
        rows = connection.execute(ON_POSTGRESQL, _arrays(asked)).all()
    else:
        rows = connection.execute(ON_SQLITE, {"asked": _json(asked)}).all()
    stored = {
        row.uuid: Held(sha256=row.interview_sha256, received_at=row.interview_received_at)
        for row in rows
        if row.interview_sha256 is not None
    }
    attempted = {
        row.uuid: Held(
            sha256=row.attempt_sha256 or "", received_at=row.attempt_received_at or row.attempted_at
        )
        for row in rows
        if row.attempt_id is not None
    }
    return Known(
        assigned={
            row.case_uuid: Assigned(
                enumerator_id=row.assigned_to,
                is_listed=row.frame_case_id is not None,
                place=_place(row),
            )
            for row in rows
            if row.assigned_to is not None
        },
        places={
            (row.round, row.unit): _place(row)
            for row in rows
            if row.assigned_to is None and row.round_unit_id is not None
        },
        put_aside={
            row.sha256: (row.aside_as, Held(sha256=row.sha256, received_at=row.aside_at))
            for row in rows
            if row.aside_as is not None
        },
        enumerators=frozenset(row.enumerator_id for row in rows),
        versions=frozenset(row.version_id for row in rows if row.version_id is not None),
        held={**attempted, **stored},
    )


def _place(row: Row[Any]) -> Place:
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


def _arrays(asked: Sequence[Asked]) -> dict[str, list[UUID | str | int | None]]:
    columns = zip(*(_values(one) for one in asked), strict=True)
    return {name: list(values) for name, values in zip(COLUMNS, columns, strict=True)}


def _json(asked: Sequence[Asked]) -> str:
    """SQLite keeps a UUID as 32 hex digits."""
    rows = [
        [value.hex if isinstance(value, UUID) else value for value in _values(one)] for one in asked
    ]
    return json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows])
