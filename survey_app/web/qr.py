"""A QR code as one path, to be drawn inside a page without any foreign markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4
"""Modules of white around the code that ISO/IEC 18004 asks for; scanners fail without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """The side of the square in modules, quiet zone included, and the path of the dark ones."""

    size: int
    path: str


def qr_code(content: str) -> QrCode:
    """Draws the content; level M still reads with 15 % of the code dirty or in glare."""
    modules = segno.make_qr(content, error="m", boost_error=False)
    rows = list(modules.matrix_iter(border=QUIET_ZONE))
    return QrCode(size=len(rows), path="".join(_row(row, y) for y, row in enumerate(rows)))


def _row(row: Iterable[int], y: int) -> str:
    """The dark stretches of one row, each a bar one module high."""
    path, x = "", 0
    for is_dark, stretch in groupby(row, key=bool):
        width = len(list(stretch))
        if is_dark:
            path += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return path
