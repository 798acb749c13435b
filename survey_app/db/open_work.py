"""How many open cases people have, by round and unit, for whoever changes their accounts."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.db.assignments import is_open
from survey_app.db.tables import Assignment, Round, RoundUnit, Unit

TAKES_WORK = ("draft", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """Cases of one unit of a round that a person has still to reach."""

    account_id: int
    round_code: str
    unit_code: str
    unit_name: str
    cases: int


def open_work_of(session: Session, account_ids: Collection[int]) -> tuple[OpenWork, ...]:
    """What these people have in hand in rounds that go on, by person, round and unit."""
    if not account_ids:
        return ()
    found = session.execute(
        select(
            Assignment.enumerator_id,
            Round.code,
            Unit.code,
            RoundUnit.name,
            func.count(),
        )
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .where(Assignment.enumerator_id.in_(account_ids), Round.state.in_(TAKES_WORK), is_open())
        .group_by(Assignment.enumerator_id, Round.code, Unit.code, RoundUnit.name)
        .order_by(Assignment.enumerator_id, Round.code, Unit.code)
    )
    return tuple(
        OpenWork(
            account_id=account_id,
            round_code=round_code,
            unit_code=unit_code,
            unit_name=unit_name,
            cases=cases,
        )
        for account_id, round_code, unit_code, unit_name, cases in found
    )
