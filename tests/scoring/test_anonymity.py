"""Nobody can be singled out by the attributes that are shown."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.anonymity import shown_attributes

WITHHELD = -3


def as_handed_on(attributes, shown):
    """Every person as others see them."""
    return [tuple(row) for row in np.where(shown, attributes, WITHHELD).tolist()]


def test_shown_attributes__large_classes__are_all_shown():
    attributes = np.array([[1, 1]] * 3 + [[2, 1]] * 3)

    assert shown_attributes(attributes, minimum=3).all()


def test_shown_attributes__small_class__takes_the_next_smallest_along():
    # By hand: 5 men and 4 women are shown; of the men 4 are young and 1 is old, so that the one
    # would be alone with what is left out: the young men are left out with him.
    attributes = np.array([[1, 1]] * 4 + [[1, 2]] + [[2, 1]] * 4)

    shown = shown_attributes(attributes, minimum=3)

    assert shown[:, 0].all()
    assert shown[:, 1].tolist() == [False] * 5 + [True] * 4


def test_shown_attributes__small_values_that_are_enough_together__are_left_out_alone():
    attributes = np.array([[1]] * 5 + [[2]] * 2 + [[3]] * 1)

    shown = shown_attributes(attributes, minimum=3)

    assert shown[:, 0].tolist() == [True] * 5 + [False] * 3


def test_shown_attributes__too_few_people__have_nothing_shown():
    assert not shown_attributes(np.array([[1, 1]] * 2), minimum=3).any()
    assert shown_attributes(np.empty((0, 2), dtype=np.int32), minimum=3).shape == (0, 2)
    assert shown_attributes(np.empty((4, 0), dtype=np.int32), minimum=3).shape == (4, 0)


def test_shown_attributes__people_who_are_told_apart__are_judged_by_themselves():
    # By hand: of the first group two said 1 and two said 2, of the second nobody said 2.
    attributes = np.array([[1], [2], [1], [2], [1], [1], [1]])

    shown = shown_attributes(attributes, minimum=3, apart=np.array([0, 0, 0, 0, 7, 7, 7]))

    assert shown[:, 0].tolist() == [False] * 4 + [True] * 3


def test_shown_attributes__large_numbers__are_values_as_others():
    attributes = np.array([[1_000_000_000]] * 3 + [[-3]] * 3 + [[5]])

    assert shown_attributes(attributes, minimum=3)[:, 0].tolist() == [True] * 3 + [False] * 4


def test_shown_attributes__nobody_behind_it__is_refused():
    with pytest.raises(ValueError, match="somebody at least"):
        shown_attributes(np.array([[1]]), minimum=0)


@given(
    attributes=st.tuples(st.integers(0, 60), st.integers(0, 4)).flatmap(
        lambda shape: arrays(np.int32, shape, elements=st.integers(1, 4))
    ),
    minimum=st.integers(1, 12),
)
def test_shown_attributes__whoever_is_there__shares_what_is_shown(attributes, minimum):
    shown = shown_attributes(attributes, minimum=minimum)

    alike = Counter(as_handed_on(attributes, shown))
    assert len(attributes) < minimum or all(count >= minimum for count in alike.values())
    if len(attributes) < minimum:
        assert not shown.any()
    if minimum == 1:
        assert shown.all()


def shown_one_by_one(attributes, *, minimum):
    """The rule as it is told, person by person."""
    shown = [[False] * len(row) for row in attributes]
    waiting = [(list(range(len(attributes))), 0)] if len(attributes) >= minimum else []
    while waiting:
        people, column = waiting.pop()
        if not people or column == len(attributes[people[0]]):
            continue
        counts = Counter(attributes[one][column] for one in people)
        smallest_first = sorted(counts, key=lambda value: (counts[value], value))
        left_out = [value for value in smallest_first if counts[value] < minimum]
        while left_out and len(left_out) < len(counts):
            if sum(counts[value] for value in left_out) >= minimum:
                break
            left_out.append(smallest_first[len(left_out)])
        for value in counts.keys() - set(left_out):
            alike = [one for one in people if attributes[one][column] == value]
            for one in alike:
                shown[one][column] = True
            waiting.append((alike, column + 1))
        rest = [one for one in people if attributes[one][column] in left_out]
        waiting.append((rest, column + 1))
    return shown


@given(
    attributes=st.tuples(st.integers(0, 60), st.integers(1, 4)).flatmap(
        lambda shape: arrays(np.int32, shape, elements=st.integers(-3, 3))
    ),
    minimum=st.integers(1, 9),
    chance=st.randoms(),
)
def test_shown_attributes__as_the_rule_is_told__of_each_group(attributes, minimum, chance):
    apart = np.array([chance.randrange(3) for _ in range(len(attributes))], dtype=np.int32)

    shown = shown_attributes(attributes, minimum=minimum, apart=apart)

    for group in range(3):
        of_group = apart == group
        by_hand = shown_one_by_one(attributes[of_group].tolist(), minimum=minimum)
        assert shown[of_group].tolist() == by_hand


@given(
    attributes=st.tuples(st.integers(0, 60), st.integers(1, 4)).flatmap(
        lambda shape: arrays(np.int32, shape, elements=st.integers(-2, 2))
    ),
    minimum=st.integers(1, 9),
    chance=st.randoms(),
)
def test_shown_attributes__alike_people_as_one_row__is_what_each_of_them_has(
    attributes, minimum, chance
):
    apart = np.array([chance.randrange(2) for _ in range(len(attributes))], dtype=np.int32)
    whole = np.column_stack([apart, attributes])
    rows, place, people = np.unique(whole, axis=0, return_inverse=True, return_counts=True)

    of_rows = shown_attributes(rows[:, 1:], minimum=minimum, apart=rows[:, 0], people=people)

    of_each = shown_attributes(attributes, minimum=minimum, apart=apart)
    assert of_rows[place.reshape(-1)].tolist() == of_each.tolist()
