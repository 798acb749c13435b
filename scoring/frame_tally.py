"""From a frame of interviews to their tally; whoever has tallies already needs no pandas."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring import answer_tables
from scoring.design_tally import Cell, DesignTally, Floats, empty_tally, weigh_by_counts
from scoring.frame_cells import FrameCells, cells_of_frame
from scoring.people_in_blocks import MOST_ITEMS, Cells, PeopleInBlocks
from scoring.rule import BLANK, ScoringRule


def tally_frame(frame: pd.DataFrame, *, rule: ScoringRule) -> DesignTally:
    """Tally a frame of interviews, one row each.

    Columns: `unit_code`, `stratum`, `cluster` (text, "" for none), one int8 column per item
    (a level, the not-applicable code, BLANK or NOT_ASKED), and `weight` (float, may be missing:
    then everybody weighs 1). Forms that are not complete enough by the rule are left out.

    Raises ValueError for a code that the rule does not know.
    """
    if rule.valid_from:
        frame = frame[complete_forms(frame, rule=rule)]
    found = cells_of_frame(frame)
    tally = empty_tally(tuple(Cell(*key) for key in found.keys), rule=rule)
    codes = [frame[item].to_numpy(dtype=np.int8) for item in rule.items]
    if "weight" not in frame and len(rule.items) <= MOST_ITEMS:
        _tally_equal_people(tally, codes, cell=found)
        return tally
    cell, weight = found[:], np.ones(len(frame))
    if "weight" in frame:
        weight = frame["weight"].to_numpy(dtype=np.float64)
    people = _People(rule=rule, size=len(frame))
    for position, code in enumerate(codes):
        _count_item(tally, code.view(np.uint8), cell=cell, position=position)
        people.add_item(code.view(np.uint8), position=position)
        _weigh_item(tally, code.view(np.uint8), cell=cell, position=position, weight=weight)
    people.close(tally, cell=cell, weight=weight)
    return tally


def _tally_equal_people(
    tally: DesignTally, codes: Sequence[npt.NDArray[np.int8]], *, cell: FrameCells
) -> None:
    people = PeopleInBlocks(tally.rule, cells=len(tally.cells))
    people.add(codes, cell=cell)
    tally.interviews[:], tally.answered[:] = people.interviews, people.answered
    tally.counts[:], tally.products[:] = people.counts, people.products
    weigh_by_counts(tally)


def complete_forms(frame: pd.DataFrame, *, rule: ScoringRule) -> npt.NDArray[np.bool_]:
    """Which rows of a frame are answered as far as the rule asks.

    Of the items that were asked and applied (on the scale, or blank) at least `valid_from` must
    have an answer on the scale. The two counts of a person are all it takes.
    """
    given, blank = np.zeros(len(frame), dtype=np.int64), np.zeros(len(frame), dtype=np.int64)
    on_scale = answer_tables.on_scale(rule)
    for item in rule.items:
        code = frame[item].to_numpy(dtype=np.int8)
        given += on_scale[code.view(np.uint8)]
        blank += code == BLANK
    needed = rule.valid_from
    complete: npt.NDArray[np.bool_] = (
        given * needed.denominator >= (given + blank) * needed.numerator
    )
    return complete


def _count_item(
    tally: DesignTally, code: npt.NDArray[np.uint8], *, cell: Cells, position: int
) -> None:
    place = answer_tables.places(tally.rule)[code]
    if len(place) and place.min() < 0:
        unknown = int(code[place < 0][0].view(np.int8))
        raise ValueError(f"{tally.rule.items[position]}: the rule does not know the code {unknown}")
    groups, _, kinds = tally.counts.shape
    counted = np.bincount(cell * kinds + place, minlength=groups * kinds)
    tally.counts[:, position] = counted.reshape(groups, kinds)


def _weigh_item(
    tally: DesignTally,
    code: npt.NDArray[np.uint8],
    *,
    cell: Cells,
    position: int,
    weight: Floats,
) -> None:
    rule, groups = tally.rule, len(tally.cells)
    blank = answer_tables.table_of({BLANK: 1})
    satisfied, valid = answer_tables.satisfied(rule), answer_tables.valid(rule)
    for column, table in enumerate((satisfied, valid, answer_tables.level(rule), blank)):
        tally.sums[:, position, column] = np.bincount(
            cell, weights=table[code] * weight, minlength=groups
        )
    for column, table in enumerate((satisfied, valid)):
        tally.squares[:, position, column] = np.bincount(
            cell, weights=table[code] * weight**2, minlength=groups
        )


class _People:
    """Per person: satisfied and valid answers per block, and the sum of levels (int16)."""

    def __init__(self, *, rule: ScoringRule, size: int) -> None:
        self._factor_of_block = np.array(rule.factor_of_block, dtype=np.int64)
        self._blocks = len(rule.factor_of_block)
        self._block_of_item = rule.block_of_item
        self._tables = (
            answer_tables.satisfied(rule),
            answer_tables.valid(rule),
            answer_tables.level(rule),
        )
        self._sums = np.zeros((2 * self._blocks + 1, size), dtype=np.int16)

    def add_item(self, code: npt.NDArray[np.uint8], *, position: int) -> None:
        block = self._block_of_item[position]
        rows = (block, self._blocks + block, 2 * self._blocks)
        for row, table in zip(rows, self._tables, strict=True):
            self._sums[row] += table[code]

    def close(self, tally: DesignTally, *, cell: Cells, weight: Floats) -> None:
        groups = len(tally.cells)
        valid = self._sums[self._blocks : 2 * self._blocks]
        tally.interviews[:] = np.bincount(cell, minlength=groups)
        tally.answered[:, 0] = np.bincount(cell[valid.any(axis=0)], minlength=groups)
        for factor in range(len(tally.rule.factors)):
            some = valid[self._factor_of_block == factor].any(axis=0)
            tally.answered[:, 1 + factor] = np.bincount(cell[some], minlength=groups)
        for row, left in enumerate(self._sums):
            scaled = left * weight**2
            for column in range(row, len(self._sums)):
                sums = np.bincount(cell, weights=scaled * self._sums[column], minlength=groups)
                tally.products[:, row, column] = sums
                tally.products[:, column, row] = sums
