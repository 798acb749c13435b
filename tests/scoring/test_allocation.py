"""A unit's sample is shared out to its strata in one way only, and never beyond what they hold."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation import (
    Allocation,
    AllocationRule,
    MinimumTooLarge,
    allocate,
    allocate_reserve,
    reserve_size,
    stratum_name,
)

PROPORTIONAL, EQUAL = AllocationRule.PROPORTIONAL, AllocationRule.EQUAL
SIZES = st.dictionaries(st.text("abcđ", min_size=1), st.integers(0, 40), max_size=7)
RULES = st.sampled_from(AllocationRule)


def counts(allocation: Allocation) -> dict[str, int]:
    return {one.stratum: one.n for one in allocation.strata}


def shares(sizes: dict[str, int], wanted: int, rule=PROPORTIONAL, minimum=0) -> dict[str, int]:
    return counts(allocate(sizes, wanted=wanted, rule=rule, minimum=minimum))


def test_allocate__proportional__largest_remainders_get_what_is_left():
    """Quotas 5.4, 3.3 and 1.3 of 10: 5, 3, 1, and the tenth to the remainder of 0.4."""
    assert shares({"a": 54, "b": 33, "c": 13}, 10) == {"a": 6, "b": 3, "c": 1}


def test_allocate__equal_remainders__go_by_name():
    """Quotas 2.5 and 2.5: the first by name, whichever was given first."""
    assert shares({"b": 10, "a": 10}, 5) == {"a": 3, "b": 2}
    assert shares({"a": 10, "b": 10}, 5) == {"a": 3, "b": 2}


def test_allocate__names__are_compared_by_the_numbers_of_their_characters():
    assert shares({"Đất": 10, "Z": 10, "a": 10}, 4) == {"Z": 2, "a": 1, "Đất": 1}


def test_allocate__equal__the_same_number_each():
    assert shares({"a": 500, "b": 90, "c": 10}, 9, EQUAL) == {"a": 3, "b": 3, "c": 3}


def test_allocate__equal_but_a_small_stratum__the_others_take_its_excess():
    """3 cannot give 10: the 27 that are left go to the other two, the odd one by name."""
    assert shares({"a": 500, "b": 90, "c": 3}, 30, EQUAL) == {"a": 14, "b": 13, "c": 3}


def test_allocate__minimum__is_kept_and_the_rest_stays_proportional():
    """Quotas 9.0, 0.9 and 0.1 of 10 with 2 each at least: 6 are left for the large one."""
    assert shares({"a": 900, "b": 90, "c": 10}, 10, minimum=2) == {"a": 6, "b": 2, "c": 2}


def test_allocate__minimum_above_a_stratum__takes_all_of_it():
    assert shares({"a": 100, "b": 1}, 10, minimum=4) == {"a": 9, "b": 1}


def test_allocate__minimum_and_maximum_together__the_rest_goes_between_them():
    """Equal shares of 12 are 4 each. a has 1 and c has 2; the 9 left go to b and d, 4.5 each."""
    sizes = {"a": 1, "b": 50, "c": 2, "d": 50}

    assert shares(sizes, 12, EQUAL, minimum=2) == {"a": 1, "b": 5, "c": 2, "d": 4}


def test_allocate__both_bounds_at_once__what_is_above_goes_first():
    """Equal shares of 11 are 2.75: two strata hold less, the two others have less than 3.

    With the minimum first, 3 and 3 would be taken, and 5 left for two strata that hold 4.
    """
    assert shares({"a": 2, "b": 5, "c": 2, "d": 4}, 11, EQUAL, minimum=3) == {
        "a": 2,
        "b": 4,
        "c": 2,
        "d": 3,
    }


def test_allocate__more_than_there_are__everybody_and_how_many_are_missing():
    allocation = allocate({"a": 3, "b": 4}, wanted=10, rule=PROPORTIONAL)

    assert counts(allocation) == {"a": 3, "b": 4}
    assert (allocation.wanted, allocation.n, allocation.missing) == (10, 7, 3)


def test_allocate__stratum_that_gets_nobody__is_named():
    allocation = allocate({"a": 990, "b": 5, "c": 0}, wanted=10, rule=PROPORTIONAL)

    assert allocation.uncovered == ("b",)
    assert allocation.missing == 0


def test_allocate__minima_above_the_sample__are_refused_with_what_they_need():
    with pytest.raises(MinimumTooLarge) as refusal:
        allocate({"a": 100, "b": 100, "c": 1}, wanted=6, rule=EQUAL, minimum=3)

    assert (refusal.value.needed, refusal.value.wanted) == (7, 6)


def test_allocate__nothing_to_share__is_nothing():
    assert shares({}, 5) == {}
    assert shares({"a": 0}, 5) == {"a": 0}
    assert shares({"a": 5}, 0) == {"a": 0}


@pytest.mark.parametrize(
    ("sizes", "wanted", "minimum"), [({"a": -1}, 1, 0), ({"a": 1}, -1, 0), ({"a": 1}, 1, -1)]
)
def test_allocate__negative_sizes__are_refused(sizes, wanted, minimum):
    with pytest.raises(ValueError, match="never negative"):
        shares(sizes, wanted, minimum=minimum)


@given(SIZES, st.integers(0, 300), RULES, st.integers(0, 5))
def test_allocate__anything__adds_up_within_the_bounds(sizes, wanted, rule, minimum):
    needed = sum(min(minimum, size) for size in sizes.values())
    total = min(wanted, sum(sizes.values()))
    if needed > total:
        with pytest.raises(MinimumTooLarge):
            shares(sizes, wanted, rule, minimum)
        return

    found = shares(sizes, wanted, rule, minimum)

    assert sum(found.values()) == total
    assert all(min(minimum, size) <= found[name] <= size for name, size in sizes.items())


@settings(max_examples=300)
@given(SIZES, st.integers(0, 300), RULES, st.integers(0, 5))
def test_allocate__anything__follows_one_rate_between_the_bounds(sizes, wanted, rule, minimum):
    """One λ serves all strata: each count lies within one of λ·weight, or on its bound.

    This says what an allocation is without saying how it is found.
    """
    if sum(min(minimum, size) for size in sizes.values()) > min(wanted, sum(sizes.values())):
        return

    found = shares(sizes, wanted, rule, minimum)

    above, below = [Fraction(-1)], [Fraction(10**9)]
    for name, size in sizes.items():
        weight = size if rule is PROPORTIONAL else 1
        if min(minimum, size) < found[name]:
            above.append(Fraction(found[name] - 1, weight))
        if found[name] < size:
            below.append(Fraction(found[name] + 1, weight))
    assert max(above) < min(below)


@given(SIZES, st.integers(0, 300), RULES, st.randoms(use_true_random=False))
def test_allocate__strata_in_another_order__the_same(sizes, wanted, rule, random):
    shuffled = list(sizes.items())
    random.shuffle(shuffled)

    assert allocate(dict(shuffled), wanted=wanted, rule=rule) == allocate(
        sizes, wanted=wanted, rule=rule
    )


@pytest.mark.parametrize(
    ("official", "share", "size"),
    [(2124, Fraction(1, 5), 425), (10, Fraction(1, 5), 2), (1, Fraction(1, 100), 1), (0, 1, 0)],
)
def test_reserve_size__share__is_rounded_up(official, share, size):
    assert reserve_size(official, share=Fraction(share)) == size


def test_reserve_size__number__is_taken():
    assert reserve_size(100, number=7) == 7


def test_reserve_size__both_or_none_or_negative__is_refused():
    with pytest.raises(ValueError, match="as a share or as a number"):
        reserve_size(10, share=Fraction(1, 2), number=3)
    with pytest.raises(ValueError, match="as a share or as a number"):
        reserve_size(10)
    with pytest.raises(ValueError, match="negative"):
        reserve_size(10, number=-1)
    with pytest.raises(ValueError, match="negative"):
        reserve_size(10, share=Fraction(-1, 2))


def test_allocate_reserve__by_the_same_rule__from_who_is_left():
    """Official 6, 3 and 1; a reserve of 5 by 54 : 33 : 13 is 2.7, 1.65 and 0.65: a tie."""
    official = allocate({"a": 54, "b": 33, "c": 13}, wanted=10, rule=PROPORTIONAL)

    assert counts(allocate_reserve(official, wanted=5)) == {"a": 3, "b": 2, "c": 0}


def test_allocate_reserve__stratum_that_is_used_up_or_has_no_sample__gets_none():
    official = allocate({"a": 990, "b": 5, "c": 4}, wanted=8, rule=EQUAL, minimum=0)
    assert counts(official) == {"a": 3, "b": 3, "c": 2}

    reserve = allocate_reserve(official, wanted=20)

    assert counts(reserve) == {"a": 16, "b": 2, "c": 2}
    uncovered = allocate({"a": 10, "b": 10, "c": 10}, wanted=2, rule=EQUAL)
    assert counts(allocate_reserve(uncovered, wanted=3)) == {"a": 2, "b": 1, "c": 0}


def test_allocate_reserve__more_than_is_left__everybody_and_how_many_are_missing():
    official = allocate({"a": 5, "b": 5}, wanted=6, rule=EQUAL)

    reserve = allocate_reserve(official, wanted=10)

    assert (reserve.n, reserve.missing) == (4, 6)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("SXD", "Đất đai", "một cửa"), "SXD / Đất đai / một cửa"),
        (("SXD", " Đất   đai\n"), "SXD / Đất đai"),
        (("SXD", "Đất / nhà"), "SXD / Đất/nhà"),
        (("SXD", "", "trực tuyến"), "SXD / – / trực tuyến"),
        (("Ðo", "e\u0302\u0301"), "Ðo / ế"),
    ],
)
def test_stratum_name__parts__are_joined_in_one_way(parts, name):
    assert stratum_name(parts) == name


WORDS = st.text("ab/ ", max_size=5)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4))
def test_stratum_name__different_combinations__never_share_a_name(first, second):
    each = [tuple(stratum_name([part]) for part in parts) for parts in (first, second)]

    assert (each[0] == each[1]) == (stratum_name(first) == stratum_name(second))
