"""The two cells of the quarterly statistics form."""

import pytest

from scoring.form_cells import Way, form_cells


@pytest.mark.parametrize(
    ("by_mode", "forms", "way"),
    [
        ({"tablet": 3, "online_form": 2, "phone": 1}, 6, Way.ONLINE),
        ({"paper": 3, "paper_self": 1, "tablet": 0}, 4, Way.PAPER),
        ({"paper": 1, "tablet": 9}, 10, Way.BOTH),
        ({"tablet": 0}, 0, None),
        ({}, 0, None),
    ],
)
def test_form_cells__modes__are_counted_as_the_form_numbers_them(by_mode, forms, way):
    found = form_cells(by_mode)

    assert (found.forms, found.way) == (forms, way)
    assert found.by_mode == {mode: count for mode, count in by_mode.items() if count}
