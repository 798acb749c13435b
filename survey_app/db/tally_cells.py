"""Adds what has changed to the cells of a round, so that a score need not count it again.

A change is taken away and added to a cell in one transaction: whoever reads sees it either as a
change or in the cell, never twice and never not at all. Only whoever holds the lock of the round
does so; interviews are received meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import BigInteger, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scoring.flat_tally import read_rows, rule_sha256, written
from scoring.rule import ScoringRule
from survey_app.db.design_tallies import Place, RoundTally, tally_of_rows
from survey_app.db.driver import is_postgresql
from survey_app.db.tables import Interview, RoundUnit, TallyCell, TallyChange
from survey_app.db.tally_statements import (
    GONE,
    TAKE_ALL,
    TAKE_OLDEST,
    Counting,
    anew_statement,
    looking_statement,
    taking_all_statement,
    taking_statement,
)

_LOCK_CLASS = 5_701
"""Tells these locks from others that are named by two numbers."""
_TRY = text("SELECT pg_try_advisory_xact_lock(:kind, CAST(:round_id AS integer))")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """Changes that were taken away, and what they come to."""

    changes: int
    tally: RoundTally


def rounds_with_changes(session: Session) -> tuple[int, ...]:
    """The rounds whose cells do not hold everything."""
    found = session.scalars(
        select(RoundUnit.round_id)
        .join(Interview, Interview.round_unit_id == RoundUnit.id)
        .join(TallyChange, TallyChange.interview_id == Interview.id)
        .distinct()
        .order_by(RoundUnit.round_id)
    )
    return tuple(found)


def rules_of_cells(session: Session) -> tuple[tuple[int, str], ...]:
    """The rounds that have cells, each with the hash of a rule that made some of them."""
    found = session.execute(
        select(RoundUnit.round_id, TallyCell.rule_sha256)
        .join(TallyCell, TallyCell.round_unit_id == RoundUnit.id)
        .distinct()
        .order_by(RoundUnit.round_id, TallyCell.rule_sha256)
    )
    return tuple((row[0], row[1]) for row in found)


def locked(session: Session, round_id: int) -> bool:
    """Whether this transaction now has the round to itself; it never waits for another one.

    SQLite has one writing transaction only.
    """
    if not is_postgresql(session):
        return True
    asked = {"kind": _LOCK_CLASS, "round_id": round_id}
    return bool(session.execute(_TRY, asked).scalar_one())


def add_changes(session: Session, round_id: int, *, counting: Counting, most: int) -> int | None:
    """Adds the oldest changes to the cells, at most so many; gives how many these were.

    None where the cells were made by another rule: they have to be made anew.
    """
    cells = _cells(session, round_id)
    rule = rule_sha256(counting.rule)
    if any(cell.rule_sha256 != rule for cell in cells.values()):
        return None
    taken = _taken(session, round_id, counting=counting, most=most)
    _keep(session, taken.tally, before=cells)
    return taken.changes


def remake_cells(session: Session, round_id: int, *, counting: Counting) -> int:
    """Makes the cells of a round from nothing but its answers, by this rule.

    Gives how many changes that has made needless.
    """
    taken = _taken_anew(session, round_id, counting=counting)
    units = select(RoundUnit.id).where(RoundUnit.round_id == round_id)
    session.execute(delete(TallyCell).where(TallyCell.round_unit_id.in_(units)))
    _keep(session, taken.tally, before={})
    return taken.changes


def _taken(session: Session, round_id: int, *, counting: Counting, most: int) -> Taken:
    wanted = {"round_id": round_id, "most": most}
    if is_postgresql(session):
        rows = session.execute(taking_statement(counting), wanted).all()
    else:
        rows = session.execute(looking_statement(counting), wanted).all()
        session.execute(TAKE_OLDEST, wanted)
    changes = sum(row[7] for row in rows if row[0] == GONE)
    return Taken(changes=changes, tally=tally_of_rows(rows, rule=counting.rule))


def _taken_anew(session: Session, round_id: int, *, counting: Counting) -> Taken:
    wanted = {"round_id": round_id}
    if is_postgresql(session):
        rows = session.execute(taking_all_statement(counting), wanted).all()
        changes = sum(row[7] for row in rows if row[0] == GONE)
    else:
        rows = session.execute(anew_statement(counting), wanted).all()
        gone = session.execute(TAKE_ALL.columns(id=BigInteger()), wanted)
        changes = len(gone.all())
    return Taken(changes=changes, tally=tally_of_rows(rows, rule=counting.rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    rule_sha256: str
    numbers: bytes


def _cells(session: Session, round_id: int) -> dict[Place, _Cell]:
    rows = session.execute(
        select(
            TallyCell.round_unit_id,
            TallyCell.stratum,
            TallyCell.mode,
            TallyCell.origin,
            TallyCell.rule_sha256,
            TallyCell.numbers,
        )
        .join(RoundUnit, RoundUnit.id == TallyCell.round_unit_id)
        .where(RoundUnit.round_id == round_id)
    )
    return {Place(*row[:4]): _Cell(rule_sha256=row[4], numbers=row[5]) for row in rows}


def _keep(session: Session, added: RoundTally, *, before: Mapping[Place, _Cell]) -> None:
    """Writes the cells of these places down, each with what it held before."""
    if not added.places:
        return
    total = added.flat.copy()
    known = [at for at, place in enumerate(added.places) if place in before]
    if known:
        numbers = [before[added.places[at]].numbers for at in known]
        total[known] += read_rows(numbers, rule=added.rule)
    make = postgresql.insert if is_postgresql(session) else sqlite.insert
    new = make(TallyCell)
    statement = new.on_conflict_do_update(
        index_elements=[
            TallyCell.round_unit_id,
            TallyCell.stratum,
            TallyCell.mode,
            TallyCell.origin,
        ],
        set_={"numbers": new.excluded.numbers},
    )
    session.execute(statement, _rows(added.places, total, rule=added.rule))


def _rows(
    places: tuple[Place, ...], total: np.ndarray, *, rule: ScoringRule
) -> list[dict[str, object]]:
    sha256 = rule_sha256(rule)
    return [
        {**place._asdict(), "rule_sha256": sha256, "numbers": written(row)}
        for place, row in zip(places, total, strict=True)
    ]
