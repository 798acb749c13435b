"""Last year's round as the plan of another year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.fieldwork.round_copying import (
    CopiedUnit,
    Present,
    moved_by_years,
    renamed,
    units_of_copy,
)

UNIT = CopiedUnit(
    unit_id=1,
    name="Sở Xây dựng",
    group_id=1,
    quota=60,
    is_exempt=False,
    maximum_points=Decimal(100),
    component_maximum=Decimal(10),
)
OTHER = replace(UNIT, unit_id=2, name="Sở Giao thông vận tải", quota=40)
EXEMPT = replace(
    UNIT,
    unit_id=3,
    name="Thanh tra",
    quota=0,
    is_exempt=True,
    maximum_points=Decimal(60),
    component_maximum=Decimal(0),
)
NOW = {
    1: Present(name="Sở Xây dựng", successor_id=None),
    2: Present(name="Sở Giao thông vận tải", successor_id=None),
    3: Present(name="Thanh tra", successor_id=None),
}


def test_copy__nothing_has_changed__is_the_same():
    assert units_of_copy([UNIT, OTHER, EXEMPT], now=NOW) == (UNIT, OTHER, EXEMPT)


def test_copy__renamed_unit__has_its_present_name():
    now = NOW | {2: Present(name="Sở Giao thông công chính", successor_id=None)}

    assert [unit.name for unit in units_of_copy([UNIT, OTHER], now=now)] == [
        "Sở Xây dựng",
        "Sở Giao thông công chính",
    ]


def test_copy__merged_unit__gives_its_quota_to_the_one_it_went_into():
    now = NOW | {2: Present(name="Sở Giao thông vận tải", successor_id=1)}

    assert units_of_copy([OTHER, EXEMPT, UNIT], now=now) == (replace(UNIT, quota=100), EXEMPT)


def test_copy__unit_merged_twice__is_found_at_the_end():
    now = NOW | {
        1: Present(name="Sở Xây dựng", successor_id=2),
        2: Present(name="Sở Giao thông vận tải", successor_id=4),
        4: Present(name="Sở Xây dựng và Giao thông", successor_id=None),
    }

    (only,) = units_of_copy([UNIT, OTHER], now=now)

    assert (only.unit_id, only.name, only.quota) == (4, "Sở Xây dựng và Giao thông", 100)


@pytest.mark.parametrize("order", [[EXEMPT, UNIT], [UNIT, EXEMPT]])
def test_copy__surveyed_and_exempt_unit_merged__is_surveyed(order):
    now = NOW | {3: Present(name="Thanh tra", successor_id=1)}

    (only,) = units_of_copy(order, now=now)

    assert only == UNIT


def test_copy__two_exempt_units_merged__stay_exempt_without_quota():
    now = NOW | {2: Present(name="x", successor_id=3)}

    (only,) = units_of_copy([replace(EXEMPT, unit_id=2), EXEMPT], now=now)

    assert (only.is_exempt, only.quota) == (True, 0)


@given(
    quotas=st.lists(st.integers(0, 500), min_size=1, max_size=8),
    successors=st.lists(st.one_of(st.none(), st.integers(0, 7)), min_size=8, max_size=8),
)
def test_copy__whatever_was_merged__loses_no_quota_and_repeats_no_unit(quotas, successors):
    units = [replace(UNIT, unit_id=place, quota=quota) for place, quota in enumerate(quotas)]
    now = {
        # A unit is only merged into one that was founded later, so that no ring is made.
        place: Present(name="x", successor_id=after if after and after > place else None)
        for place, after in enumerate(successors)
    }

    copied = units_of_copy(units, now=now)

    assert sum(unit.quota for unit in copied) == sum(quotas)
    numbers = [unit.unit_id for unit in copied]
    assert len(set(numbers)) == len(numbers)
    assert all(now[number].successor_id is None for number in numbers)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2022, 10, 31), 1, date(2023, 10, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2022, 1, 1), 0, date(2022, 1, 1)),
    ],
)
def test_day__moved_by_years__stays_in_its_month(day, years, expected):
    assert moved_by_years(day, years) == expected


def test_name__of_a_copy__names_its_year():
    assert renamed("Hà Nam 2022: khảo sát", before=2022, after=2023) == "Hà Nam 2023: khảo sát"
    assert renamed("Khảo sát hằng năm", before=2022, after=2023) == "Khảo sát hằng năm"
