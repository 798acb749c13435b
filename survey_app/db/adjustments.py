"""Queries about the cases for which points are added or taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, literal, select, tuple_
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, RoundUnit, RoundUnitAdjustment, ScoreRunAdjustment, Unit

Cases = Mapping[str, Mapping[str, int]]
"""Numbers of cases by the code of the unit and of the adjustment; absent where nobody counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCases:
    """So many cases of an adjustment at a unit, why, and who counted them when."""

    round_unit_id: int
    unit_code: str
    adjustment: str
    cases: int
    reason: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCases:
    """A number that is to stand for a unit of a round; None: nobody has counted."""

    round_unit_id: int
    adjustment: str
    cases: int | None


def counted_cases(session: Session, round_id: int) -> tuple[CountedCases, ...]:
    """All that was counted in a round, in the order of its units."""
    rows = session.execute(
        select(RoundUnitAdjustment, Unit.code, Account.display_name)
        .join(RoundUnit, RoundUnit.id == RoundUnitAdjustment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Account, Account.id == RoundUnitAdjustment.recorded_by)
        .where(RoundUnit.round_id == round_id)
        .order_by(RoundUnit.position, RoundUnitAdjustment.adjustment)
        .execution_options(populate_existing=True)
    )
    return tuple(
        CountedCases(
            round_unit_id=found.round_unit_id,
            unit_code=code,
            adjustment=found.adjustment,
            cases=found.cases,
            reason=found.reason,
            recorded_by=by,
            recorded_at=found.recorded_at,
        )
        for found, code, by in rows
    )


def cases_by_unit(session: Session, round_id: int) -> Cases:
    """The numbers alone."""
    return _by_unit(session, RoundUnitAdjustment, RoundUnit.round_id == round_id)


def cases_of_run(session: Session, run_id: int) -> Cases:
    """The numbers as they stood when the run was made."""
    return _by_unit(session, ScoreRunAdjustment, ScoreRunAdjustment.score_run_id == run_id)


def _by_unit(
    session: Session,
    counted: type[RoundUnitAdjustment | ScoreRunAdjustment],
    condition: ColumnElement[bool],
) -> Cases:
    rows = session.execute(
        select(Unit.code, counted.adjustment, counted.cases)
        .join(RoundUnit, RoundUnit.id == counted.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(condition)
        .order_by(RoundUnit.position, counted.adjustment)
    )
    found: dict[str, dict[str, int]] = {}
    for code, adjustment, cases in rows:
        found.setdefault(code, {})[adjustment] = cases
    return found


def freeze_cases(session: Session, run_id: int, *, round_id: int) -> None:
    """Takes the numbers that stand now into a run."""
    counted = RoundUnitAdjustment
    session.execute(
        insert(ScoreRunAdjustment).from_select(
            ["score_run_id", "round_unit_id", "adjustment", "cases"],
            select(literal(run_id), counted.round_unit_id, counted.adjustment, counted.cases)
            .join(RoundUnit, RoundUnit.id == counted.round_unit_id)
            .where(RoundUnit.round_id == round_id),
        )
    )


def set_cases(
    session: Session, new: Sequence[NewCases], *, reason: str, by: int, at: datetime
) -> None:
    """Lets these numbers stand in place of those that stood."""
    if not new:
        return
    place = tuple_(RoundUnitAdjustment.round_unit_id, RoundUnitAdjustment.adjustment)
    places = [(one.round_unit_id, one.adjustment) for one in new]
    session.execute(delete(RoundUnitAdjustment).where(place.in_(places)))
    rows = [
        {
            "round_unit_id": one.round_unit_id,
            "adjustment": one.adjustment,
            "cases": one.cases,
            "reason": reason,
            "recorded_by": by,
            "recorded_at": at,
        }
        for one in new
        if one.cases is not None
    ]
    if rows:
        session.execute(insert(RoundUnitAdjustment), rows)
