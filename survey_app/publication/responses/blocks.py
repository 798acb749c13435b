"""The interviews of a run in blocks, as a file of its kind holds them."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

import numpy as np
from sqlalchemy.orm import Session

from field_export.response_table import ResponseBlock
from survey_app.publication.responses.guarding import guarded
from survey_app.publication.responses.reading import ResponsesOfRun
from survey_app.publication.responses.rows_of_run import IN_MEMORY, RowsOfRun
from survey_app.publication.responses.spooling import UnitSpool


def blocks_of(session: Session, of: ResponsesOfRun) -> Iterator[ResponseBlock]:
    """Every interview that was scored, in the order of the units and then of their identifiers;
    who was left out is not there.
    """
    for unit_code, blocks in RowsOfRun(session, of).by_unit():
        hidden = of.hidden.get(unit_code)
        if of.guard is not None and hidden is None:
            continue
        with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            if of.guard is None or hidden is None:
                yield from _in_order(blocks, UnitSpool(file))
            else:
                yield from guarded(
                    blocks, UnitSpool(file), table=of.table, hidden=hidden, guard=of.guard
                )


def _in_order(blocks: Iterator[ResponseBlock], spool: UnitSpool) -> Iterator[ResponseBlock]:
    for block in blocks:
        spool.add(block, np.zeros(len(block), dtype=np.int32))
    for block, _ in spool.parts():
        yield block
