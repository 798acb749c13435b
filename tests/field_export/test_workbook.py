"""Workbooks: LibreOffice computes the index of Hà Nam 2022 anew; texts stay texts."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from field_export.index_sheets import IndexWords, index_sheets
from field_export.workbook import (
    Kind,
    Sheet,
    SheetColumn,
    Workbook,
    cells_of,
    letters,
    workbook_bytes,
)
from scoring.index import HA_NAM_2022, UnitPoints, build_index
from scoring.rounding import half_up

DATA = Path(__file__).parent.parent / "data"
FACTS = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))
MADE_AT = datetime(2022, 12, 15, 2, 0, tzinfo=UTC)
NAMES = {"department": "Sở, ban, ngành", "district": "Huyện, thị xã"}
WORDS = IndexWords(
    units_name="Chỉ số",
    units_title="Chỉ số: đơn vị",
    units_columns=tuple(f"Cột {at}" for at in range(11)),
    units_notes=("Đổi điểm thì tất cả thay đổi theo.",),
    groups_name="Nhóm",
    groups_title="Chỉ số: nhóm",
    groups_columns=("Nhóm", "Đơn vị", "TB chỉ số", "TB khảo sát", "Khoảng cách", "Trên TB"),
    bands_name="Khung 'xếp loại' A",
    bands_title="Khung",
    bands_columns=("Từ", "Loại"),
    bands_notes=(),
    exempt="x",
    above="x",
    empty="Chưa có",
)
HOSTILE = '=HYPERLINK("http://x")'


def table(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit(row, *, component=None):
    given = row["satisfaction_points"] or None
    points = component if component is not None else given and Decimal(given)
    return UnitPoints(
        unit_code=row["unit_code"],
        unit_name=row["unit_name"],
        group=row["unit_group"],
        maximum=Decimal(row["max_points"]),
        appraised=Decimal(row["appraised_points"]),
        component=points,
    )


def made(sheets):
    return workbook_bytes(
        Workbook(
            title="Thử",
            subject="Thử",
            author="Sở Nội vụ",
            remark="",
            made_at=MADE_AT,
            foot="Trang {page}/{pages} & hết",
            sheets=tuple(sheets),
        )
    )


def index_workbook(units):
    groups = build_index(units, plan=HA_NAM_2022)
    return groups, made(index_sheets(groups, plan=HA_NAM_2022, names=NAMES, words=WORDS))


def without_cached_values(content):
    """The same workbook, with nothing in the cells of formulas but the formulas."""
    out, emptied = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
                emptied += count
            new.writestr(name, data)
    assert emptied
    return out.getvalue()


def rows_below(file, name, *, head):
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    rows = book.get_sheet_by_name(name).to_python()
    start = next(at for at, row in enumerate(rows) if row[0] == head)
    return [row for row in rows[start + 1 :] if row[0]]


def test_index_sheets__computed_by_libreoffice__are_the_published_table(calculated, tmp_path):
    rows = table("hanam-2022-points.csv")
    groups, content = index_workbook([unit(row) for row in rows])
    file = tmp_path / "chi-so.xlsx"
    file.write_bytes(without_cached_values(content))

    found = calculated(file).read_bytes()

    units = {row[1]: row for row in rows_below(found, "Chỉ số", head="Cột 0")}
    for official in table("hanam-2022-published.csv"):
        row = units[official["unit_code"]]
        assert half_up(Decimal(repr(row[6]))) == Decimal(official["total_points"])
        assert half_up(Decimal(repr(row[7]))) == Decimal(official["index_percent"])
        assert row[8] == int(official["rank"])
    assert {(row.unit_code, row.band) for group in groups for row in group.rows} == {
        (code, row[9]) for code, row in units.items()
    }
    department, district = rows_below(found, "Nhóm", head="Nhóm")
    printed = [half_up(Decimal(repr(cell))) for cell in (*department[2:5], *district[2:5])]
    means, spread = FACTS["means"], FACTS["spread"]
    assert [str(one) for one in printed] == [
        means["department_index"],
        means["department_satisfaction"],
        spread["department"],
        means["district_index"],
        means["district_satisfaction"],
        spread["district"],
    ]
    above = FACTS["above_mean"]
    assert (department[5], district[5]) == (above["department"], above["district"])
    assert department[6:9] == [2, 14, 3]


def test_index_sheets__viewer_that_computes_nothing__has_the_same_figures():
    rows = table("hanam-2022-points.csv")
    thirds = {"SXD": Fraction(28, 3), "STC": Fraction(28, 3)}
    groups, content = index_workbook(
        [unit(row, component=thirds.get(row["unit_code"])) for row in rows]
    )

    units = {row[1]: row for row in rows_below(content, "Chỉ số", head="Cột 0")}

    for group in groups:
        for row in group.rows:
            cells = units[row.unit_code]
            assert cells[6] == pytest.approx(float(row.total), abs=1e-12)
            assert cells[7] == pytest.approx(float(row.percent), abs=1e-9)
            assert cells[8:10] == [row.rank, row.band]
            assert (cells[10] == "x") == (row.percent > group.mean_index)
    assert units["SXD"][8] == units["STC"][8]
    assert units["VPUB"][5] == "x"


def plain_sheet(*rows, **kept):
    columns = tuple(SheetColumn(title=f"Cột {at}", width=12) for at in range(2))
    return Sheet(name="Trang", title="Trang", columns=columns, rows=rows, empty="Trống", **kept)


def test_workbook__texts_that_would_run__are_texts():
    texts = [HOSTILE, "+1", "-1", "@SUM(1)", "http://x", "{=1}"]

    content = made([plain_sheet(*((text, text) for text in texts))])

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        page = file.read("xl/worksheets/sheet1.xml").decode()
        kept = file.read("xl/sharedStrings.xml").decode()
        names = file.namelist()
    assert "<f>" not in page
    assert "HYPERLINK" in kept
    assert not any("hyperlink" in name or "externalLink" in name for name in names)
    assert [row[0] for row in rows_below(content, "Trang", head="Cột 0")] == texts


def test_workbook__made_twice__has_the_same_bytes():
    sheets = [plain_sheet(("a", "b"))]

    first, second = made(sheets), made(sheets)

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        about = file.read("docProps/core.xml").decode()
    assert "2022-12-15T02:00:00Z" in about
    assert "<dc:title>Thử</dc:title>" in about


def test_workbook__sheet__is_set_up_for_screen_and_print():
    content = made([plain_sheet(("a", "b"), notes=("Một",), stays=1)])

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        page = file.read("xl/worksheets/sheet1.xml").decode()
        book = file.read("xl/workbook.xml").decode()
    assert 'paperSize="9"' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "Trang &amp;P/&amp;N &amp;&amp; hết" in page
    assert 'xSplit="1" ySplit="4"' in page
    assert '<autoFilter ref="A4:B5"/>' in page
    assert "Trang!$4:$4" in book
    assert "mergeCell" not in page


def test_workbook__words_longer_than_the_table__take_lines_as_wide_as_it():
    columns = (SheetColumn(title="Đơn vị", width=30), SheetColumn(title="Lý do", width=20))
    note = "Không có trong chỉ số: " + "; ".join(f"Sở số {at}" for at in range(1, 21))
    sheet = Sheet(
        name="Trang", title="Ngắn", columns=columns, rows=(), notes=("Vừa", note), empty=note
    )

    content = made([sheet])

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        page = file.read("xl/worksheets/sheet1.xml").decode()
        styles = file.read("xl/styles.xml").decode()
    assert re.findall(r'<mergeCell ref="(\w+:\w+)"', page) == ["A3:B3", "A6:B6"]
    heights = dict(re.findall(r'<row r="(\d)"[^>]* ht="([\d.]+)"', page))
    # 212 characters over a width of 50 are 5 lines of 15 points.
    assert (len(note), heights["3"], heights["6"]) == (212, "75", "75")
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.split("<cellXfs", 1)[1], re.DOTALL)
    style = {cell: formats[int(at)] for cell, at in re.findall(r'<c r="(A\d)" s="(\d+)"', page)}
    assert ["wrapText" in style[cell] for cell in ("A1", "A2", "A3", "A6")] == [0, 0, 1, 1]
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[
        2
    ] == [note, ""]


def test_workbook__no_rows__says_why():
    content = made([plain_sheet()])

    assert rows_below(content, "Trang", head="Cột 0")[0][0] == "Trống"


def test_workbook__names_that_cannot_be__are_refused():
    long_name = Sheet(name="x" * 32, title="", columns=(), rows=())

    with pytest.raises(ValueError, match="names of sheets"):
        made([long_name])
    with pytest.raises(ValueError, match="names of sheets"):
        made([plain_sheet(), plain_sheet()])


def test_references__columns_and_names__are_as_formulas_write_them():
    sheet = Sheet(name="Sở 'A'", title="", columns=(), rows=(("a",), ("b",)), notes=("x",))

    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert cells_of(sheet, 1) == "'Sở ''A'''!$B$5:$B$6"


def placed(file, cell):
    """Where the text of a cell of the first sheet stands across: left, right or general"""
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        sheet, styles = (
            book.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml")
        )
    style = int(re.search(rf'<c r="{cell}" s="(\d+)"', sheet)[1])
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", styles.split("<cellXfs", 1)[1], re.DOTALL)
    found = re.search(r'horizontal="(\w+)"', formats[style])
    return found[1] if found else "general"


def test_workbook__column_of_numbers__has_its_head_and_words_in_it_at_the_right():
    columns = (
        SheetColumn(title="Đơn vị", width=20),
        SheetColumn(title="Điểm", width=10, kind=Kind.POINTS),
    )
    rows = (("Sở Xây dựng", Decimal("9.55")), ("Thanh tra", "x"))

    file = made([Sheet(name="Điểm", title="Điểm", columns=columns, rows=rows)])

    assert [placed(file, cell) for cell in ("B3", "B4", "B5")] == ["right"] * 3
    assert [placed(file, cell) for cell in ("A3", "A4")] == ["left"] * 2
