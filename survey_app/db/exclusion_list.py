"""The excluded interviews of a round as a long list: narrowed, counted, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.db.interview_exclusions import (
    ExclusionRecord,
    exclusions_asked,
    is_standing,
    read_exclusions,
)
from survey_app.db.tables import Interview, InterviewExclusion, Lot, RoundUnit, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedExclusions:
    """Which of those that stand: empty ones narrow nothing. unit: its code."""

    kind: str = ""
    unit: str = ""
    lot: str = ""


def listed_exclusions(
    session: Session, round_id: int, *, wanted: WantedExclusions, start: int, most: int
) -> tuple[ExclusionRecord, ...]:
    """So many at most, the last first, from this place on."""
    asked = (
        exclusions_asked()
        .where(*_narrowed(round_id, wanted))
        .order_by(InterviewExclusion.id.desc())
        .offset(start)
        .limit(most)
    )
    return read_exclusions(session.execute(asked))


def exclusion_counts(
    session: Session, round_id: int, *, wanted: WantedExclusions
) -> Mapping[str, int]:
    """How many of these stand, by kind."""
    every = exclusions_asked().where(*_narrowed(round_id, wanted)).subquery()
    rows = session.execute(select(every.c.kind, func.count()).group_by(every.c.kind))
    return {row[0]: row[1] for row in rows}


def units_with_exclusions(session: Session, round_id: int) -> tuple[tuple[str, str], ...]:
    """Code and name of the units of which interviews are excluded."""
    rows = session.execute(
        select(Unit.code, RoundUnit.name)
        .select_from(RoundUnit)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Interview, Interview.round_unit_id == RoundUnit.id)
        .join(InterviewExclusion, InterviewExclusion.interview_id == Interview.id)
        .where(RoundUnit.round_id == round_id, is_standing())
        .distinct()
    )
    return tuple((row[0], row[1]) for row in rows)


def _narrowed(round_id: int, wanted: WantedExclusions) -> list[ColumnElement[bool]]:
    conditions = [is_standing(), RoundUnit.round_id == round_id]
    if wanted.kind:
        conditions.append(InterviewExclusion.kind == wanted.kind)
    if wanted.unit:
        of_unit = select(Unit.id).where(Unit.code == wanted.unit)
        conditions.append(RoundUnit.unit_id.in_(of_unit))
    if wanted.lot:
        conditions.append(Lot.code == wanted.lot)
    return conditions
