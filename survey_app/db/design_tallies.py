"""The tally of a round's interviews by unit, stratum, mode and origin, counted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from scoring.design_tally import Cell, DesignTally, Ints
from scoring.flat_tally import FlatLayout, read_rows, rule_sha256, tally_of_flat
from scoring.grouped_people import GroupedPeople, answer_codes, flat_rows
from scoring.rule import ScoringRule
from scoring.summed_rows import summed_rows
from survey_app.db.compositions import ALL, Part, Selection
from survey_app.db.driver import is_postgresql
from survey_app.db.kept_statement import SHIFTED, kept_statement, read_people
from survey_app.db.tally_statements import (
    CELL,
    CHANGED,
    COUNTS,
    OTHER_CELL,
    PEOPLE,
    Counting,
    anew_statement,
    of_run_statement,
    voided_statement,
)

NO_RUN = 0
"""The database numbers runs from 1."""


class Place(NamedTuple):
    """Where interviews belong that are tallied together; stratum: "" for people nobody drew."""

    round_unit_id: int
    stratum: str
    mode: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoundTally:
    """Interviews that count, each once: P places and their rows (P, L) as in `flat_tally`."""

    rule: ScoringRule
    places: tuple[Place, ...]
    flat: Ints

    def tally(self, *, units: Mapping[int, str], selection: Selection = ALL) -> DesignTally:
        """The design tally of the chosen interviews; `units`: the code of each round unit."""
        chosen = [at for at, place in enumerate(self.places) if selection.has(place)]
        cell_of = [
            Cell(units[self.places[at].round_unit_id], self.places[at].stratum, "") for at in chosen
        ]
        cells = tuple(sorted(set(cell_of)))
        number = {cell: at for at, cell in enumerate(cells)}
        place = np.array([number[cell] for cell in cell_of], dtype=np.int64)
        rows = summed_rows(self.flat[chosen], place=place, places=len(cells))
        met = rows[:, 0] > 0
        kept = tuple(cells[at] for at in np.flatnonzero(met).tolist())
        return tally_of_flat(rows[met], cells=kept, rule=self.rule)

    def is_like(self, other: "RoundTally") -> bool:
        """Whether both count the same."""
        return (
            self.rule == other.rule
            and self.places == other.places
            and np.array_equal(self.flat, other.flat)
        )

    def parts(self, *, selection: Selection = ALL) -> Mapping[int, tuple[Part, ...]]:
        """Numbers of the chosen interviews by mode and origin, by round unit; absent where 0."""
        found: dict[int, list[Part]] = {}
        for place, people in zip(self.places, self.flat[:, 0].tolist(), strict=True):
            if people and selection.has(place):
                parts = found.setdefault(place.round_unit_id, [])
                parts.append((place.mode, place.origin, people))
        return {unit: tuple(parts) for unit, parts in found.items()}


def kept_tally(session: Session, round_id: int, *, counting: Counting) -> RoundTally:
    """The cells of a round and the changes that they do not hold yet, read at one moment.

    Where cells were made by another rule, all answers are counted anew: slower, and the same.
    """
    wanted = {"round_id": round_id, "rule": rule_sha256(counting.rule)}
    statement = kept_statement(counting, on_postgresql=is_postgresql(session))
    rows = session.execute(statement, wanted).all()
    if any(row[0] == OTHER_CELL for row in rows):
        return counted_tally(session, round_id, counting=counting)
    return tally_of_rows(rows, rule=counting.rule)


def counted_tally(session: Session, round_id: int, *, counting: Counting) -> RoundTally:
    """Counts all answers of a round anew, whatever is kept.

    Raises ValueError where an answer is stored that the rule does not know.
    """
    rows = session.execute(anew_statement(counting), {"round_id": round_id})
    return tally_of_rows(rows.all(), rule=counting.rule)


def run_tally(session: Session, run_id: int, *, counting: Counting) -> RoundTally:
    """Counts the interviews of which a run was made, whatever has become of them since."""
    rows = session.execute(of_run_statement(counting), {"run_id": run_id})
    return tally_of_rows(rows.all(), rule=counting.rule)


def voided_tally(
    session: Session, round_id: int, *, counting: Counting, run_id: int | None = None
) -> RoundTally:
    """Counts the interviews of a round that were received and voided, but for those of the run."""
    wanted = {"round_id": round_id, "run_id": NO_RUN if run_id is None else run_id}
    rows = session.execute(voided_statement(counting), wanted)
    return tally_of_rows(rows.all(), rule=counting.rule)


def tally_of_rows(rows: Sequence[Sequence[Any]], *, rule: ScoringRule) -> RoundTally:
    """The tally of the rows that the statements of `tally_statements` give."""
    of_people = [(tuple(row[1:5]), row) for row in rows if row[0] in _OF_PEOPLE]
    keys = sorted({key for key, _ in of_people})
    number = {key: at for at, key in enumerate(keys)}
    found: dict[str, list[tuple[int, Sequence[Any]]]] = {kind: [] for kind in _OF_PEOPLE}
    for key, row in of_people:
        found[row[0]].append((number[key], row))
    flat = np.zeros((len(keys), FlatLayout.of(rule).length), dtype=np.int64)
    if found[PEOPLE]:
        counts = _counts(found[COUNTS], places=len(keys), rule=rule)
        flat += flat_rows(_grouped(found[PEOPLE]), counts=counts, rule=rule)
    if found[CHANGED]:
        flat += _changed(found[CHANGED], places=len(keys), rule=rule)
    if found[CELL]:
        cells = read_rows([row[11] for _, row in found[CELL]], rule=rule)
        flat += summed_rows(cells, place=np.array([at for at, _ in found[CELL]]), places=len(keys))
    return RoundTally(rule=rule, places=tuple(Place(*key) for key in keys), flat=flat)


_OF_PEOPLE = (PEOPLE, CHANGED, COUNTS, CELL)
Placed = Sequence[tuple[int, Sequence[Any]]]


def _grouped(found: Placed) -> GroupedPeople:
    table = np.array([(at, *row[5:10]) for at, row in found], dtype=np.int64).reshape(-1, 6)
    place, satisfied, valid, people, levels, squared = table.T
    return GroupedPeople(
        place=place,
        satisfied=satisfied,
        valid=valid,
        people=people,
        levels=levels,
        squared=squared,
    )


def _counts(found: Placed, *, places: int, rule: ScoringRule) -> Ints:
    items, kinds = FlatLayout.of(rule).counts_shape
    counts = np.zeros((places, items, kinds), dtype=np.int64)
    for at, row in found:
        counts[at] += np.array(row[10].split(","), dtype=np.int64).reshape(items, kinds)
    return counts


def _changed(found: Placed, *, places: int, rule: ScoringRule) -> Ints:
    """The rows of people whose numbers come one person after the other."""
    read = [read_people(row[10], row[11], items=len(rule.items)) for _, row in found]
    place = np.repeat([at for at, _ in found], [len(sums) for sums, _ in read])
    satisfied, valid, people, levels = np.concatenate([sums for sums, _ in read]).T
    codes = np.concatenate([codes for _, codes in read])
    return flat_rows(
        GroupedPeople(
            place=place,
            satisfied=satisfied,
            valid=valid,
            people=people,
            levels=people * levels,
            squared=people * levels * levels,
        ),
        counts=_answers(codes, place=place, people=people, places=places, rule=rule),
        rule=rule,
    )


def _answers(codes: Ints, *, place: Ints, people: Ints, places: int, rule: ScoringRule) -> Ints:
    """How often each answer was given in each place, from the codes of each person."""
    items, kinds = FlatLayout.of(rule).counts_shape
    kind_of = np.full(2 * SHIFTED, kinds)
    for kind, code in enumerate(answer_codes(rule)):
        kind_of[SHIFTED + code] = kind
    # A code that the rule does not know counts in a column of its own, which is left out.
    where = (place[:, None] * items + np.arange(items)) * (kinds + 1) + kind_of[SHIFTED + codes]
    counted = np.bincount(
        where.ravel(), weights=np.repeat(people, items), minlength=places * items * (kinds + 1)
    )
    return counted.reshape(places, items, kinds + 1)[:, :, :kinds].astype(np.int64)
