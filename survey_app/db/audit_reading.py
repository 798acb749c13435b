"""The log of changes for those who read it: by person, object and time, the newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey_app.db.audit_seals import Head, head, read_time
from survey_app.db.tables import Account, AuditEvent

AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which events: empty ones narrow nothing. since, until: from then on, and before then."""

    username: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """An event with the person who did it; None: the program."""

    id: int
    at: datetime
    username: str | None
    name: str | None
    action: str
    object_kind: str
    object_id: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How far the log is sealed: its newest block, when that was made, how many events wait."""

    head: Head | None
    sealed_at: datetime | None
    waiting: int


def seal_of_log(session: Session) -> Seal:
    """The newest block now."""
    found = head(session)
    behind = 0 if found is None else found.last_id
    waiting = select(func.count()).select_from(AuditEvent).where(AuditEvent.id > behind)
    sealed_at = None if found is None else read_time(found.sealed_at)
    return Seal(head=found, sealed_at=sealed_at, waiting=session.scalars(waiting).one())


def events_of_log(
    session: Session, wanted: Narrowed, *, before: int | None = None, most: int
) -> tuple[ReadEvent, ...]:
    """So many events at most, the newest first. before: only those with a lower id."""
    asked = _narrowed(wanted)
    if before is not None:
        asked = asked.where(AuditEvent.id < before)
    return tuple(_read(*row) for row in session.execute(asked.limit(most)))


def whole_log(session: Session, wanted: Narrowed) -> Iterator[ReadEvent]:
    """All of them, the newest first; read in blocks, so that memory stays flat."""
    with session.execute(_narrowed(wanted), execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            yield _read(*row)


def _narrowed(wanted: Narrowed) -> Select[AuditEvent, str, str]:
    asked = (
        select(AuditEvent, Account.username, Account.display_name)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .order_by(AuditEvent.id.desc())
    )
    if wanted.username:
        asked = asked.where(Account.username == wanted.username)
    if wanted.action:
        asked = asked.where(AuditEvent.action == wanted.action)
    if wanted.object_kind:
        asked = asked.where(AuditEvent.object_kind == wanted.object_kind)
    if wanted.object_id:
        asked = asked.where(AuditEvent.object_id == wanted.object_id)
    if wanted.since is not None:
        asked = asked.where(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        asked = asked.where(AuditEvent.at < wanted.until)
    return asked


def _read(found: AuditEvent, username: str | None, name: str | None) -> ReadEvent:
    return ReadEvent(
        id=found.id,
        at=found.at,
        username=username,
        name=name,
        action=found.action,
        object_kind=found.object_kind,
        object_id=found.object_id,
        details=found.details,
    )
