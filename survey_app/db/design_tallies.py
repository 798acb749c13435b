"""The tally of a round's interviews by unit, stratum, mode and origin, counted by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from scoring.design_tally import Cell, DesignTally, Ints
from scoring.flat_tally import FlatLayout, tally_of_flat
from scoring.grouped_people import GroupedPeople, flat_rows
from scoring.rule import ScoringRule
from survey_app.db.compositions import ALL, Part, Selection
from survey_app.db.tally_statements import COUNTS, PEOPLE, round_statement


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
        rows = np.zeros((len(cells), self.flat.shape[1]), dtype=np.int64)
        np.add.at(rows, [number[cell] for cell in cell_of], self.flat[chosen])
        met = rows[:, 0] > 0
        kept = tuple(cells[at] for at in np.flatnonzero(met).tolist())
        return tally_of_flat(rows[met], cells=kept, rule=self.rule)

    def parts(self, *, selection: Selection = ALL) -> Mapping[int, tuple[Part, ...]]:
        """Numbers of the chosen interviews by mode and origin, by round unit; absent where 0."""
        found: dict[int, list[Part]] = {}
        for place, people in zip(self.places, self.flat[:, 0].tolist(), strict=True):
            if people and selection.has(place):
                parts = found.setdefault(place.round_unit_id, [])
                parts.append((place.mode, place.origin, people))
        return {unit: tuple(parts) for unit, parts in found.items()}


def counted_tally(
    session: Session, round_id: int, *, rule: ScoringRule, slots: Mapping[str, int]
) -> RoundTally:
    """Counts all answers of a round anew, in one statement and hence at one moment.

    `slots`: by item, its place among the index items of the questionnaire. Raises ValueError where
    an answer is stored that the rule does not know.
    """
    statement = round_statement(rule, slots=slots)
    rows = session.execute(text(statement), {"round_id": round_id})
    return tally_of_rows(rows.all(), rule=rule)


def tally_of_rows(rows: Sequence[Sequence[Any]], *, rule: ScoringRule) -> RoundTally:
    """The rows that the statements of `tally_statements` give, as a tally."""
    places = tuple(sorted({Place(*row[1:5]) for row in rows}))
    number = {place: at for at, place in enumerate(places)}
    at = [number[Place(*row[1:5])] for row in rows]
    items, kinds = FlatLayout.of(rule).counts_shape
    counts = np.zeros((len(places), items, kinds), dtype=np.int64)
    for place, row in zip(at, rows, strict=True):
        if row[0] == COUNTS:
            counts[place] += np.array(row[10].split(","), dtype=np.int64).reshape(items, kinds)
    grouped = [(place, *row[5:10]) for place, row in zip(at, rows, strict=True) if row[0] == PEOPLE]
    columns = np.array(grouped, dtype=np.int64).reshape(-1, 6).T
    people = GroupedPeople(
        place=columns[0],
        satisfied=columns[1],
        valid=columns[2],
        people=columns[3],
        levels=columns[4],
        squared=columns[5],
    )
    return RoundTally(rule=rule, places=places, flat=flat_rows(people, counts=counts, rule=rule))
