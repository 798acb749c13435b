"""Whatever is in a file, reading ends with rows or with faults."""

from hypothesis import example, given
from hypothesis import strategies as st

from survey_app.fieldwork.frame.reading import preview_frame, read_frame
from tests.survey_app.fieldwork.frame.conftest import GOOD, UNITS, as_csv, table
from tests.workbooks import workbook

BOOK = workbook({"A": table({})})
NEEDS_VERSION = BOOK.index(b"PK\x01\x02") + 6
"""Where the list of parts says how new a program has to be: 64 is of no ZIP that there is."""
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["05/09/2022", "1e400", "=1+1", "84", "99999", "31/12/9999", "SXD", "#N/A"]),
)


def _ends_well(data: bytes) -> None:
    reading = read_frame(data, units=UNITS)
    preview_frame(data, units=UNITS)

    assert bool(reading.rows) != bool(reading.total_faults)
    assert bool(reading.faults) == bool(reading.total_faults)
    assert len(reading.faults) <= min(reading.total_faults, 100)


@given(data=st.binary(max_size=300))
@example(data=b"PK\x03\x04")
@example(data=b"\xff\xfe")
def test_read_frame__any_bytes__ends_with_rows_or_faults(data):
    _ends_well(data)
    _ends_well(as_csv(table({})) + data)


@given(rows=st.lists(st.lists(CELLS, min_size=len(GOOD), max_size=len(GOOD)), max_size=4))
def test_read_frame__any_cells__ends_with_rows_or_faults(rows):
    _ends_well(as_csv([list(GOOD), *rows]))


@example(place=NEEDS_VERSION, byte=64, length=1)
@given(place=st.integers(0, len(BOOK) - 1), byte=st.integers(0, 255), length=st.integers(1, 40))
def test_read_frame__damaged_workbook__ends_with_rows_or_faults(place, byte, length):
    _ends_well(BOOK[:place] + bytes([byte]) * length + BOOK[place + length :])
