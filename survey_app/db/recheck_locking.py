"""Queries about re-checks that come in: what they are compared with, and the rows they become."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.sync_facts import Held
from survey_app.db.tables import (
    Assignment,
    FrameCase,
    Interview,
    RecheckAnswer,
    RecheckAside,
    RecheckFact,
    RecheckInterview,
    RecheckTask,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRecord:
    """The interview that a re-check is compared with; for the server alone."""

    id: int
    mode: str
    started_at: datetime
    finished_at: datetime
    elapsed_ms: int | None
    field: str | None
    returned_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecheck:
    """A row of `RecheckInterview`."""

    task_uuid: UUID
    supervisor_id: int
    questionnaire_version_id: str
    mode: str
    has_happened: bool
    content: str
    content_sha256: str
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    elapsed_ms: int | None
    device_id: UUID | None
    skew_ms: int | None
    is_simulated: bool
    first_interview_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A row of `RecheckFact`, before anybody was asked who was right."""

    task_uuid: UUID
    fact: str
    said: str
    fits: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """A row of `RecheckAnswer`."""

    task_uuid: UUID
    item: str
    code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRecord:
    """A row of `RecheckAside`."""

    kind: str
    task_uuid: UUID | None
    content: str
    content_sha256: str
    account_id: int | None
    device_id: UUID | None
    received_at: datetime
    skew_ms: int | None
    faults: list[dict[str, object]]


def hold_tasks(session: Session, uuids: Collection[UUID]) -> None:
    """Nobody else ends, moves or locks these tasks until the transaction ends."""
    chosen = select(RecheckTask.uuid).where(RecheckTask.uuid.in_(uuids))
    session.execute(chosen.order_by(RecheckTask.uuid).with_for_update()).all()


def first_records(
    session: Session, interview_uuids: Collection[UUID]
) -> Mapping[UUID, FirstRecord]:
    """By UUID the version that counts; the last one where none does."""
    rows = session.execute(
        select(Interview, FrameCase.field, FrameCase.returned_on)
        .join(Assignment, Assignment.interview_uuid == Interview.uuid)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .where(Interview.uuid.in_(interview_uuids))
        .order_by(Interview.is_current, Interview.version)
    )
    return {
        found.uuid: FirstRecord(
            id=found.id,
            mode=found.mode,
            started_at=found.started_at,
            finished_at=found.finished_at,
            elapsed_ms=found.elapsed_ms,
            field=field,
            returned_on=returned_on,
        )
        for found, field, returned_on in rows
    }


def held_rechecks(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, Held]:
    """What is locked of these tasks: its hash, and when it came."""
    columns = (
        RecheckInterview.task_uuid,
        RecheckInterview.content_sha256,
        RecheckInterview.received_at,
    )
    rows = session.execute(select(*columns).where(RecheckInterview.task_uuid.in_(uuids)))
    return {row[0]: Held(sha256=row[1], received_at=row[2]) for row in rows}


def held_aside(session: Session, hashes: Collection[str]) -> Mapping[str, tuple[str, Held]]:
    """Of these hashes, what was put aside before, and as what; what was taken in is so no more."""
    columns = (RecheckAside.content_sha256, RecheckAside.kind, RecheckAside.received_at)
    rows = session.execute(
        select(*columns).where(
            RecheckAside.content_sha256.in_(hashes),
            func.coalesce(RecheckAside.decision, "") != "accepted",
        )
    )
    return {row[0]: (row[1], Held(sha256=row[0], received_at=row[2])) for row in rows}


def store_rechecks(
    session: Session,
    rechecks: Sequence[NewRecheck],
    *,
    facts: Sequence[NewFact],
    answers: Sequence[NewAnswer],
) -> None:
    """Keeps what came, and locks its tasks, which the caller holds and found open.

    RuntimeError: one of them was not open.
    """
    if not rechecks:
        return
    session.execute(insert(RecheckInterview), [asdict(one) for one in rechecks])
    for table, rows in ((RecheckFact, facts), (RecheckAnswer, answers)):
        if rows:
            session.execute(insert(table), [asdict(one) for one in rows])
    wanted = {one.task_uuid for one in rechecks}
    began = (
        select(RecheckInterview.started_at)
        .where(RecheckInterview.task_uuid == RecheckTask.uuid)
        .correlate(RecheckTask)
        .scalar_subquery()
    )
    locked = session.scalars(
        update(RecheckTask)
        .where(RecheckTask.uuid.in_(wanted), RecheckTask.state == "open")
        .values(
            state="locked",
            ended_at=rechecks[0].received_at,
            # On a tablet it was opened when it was begun; only now does anybody hear of it.
            opened_at=func.coalesce(RecheckTask.opened_at, began),
        )
        .returning(RecheckTask.uuid)
    )
    if set(locked) != wanted:
        raise RuntimeError("a re-check was locked whose task was not open")


def keep_aside(session: Session, kept: Sequence[AsideRecord]) -> None:
    """Puts documents aside, each content once, in the order of their hashes."""
    if not kept:
        return
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    ordered = sorted(kept, key=lambda one: one.content_sha256)
    session.execute(make(RecheckAside).on_conflict_do_nothing(), [asdict(one) for one in ordered])
