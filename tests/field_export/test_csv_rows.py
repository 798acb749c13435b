"""CSV lines: a mark in front, no cell that runs, numbers as they are."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_export.csv_rows import BYTE_ORDER_MARK, csv_lines, safe_cell

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x")',
        "+84912345678",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t1",
        "\r1",
        "\n1",
        "-",
        "+",
        "--1",
        "-1.2.3",
        "-1e5",
        "-١",
    ],
)
def test_safe_cell__text_that_spreadsheets_run__is_made_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Sở A;=1+1", "Sở A;'=1+1"),
        ("=1;=2;+3", "'=1;'=2;'+3"),
        ("a\n@SUM(A1)", "a\n'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("x;-2+3", "x;'-2+3"),
        ("10.5;-3.25;-1", "10.5;-3.25;-1"),
        ("Xã A; -B", "Xã A; -B"),
    ],
)
def test_safe_cell__semicolons_part_cells_for_somebody__is_text_behind_each_of_them(text, safe):
    assert safe_cell(text) == safe


@pytest.mark.parametrize("text", ["-1", "-0.50", "1", "9.45", "-.5", "0"])
def test_safe_cell__number__stays_a_number(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    "text", ["", "Sở Nội vụ", "a=b", "x-y", "'=1", "2022-10-03T08:00:00+07:00"]
)
def test_safe_cell__other_text__stays_as_it_is(text):
    assert safe_cell(text) == text


@given(CELLS)
def test_safe_cell__any_text__never_begins_a_formula(text):
    cell = safe_cell(text)

    assert cell.replace("'", "") == text.replace("'", "")
    assert not cell.startswith(("\t", "\r", "\n"))
    for part in re.split("[;\t\r\n]", cell):  # as whoever takes a semicolon for an end of cells
        assert not part.startswith(("=", "+", "@"))
        assert not part.startswith("-") or float(part) <= 0


def test_csv_lines__rows__are_marked_once_and_end_as_spreadsheets_write():
    lines = list(csv_lines([("a", "b"), ("Đà Nẵng", '"x", y')]))

    assert lines == [f"{BYTE_ORDER_MARK}a,b\r\n", 'Đà Nẵng,"""x"", y"\r\n']


def test_csv_lines__no_rows__are_no_lines():
    assert list(csv_lines([])) == []


def test_csv_lines__endless_rows__are_written_one_by_one():
    def endless():
        while True:
            yield ("x",)

    lines = csv_lines(endless())

    assert [next(lines), next(lines)] == [f"{BYTE_ORDER_MARK}x\r\n", "x\r\n"]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=5))
def test_csv_lines__any_cells__are_read_again_as_they_were_made_safe(rows):
    text = "".join(csv_lines(rows)).removeprefix(BYTE_ORDER_MARK)

    again = list(csv.reader(io.StringIO(text, newline="")))

    assert again == [[safe_cell(cell) for cell in row] for row in rows]
