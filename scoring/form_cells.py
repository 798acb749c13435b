"""The two cells that the quarterly statistics form of administrative reform asks of a survey.

Rows 1.4.1 and 1.4.2 of the form that units send to Home Affairs each quarter: how many forms, and
in which way people were asked: “Trực tuyến = 0, Phát phiếu = 1, Kết hợp = 2” (annex of the report
on administrative reform of Sở Công Thương Hà Nam, first half of 2024). The form has no word for an
interview on a tablet; no paper is handed out in it, so it is 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

ON_PAPER = frozenset({"paper", "paper_self"})
"""Modes in which answers were written on paper; all others are answered on a screen."""


class Way(IntEnum):
    """As the form numbers them."""

    ONLINE = 0
    PAPER = 1
    BOTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCells:
    """forms: row 1.4.1. way: row 1.4.2, None without a form. by_mode: what they are made of."""

    forms: int
    way: Way | None
    by_mode: Mapping[str, int]


def form_cells(by_mode: Mapping[str, int]) -> FormCells:
    """From numbers of interviews by mode."""
    there = {mode: count for mode, count in by_mode.items() if count}
    paper = sum(count for mode, count in there.items() if mode in ON_PAPER)
    forms = sum(there.values())
    way = None
    if forms:
        way = Way.PAPER if paper == forms else Way.BOTH if paper else Way.ONLINE
    return FormCells(forms=forms, way=way, by_mode=there)
