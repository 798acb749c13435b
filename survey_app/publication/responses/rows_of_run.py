"""The interviews of a run, read once in the order of the tables and put by unit."""

from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import cast

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from field_export.response_table import PART, ResponseBlock
from scoring.design_tally import Cell
from survey_app.db import run_answers
from survey_app.db.run_answers import AnswerColumns
from survey_app.publication.responses.pseudonyms import pseudonyms
from survey_app.publication.responses.reading import ResponsesOfRun
from survey_app.publication.responses.spooling import BinnedRows, Rows, in_pieces

FRONT = len(AnswerColumns._fields)
"""Columns in front of the JSON of other answers, behind which the levels are."""
IN_MEMORY = 4 << 20
"""Bytes that wait without a file."""


class RowsOfRun:
    """Turns rows of the database into rows of numbers, and these into blocks of a unit."""

    def __init__(self, session: Session, of: ResponsesOfRun) -> None:
        self._session, self._of = session, of
        self._is_full = of.guard is None
        self._units = {number: at for at, number in enumerate(of.units)}
        made_by = run_answers.enumerators_of_run(session, of.run_id) if self._is_full else {}
        self._enumerators = {number: at for at, number in enumerate(made_by)}
        self._names = tuple(made_by.values())
        self._strata: dict[str, int] = {}

    def by_unit(self) -> Iterator[tuple[str, Iterator[ResponseBlock]]]:
        """Each unit that somebody was interviewed for, in their order, with its interviews in
        blocks. These are to be read before the next unit is asked for.
        """
        # Without a name, and gone with the process.
        with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            kept = BinnedRows(file, bins=len(self._units), kind=self._kind())
            items = len(self._of.table.items)
            for part in run_answers.answers_of_run(
                self._session, self._of.run_id, items=items, is_full=self._is_full
            ):
                kept.add(*self._rows(part))
            for at, unit_code in enumerate(self._of.units.values()):
                if kept.counts[at]:
                    yield unit_code, self._blocks(unit_code, kept.read(at, at + 1))

    def _kind(self) -> np.dtype[np.void]:
        columns: list[tuple[str, type[np.generic], tuple[int, ...]]] = [
            ("ids", np.uint8, (16,)),
            ("codes", np.int32, (len(self._of.table.variables),)),
            ("stratum", np.int32, ()),
            ("modes", np.int16, ()),
            ("origins", np.int16, ()),
        ]
        if self._is_full:
            columns += [("enumerator", np.int32, ()), ("started", np.int64, ())]
            columns += [("finished", np.int64, ())]
        return np.dtype(columns)

    def _rows(self, part: Sequence[tuple[object, ...]]) -> tuple[Rows, npt.NDArray[np.intp]]:
        """The rows, and the place of the unit of each."""
        columns = tuple(zip(*part, strict=True))
        front = AnswerColumns._make(columns[:FRONT])
        rows = np.empty(len(part), dtype=self._kind())
        ids, guard = _ids(cast(Sequence[str], front.uuid)), self._of.guard
        # So that no file has both, not even one that is gone with the process.
        rows["ids"] = ids if guard is None else pseudonyms(ids, key=guard.key)
        rows["codes"] = self._codes(columns)
        names = self._strata
        rows["stratum"] = [
            names.setdefault(name, len(names))
            for name in (cast(str | None, name) or "" for name in front.stratum)
        ]
        rows["modes"] = _known(front.mode, self._of.table.modes)
        rows["origins"] = _known(front.origin, self._of.table.origins)
        if self._is_full:
            place = self._enumerators
            rows["enumerator"] = [place[cast(int, number)] for number in front.enumerator]
            rows["started"], rows["finished"] = front.started_at, front.finished_at
        units = [self._units[cast(int, number)] for number in front.round_unit]
        return rows, np.array(units, dtype=np.intp)

    def _codes(self, columns: Sequence[Sequence[object]]) -> npt.NDArray[np.int32]:
        items, width = len(self._of.table.items), len(self._of.table.variables)
        codes = np.empty((len(columns[FRONT]), width), dtype=np.int32)
        levels = run_answers.levels_of(columns[FRONT + 1 :], items=items)
        codes[:, :items] = levels
        codes[:, items:] = self._of.coded.codes(cast(Sequence[str], columns[FRONT]), levels)
        return codes

    def _blocks(self, unit_code: str, found: Iterator[Rows]) -> Iterator[ResponseBlock]:
        """Without those whom a weighted score leaves out."""
        strata = tuple(self._strata)
        weights = np.array([_weight(unit_code, name, of=self._of) for name in strata])
        sizes = np.array([_size(unit_code, name, of=self._of) for name in strata])
        leaves_out = bool(self._of.design.weights) and unit_code in self._of.design.drawn
        for piece in in_pieces(found, least=PART):
            rows = piece[~np.isnan(sizes[piece["stratum"]])] if leaves_out else piece
            yield ResponseBlock(
                unit_code=unit_code,
                ids=rows["ids"],
                codes=rows["codes"],
                strata=strata,
                stratum=rows["stratum"],
                weights=weights[rows["stratum"]],
                sizes=sizes[rows["stratum"]],
                modes=rows["modes"],
                origins=rows["origins"],
                enumerators=self._names,
                enumerator=rows["enumerator"] if self._is_full else None,
                started=rows["started"] if self._is_full else None,
                finished=rows["finished"] if self._is_full else None,
            )


def _known(words: Sequence[object], among: Sequence[str]) -> npt.NDArray[np.int16]:
    place: dict[object, int] = {word: at for at, word in enumerate(among)}
    return np.array([place[word] for word in words], dtype=np.int16)


def _weight(unit_code: str, stratum: str, *, of: ResponsesOfRun) -> float:
    """A form that the plan does not count weighs nothing, but a file gives weights for all."""
    if not of.design.weights:
        return float("nan")
    return float(of.design.weights.get(Cell(unit_code, stratum, ""), 1.0))


def _size(unit_code: str, stratum: str, *, of: ResponsesOfRun) -> float:
    found = of.design.sizes.get((unit_code, stratum))
    return float("nan") if found is None else float(found)


def _ids(found: Sequence[str]) -> npt.NDArray[np.uint8]:
    content = bytes.fromhex("".join(found).replace("-", ""))
    return np.frombuffer(content, dtype=np.uint8).reshape(len(found), 16)
