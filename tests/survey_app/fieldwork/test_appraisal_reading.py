"""Tables of points: what comes out of a good one, and every fault of a bad one with its place."""

from decimal import Decimal

import pytest

from questionnaires import Fault
from scoring.plans.shipped import criteria_set
from survey_app.db.rounds import RoundUnitRecord
from survey_app.fieldwork.appraisal.earlier import read_earlier_table
from survey_app.fieldwork.appraisal.opening import KILOBYTE, MOST_KILOBYTES
from survey_app.fieldwork.appraisal.reading import PointsReading, read_points_table
from tests.workbooks import SpreadsheetError, workbook

HA_NAM = criteria_set("ha-nam-2022")
HEAD = (
    "unit_code,steering,institutions,procedures,organisation,civil_service,public_finance,digital"
)


def _unit(code: str, name: str, *, maximum: str = "100") -> RoundUnitRecord:
    is_exempt = maximum == "60"
    return RoundUnitRecord(
        id=1,
        round_id=1,
        unit_id=1,
        unit_code=code,
        unit_name=name,
        group_code="department",
        group_name_vi="Sở",
        group_name_en="Departments",
        group_from=None,
        group_until=None,
        ended_on=None,
        quota=0,
        is_exempt=is_exempt,
        maximum_points=Decimal(maximum),
        component_maximum=Decimal(0 if is_exempt else 10),
        appraised_points=None,
    )


UNITS = (
    _unit("SXD", "Sở Xây dựng"),
    _unit("STP", "Sở Tư pháp"),
    _unit("TTRA", "Thanh tra", maximum="60"),
    _unit("KHAC", "Khác", maximum="80"),
)


def read(text: str | bytes, *, criteria: object = HA_NAM) -> PointsReading:
    data = text if isinstance(text, bytes) else text.encode()
    return read_points_table(data, units=UNITS, criteria=criteria)  # type: ignore[arg-type]


def said(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(one.where, one.code) for one in faults]


def test_read__good_table__gives_points_by_area_without_those_that_do_not_apply() -> None:
    reading = read(
        f"{HEAD}\nsxd,14,10,17.50,8,13,6,20\nTTRA,14,9.25,x,8,13,6,X\n".replace(",X", ",9")
    )

    assert reading.faults == ()
    assert list(reading.points) == ["SXD", "TTRA"]
    assert reading.points["SXD"]["procedures"] == Decimal("17.5")
    assert "procedures" not in reading.points["TTRA"]
    assert sum(reading.points["TTRA"].values()) == Decimal("59.25")


def test_read__every_fault__is_told_with_its_place_and_nothing_is_read() -> None:
    rows = (
        "SXD,14.5,10,19,8,13,6,20",  # above the maximum
        "STP,14,,19,x,13.125,-6,20",  # blank, x, decimals, negative
        "TTRA,14,10,5,8,13,6,9",  # does not apply
        "KHONG,1,1,1,1,1,1,1",  # unknown
        "SXD,1,1,1,1,1,1,1",  # twice
        "KHAC,1,1,1,1,1,1,1",  # no scale
        ",1,1,1,1,1,1,1",  # no code
    )

    reading = read("\n".join((HEAD, *rows)))

    assert reading.points == {}
    assert said(reading.faults) == [
        ("row 2, steering", "above_area"),
        ("row 3, civil_service", "too_many_decimals"),
        ("row 3, public_finance", "negative"),
        ("row 3, institutions", "area_blank"),
        ("row 3, organisation", "applies"),
        ("row 4, procedures", "does_not_apply"),
        ("row 5, unit_code", "unknown_unit"),
        ("row 6, unit_code", "unit_twice"),
        ("row 7, steering", "no_scale"),
        ("row 8, unit_code", "blank_cell"),
    ]
    assert reading.faults[6].details["nearest"] == "KHAC, STP, SXD, TTRA"
    assert all(one.repair for one in reading.faults)


def test_read__total_alone_that_is_no_number__says_nothing_of_areas() -> None:
    reading = read(f"{HEAD},total\nSXD,,,,,,,,abc\n")

    assert said(reading.faults) == [("row 2, total", "not_points")]


def test_read__blank_and_x_where_points_are_due__are_told_apart() -> None:
    reading = read(f"{HEAD}\nSXD,14,,19,x,13,6,20\n")

    assert said(reading.faults) == [
        ("row 2, institutions", "area_blank"),
        ("row 2, organisation", "applies"),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("17,34", Decimal("17.34")),
        ("17.34", Decimal("17.34")),
        ("17,340", Decimal("17.34")),
        ("0", Decimal(0)),
    ],
)
def test_read__decimal_comma_and_point__are_both_taken(cell: str, expected: Decimal) -> None:
    reading = read(f'{HEAD}\nSXD,14,10,"{cell}",8,13,6,20\n')

    assert reading.points["SXD"]["procedures"] == expected


@pytest.mark.parametrize("cell", ["1.234,5", "17,3,4", "17 34", "mười", "1e1", "٣", "17.", "NaN"])
def test_read__cell_that_is_no_number__is_a_fault(cell: str) -> None:
    reading = read(f'{HEAD}\nSXD,14,10,"{cell}",8,13,6,20\n')

    assert said(reading.faults) == [("row 2, procedures", "not_points")]


def test_read__decimal_commas_without_quotes__are_told_as_too_many_cells() -> None:
    reading = read(f"{HEAD}\nSXD,14,10,17,34,8,13,6,20\n")

    assert said(reading.faults) == [("row 2", "wrong_number_of_cells")]


def test_read__semicolons_as_a_vietnamese_spreadsheet_saves_them__are_taken() -> None:
    text = f"{HEAD}\nSXD,14,10,A,8,13,6,20\n".replace(",", ";").replace("A", "17,34")

    assert read(text).points["SXD"]["procedures"] == Decimal("17.34")


def test_read__total_alone__stands_for_all_areas() -> None:
    reading = read("unit_code,total\nSXD,85.75\nTTRA,56.25\n", criteria=None)

    assert reading.points == {
        "SXD": {"total": Decimal("85.75")},
        "TTRA": {"total": Decimal("56.25")},
    }


def test_read__total_beside_areas__has_to_be_their_sum() -> None:
    row = "14,10,17,8,13,6,20"

    good = read(f"{HEAD},total\nSXD,{row},88\n")
    bad = read(f"{HEAD},total\nSXD,{row},89\n")

    assert "total" not in good.points["SXD"]
    assert said(bad.faults) == [("row 2, total", "total_differs")]
    assert bad.faults[0].details == {"value": "89", "sum": "88"}


def test_read__sums_above_what_the_unit_can_have__are_refused() -> None:
    areas = read(f"{HEAD}\nTTRA,14,10,x,8,13,6,20\n")
    totals = read("unit_code,total\nSXD,90.01\nTTRA,60\n")

    # 71 points fit into the areas, but the document lets such a unit have 60 together.
    assert said(areas.faults) == [("row 2", "above_unit")]
    assert said(totals.faults) == [("row 2, total", "above_unit")]


def test_read__unit_without_points__is_left_out_with_a_warning() -> None:
    reading = read(f"{HEAD}\nSXD,14,10,17,8,13,6,20\nSTP,,,,,,,\nTTRA,,,x,,,,\n")

    assert (list(reading.points), reading.faults) == (["SXD"], ())
    assert [(one.code, one.details["count"]) for one in reading.warnings] == [
        ("units_left_blank", "2")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"a,b\n1,2\n", "no_header"),
        (b"unit_code,unit_name\nSXD,x\n", "no_points_column"),
        (b"total,max_points\n85,100\n", "missing_columns"),
        (b"unit_code,total,T\xe1\xbb\x95ng \xc4\x91i\xe1\xbb\x83m\nSXD,1,1\n", "column_twice"),
        (b"unit_code,total\n", "no_rows"),
        (b"%PDF-1.7", "other_document"),
        (b"\xff\xfeu\x00", "utf_16"),
        (b"x" * (MOST_KILOBYTES * KILOBYTE + 1), "too_large"),
    ],
)
def test_read__file_that_is_no_such_table__says_what_it_is(data: bytes, code: str) -> None:
    reading = read(data)

    assert [one.code for one in reading.faults] == [code]


def test_read__workbook_with_titles_and_vietnamese_headings__is_read_exactly() -> None:
    head = [
        "Mã cơ quan",
        "Cơ quan, đơn vị",
        *(f"{one.name.vi} ({one.maximum})" for one in HA_NAM.scored_areas),
        "Tổng điểm",
        "Ghi chú",
    ]
    row = ["SXD", "Sở Xây dựng", 14, 10, 17.34, 8, 12.1 + 0.2, 6, 20, None, "tốt"]

    reading = read(workbook({"Điểm": [["Điểm thẩm định"], [], head, row]}))

    assert reading.faults == ()
    # 12.1 + 0.2 is 12.299999999999999 in a spreadsheet, too
    assert reading.points["SXD"]["civil_service"] == Decimal("12.3")
    assert reading.points["SXD"]["procedures"] == Decimal("17.34")
    assert [one.code for one in reading.warnings] == ["unknown_column"]


def test_read__workbook_with_an_error_in_a_cell__names_the_cell() -> None:
    rows = [HEAD.split(","), ["SXD", 14, 10, SpreadsheetError("#N/A"), 8, 13, 6, 20]]

    reading = read(workbook({"Điểm": rows}))

    assert said(reading.faults) == [("row 2, procedures", "error_cell")]


EARLIER = "unit_group,unit_code,rank,index_percent,mean_index,spread\n"


def test_read_earlier__rows_of_units_and_groups__may_have_gaps() -> None:
    text = (
        f'{EARLIER}department,,,,"88,99",18.40\ndepartment,SXD,18,83.25,,\n,STP,,,,\n,TTRA,6,,,\n'
    )

    reading = read_earlier_table(text.encode(), units=UNITS)

    assert reading.faults == ()
    assert reading.groups["department"].mean_index == Decimal("88.99")
    assert reading.units["SXD"].index_percent == Decimal("83.25")
    assert (reading.units["TTRA"].rank, reading.units["TTRA"].index_percent) == (6, None)
    assert "STP" not in reading.units


def test_read_earlier__every_fault__is_told_with_its_place() -> None:
    rows = (
        "department,,1,,88,",
        "department,,,,88,",
        "huyen,,,,,8.21",
        ",SXD,0,101,,",
        ",STP,1,90.123,50,",
        ",TTRA,1,x,,",
    )

    reading = read_earlier_table((EARLIER + "\n".join(rows)).encode(), units=UNITS)

    assert said(reading.faults) == [
        ("row 2, rank", "not_of_a_group"),
        ("row 3, unit_group", "group_twice"),
        ("row 4, unit_group", "unknown_group"),
        ("row 5, rank", "not_a_rank"),
        ("row 5, index_percent", "above_hundred"),
        ("row 6, mean_index", "not_of_a_unit"),
        ("row 6, index_percent", "too_many_decimals"),
        ("row 7, index_percent", "not_points"),
    ]
    assert (reading.units, reading.groups) == ({}, {})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rank,index_percent\n1,90\n", "missing_columns"),
        (EARLIER, "no_rows"),
        ("a,b\n", "no_header"),
    ],
)
def test_read_earlier__file_that_is_no_such_table__is_refused(text: str, code: str) -> None:
    reading = read_earlier_table(text.encode(), units=UNITS)

    assert [one.code for one in reading.faults] == [code]
