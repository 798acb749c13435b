"""Queries about lots as things to decide on: how large they are, what was decided, and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.changed_lots import among
from survey_app.db.many_rows import add_many
from survey_app.db.recheck_lots import CLAIMS, INTERVIEWS
from survey_app.db.tables import (
    Account,
    Claim,
    Interview,
    Lot,
    LotDecision,
    LotMember,
    LotStratum,
    RecheckDraw,
    RecheckTask,
    RoundUnit,
    Table,
)

_DRAW = Table.metadata.tables["recheck_draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotHead:
    """A lot without its members. unit_name: where it is one of a single unit by rule.

    kind: interviews, or claims; then the counts are of claims.

    undrawn: interviews that count and are not made again. gone: those that do not count any more,
    and whose re-check has not ended: they are no part of what is decided on.
    """

    id: int
    code: str
    enumerator_id: int
    enumerator: str
    enumerator_name: str
    week: str
    number: int
    unit_name: str | None
    is_opening: bool
    interviews: int
    undrawn: int
    gone: int
    closed_at: datetime
    kind: str = INTERVIEWS

    @property
    def is_of_claims(self) -> bool:
        """Whether it holds refusals and absences that an enumerator claims."""
        return self.kind == CLAIMS


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """A signed decision, as `LotDecision`. by: the name of whoever signed."""

    id: int
    lot_id: int
    number: int
    decision: str
    by_plan: str
    checked: int
    defective: int
    more: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision to be kept; it becomes the next one of its lot."""

    lot_id: int
    number: int
    decision: str
    by_plan: str
    checked: int
    defective: int
    more: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndrawnRecord:
    """An interview of a lot that is not made again."""

    uuid: UUID
    lot_id: int
    stratum: str
    place: int


def lots_coded(session: Session, round_id: int, code: str) -> tuple[int, ...]:
    """The number of the lot of the round with this code, of whichever kind; none where none has."""
    return tuple(session.scalars(select(Lot.id).where(Lot.round_id == round_id, Lot.code == code)))


def lot_heads(
    session: Session, round_id: int, *, lot_ids: Collection[int] | None = None
) -> tuple[LotHead, ...]:
    """Every lot of interviews of the round, by code; only these where any are named."""
    return heads_where(
        session,
        *(Lot.round_id == round_id, Lot.kind == INTERVIEWS, among(lot_ids)),
        undrawn=members(LotMember, _counts(), ~_is_drawn()),
        gone=members(LotMember, ~_counts(), ~_has_ended()),
    )


def heads_where(
    session: Session,
    *conditions: ColumnElement[bool],
    undrawn: ScalarSelect[int],
    gone: ScalarSelect[int],
) -> tuple[LotHead, ...]:
    """Lots of one kind that are such, by code. undrawn, gone: `members` of the Lot."""
    size = (
        select(LotStratum.lot_id, func.sum(LotStratum.interviews).label("interviews"))
        .group_by(LotStratum.lot_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Lot,
            Account.username,
            Account.display_name,
            RoundUnit.name,
            size.c.interviews,
            undrawn.label("undrawn"),
            gone.label("gone"),
        )
        .join(Account, Account.id == Lot.enumerator_id)
        .join(size, size.c.lot_id == Lot.id)
        .outerjoin(RoundUnit, RoundUnit.id == Lot.round_unit_id)
        .where(*conditions)
        .order_by(Lot.code)
    )
    return tuple(
        LotHead(
            id=lot.id,
            code=lot.code,
            kind=lot.kind,
            enumerator_id=lot.enumerator_id,
            enumerator=username,
            enumerator_name=name,
            week=lot.week,
            number=lot.number,
            unit_name=unit_name,
            is_opening=lot.is_opening,
            interviews=interviews,
            undrawn=undrawn_ones,
            gone=gone_ones,
            closed_at=lot.closed_at,
        )
        for lot, username, name, unit_name, interviews, undrawn_ones, gone_ones in rows
    )


def members(
    of: type[LotMember] | type[Claim], *conditions: ColumnElement[bool]
) -> ScalarSelect[int]:
    """How many interviews, or claims, of the Lot are such, in a statement that reads it."""
    return (
        select(func.count())
        .select_from(of)
        .where(of.lot_id == Lot.id, *conditions)
        .correlate(Lot)
        .scalar_subquery()
    )


def _counts() -> ColumnElement[bool]:
    return exists().where(Interview.uuid == LotMember.interview_uuid, Interview.is_current)


def _is_drawn() -> ColumnElement[bool]:
    return exists().where(RecheckDraw.interview_uuid == LotMember.interview_uuid)


def _has_ended() -> ColumnElement[bool]:
    return exists().where(
        RecheckTask.interview_uuid == LotMember.interview_uuid,
        RecheckTask.state.in_(["locked", "not_reached"]),
    )


def decisions_of(
    session: Session, round_id: int, *, lot_ids: Collection[int] | None = None
) -> Mapping[int, tuple[DecisionRecord, ...]]:
    """All decisions about lots of the round, or these lots, by the number of the lot, the oldest
    first.
    """
    rows = session.execute(
        select(LotDecision, Account.display_name)
        .join(Lot, Lot.id == LotDecision.lot_id)
        .join(Account, Account.id == LotDecision.decided_by)
        .where(Lot.round_id == round_id, among(lot_ids))
        .order_by(LotDecision.lot_id, LotDecision.number)
    )
    found: defaultdict[int, list[DecisionRecord]] = defaultdict(list)
    for one, name in rows:
        found[one.lot_id].append(
            DecisionRecord(
                id=one.id,
                lot_id=one.lot_id,
                number=one.number,
                decision=one.decision,
                by_plan=one.by_plan,
                checked=one.checked,
                defective=one.defective,
                more=one.more,
                reason=one.reason,
                by=name,
                at=one.decided_at,
            )
        )
    return {lot: tuple(decisions) for lot, decisions in found.items()}


def undrawn_of(session: Session, lot_ids: Sequence[int]) -> tuple[UndrawnRecord, ...]:
    """The interviews of these lots that count and are not made again, by lot, stratum, place."""
    rows = session.scalars(
        select(LotMember)
        .where(LotMember.lot_id.in_(lot_ids), _counts(), ~_is_drawn())
        .order_by(LotMember.lot_id, LotMember.stratum, LotMember.place)
    )
    return tuple(
        UndrawnRecord(
            uuid=one.interview_uuid, lot_id=one.lot_id, stratum=one.stratum, place=one.place
        )
        for one in rows
    )


def add_decisions(session: Session, new: Sequence[NewDecision], *, by: int, at: datetime) -> None:
    """Keeps decisions. IntegrityError: somebody else has decided meanwhile."""
    columns = NewDecision.__dataclass_fields__
    signed = {"decided_by": by, "decided_at": at}
    session.execute(
        insert(LotDecision),
        [{**{name: getattr(one, name) for name in columns}, **signed} for one in new],
    )


def draw_further(
    session: Session,
    uuids: Sequence[UUID],
    *,
    selection: str,
    by: int,
    at: datetime,
) -> None:
    """Has these interviews made again, too. IntegrityError: one of them is already."""
    add_many(
        session,
        _DRAW,
        (
            {
                "interview_uuid": uuid,
                "selection": selection,
                "drawn_at": at,
                "chosen_by": by,
            }
            for uuid in uuids
        ),
    )


def enumerators_verified(session: Session, round_id: int) -> frozenset[int]:
    """Of whom a lot of interviews of this round is rejected, and how that ends is not decided.

    A rejected lot of claims stops nobody's work.
    """
    later = aliased(LotDecision)
    stands = ~exists().where(later.lot_id == LotDecision.lot_id, later.number > LotDecision.number)
    rows = session.scalars(
        select(Lot.enumerator_id)
        .join(LotDecision, LotDecision.lot_id == Lot.id)
        .where(
            Lot.round_id == round_id,
            Lot.kind == INTERVIEWS,
            LotDecision.decision == "rejected",
            stands,
        )
    )
    return frozenset(rows)
