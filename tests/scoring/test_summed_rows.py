"""Sums of rows by place, against the slow way of numpy, to the last bit."""

import numpy as np
import pytest

from scoring.summed_rows import summed_rows


@pytest.mark.parametrize("shape", [(40,), (40, 3), (40, 3, 2), (0, 3)])
@pytest.mark.parametrize("kind", [np.float64, np.int64])
def test_summed_rows__of_any_shape__are_those_of_numpy_to_the_last_bit(shape, kind):
    random = np.random.default_rng(7)
    rows = (random.normal(size=shape) * 10.0 ** random.integers(-8, 9, size=shape)).astype(kind)
    place = random.integers(0, 5, size=shape[0])
    wanted = np.zeros((6, *shape[1:]), dtype=kind)
    np.add.at(wanted, place, rows)

    found = summed_rows(rows, place=place, places=6)

    assert found.dtype == kind
    assert found.tobytes() == wanted.tobytes()
