"""All that a batch of documents has to be compared with, in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.db.driver import Statement, is_postgresql, rows_of, written
from survey_app.db.interview_lock import lock_of
from survey_app.db.sync_facts import ANSWERED_IN, Assigned, Held, LastVersion, Place
from survey_app.db.sync_lookup import (
    ALONE_ON_POSTGRESQL,
    COLUMNS,
    ON_POSTGRESQL,
    ON_SQLITE,
    Row,
)


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
    last: Mapping[UUID, LastVersion]
    attempted: frozenset[UUID]
    """Where a contact attempt is held, whatever else is."""


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
        attempted=frozenset(
            of.uuid for of, row in pairs if of.uuid is not None and row.attempt_id is not None
        ),
        last={
            of.uuid: _last(row, row.last_id)
            for of, row in pairs
            if of.uuid is not None and row.last_id is not None
        },
    )


def _rows_about(session: Session, asked: Sequence[Asked]) -> list[Row]:
    if not is_postgresql(session):
        return [Row(*row) for row in session.execute(ON_SQLITE, {"asked": _json(asked)})]
    named = (uuid for of in asked for uuid in (of.uuid, of.case))
    lock = lock_of({uuid for uuid in named if uuid is not None})
    if len(asked) == 1:
        values: Mapping[str, object] = dict(zip(COLUMNS, _values(asked[0]), strict=True))
        about = Statement(text=written(ALONE_ON_POSTGRESQL), values=values)
    else:
        about = Statement(text=written(ON_POSTGRESQL), values=_arrays(asked))
    return [Row(*row) for row in rows_of(session, lock, about)]


def _all_held(pairs: Sequence[tuple[Asked, Row]]) -> dict[UUID, tuple[Held, ...]]:
    """What came before under these UUIDs; several documents may name the same."""
    held: dict[UUID, tuple[Held, ...]] = {}
    for of, row in pairs:
        if of.uuid is None:
            continue
        found = held.get(of.uuid, ())
        if row.same_received_at is not None:
            found += (_held(of.sha256, row.same_received_at),)
        elif row.last_id is not None:
            found += (_held(row.last_sha256, row.last_received_at),)
        if row.attempt_id is not None:
            received_at = row.attempt_received_at or row.attempted_at
            found += (_held(row.attempt_sha256 or "", received_at),)
        if found:
            held[of.uuid] = found
    return held


def _last(row: Row, number: int) -> LastVersion:
    return LastVersion(
        id=number,
        version=row.last_version,
        sha256=row.last_sha256,
        received_at=row.last_received_at.astimezone(UTC),
        is_current=bool(row.last_is_current),
        returned_to=row.returned_to if row.state in ANSWERED_IN else None,
    )


def _held(sha256: str, received_at: datetime) -> Held:
    return Held(sha256=sha256, received_at=received_at.astimezone(UTC))


def _place(row: Row) -> Place:
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
