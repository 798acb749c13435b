"""AAPOR's outcome rates, counted by hand and by what must always hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.response_rates import (
    LETTERS,
    Cases,
    Letter,
    cases_by_disposition,
    response_rates,
)

COUNT = st.integers(min_value=0, max_value=5000)
ANY = st.builds(
    Cases,
    complete=COUNT,
    partial=COUNT,
    refusal=COUNT,
    non_contact=COUNT,
    other=COUNT,
    unknown_household=COUNT,
    unknown_other=COUNT,
)


def test_rates__counted_by_hand__are_those_of_the_formulas():
    # 100 cases: I 50, P 5, R 15, NC 10, O 4, UH 12, UO 4.
    found = response_rates(
        Cases(
            complete=50,
            partial=5,
            refusal=15,
            non_contact=10,
            other=4,
            unknown_household=12,
            unknown_other=4,
        )
    )

    assert found.rr1 == Fraction(50, 100)
    assert found.rr2 == Fraction(55, 100)
    assert found.coop1 == Fraction(50, 74)
    assert found.ref1 == Fraction(15, 100)
    assert found.con1 == Fraction(74, 100)


def test_rates__no_case__are_unknown_and_not_zero():
    found = response_rates(Cases())

    assert (found.rr1, found.rr2, found.coop1, found.ref1, found.con1) == (None,) * 5


def test_rates__nobody_contacted__know_no_cooperation():
    found = response_rates(Cases(non_contact=3, unknown_household=2))

    assert found.coop1 is None
    assert (found.rr1, found.con1) == (0, 0)


def test_cases__negative_count__is_refused():
    with pytest.raises(ValueError, match="refusal is negative"):
        Cases(refusal=-1)


def test_cases_by_disposition__every_code__goes_to_its_letter_and_4_to_none():
    found = cases_by_disposition(
        {"1.1": 1, "2.11": 2, "2.12": 4, "2.25": 8, "3.18": 16, "4.70": 32, "2.30": 64, "3.11": 128}
    )

    assert found == Cases(complete=1, refusal=6, non_contact=8, unknown_household=144, other=64)


def test_cases_by_disposition__unknown_code__is_no_guess():
    with pytest.raises(KeyError):
        cases_by_disposition({"2.99": 1})


def test_letters__every_one__has_a_disposition_and_a_count():
    assert set(LETTERS.values()) == set(Letter)
    assert {letter.value for letter in Letter} == set(Cases.__dataclass_fields__)


@given(cases=ANY)
def test_rates__any_counts__are_shares_in_their_order(cases):
    found = response_rates(cases)

    if found.rr1 is None or found.rr2 is None or found.con1 is None or found.ref1 is None:
        assert cases.every == 0
        return
    assert 0 <= found.rr1 <= found.rr2 <= found.con1 <= 1
    assert found.rr2 + found.ref1 <= found.con1
    assert found.coop1 is None or found.coop1 >= found.rr1


@given(cases=ANY, times=st.integers(min_value=1, max_value=9))
def test_rates__all_counts_so_many_times__are_the_same(cases, times):
    more = Cases(**{name: getattr(cases, name) * times for name in Cases.__dataclass_fields__})

    found, again = response_rates(cases), response_rates(more)

    assert (found.rr1, found.rr2, found.coop1) == (again.rr1, again.rr2, again.coop1)
    assert (found.ref1, found.con1) == (again.ref1, again.con1)


@given(cases=ANY)
def test_rates__one_more_case_never_tried__lowers_no_cooperation_and_raises_no_response(cases):
    more = Cases(
        **{
            name: getattr(cases, name)
            for name in Cases.__dataclass_fields__
            if name != "unknown_household"
        },
        unknown_household=cases.unknown_household + 1,
    )

    found, again = response_rates(cases), response_rates(more)

    assert found.coop1 == again.coop1
    assert again.rr1 is not None
    assert found.rr1 is None or again.rr1 <= found.rr1
