"""Where the lots of a round stand, as a publication asks: by unit, and what is still to decide."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.interview_exclusions import standing_decision
from survey_app.db.tables import Assignment, Lot, LotDecision, LotMember, RoundUnit, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStanding:
    """A lot and the decision about it that stands; None where nobody has decided."""

    code: str
    decision: str | None


def standing_lots(session: Session, round_id: int) -> tuple[LotStanding, ...]:
    """Every lot of the round, by code."""
    rows = session.execute(
        select(Lot.code, LotDecision.decision)
        .outerjoin(LotDecision, LotDecision.id == standing_decision())
        .where(Lot.round_id == round_id)
        .order_by(Lot.code)
    )
    return tuple(LotStanding(code=row[0], decision=row[1]) for row in rows)


def lots_of_units(session: Session, round_id: int) -> Mapping[str, frozenset[str]]:
    """The codes of the lots with an interview of each unit, by its code; without any it is absent.

    By where the interview was to be made, as lots take their strata from it.
    """
    rows = session.execute(
        select(Unit.code, Lot.code)
        .select_from(LotMember)
        .join(Lot, Lot.id == LotMember.lot_id)
        .join(Assignment, Assignment.interview_uuid == LotMember.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(Lot.round_id == round_id)
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for unit, lot in rows:
        found.setdefault(unit, set()).add(lot)
    return {unit: frozenset(lots) for unit, lots in found.items()}
