"""Queries that store interviews and give them back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import SQLColumnExpression, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.compositions import ALL, Selection
from survey_app.db.interview_answers import NewInterview, StoredVersion, store_answers
from survey_app.db.interview_tallies import note_end
from survey_app.db.origins import origins_of
from survey_app.db.tables import (
    Account,
    Interview,
    InterviewReturn,
    InterviewTally,
    RoundUnit,
    ScoreRunInterview,
    Unit,
    answer,
)
from survey_app.db.tables_fieldwork import slot_name
from survey_app.db.voided_comments import note_revived

SECOND_MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRecord:
    """One interview as the response file gives it: no identity, no free text."""

    uuid: UUID
    unit_code: str
    enumerator: str
    started_at: datetime
    finished_at: datetime
    levels: tuple[int, ...]
    mode: str
    origin: str
    stratum: str
    """Of the draw that chose its respondent; "" where none did."""


def _interview_row(new: NewInterview, *, origin: str) -> dict[str, object]:
    return {
        "uuid": new.uuid,
        "version": 1,
        "predecessor_id": None,
        "is_current": True,
        "round_unit_id": new.round_unit_id,
        "enumerator_id": new.enumerator_id,
        "questionnaire_version_id": new.questionnaire_version_id,
        "mode": new.mode,
        "origin": origin,
        "content": new.content,
        "content_sha256": new.content_sha256,
        "started_at": new.started_at,
        "finished_at": new.finished_at,
        "received_at": new.received_at,
        "is_simulated": new.is_simulated,
        "device_id": new.device_id,
        "sent_by": new.sent_by,
        "skew_ms": new.skew_ms,
        "voided_at": None,
        "void_reason": None,
        "fingerprint": new.fingerprint,
        "elapsed_ms": new.elapsed_ms,
    }


def insert_once(session: Session, new: NewInterview) -> int | None:
    """Stores the interview with its answers, and gives its id; None when its UUID is there."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    origin = origins_of(session, [new.uuid])[new.uuid]
    interview_id = session.execute(
        make(Interview).on_conflict_do_nothing().returning(Interview.id),
        _interview_row(new, origin=origin.word),
    ).scalar_one_or_none()
    if interview_id is not None:
        stored = StoredVersion(new=new, id=interview_id, stratum=origin.stratum)
        store_answers(session, [stored])
    return interview_id


def insert_all_once(session: Session, interviews: Sequence[NewInterview]) -> set[UUID]:
    """Stores those whose UUID is not there yet; gives their UUIDs."""
    if not interviews:
        return set()
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    origins = origins_of(session, [new.uuid for new in interviews])
    rows = session.execute(
        make(Interview).on_conflict_do_nothing().returning(Interview.uuid, Interview.id),
        [_interview_row(new, origin=origins[new.uuid].word) for new in interviews],
    )
    ids = {row[0]: row[1] for row in rows}
    store_answers(
        session,
        [
            StoredVersion(new=new, id=ids[new.uuid], stratum=origins[new.uuid].stratum)
            for new in interviews
            if new.uuid in ids
        ],
    )
    return set(ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentInterview:
    """The version of an interview that counts."""

    id: int
    version: int
    round_unit_id: int
    enumerator_id: int
    questionnaire_version_id: str
    mode: str
    content: str
    started_at: datetime
    finished_at: datetime
    is_simulated: bool
    elapsed_ms: int | None


def current_interview(session: Session, uuid: UUID) -> CurrentInterview | None:
    """The version that counts, unless there is none or it was voided."""
    found = session.execute(
        select(Interview).where(Interview.uuid == uuid, Interview.is_current)
    ).scalar_one_or_none()
    if found is None:
        return None
    return CurrentInterview(
        id=found.id,
        version=found.version,
        round_unit_id=found.round_unit_id,
        enumerator_id=found.enumerator_id,
        questionnaire_version_id=found.questionnaire_version_id,
        mode=found.mode,
        content=found.content,
        started_at=found.started_at,
        finished_at=found.finished_at,
        is_simulated=found.is_simulated,
        elapsed_ms=found.elapsed_ms,
    )


class Numbered(Protocol):
    """A version of an interview, as far as the next one needs it."""

    @property
    def id(self) -> int:
        """Of the version itself."""

    @property
    def version(self) -> int:
        """Its number, from 1."""


def add_version(
    session: Session, new: NewInterview, *, after: Numbered, goes_on: bool = False
) -> int:
    """The new version counts from now on, the one before stays as it was; gives its id.

    Whoever returned the interview to its enumerator has the answer with it. goes_on: the same
    interview was looked at again, so that it took as long as both visits: by the clock of the
    tablet, or in whole seconds from start to end where none ran.
    """
    ended = session.execute(
        update(Interview)
        .where(Interview.id == after.id, Interview.is_current)
        .values(is_current=False)
        .returning(Interview.id)
    )
    if ended.first() is not None:
        note_end(session, after.id)
    else:
        note_revived(session, after.id)
    before = session.execute(
        select(
            Interview.origin,
            Interview.elapsed_ms,
            Interview.started_at,
            Interview.finished_at,
            InterviewTally.stratum,
        )
        .outerjoin(InterviewTally, InterviewTally.interview_id == Interview.id)
        .where(Interview.id == after.id)
    ).one()
    row = {
        **_interview_row(new, origin=before.origin),
        "version": after.version + 1,
        "predecessor_id": after.id,
    }
    if goes_on:
        row["elapsed_ms"] = sum(
            _took_ms(one.elapsed_ms, one.started_at, one.finished_at) for one in (before, new)
        )
    number = session.execute(insert(Interview).returning(Interview.id), row).scalar_one()
    store_answers(session, [StoredVersion(new=new, id=number, stratum=before.stratum or "")])
    session.execute(
        update(InterviewReturn)
        .where(InterviewReturn.interview_uuid == new.uuid, InterviewReturn.state == "open")
        .values(state="answered", ended_at=new.received_at, answer_id=number)
    )
    return number


def _took_ms(elapsed_ms: int | None, started_at: datetime, finished_at: datetime) -> int:
    if elapsed_ms is not None:
        return elapsed_ms
    return (finished_at - started_at) // timedelta(seconds=1) * SECOND_MS


def insert_many(session: Session, interviews: Sequence[NewInterview]) -> None:
    """Stores many interviews that are known to be new, in a few statements."""
    origins = origins_of(session, [new.uuid for new in interviews])
    ids = session.scalars(
        insert(Interview).returning(Interview.id, sort_by_parameter_order=True),
        [_interview_row(new, origin=origins[new.uuid].word) for new in interviews],
    ).all()
    store_answers(
        session,
        [
            StoredVersion(new=new, id=number, stratum=origins[new.uuid].stratum)
            for new, number in zip(interviews, ids, strict=True)
        ],
    )


def finished_per_unit(session: Session, round_ids: Collection[int]) -> Mapping[int, int]:
    """Interviews received, by round unit; units without any are absent."""
    rows = session.execute(
        select(Interview.round_unit_id, func.count())
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id.in_(round_ids), Interview.is_current)
        .group_by(Interview.round_unit_id)
    )
    return {row[0]: row[1] for row in rows}


def responses(
    session: Session, round_id: int, *, items: int, selection: Selection = ALL
) -> Iterator[ResponseRecord]:
    """The interviews of a round by unit and UUID, read in blocks so that memory stays flat."""
    those = (RoundUnit.round_id == round_id, Interview.is_current, *selection.conditions())
    return _responses(session, items, *those)


def responses_of_run(session: Session, run_id: int, *, items: int) -> Iterator[ResponseRecord]:
    """The same of the interviews of which a run was made, in the versions that it is made of."""
    of_run = select(ScoreRunInterview.interview_id).where(ScoreRunInterview.score_run_id == run_id)
    return _responses(session, items, Interview.id.in_(of_run))


def _responses(
    session: Session, items: int, *those: SQLColumnExpression[bool]
) -> Iterator[ResponseRecord]:
    slots = [answer.c[slot_name(position)] for position in range(items)]
    rows = session.execute(
        select(
            Interview.uuid,
            Unit.code,
            Account.username,
            Interview.started_at,
            Interview.finished_at,
            Interview.mode,
            Interview.origin,
            InterviewTally.stratum,
            *slots,
        )
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == Interview.enumerator_id)
        .outerjoin(InterviewTally, InterviewTally.interview_id == Interview.id)
        .where(*those)
        .order_by(RoundUnit.position, Interview.uuid)
        .execution_options(yield_per=1000)
    )
    for (
        uuid,
        unit_code,
        enumerator,
        started_at,
        finished_at,
        mode,
        origin,
        stratum,
        *levels,
    ) in rows:
        yield ResponseRecord(
            uuid=uuid,
            unit_code=unit_code,
            enumerator=enumerator,
            started_at=started_at,
            finished_at=finished_at,
            levels=tuple(levels),
            mode=mode,
            origin=origin,
            stratum=stratum or "",
        )
