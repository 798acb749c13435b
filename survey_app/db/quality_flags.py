"""Flags as pages list them, and what people noted who looked at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    QualityFlag,
    QualityRun,
    Round,
    RoundUnit,
    Unit,
)


class FlagState(StrEnum):
    """What has become of a flag: it waits, somebody looked at it, or it no longer holds."""

    OPEN = "open"
    LOOKED_AT = "looked_at"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRecord:
    """A flag with the names that a page says."""

    id: int
    kind: str
    username: str
    enumerator: str
    unit_code: str | None
    unit_name: str | None
    interview_uuid: UUID | None
    other_uuid: UUID | None
    strength: float
    evidence: Mapping[str, object]
    holds: bool
    is_open: bool
    was_seen: bool
    first_seen_at: datetime
    last_seen_at: datetime
    rules_id: str

    @property
    def state(self) -> FlagState:
        """One that no longer holds is gone, whether somebody looked at it or not."""
        if not self.holds:
            return FlagState.GONE
        return FlagState.OPEN if self.is_open else FlagState.LOOKED_AT


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter:
    """Which flags a list shows; None for all."""

    kind: str | None = None
    username: str | None = None
    unit_code: str | None = None
    state: FlagState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCounts:
    """How many flags of one kind are in which state."""

    kind: str
    open: int
    looked_at: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFlags:
    """Flags of one kind about the work of one enumerator that wait to be looked at."""

    kind: str
    username: str
    enumerator: str
    count: int
    first_id: int
    newest_at: datetime


_FIRST, _LAST = aliased(QualityRun), aliased(QualityRun)


def _is(state: FlagState) -> ColumnElement[bool]:
    if state is FlagState.GONE:
        return QualityFlag.holds.is_(False)
    return QualityFlag.holds & QualityFlag.is_open.is_(state is FlagState.OPEN)


def counts_by_kind(session: Session, round_id: int) -> Mapping[str, KindCounts]:
    """The kinds of which there are flags."""
    rows = session.execute(
        select(QualityFlag.kind, *(func.count().filter(_is(state)) for state in FlagState))
        .where(QualityFlag.round_id == round_id)
        .group_by(QualityFlag.kind)
    )
    return {
        row[0]: KindCounts(kind=row[0], open=row[1], looked_at=row[2], gone=row[3]) for row in rows
    }


def flags_of(
    session: Session,
    round_id: int,
    *,
    wanted: FlagFilter,
    before: int | None = None,
    limit: int,
) -> tuple[FlagRecord, ...]:
    """Flags of a round, the newest first; those numbered below `before`."""
    chosen = _flags().where(*_conditions(round_id, wanted))
    if before is not None:
        chosen = chosen.where(QualityFlag.id < before)
    return _records(session, chosen.order_by(QualityFlag.id.desc()).limit(limit))


def count_flags(session: Session, round_id: int, *, wanted: FlagFilter) -> int:
    """How many flags a list shows on all its pages."""
    found = select(func.count(QualityFlag.id)).join(
        Account, Account.id == QualityFlag.enumerator_id
    )
    found = found.outerjoin(RoundUnit, RoundUnit.id == QualityFlag.round_unit_id).outerjoin(
        Unit, Unit.id == RoundUnit.unit_id
    )
    return session.execute(found.where(*_conditions(round_id, wanted))).scalar_one()


def first_to_look_at(
    session: Session, round_id: int, *, kinds: Sequence[str], limit: int
) -> tuple[OpenFlags, ...]:
    """Open flags by kind and enumerator: in the order of these kinds, the most of a kind first."""
    place = case(
        {kind: number for number, kind in enumerate(kinds)},
        value=QualityFlag.kind,
        else_=len(kinds),
    )
    count = func.count(QualityFlag.id)
    rows = session.execute(
        select(
            QualityFlag.kind,
            Account.username,
            Account.display_name,
            count,
            func.min(QualityFlag.id),
            func.max(_FIRST.ran_at),
        )
        .join(Account, Account.id == QualityFlag.enumerator_id)
        .join(_FIRST, _FIRST.id == QualityFlag.first_run_id)
        .where(QualityFlag.round_id == round_id, _is(FlagState.OPEN))
        .group_by(QualityFlag.kind, Account.username, Account.display_name)
        .order_by(place, count.desc(), func.max(QualityFlag.strength).desc(), Account.username)
        .limit(limit)
    )
    return tuple(
        OpenFlags(
            kind=row[0],
            username=row[1],
            enumerator=row[2],
            count=row[3],
            first_id=row[4],
            newest_at=row[5],
        )
        for row in rows
    )


def flag_numbered(session: Session, round_id: int, number: int) -> FlagRecord | None:
    """One flag of a round."""
    chosen = _flags().where(QualityFlag.round_id == round_id, QualityFlag.id == number)
    return next(iter(_records(session, chosen)), None)


def flags_about(session: Session, uuid: UUID) -> tuple[FlagRecord, ...]:
    """What holds of one interview, also where another was compared with it."""
    is_about = or_(QualityFlag.interview_uuid == uuid, QualityFlag.other_uuid == uuid)
    chosen = _flags().where(is_about, QualityFlag.holds).order_by(QualityFlag.id)
    return _records(session, chosen)


def open_in_open_rounds(session: Session) -> tuple[tuple[str, int], ...]:
    """Codes of open rounds with the number of flags that wait to be looked at there."""
    rows = session.execute(
        select(Round.code, func.count(QualityFlag.id))
        .join(QualityFlag, QualityFlag.round_id == Round.id)
        .where(Round.state == "open", _is(FlagState.OPEN))
        .group_by(Round.code)
        .order_by(Round.code)
    )
    return tuple((row[0], row[1]) for row in rows)


def people_of(session: Session, round_id: int) -> Mapping[str, str]:
    """Names of those about whose interviews there are flags, by user name."""
    rows = session.execute(
        select(Account.username, Account.display_name)
        .join(QualityFlag, QualityFlag.enumerator_id == Account.id)
        .where(QualityFlag.round_id == round_id)
        .distinct()
    )
    return {row[0]: row[1] for row in rows}


def names_of(session: Session, usernames: Sequence[str]) -> Mapping[str, str]:
    """Names of these accounts, by user name."""
    rows = session.execute(
        select(Account.username, Account.display_name).where(Account.username.in_(usernames))
    )
    return {row[0]: row[1] for row in rows}


_Chosen = Select[QualityFlag, str, str, str | None, str | None, datetime, datetime, str]


def _flags() -> _Chosen:
    return (
        select(
            QualityFlag,
            Account.username,
            Account.display_name,
            Unit.code,
            RoundUnit.name,
            _FIRST.ran_at,
            _LAST.ran_at,
            _LAST.rules_id,
        )
        .join(Account, Account.id == QualityFlag.enumerator_id)
        .join(_FIRST, _FIRST.id == QualityFlag.first_run_id)
        .join(_LAST, _LAST.id == QualityFlag.last_run_id)
        .outerjoin(RoundUnit, RoundUnit.id == QualityFlag.round_unit_id)
        .outerjoin(Unit, Unit.id == RoundUnit.unit_id)
    )


def _records(session: Session, chosen: _Chosen) -> tuple[FlagRecord, ...]:
    rows = session.execute(chosen.execution_options(populate_existing=True))
    return tuple(
        FlagRecord(
            id=flag.id,
            kind=flag.kind,
            username=username,
            enumerator=enumerator,
            unit_code=unit_code,
            unit_name=unit_name,
            interview_uuid=flag.interview_uuid,
            other_uuid=flag.other_uuid,
            strength=flag.strength,
            evidence=flag.evidence,
            holds=flag.holds,
            is_open=flag.is_open,
            was_seen=flag.seen_strength is not None,
            first_seen_at=first_at,
            last_seen_at=last_at,
            rules_id=rules_id,
        )
        for flag, username, enumerator, unit_code, unit_name, first_at, last_at, rules_id in rows
    )


def _conditions(round_id: int, wanted: FlagFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [QualityFlag.round_id == round_id]
    if wanted.kind is not None:
        found.append(QualityFlag.kind == wanted.kind)
    if wanted.username is not None:
        found.append(Account.username == wanted.username)
    if wanted.unit_code is not None:
        found.append(Unit.code == wanted.unit_code)
    if wanted.state is not None:
        found.append(_is(wanted.state))
    return found
