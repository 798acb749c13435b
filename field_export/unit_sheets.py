"""Sheets of one page each, a unit a sheet: what they say. `unit_sheets_pdf` sets them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from field_export.report import Figure, Grid, Paragraphs, texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A figure that is seen first. beside: what belongs to it, in smaller letters."""

    name: str
    value: str
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A part of a sheet under its heading."""

    heading: str
    blocks: tuple[Paragraphs | Grid | Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSheet:
    """body: whoever issues it. unit: whose sheet it is. about: lines below. notice: what nobody
    must miss, else "". notes: how to read it, in small letters at the end.
    """

    body: str
    unit: str
    about: tuple[str, ...]
    notice: str
    figures: tuple[KeyFigure, ...]
    parts: tuple[SheetPart, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSheets:
    """A file of them. language, made_at, foot: as in a report. sheet: “{sheet}/{sheets}”."""

    language: str
    title: str
    made_at: datetime
    sheets: tuple[UnitSheet, ...]
    foot: str
    sheet: str

    def texts(self) -> Iterator[str]:
        """Everything that is set, for choosing a font."""
        yield from (self.title, self.foot, self.sheet)
        for one in self.sheets:
            yield from (one.body, one.unit, *one.about, one.notice, *one.notes)
            for figure in one.figures:
                yield from (figure.name, figure.value, figure.beside)
            for part in one.parts:
                yield part.heading
                for block in part.blocks:
                    yield from texts_of(block)
