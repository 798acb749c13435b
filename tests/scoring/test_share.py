"""Tallies add up; shares and points leave out what is not an answer."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.points import component_points
from scoring.share import Share, satisfied_share
from scoring.tally import ItemTally, UnitTally

counts = st.integers(min_value=0, max_value=10_000)
item_tallies = st.builds(
    ItemTally,
    levels=st.dictionaries(st.integers(min_value=1, max_value=5), counts),
    blank=counts,
    not_applicable=counts,
    not_asked=counts,
)
unit_tallies = st.builds(
    UnitTally,
    interviews=counts,
    items=st.dictionaries(st.sampled_from(["q11", "q12", "q21"]), item_tallies),
)


@given(unit_tallies, unit_tallies, unit_tallies)
def test_unit_tally__added_in_any_order__same_tally(
    one: UnitTally, two: UnitTally, three: UnitTally
) -> None:
    left = (one + two) + three
    right = three + (two + one)

    assert left == right


@given(unit_tallies)
def test_unit_tally__plus_empty__unchanged(tally: UnitTally) -> None:
    total = tally + UnitTally.EMPTY

    assert total == tally


def test_item_tally__level_nobody_chose__equals_its_absence() -> None:
    written = ItemTally(levels={4: 2, 5: 0})
    short = ItemTally(levels={4: 2})

    assert written == short


def test_item_tally__negative_count__refuses() -> None:
    with pytest.raises(ValueError, match="negative"):
        ItemTally(levels={4: -1})


def test_unit_tally__negative_interviews__refuses() -> None:
    with pytest.raises(ValueError, match="negative"):
        UnitTally(interviews=-1)


def test_satisfied_share__blanks_and_not_applicable__in_neither_count() -> None:
    tally = UnitTally(
        interviews=10,
        items={
            "q11": ItemTally(levels={5: 3, 4: 2, 3: 1}, blank=2, not_applicable=1, not_asked=1),
            "q12": ItemTally(levels={1: 4}),
            "q21": ItemTally(levels={5: 9}),
        },
    )

    share = satisfied_share(tally, items=["q11", "q12"], satisfied=(4, 5))

    assert share == Share(satisfied=5, valid=10)


def test_satisfied_share__item_never_tallied__counts_nothing() -> None:
    share = satisfied_share(UnitTally.EMPTY, items=["q11"], satisfied=(4, 5))

    assert share.fraction is None


@pytest.mark.parametrize(("satisfied", "valid"), [(2, 1), (-1, 1)])
def test_share__impossible_counts__refuses(satisfied: int, valid: int) -> None:
    with pytest.raises(ValueError, match="valid answers"):
        Share(satisfied=satisfied, valid=valid)


def test_component_points__two_thirds_of_ten__exact_fraction() -> None:
    points = component_points(Share(satisfied=14, valid=21), maximum=Decimal(10))

    assert points == Fraction(20, 3)


def test_component_points__no_valid_answer__none() -> None:
    points = component_points(Share(satisfied=0, valid=0), maximum=Decimal(10))

    assert points is None
