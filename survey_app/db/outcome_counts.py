"""How many cases of a round came to what, counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, null, select, union_all
from sqlalchemy.orm import Session

from survey_app.db.case_outcomes import CaseOrigin, CaseOutcome
from survey_app.db.fieldwork_cases import fieldwork_cases

ORIGINS: Mapping[str, CaseOrigin] = {one.value: one for one in CaseOrigin}
OUTCOMES: Mapping[str, CaseOutcome] = {one.value: one for one in CaseOutcome}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    """Cases that agree in all of this."""

    origin: CaseOrigin
    is_replaced: bool
    outcome: CaseOutcome
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount(CaseCount):
    """The same by place and holder.

    enumerator_id: None where nobody has them; stratum: None where they were not drawn.
    """

    round_unit_id: int
    stratum: str | None
    enumerator_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount(CaseCount):
    """The same by unit and stratum, whoever has them; stratum: None where they were not drawn."""

    round_unit_id: int
    stratum: str | None
    is_nobodys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCount(CaseCount):
    """The same of one enumerator, wherever the cases are."""

    enumerator_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCounts:
    """Every case of a round once by place; and once by holder, but for those nobody has."""

    places: tuple[PlaceCount, ...]
    holders: tuple[HolderCount, ...]


def outcome_counts(session: Session, round_id: int) -> tuple[OutcomeCount, ...]:
    """Every case of the round in exactly one count, in one query and in no order."""
    return tuple(
        OutcomeCount(
            enumerator_id=row[0],
            round_unit_id=row[1],
            stratum=row[2],
            origin=ORIGINS[row[3]],
            is_replaced=bool(row[4]),
            outcome=OUTCOMES[row[5]],
            cases=row[6],
        )
        for row in session.execute(_counted(round_id))
    )


def round_counts(session: Session, round_id: int) -> RoundCounts:
    """The sums of these counts by place and by holder: a tenth as many rows, in one query too."""
    counted = _counted(round_id).cte("counted").c
    kind = (counted.origin, counted.is_replaced, counted.outcome)
    is_nobodys = counted.enumerator_id.is_(None)
    place = (counted.round_unit_id, counted.stratum, is_nobodys)
    cases = func.sum(counted.cases).label("cases")
    by_place = select(
        null().label("holder"), *place[:2], is_nobodys.label("is_nobodys"), *kind, cases
    ).group_by(*place, *kind)
    by_holder = (
        select(counted.enumerator_id, null(), null(), null(), *kind, cases)
        .where(~is_nobodys)
        .group_by(counted.enumerator_id, *kind)
    )
    rows = session.execute(union_all(by_place, by_holder)).all()
    return RoundCounts(
        places=tuple(
            PlaceCount(
                round_unit_id=row.round_unit_id,
                stratum=row.stratum,
                is_nobodys=bool(row.is_nobodys),
                origin=ORIGINS[row.origin],
                is_replaced=bool(row.is_replaced),
                outcome=OUTCOMES[row.outcome],
                cases=int(row.cases),
            )
            for row in rows
            if row.holder is None
        ),
        holders=tuple(
            HolderCount(
                enumerator_id=row.holder,
                origin=ORIGINS[row.origin],
                is_replaced=bool(row.is_replaced),
                outcome=OUTCOMES[row.outcome],
                cases=int(row.cases),
            )
            for row in rows
            if row.holder is not None
        ),
    )


def _counted(round_id: int) -> Select[int | None, int, str | None, str, bool, str, int]:
    """Numbers first: texts are compared only where those agree."""
    found = fieldwork_cases(round_id).c
    columns = (
        found.enumerator_id,
        found.round_unit_id,
        found.stratum,
        found.origin,
        found.is_replaced,
        found.outcome,
    )
    return select(*columns, func.count().label("cases")).group_by(*columns)
