"""Queries about the log of changes as a chain of blocks.

Times are text here, as they are hashed: UTC, six decimals, 2026-11-30T02:00:00.000000Z.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.driver import is_postgresql
from survey_app.db.tables import AuditEvent, AuditSeal, Publication, PublicationSeal, Round

AT_ONCE, BLOCKS_AT_ONCE = 5000, 20
"""Rows that are read together: events, and blocks with the marks of thousands."""
WRITTEN = "%Y-%m-%dT%H:%M:%S.%fZ"
GUARDED = ("audit_event", "audit_seal")


class LoggedEvent(NamedTuple):
    """An event as it is stored; details: the text of its JSON. Made a million times in a check."""

    id: int
    at: str
    account_id: int | None
    action: str
    object_kind: str
    object_id: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeal:
    """A block to be kept. marks: id and SHA-256 of each of its events."""

    number: int
    sealed_at: str
    is_found: bool
    first_id: int
    last_id: int
    events: int
    marks: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest block: all that is before it follows from its SHA-256."""

    number: int
    sealed_at: str
    last_id: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedHead:
    """A head that is known outside the log: with a publication, or from paper. said_by: where."""

    number: int
    sha256: str
    said_by: str


def written(at: datetime) -> str:
    """A time as it is hashed."""
    return at.astimezone(UTC).strftime(WRITTEN)


def read_time(text_of: str) -> datetime:
    """The time again that was written so."""
    return datetime.strptime(text_of, WRITTEN).replace(tzinfo=UTC)


_AS_HASHED = {
    "postgresql": (
        """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
        "details::text",
    ),
    # Seconds without decimals are never written by the program.
    "sqlite": ("replace(at, ' ', 'T') || 'Z'", "details"),
}


_ASKED = {
    kind: (
        f"SELECT id, {at}, account_id, action, object_kind, object_id, {details}"  # noqa: S608 -- our own words
        " FROM audit_event"
    )
    for kind, (at, details) in _AS_HASHED.items()
}


def all_events(session: Session) -> Iterator[LoggedEvent]:
    """The whole log in the order of ids; read in blocks, so that memory stays flat."""
    asked = text(f"{_ASKED[session.get_bind().dialect.name]} ORDER BY id")
    with session.execute(asked, execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            yield LoggedEvent._make(row)


def events_between(session: Session, *, after: int, up_to: int, most: int) -> list[LoggedEvent]:
    """The first of the events with a higher id than one and none higher than the other."""
    asked = _ASKED[session.get_bind().dialect.name]
    rows = session.execute(
        text(f"{asked} WHERE id > :after AND id <= :up_to ORDER BY id LIMIT :most"),
        {"after": after, "up_to": up_to, "most": most},
    )
    return [LoggedEvent._make(row) for row in rows]


def newest_event(session: Session) -> int:
    """The highest id that this transaction sees; 0 without any event."""
    return session.scalars(select(func.max(AuditEvent.id))).one() or 0


def head(session: Session) -> Head | None:
    """The newest block; None where nothing was sealed yet."""
    found = session.execute(
        select(AuditSeal.number, AuditSeal.sealed_at, AuditSeal.last_id, AuditSeal.sha256)
        .order_by(AuditSeal.number.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return Head(number=found[0], sealed_at=written(found[1]), last_id=found[2], sha256=found[3])


def add_seal(session: Session, new: NewSeal) -> bool:
    """Keeps a block; False where somebody else has sealed one of this number meanwhile."""
    values = {name: getattr(new, name) for name in NewSeal.__dataclass_fields__}
    values["sealed_at"] = read_time(new.sealed_at)
    make = postgresql.insert if is_postgresql(session) else sqlite.insert
    insert = make(AuditSeal).values(values).on_conflict_do_nothing(index_elements=["number"])
    return session.execute(insert.returning(AuditSeal.number)).one_or_none() is not None


def seals(session: Session) -> Iterator[NewSeal]:
    """Every block, the first one first; read a few at a time."""
    ordered = select(AuditSeal).order_by(AuditSeal.number)
    with session.scalars(ordered, execution_options={"yield_per": BLOCKS_AT_ONCE}) as rows:
        for found in rows:
            yield NewSeal(
                number=found.number,
                sealed_at=written(found.sealed_at),
                is_found=found.is_found,
                first_id=found.first_id,
                last_id=found.last_id,
                events=found.events,
                marks=found.marks,
                sha256=found.sha256,
            )


def print_head(session: Session, publication_id: int, *, of: Head) -> None:
    """Remembers which head goes out with a publication."""
    session.add(
        PublicationSeal(publication_id=publication_id, seal_number=of.number, seal_sha256=of.sha256)
    )


def printed_heads(session: Session) -> tuple[PrintedHead, ...]:
    """Those of all publications, the oldest first."""
    rows = session.execute(
        select(
            Round.code,
            Publication.published_at,
            PublicationSeal.seal_number,
            PublicationSeal.seal_sha256,
        )
        .join(Publication, Publication.id == PublicationSeal.publication_id)
        .join(Round, Round.id == Publication.round_id)
        .order_by(Publication.id)
    )
    return tuple(
        PrintedHead(number=number, sha256=sha256, said_by=f"published with {code}, {written(at)}")
        for code, at, number, sha256 in rows
    )


_TRIGGERS = {
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        " AND tgrelid IN ('audit_event'::regclass, 'audit_seal'::regclass)"
    ),
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}
_GUARDS = {
    "postgresql": tuple(f"{table}_only_added_to" for table in GUARDED),
    "sqlite": tuple(
        f"{table}_{guard}" for table in GUARDED for guard in ("not_changed", "not_deleted")
    ),
}


def missing_guards(session: Session) -> tuple[str, ...]:
    """The triggers that refuse changes of the log and are not there, or are switched off."""
    kind = session.get_bind().dialect.name
    there = set(session.scalars(text(_TRIGGERS[kind])))
    return tuple(name for name in _GUARDS[kind] if name not in there)
