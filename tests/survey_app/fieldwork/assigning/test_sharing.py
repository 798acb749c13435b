"""Cases shared out among enumerators: even, neighbours together, nobody tied, in any order."""

import unicodedata
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.fieldwork.assigning.sharing import (
    Leftover,
    Rule,
    Sharer,
    UnassignedCase,
    share,
)

DISTRICTS = ("", "Bình Lục", "Kim Bảng", "Phủ Lý")


def case(number, *, unit=1, district="Phủ Lý", stratum="s"):
    return UnassignedCase(
        case_id=number, unit_id=unit, unit_code=f"U{unit}", stratum=stratum, district=district
    )


def sharer(number, *, areas=(), tied=(), load=0):
    return Sharer(
        account_id=number, areas=frozenset(areas), tied_unit_ids=frozenset(tied), load=load
    )


def loads(shares, sharers):
    added = Counter(shares.taken.values())
    return [one.load + added[one.account_id] for one in sharers]


people = st.lists(
    st.builds(
        sharer,
        st.integers(1, 9),
        areas=st.sets(st.sampled_from(DISTRICTS[1:])),
        tied=st.sets(st.integers(1, 3)),
        load=st.integers(0, 4),
    ),
    max_size=4,
    unique_by=lambda one: one.account_id,
)


def some_cases(most):
    return st.lists(st.tuples(st.integers(1, 3), st.sampled_from(DISTRICTS)), max_size=most).map(
        lambda places: [
            case(number, unit=unit, district=district)
            for number, (unit, district) in enumerate(places, start=1)
        ]
    )


def may(one, of, rule):
    is_near = rule is Rule.BY_LOAD or (of.district != "" and of.district in one.areas)
    return of.unit_id not in one.tied_unit_ids and is_near


def test_by_load__as_many_districts_as_people__each_gets_one_whole():
    places = ("Bình Lục", "Kim Bảng", "Phủ Lý")
    cases = [case(number, unit=number % 2, district=places[number % 3]) for number in range(30)]

    shares = share(cases, [sharer(1), sharer(2), sharer(3)], rule=Rule.BY_LOAD)

    assert shares.taken == {number: number % 3 + 1 for number in range(30)}
    assert shares.left == ()


def test_by_load__districts_of_unequal_size__only_what_evenness_forces_is_cut():
    # 7 + 2 + 3 cases for three people are four each: Bình Lục fills the first and most of the
    # second, who goes on to Kim Bảng; the third gets the rest of it and Phủ Lý.
    sizes = {"Bình Lục": 7, "Kim Bảng": 2, "Phủ Lý": 3}
    places = [place for place, size in sizes.items() for _ in range(size)]
    cases = [case(number, district=place) for number, place in enumerate(places)]

    shares = share(cases, [sharer(1), sharer(2), sharer(3)], rule=Rule.BY_LOAD)

    assert [shares.taken[number] for number in range(12)] == [1] * 4 + [2] * 3 + [2, 3] + [3] * 3


def test_by_load__somebody_has_more_already__the_others_catch_up_first():
    cases = [case(number) for number in range(5)]
    sharers = [sharer(1, load=9), sharer(2, load=1), sharer(3, load=0)]

    shares = share(cases, sharers, rule=Rule.BY_LOAD)

    assert loads(shares, sharers) == [9, 3, 3]


def test_by_load__tied_to_a_unit__gets_the_cases_of_the_other():
    cases = [case(number, unit=1 + number % 2) for number in range(4)]

    shares = share(cases, [sharer(1, tied={1}), sharer(2)], rule=Rule.BY_LOAD)

    assert shares.taken == {0: 2, 2: 2, 1: 1, 3: 1}


def test_by_load__one_unit_is_open_to_few__the_others_leave_it_to_them():
    # Unit 1 alone would go two and two; then both of unit 2 fall to the second. That a third has
    # far too much already, and can hand nothing on, is no reason to leave it so.
    sharers = [sharer(1, tied={2}), sharer(2), sharer(3, load=9)]
    cases = [case(number, unit=1) for number in range(4)]
    cases += [case(number, unit=2) for number in range(4, 6)]

    shares = share(cases, sharers, rule=Rule.BY_LOAD)

    assert loads(shares, sharers) == [3, 3, 9]


def test_by_load__evenness_needs_a_chain_of_two__is_found():
    # Unit 3 is for the third alone, who must leave unit 2 to the second, who must leave more of
    # unit 1 to the first.
    sharers = [sharer(1, tied={2, 3}), sharer(2, tied={3}), sharer(3, tied={1})]
    units = [1] * 4 + [2] * 2 + [3] * 3
    cases = [case(number, unit=unit) for number, unit in enumerate(units)]

    shares = share(cases, sharers, rule=Rule.BY_LOAD)

    assert loads(shares, sharers) == [3, 3, 3]


def test_by_load__somebody_is_in_the_district_already__gets_its_other_unit_too():
    places = [(1, "Bình Lục"), (2, "Bình Lục"), (2, "Phủ Lý"), (2, "Phủ Lý")]
    cases = [case(number, unit=u, district=place) for number, (u, place) in enumerate(places)]

    shares = share(cases, [sharer(1, tied={1}), sharer(2)], rule=Rule.BY_LOAD)

    assert shares.taken == {0: 2, 1: 2, 2: 1, 3: 1}


def test_by_area__several_work_in_a_district__share_it_evenly_and_nobody_else_does():
    cases = [case(number, district="Phủ Lý") for number in range(6)]
    there = {"Phủ Lý", "Kim Bảng"}
    sharers = [sharer(1, areas=there), sharer(2, areas={"Kim Bảng"}), sharer(3, areas=there)]

    shares = share(cases, sharers, rule=Rule.BY_AREA)

    assert loads(shares, sharers) == [3, 0, 3]


@pytest.mark.parametrize(
    ("left", "why"),
    [
        (case(1, district=""), Leftover.NO_DISTRICT),
        (case(1, district="Bình Lục"), Leftover.NOBODY_IN_AREA),
        (case(1, unit=2, district="Phủ Lý"), Leftover.EVERYBODY_TIED),
    ],
)
def test_by_area__nobody_may_take_a_case__is_left_with_the_reason(left, why):
    sharers = [sharer(1, areas={"Phủ Lý"}, tied={2}), sharer(2)]

    shares = share([left, case(2)], sharers, rule=Rule.BY_AREA)

    assert shares.left == ((left, why),)
    assert shares.taken == {2: 1}


def test_by_area__district_written_in_another_way__is_the_same():
    written = unicodedata.normalize("NFD", "  PHỦ   lý ")

    shares = share([case(1, district=written)], [sharer(1, areas={"Phủ Lý"})], rule=Rule.BY_AREA)

    assert shares.taken == {1: 1}


def test_by_load__everybody_tied_or_nobody_there__all_are_left():
    tied = share([case(1)], [sharer(1, tied={1})], rule=Rule.BY_LOAD)
    nobody = share([case(1)], [], rule=Rule.BY_LOAD)

    assert [why for _, why in (*tied.left, *nobody.left)] == [Leftover.EVERYBODY_TIED] * 2


@given(cases=some_cases(20), sharers=people, rule=st.sampled_from(Rule))
def test_share__any_input__each_case_once_and_to_nobody_who_may_not(cases, sharers, rule):
    shares = share(cases, sharers, rule=rule)

    by_number = {one.account_id: one for one in sharers}
    left = {one.case_id for one, _ in shares.left}
    assert len(left) == len(shares.left)
    assert left | set(shares.taken) == {one.case_id for one in cases}
    assert not left & set(shares.taken)
    for one in cases:
        if one.case_id in left:
            assert not any(may(person, one, rule) for person in sharers)
        else:
            assert may(by_number[shares.taken[one.case_id]], one, rule)


three = st.tuples(
    *(
        st.builds(
            sharer,
            st.just(number),
            areas=st.sets(st.sampled_from(DISTRICTS[1:]), min_size=1),
            tied=st.sets(st.integers(1, 3), max_size=2),
            load=st.integers(0, 5),
        )
        for number in (1, 2, 3)
    )
)


@settings(max_examples=300)
@given(cases=some_cases(7), sharers=three, rule=st.sampled_from(Rule))
def test_share__few_cases__are_as_even_as_any_division_of_them(cases, sharers, rule):
    shares = share(cases, sharers, rule=rule)

    choices = [
        [place for place, person in enumerate(sharers) if may(person, one, rule)] for one in cases
    ]
    best = min(
        sum((person.load + chosen.count(place)) ** 2 for place, person in enumerate(sharers))
        for chosen in product(*filter(None, choices))
    )
    assert sum(load**2 for load in loads(shares, sharers)) == best


@given(cases=some_cases(20), sharers=people, rule=st.sampled_from(Rule), random=st.randoms())
def test_share__other_order_of_cases_and_people__same_result(cases, sharers, rule, random):
    before = share(cases, sharers, rule=rule)
    random.shuffle(cases)
    random.shuffle(sharers)

    assert share(cases, sharers, rule=rule) == before


@given(cases=some_cases(40), count=st.integers(1, 5))
def test_share__no_ties__loads_differ_by_one_and_few_neighbours_are_parted(cases, count):
    sharers = [sharer(number) for number in range(count)]

    shares = share(cases, sharers, rule=Rule.BY_LOAD)

    assert max(loads(shares, sharers)) - min(loads(shares, sharers)) <= 1
    place = {one.case_id: (one.district, one.unit_id) for one in cases}
    pieces = {(place[number], account) for number, account in shares.taken.items()}
    assert len(pieces) <= max(len(set(place.values())) + count - 1, 0)
