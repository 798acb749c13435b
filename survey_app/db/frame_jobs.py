"""Queries about the work of processes on large lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from survey_app.db.driver import is_postgresql
from survey_app.db.tables import FrameJob

RUNNING = "running"
_LOCK = text("SELECT pg_advisory_xact_lock(5702, 0)")
"""Two numbers, as no lock of an interview has; the first is of no other kind of lock."""
STAGES = ("open", "read", "judge", "import")
"""Kinds of work in the order in which a list goes through them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFrameJob:
    """Work that is to begin."""

    id: UUID
    upload_id: UUID
    kind: str
    request: Mapping[str, object]
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameJobRecord:
    """Work on a list, without its lines. request: what was chosen on the page.

    seen_at: when its process last said how far it was. outcome: of work that came to an end.
    """

    id: UUID
    upload_id: UUID
    kind: str
    state: str
    request: Mapping[str, object]
    phase: str
    done: int
    total: int | None
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    outcome: Mapping[str, object] | None


_COLUMNS = tuple(getattr(FrameJob, name) for name in FrameJobRecord.__dataclass_fields__)


def add_job(session: Session, new: NewFrameJob) -> None:
    """Notes that work begins; IntegrityError when work on this list is under way."""
    columns = {name: getattr(new, name) for name in NewFrameJob.__dataclass_fields__}
    session.execute(
        insert(FrameJob),
        {
            **columns,
            "state": RUNNING,
            "phase": "start",
            "done": 0,
            "seen_at": new.started_at,
        },
    )


def job_of(session: Session, job_id: UUID) -> FrameJobRecord | None:
    """The work with this UUID."""
    row = session.execute(select(*_COLUMNS).where(FrameJob.id == job_id)).one_or_none()
    return None if row is None else FrameJobRecord(**row._asdict())


def latest_job(session: Session, upload_id: UUID) -> FrameJobRecord | None:
    """The work on this list that has come furthest: what began again took the later work away."""
    stage = case({name: place for place, name in enumerate(STAGES)}, value=FrameJob.kind)
    row = session.execute(
        select(*_COLUMNS).where(FrameJob.upload_id == upload_id).order_by(stage.desc()).limit(1)
    ).one_or_none()
    return None if row is None else FrameJobRecord(**row._asdict())


def job_of_kind(session: Session, upload_id: UUID, *, kind: str) -> FrameJobRecord | None:
    """The last work of this kind on this list."""
    row = session.execute(
        select(*_COLUMNS).where(FrameJob.upload_id == upload_id, FrameJob.kind == kind)
    ).one_or_none()
    return None if row is None else FrameJobRecord(**row._asdict())


def hold_places(session: Session) -> None:
    """Until this transaction ends nobody else begins work; SQLite has one that writes only."""
    if is_postgresql(session):
        session.execute(_LOCK)


def running_since(session: Session, *, seen_after: datetime) -> int:
    """How many processes work on lists, of those that said so after this moment."""
    return session.execute(
        select(func.count())
        .select_from(FrameJob)
        .where(FrameJob.state == RUNNING, FrameJob.seen_at > seen_after)
    ).scalar_one()


def tell(
    session: Session, job_id: UUID, *, phase: str, done: int, total: int | None, at: datetime
) -> bool:
    """Writes down how far the work is; False when it has been ended from elsewhere."""
    return _change(session, job_id, phase=phase, done=done, total=total, seen_at=at)


def end(
    session: Session,
    job_id: UUID,
    *,
    state: str,
    at: datetime,
    outcome: Mapping[str, object] | None = None,
    lines: bytes | None = None,
) -> bool:
    """Ends the work with what came of it; False when it has been ended from elsewhere."""
    kept = None if outcome is None else dict(outcome)
    return _change(session, job_id, state=state, ended_at=at, outcome=kept, lines=lines)


def _change(session: Session, job_id: UUID, **values: object) -> bool:
    changed = session.execute(
        update(FrameJob)
        .where(FrameJob.id == job_id, FrameJob.state == RUNNING)
        .values(**values)
        .returning(FrameJob.id)
    )
    return changed.one_or_none() is not None


def lines_of(session: Session, job_id: UUID) -> bytes | None:
    """The packed lines of a piece of work."""
    return session.scalars(select(FrameJob.lines).where(FrameJob.id == job_id)).one_or_none()


def forget_from(session: Session, upload_id: UUID, *, kind: str) -> None:
    """Removes what came of this stage and of those after it: it begins again."""
    stages = STAGES[STAGES.index(kind) :]
    session.execute(
        delete(FrameJob).where(
            FrameJob.upload_id == upload_id, FrameJob.kind.in_(stages), FrameJob.state != RUNNING
        )
    )
