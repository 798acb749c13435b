"""The interviews of a run as CSV, in the layout that `score-file` reads; other questions behind it.

Of a criterion blank is no answer, or one that is withheld, and 9 is not applicable or not asked: a
file for scoring makes no difference. Of other questions -2 is not asked and -3 withheld.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from field_export.csv_rows import BYTE_ORDER_MARK, safe_cell
from field_export.response_table import (
    Missing,
    ResponseBlock,
    ResponseTable,
    Variable,
    in_parts,
    moment_of,
)
from field_export.responses import AFTER_ITEMS, BEFORE_ITEMS
from field_export.written import time_for_programs
from scoring.rule import NOT_APPLICABLE

END = "\r\n"


def csv_parts(table: ResponseTable, blocks: Iterable[ResponseBlock]) -> Iterator[str]:
    """The file in parts; the byte-order mark is in front of the first."""
    names = [
        *BEFORE_ITEMS,
        *(one.code for one in table.items),
        *AFTER_ITEMS,
        *(one.code for one in table.others),
    ]
    yield BYTE_ORDER_MARK + ",".join(names) + END
    for block in in_parts(blocks):
        rows = zip(*_columns(table, block), strict=True)
        yield "".join(",".join(row) + END for row in rows)


def _columns(table: ResponseTable, block: ResponseBlock) -> list[list[str]]:
    count = len(block)
    answers = [_answers(block.codes[:, at], one) for at, one in enumerate(table.variables)]
    items = len(table.items)
    return [
        block.uuids(),
        [_cell(block.unit_code)] * count,
        _named(block.strata, block.stratum),
        [""] * count,
        _numbers(block.weights),
        _numbers(block.sizes),
        _named(block.enumerators, block.enumerator) if table.is_full else [""] * count,
        *answers[:items],
        _times(block.started, count=count),
        _times(block.finished, count=count),
        _named(table.modes, block.modes),
        _named(table.origins, block.origins),
        *answers[items:],
    ]


def _cell(text: str) -> str:
    """Quoted where it must be."""
    safe = safe_cell(text)
    if any(sign in safe for sign in ',"\r\n'):
        safe = '"' + safe.replace('"', '""') + '"'
    return safe


def _named(names: Sequence[str], places: npt.NDArray[np.integer] | None) -> list[str]:
    """-1 is the last one of them: nothing."""
    if places is None:
        return []
    cells = np.array([*map(_cell, names), ""], dtype=object)
    found: list[str] = cells[places].tolist()
    return found


def _numbers(values: npt.NDArray[np.float64]) -> list[str]:
    """As Python writes them, whole ones without decimals."""
    distinct, inverse = np.unique(values, return_inverse=True)
    words = ["" if np.isnan(one) else _number(one) for one in distinct.tolist()]
    found: list[str] = np.array(words, dtype=object)[inverse].tolist()
    return found


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _answers(codes: npt.NDArray[np.int32], of: Variable) -> list[str]:
    distinct, inverse = np.unique(codes, return_inverse=True)
    words = [_answer(code, of) for code in distinct.tolist()]
    found: list[str] = np.array(words, dtype=object)[inverse].tolist()
    return found


def _answer(code: int, of: Variable) -> str:
    if code == Missing.BLANK or (of.is_item and code == Missing.WITHHELD):
        return ""
    if of.is_item and code == Missing.SKIPPED:
        return str(NOT_APPLICABLE)
    return str(code)


def _times(seconds: npt.NDArray[np.int64] | None, *, count: int) -> list[str]:
    if seconds is None:
        return [""] * count
    return [time_for_programs(moment_of(one)) for one in seconds.tolist()]
