"""Queries about the lots of a round, their interviews, and those that are made again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, exists, func, select, union_all
from sqlalchemy.orm import Session

from survey_app.db.many_rows import add_many, next_ids
from survey_app.db.tables import (
    Assignment,
    Claim,
    ClaimDraw,
    Interview,
    Lot,
    LotMember,
    LotStratum,
    RecheckDraw,
    RoundUnit,
    Table,
    Unit,
)
from survey_app.db.tables_rechecks import LOT_KINDS

_TABLES = Table.metadata.tables
_LOT, _STRATUM = _TABLES["lot"], _TABLES["lot_stratum"]
INTERVIEWS, CLAIMS = LOT_KINDS
_MEMBER, _DRAW = _TABLES["lot_member"], _TABLES["recheck_draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRecord:
    """An interview that counts and is in no lot yet."""

    uuid: UUID
    enumerator_id: int
    unit_code: str
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCount:
    """How many interviews of an enumerator, week and unit were drawn by chance."""

    enumerator_id: int
    week: str
    unit_code: str
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCount:
    """How many lots there are of an enumerator and week."""

    enumerator_id: int
    week: str
    lots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """An interview of a lot; selection is None where it is not made again."""

    uuid: UUID
    stratum: str
    place: int
    selection: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumRecord:
    """A part of a lot, as `LotStratum`."""

    name: str
    interviews: int
    share_percent: int
    minimum: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecord:
    """A lot with everything in it; members are claims where its kind says so."""

    code: str
    enumerator_id: int
    week: str
    number: int
    round_unit_id: int | None
    is_opening: bool
    list_sha256: str
    strata: tuple[StratumRecord, ...]
    members: tuple[MemberRecord, ...]
    kind: str = INTERVIEWS


def waiting_interviews(session: Session, round_id: int) -> list[WaitingRecord]:
    """The interviews that count and are in no lot, in no order."""
    in_a_lot = exists().where(LotMember.interview_uuid == Interview.uuid)
    rows = session.execute(
        select(Interview.uuid, Interview.enumerator_id, Unit.code, Interview.finished_at)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current, ~in_a_lot)
    )
    return [
        WaitingRecord(uuid=row[0], enumerator_id=row[1], unit_code=row[2], finished_at=row[3])
        for row in rows
    ]


def drawn_counts(session: Session, round_id: int) -> list[DrawnCount]:
    """What earlier draws came to; those that were chosen by risk are not counted."""
    rows = session.execute(
        select(Lot.enumerator_id, Lot.week, Unit.code, func.count())
        .select_from(RecheckDraw)
        .join(LotMember, LotMember.interview_uuid == RecheckDraw.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .join(Assignment, Assignment.interview_uuid == LotMember.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(Lot.round_id == round_id, RecheckDraw.selection == "random")
        .group_by(Lot.enumerator_id, Lot.week, Unit.code)
    )
    return [
        DrawnCount(enumerator_id=row[0], week=row[1], unit_code=row[2], drawn=row[3])
        for row in rows
    ]


def lot_counts(session: Session, round_id: int, *, kind: str = INTERVIEWS) -> list[LotCount]:
    """How many lots of this kind there are, by enumerator and week."""
    rows = session.execute(
        select(Lot.enumerator_id, Lot.week, func.count())
        .where(Lot.round_id == round_id, Lot.kind == kind)
        .group_by(Lot.enumerator_id, Lot.week)
    )
    return [LotCount(enumerator_id=row[0], week=row[1], lots=row[2]) for row in rows]


def store_lots(
    session: Session,
    round_id: int,
    lots: Sequence[LotRecord],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """Keeps closed lots and who was drawn. IntegrityError: an interview is in a lot already."""
    numbered = store_heads(session, round_id, lots, by=by, at=at)
    add_many(session, _MEMBER, _member_rows(numbered))
    drawn = (one for lot in lots for one in lot.members if one.selection is not None)
    add_many(
        session,
        _DRAW,
        ({"interview_uuid": one.uuid, "selection": one.selection, "drawn_at": at} for one in drawn),
    )


def store_heads(
    session: Session,
    round_id: int,
    lots: Sequence[LotRecord],
    *,
    by: int | None,
    at: datetime,
) -> list[tuple[int, LotRecord]]:
    """Keeps closed lots and their strata without members; gives each with its number."""
    numbers = next_ids(session, _LOT, len(lots))
    numbered = list(zip(numbers, lots, strict=True))
    add_many(
        session,
        _LOT,
        (
            {
                "id": number,
                "round_id": round_id,
                "code": lot.code,
                "enumerator_id": lot.enumerator_id,
                "week": lot.week,
                "kind": lot.kind,
                "number": lot.number,
                "round_unit_id": lot.round_unit_id,
                "is_opening": lot.is_opening,
                "list_sha256": lot.list_sha256,
                "closed_at": at,
                "closed_by": by,
            }
            for number, lot in numbered
        ),
    )
    add_many(session, _STRATUM, _stratum_rows(numbered))
    return numbered


def _stratum_rows(numbered: Iterable[tuple[int, LotRecord]]) -> Iterable[dict[str, object]]:
    for number, lot in numbered:
        for one in lot.strata:
            yield {
                "lot_id": number,
                "name": one.name,
                "interviews": one.interviews,
                "share_percent": one.share_percent,
                "minimum": one.minimum,
                "drawn": one.drawn,
            }


def _member_rows(numbered: Iterable[tuple[int, LotRecord]]) -> Iterable[dict[str, object]]:
    for number, lot in numbered:
        for one in lot.members:
            yield {
                "interview_uuid": one.uuid,
                "lot_id": number,
                "stratum": one.stratum,
                "place": one.place,
            }


def lots_of_round(session: Session, round_id: int) -> tuple[LotRecord, ...]:
    """Every lot of the round by code, with its strata by name and its members by place."""
    strata: dict[int, list[StratumRecord]] = {}
    of_round = Lot.round_id == round_id
    for one in session.scalars(
        select(LotStratum).join(Lot, Lot.id == LotStratum.lot_id).where(of_round)
    ):
        strata.setdefault(one.lot_id, []).append(
            StratumRecord(
                name=one.name,
                interviews=one.interviews,
                share_percent=one.share_percent,
                minimum=one.minimum,
                drawn=one.drawn,
            )
        )
    members: dict[int, list[MemberRecord]] = {}
    for lot_id, uuid, stratum, place, selection in session.execute(_members(round_id)):
        members.setdefault(lot_id, []).append(
            MemberRecord(uuid=uuid, stratum=stratum, place=place, selection=selection)
        )
    lots = session.scalars(select(Lot).where(of_round))
    found = [_lot(one, strata=strata[one.id], members=members[one.id]) for one in lots]
    return tuple(sorted(found, key=lambda one: one.code))


def _members(round_id: int) -> CompoundSelect[int, UUID, str, int, str | None]:
    """Lot, identifier, stratum, place and selection of interviews and claims."""
    return union_all(
        select(
            LotMember.lot_id,
            LotMember.interview_uuid,
            LotMember.stratum,
            LotMember.place,
            RecheckDraw.selection,
        )
        .join(Lot, Lot.id == LotMember.lot_id)
        .outerjoin(RecheckDraw, RecheckDraw.interview_uuid == LotMember.interview_uuid)
        .where(Lot.round_id == round_id),
        select(Claim.lot_id, Claim.uuid, Claim.stratum, Claim.place, ClaimDraw.selection)
        .join(Lot, Lot.id == Claim.lot_id)
        .outerjoin(ClaimDraw, ClaimDraw.claim_uuid == Claim.uuid)
        .where(Lot.round_id == round_id),
    )


def _lot(
    found: Lot, *, strata: Sequence[StratumRecord], members: Sequence[MemberRecord]
) -> LotRecord:
    return LotRecord(
        code=found.code,
        enumerator_id=found.enumerator_id,
        week=found.week,
        number=found.number,
        round_unit_id=found.round_unit_id,
        is_opening=found.is_opening,
        list_sha256=found.list_sha256,
        strata=tuple(sorted(strata, key=lambda one: one.name)),
        members=tuple(sorted(members, key=lambda one: (one.stratum, one.place))),
        kind=found.kind,
    )
