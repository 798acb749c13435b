"""Reads a cell with points, exactly: never through binary floating point."""

import re
from dataclasses import dataclass
from decimal import Decimal

from survey_app.fieldwork.appraisal.problems import AppraisalCode
from survey_app.fieldwork.frame.values import Cell, CellRefused, written
from survey_app.table_files.problems import shown

NOT_APPLYING = frozenset({"x"})
CERTAIN = 9
"""Decimals that a number of a workbook tells: what lies behind them is floating point."""
_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,12}))?", re.ASCII)
_NEGATIVE = re.compile(r"[-−][0-9]+(?:[.,][0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DoesNotApply:
    """An x: the area does not apply to the unit."""


X = DoesNotApply()


def read_points(cell: Cell, *, decimals: int) -> Decimal | DoesNotApply | None:
    """Points, X for an x, None for a blank; raises CellRefused for what is none of these.

    One comma or one point parts the decimals, whatever the language of the file; zeros at the end
    do not count as decimals: 68,130 is 68.13.
    """
    text = written(round(cell, CERTAIN)) if isinstance(cell, float) else written(cell)
    if not text:
        return None
    if text.casefold() in NOT_APPLYING:
        return X
    if _NEGATIVE.fullmatch(text):
        raise CellRefused(AppraisalCode.NEGATIVE, value=shown(text))
    found = _NUMBER.fullmatch(text)
    if found is None or isinstance(cell, bool):
        raise CellRefused(AppraisalCode.NOT_POINTS, value=shown(text))
    whole, part = found.groups()
    part = (part or "").rstrip("0")
    if len(part) > decimals:
        words = {"value": shown(text), "decimals": str(decimals)}
        raise CellRefused(AppraisalCode.TOO_MANY_DECIMALS, **words)
    return Decimal(f"{whole}.{part or 0}")
