"""Criteria whose answers went in one direction, with all criteria looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.recheck.item_agreement import item_agreement
from scoring.recheck.one_way_changes import holm, one_way_chances, one_way_items

SATISFIED = (False, False, False, True, True)


def agreement(*pairs):
    table = tuple(tuple(pairs.count((k, m)) for m in range(1, 6)) for k in range(1, 6))
    return item_agreement(table, satisfied=SATISFIED)


def shown(chances, *, level):
    """Step by step: the smallest against level/m, the next against level/(m - 1), to the first."""
    found = set()
    for rank, at in enumerate(sorted(range(len(chances)), key=lambda at: chances[at])):
        if chances[at] * (len(chances) - rank) > level:
            break
        found.add(at)
    return found


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=22), st.floats(0.001, 0.999))
def test_holm__any_level__shows_those_that_its_steps_show(chances, level):
    adjusted = holm(chances)

    assert {at for at, chance in enumerate(adjusted) if chance <= level} == shown(
        chances, level=level
    )
    assert all(1 >= after >= before for before, after in zip(chances, adjusted, strict=True))


def test_items__ten_of_which_fell_and_one_that_moved_both_ways__is_told_apart():
    fell = agreement(*[(4, 2)] * 10, *[(5, 5)] * 60)
    both = agreement(*[(4, 2)] * 5, *[(2, 4)] * 5, *[(5, 5)] * 60)
    found = {"q11": both, "q12": fell, "q13": agreement()}

    # 2 of 2**10 ways, times two items; 5 of 10 is as even as can be.
    assert one_way_chances(found) == {"q11": 1.0, "q12": pytest.approx(2 * 2 / 2**10)}
    assert one_way_items(found) == ("q12",)


def test_items__certain_but_small__are_not_named():
    small = agreement(*[(4, 2)] * 20, *[(5, 5)] * 400)

    assert one_way_chances({"q11": small})["q11"] < 0.001
    assert one_way_items({"q11": small}) == ()
