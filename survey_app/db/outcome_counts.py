"""How many cases of a round came to what, counted by the database."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.db.case_outcomes import CaseOrigin, CaseOutcome, fieldwork_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount:
    """Cases that agree in all of this.

    enumerator_id: None where nobody has them; stratum: None where they were not drawn.
    """

    round_unit_id: int
    stratum: str | None
    enumerator_id: int | None
    origin: CaseOrigin
    is_replaced: bool
    outcome: CaseOutcome
    cases: int


def outcome_counts(session: Session, round_id: int) -> tuple[OutcomeCount, ...]:
    """Every case of the round in exactly one count, in one query and in no order."""
    found = fieldwork_cases(round_id).c
    columns = (
        found.round_unit_id,
        found.stratum,
        found.enumerator_id,
        found.origin,
        found.is_replaced,
        found.outcome,
    )
    rows = session.execute(select(*columns, func.count()).group_by(*columns))
    return tuple(
        OutcomeCount(
            round_unit_id=row[0],
            stratum=row[1],
            enumerator_id=row[2],
            origin=CaseOrigin(row[3]),
            is_replaced=bool(row[4]),
            outcome=CaseOutcome(row[5]),
            cases=row[6],
        )
        for row in rows
    )
