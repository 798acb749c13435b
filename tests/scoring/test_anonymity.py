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
