"""The template of a table of points: units and areas filled in, points to be filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from field_export.workbook import Cell, Kind, Sheet, SheetColumn, Workbook, workbook_bytes

DOES_NOT_APPLY = "x"
CODE_WIDTH, NAME_WIDTH, GROUP_WIDTH, POINTS_WIDTH = 14, 38, 22, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUnit:
    """A unit. applies: of every area, whether it applies to the unit."""

    unit_code: str
    unit_name: str
    unit_group: str
    maximum: Decimal
    applies: tuple[bool, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its areas and of the total, as they are handed out."""
        return (*("" if applies else DOES_NOT_APPLY for applies in self.applies), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWords:
    """headings: of code, name, group, maximum, every area and the total."""

    title: str
    sheet: str
    headings: tuple[str, ...]
    notes: tuple[str, ...]
    author: str


def template_rows(
    headings: Sequence[str], units: Sequence[TemplateUnit]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row for each unit."""
    yield tuple(headings)
    for one in units:
        maximum = f"{one.maximum.normalize():f}"
        yield (one.unit_code, one.unit_name, one.unit_group, maximum, *one.cells)


def template_workbook(
    words: TemplateWords, units: Sequence[TemplateUnit], *, made_at: datetime
) -> bytes:
    """The same as a workbook of one sheet, with notes above the table."""
    code, name, group, *points = words.headings
    columns = (
        SheetColumn(title=code, width=CODE_WIDTH),
        SheetColumn(title=name, width=NAME_WIDTH),
        SheetColumn(title=group, width=GROUP_WIDTH),
        *(SheetColumn(title=one, width=POINTS_WIDTH, kind=Kind.POINTS) for one in points),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.unit_code,
            one.unit_name,
            one.unit_group,
            one.maximum,
            *(cell or None for cell in one.cells),
        )
        for one in units
    ]
    sheet = Sheet(
        name=words.sheet,
        title=words.title,
        columns=columns,
        rows=tuple(rows),
        notes=words.notes,
        stays=2,
    )
    return workbook_bytes(
        Workbook(
            title=words.title,
            subject=words.title,
            author=words.author,
            remark="",
            made_at=made_at,
            foot="{page} / {pages}",
            sheets=(sheet,),
        )
    )
