"""Reads the interviews of a run in blocks, as a file of its kind holds them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import cast

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from field_export.response_table import ResponseBlock
from scoring.design_tally import Cell
from survey_app.db import run_answers
from survey_app.db.run_answers import AnswerColumns
from survey_app.publication.responses.guarding import collect, guarded
from survey_app.publication.responses.reading import ResponsesOfRun
from survey_app.publication.responses.spooling import UnitSpool

FRONT = len(AnswerColumns._fields)
"""Columns in front of the JSON of other answers, behind which the levels are."""
IN_MEMORY = 4 << 20
"""Bytes of a unit that wait without a file."""


def blocks_of(session: Session, of: ResponsesOfRun) -> Iterator[ResponseBlock]:
    """Every interview that was scored, in the order of the units; who was left out is not there.

    In files to hand on those of a unit wait for each other: what is shown of one person depends
    on the others.
    """
    if of.guard is None:
        yield from _read(session, of=of)
        return
    for unit_code, blocks in groupby(_read(session, of=of), key=attrgetter("unit_code")):
        hidden = of.hidden.get(unit_code)
        if hidden is None:
            continue
        # Without a name, and gone with the process.
        with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            spool = UnitSpool(file)
            for block in blocks:
                collect(spool, block, table=of.table, guard=of.guard)
            yield from guarded(spool, table=of.table, hidden=hidden, guard=of.guard)


def _read(session: Session, *, of: ResponsesOfRun) -> Iterator[ResponseBlock]:
    """All interviews in parts, each of one unit."""
    items = len(of.table.items)
    for part in run_answers.answers_of_run(
        session, of.run_id, items=items, is_full=of.guard is None
    ):
        for unit_code, rows in _by_unit(_scored(part, of=of)):
            yield _block(unit_code, rows, of=of)


def _by_unit(
    rows: Sequence[tuple[object, ...]],
) -> Iterator[tuple[str, Sequence[tuple[object, ...]]]]:
    """They are in the order of units, so that nearly all parts are of one."""
    if rows and rows[0][1] == rows[-1][1]:
        yield cast(str, rows[0][1]), rows
        return
    for unit_code, of_unit in groupby(rows, key=lambda row: cast(str, row[1])):
        yield unit_code, list(of_unit)


def _scored(
    rows: Sequence[tuple[object, ...]], *, of: ResponsesOfRun
) -> Sequence[tuple[object, ...]]:
    """Without those whom a weighted score leaves out."""
    design = of.design
    if not design.weights:
        return rows
    return [
        row for row in rows if row[1] not in design.drawn or (row[1], row[7] or "") in design.sizes
    ]


def _block(
    unit_code: str, rows: Sequence[tuple[object, ...]], *, of: ResponsesOfRun
) -> ResponseBlock:
    columns = tuple(zip(*rows, strict=True))
    front = AnswerColumns._make(columns[:FRONT])
    strata, stratum = _places([cast(str | None, name) or "" for name in front.stratum])
    weights = np.array([_weight(unit_code, name, of=of) for name in strata])
    sizes = np.array([_size(unit_code, name, of=of) for name in strata])
    made = ResponseBlock(
        unit_code=unit_code,
        ids=_ids(cast(Sequence[str], front.uuid)),
        codes=_codes(columns, of=of),
        strata=strata,
        stratum=stratum,
        weights=weights[stratum],
        sizes=sizes[stratum],
        modes=_known(front.mode, of.table.modes),
        origins=_known(front.origin, of.table.origins),
    )
    return made if of.guard is not None else _in_full(made, front)


def _codes(columns: Sequence[Sequence[object]], *, of: ResponsesOfRun) -> npt.NDArray[np.int32]:
    items, width = len(of.table.items), len(of.table.variables)
    codes = np.empty((len(columns[FRONT]), width), dtype=np.int32)
    levels = run_answers.levels_of(columns[FRONT + 1 :], items=items)
    codes[:, :items] = levels
    codes[:, items:] = of.coded.codes(cast(Sequence[str], columns[FRONT]), levels)
    return codes


def _places(names: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    """The different names in the order in which they appear, and which one each is."""
    distinct = tuple(dict.fromkeys(names))
    place = {name: at for at, name in enumerate(distinct)}
    return distinct, np.array([place[name] for name in names], dtype=np.int32)


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


def _in_full(block: ResponseBlock, front: AnswerColumns) -> ResponseBlock:
    names, enumerator = _places(cast(Sequence[str], front.enumerator))
    return replace(
        block,
        enumerators=names,
        enumerator=enumerator,
        started=np.array(front.started_at, dtype=np.int64),
        finished=np.array(front.finished_at, dtype=np.int64),
    )
