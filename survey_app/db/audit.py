"""The log of changes; a row is written in the transaction of the change it describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, AuditEvent


def record(
    session: Session,
    *,
    action: str,
    object_kind: str,
    object_id: str,
    account_id: int | None,
    at: datetime,
    details: Mapping[str, str] | None = None,
) -> None:
    """Adds one event. Details never hold answers, passwords or contact data."""
    count_events(session, 1, action=action)
    session.add(
        AuditEvent(
            at=at,
            account_id=account_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            details=dict(details or {}),
        )
    )


SEALED_AT_ONCE = ("round.", "sample.", "recheck.", "lot", "interview.exclu")
"""How actions begin after which the log is sealed before the answer leaves; all else seconds later.
"""
_EVENTS, _IS_WEIGHTY = "audit_events", "audit_is_weighty"


def count_events(session: Session, events: int, *, action: str) -> None:
    """Remembers that this session wrote so many, for those who seal them once it has committed."""
    session.info[_EVENTS] = events_of(session) + events
    if action.startswith(SEALED_AT_ONCE):
        session.info[_IS_WEIGHTY] = True


def events_of(session: Session) -> int:
    """How many events this session has written, at most."""
    return int(session.info.get(_EVENTS, 0))


def is_weighty(session: Session) -> bool:
    """Whether one of them is to be sealed at once."""
    return bool(session.info.get(_IS_WEIGHTY, False))


LATE = 1000
"""So many events may be written down by others before one with a lower number is."""


def state(session: Session) -> tuple[int, int]:
    """Another one after every change of anything: the newest event, and how many are near it.

    An event gets its number before its transaction ends, so that a lower number may appear later
    than a higher one; then there are more near the newest.
    """
    found = session.execute(_STATE).one()
    return found[0], found[1]


RECEIVING = ("interview.received", "contact_attempt.recorded")
"""Actions that change nothing but which interviews there are, and how often somebody tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log at one moment. state: as of `state`. others: events after `since` that are not of
    receiving.
    """

    state: tuple[int, int]
    since: int
    others: int


def log_since(session: Session, since: int) -> Log:
    """The log now, and how many events after this one are of anything but receiving."""
    newest, near, others = session.execute(_LOG, {"since": since}).one()
    return Log(state=(newest, near), since=since, others=others)


_NEWEST = select(func.coalesce(func.max(AuditEvent.id), 0)).scalar_subquery()
_STATE = select(
    _NEWEST,
    select(func.count()).where(AuditEvent.id > _NEWEST - LATE).scalar_subquery(),
)
_LOG = _STATE.add_columns(
    select(func.count())
    .where(AuditEvent.id > bindparam("since"), AuditEvent.action.not_in(RECEIVING))
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One of many changes that were made together."""

    action: str
    object_kind: str
    object_id: str
    details: Mapping[str, str] = field(default_factory=dict)


def record_all(
    session: Session, events: Sequence[Event], *, account_id: int | None, at: datetime
) -> None:
    """Adds many events in one statement."""
    if not events:
        return
    for event in events:
        count_events(session, 1, action=event.action)
    session.execute(
        insert(AuditEvent),
        [
            {
                "at": at,
                "account_id": account_id,
                "action": event.action,
                "object_kind": event.object_kind,
                "object_id": event.object_id,
                "details": dict(event.details),
            }
            for event in events
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event of the log, with the name of whoever did it."""

    at: datetime
    by: str | None
    action: str
    details: Mapping[str, str]


def latest_of(
    session: Session, *, object_kind: str, object_id: str, limit: int
) -> tuple[Recorded, ...]:
    """What was done to one object, the newest first."""
    rows = session.execute(
        select(AuditEvent, Account.display_name)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .where(AuditEvent.object_kind == object_kind, AuditEvent.object_id == object_id)
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    return tuple(
        Recorded(at=found.at, by=by, action=found.action, details=found.details)
        for found, by in rows
    )
