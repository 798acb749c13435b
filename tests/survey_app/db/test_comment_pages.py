"""Where a page of comments is: whole units are skipped, and no comment is lost or said twice."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from survey_app.db.comment_pages import PartOfList, UnitInList, part_of

OF_THREE = (
    UnitInList(first=1, last=40, comments=30),
    UnitInList(first=41, last=50, comments=0),
    UnitInList(first=51, last=100, comments=45),
)


def test_part__first_page__is_in_the_first_unit():
    assert part_of(OF_THREE, start=0, most=20) == PartOfList(first=1, last=40, skipped=0)


def test_part__page_over_the_end_of_a_unit__is_in_both():
    assert part_of(OF_THREE, start=20, most=20) == PartOfList(first=1, last=100, skipped=20)


def test_part__page_behind_a_unit__skips_it():
    assert part_of(OF_THREE, start=40, most=20) == PartOfList(first=51, last=100, skipped=10)


def test_part__page_that_begins_with_a_unit__skips_nothing_of_it():
    assert part_of(OF_THREE, start=30, most=20) == PartOfList(first=51, last=100, skipped=0)


def test_part__behind_the_last__has_no_place():
    part = part_of(OF_THREE, start=75, most=20)

    assert part.last < part.first


@given(
    st.lists(st.lists(st.booleans(), min_size=1, max_size=9), max_size=6),
    st.integers(min_value=0, max_value=60),
    st.integers(min_value=1, max_value=25),
)
def test_part__of_any_units__has_exactly_the_comments_of_the_page(units, start, most):
    every = [place for place, is_wanted in enumerate(chain(*units), 1) if is_wanted]
    told, end = [], 0
    for one in units:
        told.append(UnitInList(first=end + 1, last=end + len(one), comments=sum(one)))
        end += len(one)

    part = part_of(told, start=start, most=most)

    among = [place for place in every if part.first <= place <= part.last]
    assert among[part.skipped : part.skipped + most] == every[start : start + most]
