"""Whether anything was voided, excluded or decided about lots since somebody last looked."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    bindparam,
    cast,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from scoring.excluded import NOT_STANDING
from survey_app.db.interview_exclusions import is_standing
from survey_app.db.tables import Interview, InterviewExclusion, Lot, LotDecision, RoundUnit
from survey_app.db.unindexed import unindexed

_ROUND = bindparam("round_id", type_=Integer)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectMark:
    """Two are equal as long as the same interviews do not count for the same causes.

    voided: how many interviews of the round do not count and were not made anew. excluded: how
    many exclusions stand. against: decisions against a lot, also those that others followed. The
    sums are those of their numbers in the database.
    """

    voided: int
    voided_sum: int
    excluded: int
    excluded_sum: int
    decisions: int
    against: int


def effect_mark(session: Session, round_id: int) -> EffectMark:
    """One statement, which reads what was voided and decided, and no interview that counts."""
    found = session.execute(_MARK, {"round_id": round_id}).one()
    voided, voided_sum, excluded, excluded_sum, decisions, against = found
    return EffectMark(
        voided=voided,
        voided_sum=voided_sum,
        excluded=excluded,
        excluded_sum=excluded_sum,
        decisions=decisions,
        against=against,
    )


def _voided() -> Subquery:
    """Those that the tally of what was voided has; made anew, it is the same person."""
    later = aliased(Interview)
    made_anew = exists().where(later.uuid == Interview.uuid, later.version > Interview.version)
    return (
        select(func.count(), _sum(Interview.id))
        .select_from(Interview)
        .join(RoundUnit, RoundUnit.id == unindexed(Interview.round_unit_id))
        .where(RoundUnit.round_id == _ROUND, Interview.voided_at.is_not(None), ~made_anew)
        .subquery()
    )


def _excluded() -> Subquery:
    return (
        select(func.count(), _sum(InterviewExclusion.id))
        .select_from(InterviewExclusion)
        .join(LotDecision, LotDecision.id == InterviewExclusion.lot_decision_id)
        .join(Lot, Lot.id == LotDecision.lot_id)
        .where(Lot.round_id == _ROUND, is_standing())
        .subquery()
    )


def _decided() -> Subquery:
    """Decisions are only added."""
    return (
        select(func.count(), func.count().filter(LotDecision.decision.in_(sorted(NOT_STANDING))))
        .select_from(LotDecision)
        .join(Lot, Lot.id == LotDecision.lot_id)
        .where(Lot.round_id == _ROUND)
        .subquery()
    )


def _sum(of: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """None there come to nothing."""
    return cast(func.coalesce(func.sum(of), 0), BigInteger)


def _mark() -> Select[int, int, int, int, int, int]:
    parts = (_voided(), _excluded(), _decided())
    columns = [column for part in parts for column in part.c]
    return select(*columns).select_from(parts[0].join(parts[1], true()).join(parts[2], true()))


# Put together once: every first look at scores asks this.
_MARK = _mark()
