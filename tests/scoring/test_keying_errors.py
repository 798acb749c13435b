"""How often what was keyed is not what stands on the paper, with its exact interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from scoring.keying_errors import keying_error_rate


def test_rate__nothing_checked__is_not_known():
    found = keying_error_rate(0, items=0)

    assert (found.rate, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(
    ("errors", "items", "low", "high"),
    # By hand: no error of n gives 1 - 0.025 ** (1/n); the others from R, binom.test.
    [(0, 100, 0.0, 0.036216693), (3, 500, 0.001238812, 0.017435), (5, 5, 0.4781762, 1.0)],
)
def test_rate__known_intervals__agree(errors, items, low, high):
    found = keying_error_rate(errors, items=items)

    assert found.rate == errors / items
    assert found.low == pytest.approx(low, abs=1e-5)
    assert found.high == pytest.approx(high, abs=1e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_rate__any_counts__are_those_of_scipy(counts):
    errors, items = counts

    found = keying_error_rate(errors, items=items)

    wanted = binomtest(errors, items).proportion_ci(method="exact")
    assert found.low == pytest.approx(wanted.low, abs=1e-9)
    assert found.high == pytest.approx(wanted.high, abs=1e-9)


@pytest.mark.parametrize(("errors", "items"), [(-1, 5), (6, 5)])
def test_rate__impossible_counts__are_refused(errors, items):
    with pytest.raises(ValueError, match="cannot be"):
        keying_error_rate(errors, items=items)
