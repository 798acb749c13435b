"""The versions of one interview: the last one, whether a content came before, voiding, reviving."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db import audit
from survey_app.db.interview_answers import NewInterview
from survey_app.db.interview_tallies import note_end, note_ends, note_return
from survey_app.db.interviews import add_version
from survey_app.db.sync_facts import ANSWERED_IN, Held, LastVersion
from survey_app.db.sync_stored import Entry
from survey_app.db.tables import Account, Device, Interview, InterviewReturn, Round, RoundUnit
from survey_app.db.voided_comments import note_revived, note_voided


def last_version(session: Session, uuid: UUID) -> LastVersion | None:
    """The version that came last under this UUID, counting or voided."""
    found = session.execute(
        select(
            Interview.id,
            Interview.version,
            Interview.content_sha256,
            Interview.received_at,
            Interview.is_current,
            InterviewReturn.enumerator_id,
        )
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .outerjoin(
            InterviewReturn,
            (InterviewReturn.interview_id == Interview.id)
            & (InterviewReturn.state == "open")
            & Round.state.in_(ANSWERED_IN),
        )
        .where(Interview.uuid == uuid)
        .order_by(Interview.version.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return LastVersion(
        id=found[0],
        version=found[1],
        sha256=found[2],
        received_at=found[3],
        is_current=found[4],
        returned_to=found[5],
    )


def received_before(session: Session, uuid: UUID, sha256: str) -> Held | None:
    """The version that came with this very content."""
    received_at = session.scalars(
        select(Interview.received_at)
        .where(Interview.uuid == uuid, Interview.content_sha256 == sha256)
        .order_by(Interview.version)
        .limit(1)
    ).one_or_none()
    return None if received_at is None else Held(sha256=sha256, received_at=received_at)


def was_made_by(session: Session, uuid: UUID, account_id: int) -> bool:
    """Whether a version of the interview is this person's work."""
    mine = select(Interview.id).where(Interview.uuid == uuid, Interview.enumerator_id == account_id)
    return session.scalars(mine.limit(1)).one_or_none() is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVersion:
    """An interview that follows the last version of the same number."""

    new: NewInterview
    after: LastVersion


VERSION_RECEIVED = "interview.version_received"


def add_next_versions(session: Session, nexts: Sequence[NextVersion], *, entry: Entry) -> set[UUID]:
    """Stores versions that were asked for, each with its event in the log; gives their UUIDs.

    One by one: they are few among many first versions.
    """
    for one in nexts:
        add_version(session, one.new, after=one.after, goes_on=one.after.is_current)
        audit.record(
            session,
            action=VERSION_RECEIVED,
            object_kind="interview",
            object_id=str(one.new.uuid),
            account_id=entry.account_id,
            at=entry.at,
            details={**entry.details, "version": str(one.after.version + 1)},
        )
    return {one.new.uuid for one in nexts}


def void(session: Session, interview_id: int, *, reason: str, at: datetime) -> None:
    """The version counts no more and stays as it came; nothing where it does not count anyway."""
    ended = session.execute(
        update(Interview)
        .where(Interview.id == interview_id, Interview.is_current)
        .values(is_current=False, voided_at=at, void_reason=reason)
        .returning(Interview.id)
    )
    if ended.first() is not None:
        note_end(session, interview_id)
        note_voided(session, [interview_id])


def void_all(
    session: Session, interview_ids: Collection[int], *, reason: str, at: datetime
) -> None:
    """The same of many versions at once; those that do not count anyway stay as they are."""
    ended = session.scalars(
        update(Interview)
        .where(Interview.id.in_(interview_ids), Interview.is_current)
        .values(is_current=False, voided_at=at, void_reason=reason)
        .returning(Interview.id)
    ).all()
    note_ends(session, ended)
    note_voided(session, ended)


def revive(session: Session, interview_id: int) -> None:
    """The voided version counts again; nothing where it does so already."""
    begun = session.execute(
        update(Interview)
        .where(Interview.id == interview_id, Interview.voided_at.is_not(None))
        .values(is_current=True, voided_at=None, void_reason=None)
        .returning(Interview.id)
    )
    if begun.first() is not None:
        note_return(session, interview_id)
        note_revived(session, interview_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """One version of an interview, as pages show it beside another."""

    id: int
    version: int
    is_current: bool
    voided_at: datetime | None
    void_reason: str | None
    content: str
    content_sha256: str
    questionnaire_version_id: str
    mode: str
    enumerator: str
    sender: str | None
    device_name: str | None
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    skew_ms: int | None


def versions_of(session: Session, uuid: UUID) -> tuple[VersionRecord, ...]:
    """Every version, the first first."""
    rows = session.execute(_versions().where(Interview.uuid == uuid).order_by(Interview.version))
    return tuple(_record(*row) for row in rows)


def counting_versions(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, VersionRecord]:
    """The versions that count of these interviews; absent where there is none or it was voided."""
    chosen = _versions().where(Interview.uuid.in_(uuids), Interview.is_current)
    return {row[0].uuid: _record(*row) for row in session.execute(chosen)}


def _versions() -> Select[Interview, str, str, str]:
    sender = aliased(Account)
    return (
        select(Interview, Account.display_name, sender.display_name, Device.name)
        .join(Account, Account.id == Interview.enumerator_id)
        .outerjoin(sender, sender.id == Interview.sent_by)
        .outerjoin(Device, Device.id == Interview.device_id)
        .execution_options(populate_existing=True)
    )


def _record(
    found: Interview, enumerator: str, sender: str | None, device_name: str | None
) -> VersionRecord:
    return VersionRecord(
        id=found.id,
        version=found.version,
        is_current=found.is_current,
        voided_at=found.voided_at,
        void_reason=found.void_reason,
        content=found.content,
        content_sha256=found.content_sha256,
        questionnaire_version_id=found.questionnaire_version_id,
        mode=found.mode,
        enumerator=enumerator,
        sender=sender,
        device_name=device_name,
        started_at=found.started_at,
        finished_at=found.finished_at,
        received_at=found.received_at,
        skew_ms=found.skew_ms,
    )
