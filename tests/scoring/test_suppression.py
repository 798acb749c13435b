"""What is hidden cannot be computed from the sums that are shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.design_tally import tally_frame
from scoring.groups import score_groups
from scoring.responses import score_tally
from scoring.suppression import hidden_in_sums, suppression_of
from scoring.variance import Population
from tests.scoring.conftest import RULE

MINIMUM = 10


@st.composite
def provinces(draw):
    """Units with their people, each in a group."""
    groups = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    codes = [f"U{group}{unit}" for group, size in enumerate(groups) for unit in range(size)]
    people = {code: draw(st.integers(0, 40)) for code in codes}
    return people, {code: f"G{code[1]}" for code in codes}


def hidden_of(people, group_of):
    small = {code for code, number in people.items() if number < MINIMUM}
    return hidden_in_sums(people, small=small, group_of=group_of, minimum=MINIMUM)


def shown_sums(people, group_of, hidden):
    """A row of 0 and 1 over all units for each figure that is shown."""
    codes = sorted(people)
    rows = [[code == one for one in codes] for code in codes if code not in hidden.units]
    for group in sorted(set(group_of.values()) - hidden.groups):
        rows.append([group_of[one] == group for one in codes])
    if not hidden.whole:
        rows.append([True] * len(codes))
    return codes, np.array(rows, dtype=float).reshape(-1, len(codes))


def is_known(row, sums):
    """Whether a sum follows from those that are shown."""
    rank = np.linalg.matrix_rank
    return rank(np.vstack([sums, row])) == (rank(sums) if sums.size else 0)


@given(provinces())
def test_hidden_in_sums__any_province__no_hidden_figure_follows_from_those_shown(province):
    people, group_of = province
    hidden = hidden_of(people, group_of)
    codes, sums = shown_sums(people, group_of, hidden)

    for code in hidden.units:
        assert not is_known(np.array([one == code for one in codes], dtype=float), sums)
    for group in hidden.groups:
        assert not is_known(np.array([group_of[one] == group for one in codes], float), sums)
    if hidden.whole:
        assert not is_known(np.ones(len(codes)), sums)


@given(provinces())
def test_hidden_in_sums__any_province__what_is_hidden_in_a_sum_is_enough_people(province):
    people, group_of = province
    hidden = hidden_of(people, group_of)

    of_groups = [
        [code for code in hidden.units if group_of[code] == group]
        for group in set(group_of.values()) - hidden.groups
    ]
    of_whole = [code for code in hidden.units if group_of[code] in hidden.groups]
    for left in [*of_groups, *([] if hidden.whole else [of_whole])]:
        assert not left or sum(people[code] for code in left) >= MINIMUM
    assert {code for code, number in people.items() if number < MINIMUM} <= hidden.units


def test_hidden_in_sums__one_small_unit__takes_the_next_smallest_of_its_group_along():
    people = {"A": 5, "B": 90, "C": 30, "D": 12}
    group_of = {"A": "G", "B": "G", "C": "G", "D": "H"}

    hidden = hidden_of(people, group_of)

    assert hidden.units == {"A", "C"}
    assert hidden.groups == frozenset()
    assert not hidden.whole


def test_hidden_in_sums__group_of_one_small_unit__hides_a_unit_and_a_group_elsewhere():
    people = {"A": 5, "B": 90, "C": 30}
    group_of = {"A": "G", "B": "H", "C": "H"}

    hidden = hidden_of(people, group_of)

    assert hidden.units == {"A", "C"}
    assert hidden.groups == {"G", "H"}
    assert not hidden.whole


def test_hidden_in_sums__nobody_small__hides_nothing():
    hidden = hidden_of({"A": 10, "B": 90}, {"A": "G", "B": "G"})

    assert not hidden.units
    assert not hidden.groups
    assert not hidden.whole


def test_suppression_of__small_factor__hides_it_its_items_and_the_numbers_of_answers(make_frame):
    rows = ["A// 5 4 5 4 4 9"] * 20 + ["A// 5 4 5 4 4 4"] * 5
    rows += ["B// 5 1 5 4 2 4"] * 30 + ["C// 5 1 5 4 2 4"] * 60
    tally = tally_frame(make_frame(*rows), rule=RULE)
    table = score_tally(tally, population=Population())
    group_of = dict.fromkeys("ABC", "G")
    groups = score_groups(tally, population=Population(), group_of=group_of, like=table)

    found = suppression_of(table, groups=groups, group_of=group_of)

    assert found.rows.units == frozenset()
    assert found.factors["F3"].units == found.items["F3"].units == {"A", "B"}
    assert found.answers.units == {"A", "B"}
    assert found.factors["F1"].units == frozenset()
