"""Writes XLSX workbooks for tests, as plainly as the format allows: no library reads itself."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- spreadsheets know no zones
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
DATES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
"""Style 1 is a date."""


class SpreadsheetError(str):
    """The text of an error in a cell, such as #N/A."""

    __slots__ = ()


def column_name(place: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def cell_xml(reference: str, value: object) -> str:
    """One cell; None is no cell."""
    if value is None:
        return ""
    if isinstance(value, SpreadsheetError):
        return f'<c r="{reference}" t="e"><v>{value}</v></c>'
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, datetime):
        days = (value - EXCEL_EPOCH).total_seconds() / 86_400
        return f'<c r="{reference}" s="1"><v>{days!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{reference}" s="1"><v>{(value - EXCEL_EPOCH.date()).days}</v></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'


def row_xml(number: int, cells: Sequence[object]) -> str:
    """One row."""
    inside = "".join(
        cell_xml(f"{column_name(place)}{number}", value) for place, value in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def workbook(
    sheets: Mapping[str, Iterable[Sequence[object]]],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """A workbook of these sheets; `merged` ranges are in each of them."""
    file = io.BytesIO()
    names = list(sheets)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _write_frame(archive, names, hidden=hidden)
        for number, rows in enumerate(sheets.values(), start=1):
            ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
            tail = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for place, cells in enumerate(rows, start=1):
                    part.write(row_xml(place, cells).encode())
                part.write(f"</sheetData>{tail}</worksheet>".encode())
    return file.getvalue()


def _write_frame(archive: zipfile.ZipFile, names: Sequence[str], *, hidden: Sequence[str]) -> None:
    numbered = list(enumerate(names, start=1))
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for n, _ in numbered
    )
    archive.writestr(
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>{parts}</Types>',
    )
    archive.writestr(
        "_rels/.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for n, name in numbered
    )
    archive.writestr(
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    archive.writestr(
        "xl/_rels/workbook.xml.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId{len(names) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
    )
    archive.writestr("xl/styles.xml", DATES)
