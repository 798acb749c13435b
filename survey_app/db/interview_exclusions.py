"""Interviews that do not count because of a re-check: as what, by which decision, until when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Interview,
    InterviewExclusion,
    Lot,
    LotDecision,
    LotMember,
    RoundUnit,
    ScoreRunInterview,
)

_Columns = tuple[UUID, int, str, str, str, str, str, datetime, bool, int]
NO_RUN = 0
"""The database numbers runs from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExclusion:
    """A version that is to count no more, and as what."""

    interview_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLot:
    """A lot with the decision about it that stands; None where nobody has decided."""

    code: str
    decision_id: int | None
    decision: str | None
    interviews: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRecord:
    """An exclusion that stands, as the office looks at it."""

    uuid: UUID
    interview_id: int
    round_id: int
    kind: str
    reason: str
    unit_name: str
    lot: str
    excluded_by: str
    excluded_at: datetime
    is_its_void: bool
    """Whether the interview counted until then; else somebody had voided it before."""


def standing_decision() -> ColumnElement[int]:
    """The id of the decision about the Lot that came last, in a statement that reads Lot."""
    return (
        select(LotDecision.id)
        .where(LotDecision.lot_id == Lot.id)
        .order_by(LotDecision.number.desc())
        .limit(1)
        .correlate(Lot)
        .scalar_subquery()
    )


def decided_lot(session: Session, round_id: int, code: str) -> DecidedLot | None:
    """The lot with this code; None where the round has none such."""
    rows = session.execute(
        select(LotMember.interview_uuid, LotDecision.id, LotDecision.decision)
        .join(Lot, Lot.id == LotMember.lot_id)
        .outerjoin(LotDecision, LotDecision.id == standing_decision())
        .where(Lot.round_id == round_id, Lot.code == code)
    ).all()
    if not rows:
        return None
    return DecidedLot(
        code=code,
        decision_id=rows[0][1],
        decision=rows[0][2],
        interviews=frozenset(row[0] for row in rows),
    )


def add_exclusions(
    session: Session,
    news: Sequence[NewExclusion],
    *,
    decision_id: int,
    reason: str,
    by: int,
    at: datetime,
) -> None:
    """Keeps exclusions of one decision. IntegrityError: one of the versions is excluded already."""
    session.execute(
        insert(InterviewExclusion),
        [
            {
                "interview_id": one.interview_id,
                "kind": one.kind,
                "lot_decision_id": decision_id,
                "reason": reason,
                "excluded_by": by,
                "excluded_at": at,
            }
            for one in news
        ],
    )


def end_exclusion(
    session: Session, interview_id: int, *, reason: str, by: int, at: datetime
) -> None:
    """Ends the exclusion of this version that stands; the row stays."""
    session.execute(
        update(InterviewExclusion)
        .where(InterviewExclusion.interview_id == interview_id, is_standing())
        .values(ended_at=at, ended_by=by, ended_reason=reason)
    )


def is_standing() -> ColumnElement[bool]:
    """Whether the InterviewExclusion has not been ended."""
    return InterviewExclusion.ended_at.is_(None)


def excluded_as() -> ColumnElement[str | None]:
    """As what the Interview is excluded, in a statement that reads it; null where it is not."""
    return (
        select(InterviewExclusion.kind)
        .where(InterviewExclusion.interview_id == Interview.id, is_standing())
        .correlate(Interview)
        .scalar_subquery()
    )


def exclusions_of_round(session: Session, round_id: int) -> tuple[ExclusionRecord, ...]:
    """Those that stand, the last first."""
    return _records(session, RoundUnit.round_id == round_id)


def excluded_of(session: Session, uuids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these interviews that are excluded."""
    rows = session.scalars(
        select(Interview.uuid)
        .join(InterviewExclusion, InterviewExclusion.interview_id == Interview.id)
        .where(Interview.uuid.in_(uuids), is_standing())
    )
    return frozenset(rows)


def lots_excluded_from(session: Session, round_id: int) -> Mapping[str, str]:
    """The lots with excluded interviews, by code, each with the decision that stands now."""
    rows = session.execute(
        select(Lot.code, LotDecision.decision)
        .join(LotDecision, LotDecision.id == standing_decision())
        .where(Lot.round_id == round_id, Lot.id.in_(_excluded_from()))
        .order_by(Lot.code)
    )
    return {row[0]: row[1] for row in rows}


def _excluded_from() -> Select[int]:
    return (
        select(LotDecision.lot_id)
        .join(InterviewExclusion, InterviewExclusion.lot_decision_id == LotDecision.id)
        .where(is_standing())
    )


def exclusion_of(session: Session, uuid: UUID) -> ExclusionRecord | None:
    """The one that stands of this interview."""
    return next(iter(_records(session, Interview.uuid == uuid)), None)


def _records(session: Session, condition: ColumnElement[bool]) -> tuple[ExclusionRecord, ...]:
    asked = exclusions_asked().where(is_standing(), condition)
    return read_exclusions(session.execute(asked.order_by(InterviewExclusion.id.desc())))


def read_exclusions(rows: Iterable[Row[*_Columns]]) -> tuple[ExclusionRecord, ...]:
    """The records of what `exclusions_asked` gives."""
    return tuple(
        ExclusionRecord(
            uuid=row[0],
            interview_id=row[1],
            kind=row[2],
            reason=row[3],
            unit_name=row[4],
            lot=row[5],
            excluded_by=row[6],
            excluded_at=row[7],
            is_its_void=row[8],
            round_id=row[9],
        )
        for row in rows
    )


def exclusions_asked() -> Select[*_Columns]:
    """All of them, also those that were ended, with what the office looks at."""
    return (
        select(
            Interview.uuid,
            Interview.id,
            InterviewExclusion.kind,
            InterviewExclusion.reason,
            RoundUnit.name,
            Lot.code,
            Account.display_name,
            InterviewExclusion.excluded_at,
            Interview.voided_at == InterviewExclusion.excluded_at,
            RoundUnit.round_id,
        )
        .select_from(InterviewExclusion)
        .join(Interview, Interview.id == InterviewExclusion.interview_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(LotDecision, LotDecision.id == InterviewExclusion.lot_decision_id)
        .join(Lot, Lot.id == LotDecision.lot_id)
        .join(Account, Account.id == InterviewExclusion.excluded_by)
    )


def excluded_counts(
    session: Session, round_id: int, *, run_id: int | None = None
) -> Mapping[int, Mapping[str, int]]:
    """How many interviews are excluded as what, by round unit; absent where there are none.

    As in the tally of what was voided: without those of the run, and without those in whose place
    the same person was interviewed anew.
    """
    later, taken = aliased(Interview), ScoreRunInterview
    is_of_run = exists().where(
        taken.score_run_id == (NO_RUN if run_id is None else run_id),
        taken.interview_id == Interview.id,
    )
    made_anew = exists().where(later.uuid == Interview.uuid, later.version > Interview.version)
    rows = session.execute(
        select(Interview.round_unit_id, InterviewExclusion.kind, func.count())
        .select_from(InterviewExclusion)
        .join(Interview, Interview.id == InterviewExclusion.interview_id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, is_standing(), ~is_of_run, ~made_anew)
        .group_by(Interview.round_unit_id, InterviewExclusion.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for unit, kind, number in rows:
        found.setdefault(unit, {})[kind] = number
    return found
