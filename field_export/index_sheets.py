"""The index in a workbook, computed by the workbook itself: who changes points sees what follows.

Three sheets: the units with their points, the figures of each group, the bands. Formulas round to
ten decimals before they compare, so that what is equal as a fraction is equal as a number of a
spreadsheet; a cell shows two (docs/adr/0002).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from field_export.workbook import (
    Cell,
    Formula,
    Kind,
    Sheet,
    SheetColumn,
    cells_of,
    letters,
    rows_of,
)
from scoring.index import GroupIndex, IndexRow
from scoring.plans import IndexPlan

PLACES = 10
"""Decimals to which formulas round before they compare."""
GROUP, CODE, NAME, MAXIMUM, APPRAISED, SURVEY, TOTAL, PERCENT, RANK, BAND, ABOVE = range(11)
"""Columns of the sheet of units."""
BAND_FROM, BAND_NAME = range(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexWords:
    """What stands in heads of columns, by what it is; exempt: in the place of survey points."""

    units_name: str
    units_title: str
    units_columns: tuple[str, ...]
    units_notes: tuple[str, ...]
    groups_name: str
    groups_title: str
    groups_columns: tuple[str, ...]
    bands_name: str
    bands_title: str
    bands_columns: tuple[str, ...]
    bands_notes: tuple[str, ...]
    exempt: str
    above: str
    empty: str


def index_sheets(
    groups: Sequence[GroupIndex],
    *,
    plan: IndexPlan,
    names: Mapping[str, str],
    words: IndexWords,
) -> tuple[Sheet, Sheet, Sheet]:
    """Units, groups and bands. names: of the groups, by code."""
    bands = _bands(plan, words=words)
    units = _units(groups, names=names, bands=bands, words=words)
    return units, _groups(groups, units=units, bands=bands, names=names, words=words), bands


WIDTHS = (27, 14, 38, 10, 12, 12, 12, 12, 9, 14, 12)
KINDS = {
    MAXIMUM: Kind.POINTS,
    APPRAISED: Kind.POINTS,
    SURVEY: Kind.POINTS,
    TOTAL: Kind.POINTS,
    PERCENT: Kind.POINTS,
    RANK: Kind.WHOLE,
}


def _units(
    groups: Sequence[GroupIndex], *, names: Mapping[str, str], bands: Sheet, words: IndexWords
) -> Sheet:
    columns = tuple(
        SheetColumn(title=title, width=width, kind=KINDS.get(at, Kind.TEXT))
        for at, (title, width) in enumerate(zip(words.units_columns, WIDTHS, strict=True))
    )
    found = [(group, row) for group in groups for row in group.rows]
    empty = Sheet(
        name=words.units_name,
        title=words.units_title,
        columns=columns,
        rows=((None,) * len(columns),) * len(found),
        notes=words.units_notes,
        empty=words.empty,
        stays=NAME + 1,
    )
    return replace(
        empty,
        rows=tuple(
            _unit_row(
                row,
                group=group,
                name=names[group.group],
                sheet=empty,
                number=empty.first_row + at,
                bands=bands,
                words=words,
            )
            for at, (group, row) in enumerate(found)
        ),
    )


def _unit_row(
    row: IndexRow,
    *,
    group: GroupIndex,
    name: str,
    sheet: Sheet,
    number: int,
    bands: Sheet,
    words: IndexWords,
) -> tuple[Cell, ...]:
    at = _cells_of_row(number)
    groups, percents = rows_of(sheet, GROUP), rows_of(sheet, PERCENT)
    same, percent = f"({groups}={at(GROUP)})", at(PERCENT)
    mean = f"ROUND(SUMPRODUCT({same}*{percents})/SUMPRODUCT({same}*1),{PLACES})"
    is_above = row.percent > group.mean_index
    return (
        name,
        row.unit_code,
        row.unit_name,
        row.maximum,
        row.appraised,
        words.exempt if row.component is None else row.component,
        Formula(text=f"{at(APPRAISED)}+N({at(SURVEY)})", value=row.total),
        Formula(text=f"ROUND(100*{at(TOTAL)}/{at(MAXIMUM)},{PLACES})", value=_rounded(row.percent)),
        Formula(text=f"1+SUMPRODUCT({same}*({percents}>{percent}))", value=row.rank),
        Formula(
            text=f"LOOKUP({percent},{cells_of(bands, BAND_FROM)},{cells_of(bands, BAND_NAME)})",
            value=row.band,
        ),
        Formula(
            text=f'IF({percent}>{mean},"{words.above}","")', value=words.above if is_above else ""
        ),
    )


def _cells_of_row(number: int) -> Callable[[int], str]:
    return lambda column: f"${letters(column)}{number}"


def _rounded(value: Fraction) -> Decimal:
    """As the formula rounds it; the tenth decimal is nobody's."""
    scale = 10**PLACES
    return Decimal(round(value * scale)).scaleb(-PLACES)


GROUP_KINDS = (Kind.TEXT, Kind.WHOLE, Kind.POINTS, Kind.POINTS, Kind.POINTS, Kind.WHOLE)
GROUP_WIDTHS = (27, 10, 14, 16, 14, 14)


def _groups(
    groups: Sequence[GroupIndex],
    *,
    units: Sheet,
    bands: Sheet,
    names: Mapping[str, str],
    words: IndexWords,
) -> Sheet:
    columns = [
        SheetColumn(title=title, width=width, kind=kind)
        for title, width, kind in zip(words.groups_columns, GROUP_WIDTHS, GROUP_KINDS, strict=True)
    ]
    columns += [
        SheetColumn(title=str(row[BAND_NAME]), width=12, kind=Kind.WHOLE)
        for row in reversed(bands.rows)
    ]
    sheet = Sheet(
        name=words.groups_name,
        title=words.groups_title,
        columns=tuple(columns),
        rows=(),
        empty=words.empty,
        stays=1,
    )
    return replace(
        sheet,
        rows=tuple(
            _group_row(
                group,
                name=names[group.group],
                units=units,
                sheet=sheet,
                number=sheet.first_row + at,
            )
            for at, group in enumerate(groups)
        ),
    )


def _group_row(
    group: GroupIndex, *, name: str, units: Sheet, sheet: Sheet, number: int
) -> tuple[Cell, ...]:
    same = f"({cells_of(units, GROUP)}=$A{number})"
    percents, surveys = cells_of(units, PERCENT), cells_of(units, SURVEY)
    surveyed = f"SUMPRODUCT({same}*ISNUMBER({surveys}))"
    members = f"SUMPRODUCT({same}*1)"
    mean = f"SUMPRODUCT({same}*{percents})/{members}"
    best = f"SUMPRODUCT(MAX({same}*{percents}))"
    worst = f"(100-SUMPRODUCT(MAX({same}*(100-{percents}))))"
    sum_of_surveys = f"SUMIF({cells_of(units, GROUP)},$A{number},{surveys})"
    return (
        name,
        Formula(text=members, value=len(group.rows)),
        Formula(text=mean, value=group.mean_index),
        Formula(
            text=f'IF({surveyed}=0,"",{sum_of_surveys}/{surveyed})', value=group.mean_component
        ),
        Formula(text=f"{best}-{worst}", value=group.spread),
        Formula(
            text=f"SUMPRODUCT({same}*({percents}>ROUND({mean},{PLACES})))", value=group.above_mean
        ),
        *(
            Formula(
                text=f"SUMPRODUCT({same}*({cells_of(units, BAND)}="
                f"{letters(len(GROUP_KINDS) + at)}${sheet.first_row - 1}))",
                value=count,
            )
            for at, count in enumerate(group.bands.values())
        ),
    )


def _bands(plan: IndexPlan, *, words: IndexWords) -> Sheet:
    """From the worst to the best: a spreadsheet looks numbers up in rising order."""
    return Sheet(
        name=words.bands_name,
        title=words.bands_title,
        columns=(
            SheetColumn(title=words.bands_columns[0], width=18, kind=Kind.POINTS),
            SheetColumn(title=words.bands_columns[1], width=24),
        ),
        rows=tuple((band.from_percent, band.name) for band in reversed(plan.bands)),
        notes=words.bands_notes,
    )
