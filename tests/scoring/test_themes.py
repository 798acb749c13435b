"""How many people named each theme, counted by hand, and that nobody computes a small number."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.hidden_sums import Hidden
from scoring.themes import Choice, theme_table

MINIMUM = 10
NOBODY = Hidden()


def table(choices, *, group_of, hidden=NOBODY, themes=(1, 2, 3)):
    return theme_table(
        [Choice(unit=unit, chosen=chosen, people=people) for unit, chosen, people in choices],
        themes=themes,
        group_of=group_of,
        hidden=hidden,
        minimum=MINIMUM,
    )


def test_table__two_units__counts_people_and_shares_of_those_who_named_any():
    found = table(
        [("A", (1,), 10), ("A", (1, 2), 15), ("A", (), 5), ("B", (2,), 20), ("B", (1, 2, 3), 11)],
        group_of={"A": "x", "B": "x"},
    )

    own = found.units["A"]
    assert own.people == 25
    assert [own.themes[one].people for one in (1, 2, 3)] == [25, 15, 0]
    assert [own.themes[one].percent for one in (1, 2, 3)] == [100, 60, 0]
    assert found.groups["x"].people == found.whole.people == 56
    assert found.groups["x"].themes[2].percent == Fraction(100 * 46, 56)


def test_table__few_named_a_theme__hides_it_and_the_next_smallest_unit():
    found = table(
        [("A", (1,), 4), ("A", (2,), 20), ("B", (1,), 30), ("C", (1,), 12), ("B", (2,), 10)],
        group_of={"A": "x", "B": "x", "C": "x"},
    )

    cells = {unit: row.themes[1].people for unit, row in found.units.items()}
    assert cells == {"A": None, "B": 30, "C": None}
    assert found.groups["x"].themes[1].people == 46
    assert found.units["A"].themes[2].people == 20


def test_table__only_one_unit_named_it__hides_the_group_and_the_whole():
    found = table([("A", (1,), 4), ("A", (2,), 20), ("B", (2,), 20)], group_of={"A": "x", "B": "x"})

    assert found.groups["x"].themes[1].people is None
    assert found.whole.themes[1].percent is None
    assert found.units["B"].themes[1].people == 0


def test_table__few_people_of_a_unit__hides_the_whole_row():
    found = table(
        [("A", (1,), 9), ("B", (1,), 30), ("C", (1,), 40)],
        group_of={"A": "x", "B": "x", "C": "x"},
    )

    assert found.units["A"].is_hidden
    assert found.units["B"].is_hidden
    assert {one.people for one in found.units["A"].themes.values()} == {None}
    assert found.units["C"].people == 40


def test_table__row_that_is_not_published__is_hidden_with_another_one():
    found = table(
        [("A", (1,), 50), ("B", (1,), 30), ("C", (1,), 40)],
        group_of={"A": "x", "B": "x", "C": "x"},
        hidden=Hidden.of_unit("A"),
    )

    assert [found.units[code].is_hidden for code in "ABC"] == [True, True, False]


def test_table__nobody_named_anything__has_no_share_and_hides_nothing():
    found = table([("A", (), 40)], group_of={"A": "x", "B": "y"})

    assert found.units["A"].people == found.units["B"].people == 0
    assert found.units["A"].themes[1].percent is None
    assert not found.units["A"].is_hidden


def test_table__no_question_of_themes__still_says_whose_comments_are_not_read():
    found = table([], group_of={"A": "x", "B": "x"}, hidden=Hidden(units=frozenset("A")), themes=())

    assert [found.units[code].is_hidden for code in "AB"] == [True, False]
    assert found.units["B"].themes == {}


def test_table__unknown_theme__is_refused():
    with pytest.raises(ValueError, match="4"):
        table([("A", (4,), 1)], group_of={"A": "x"})


CHOICES = st.lists(
    st.tuples(
        st.sampled_from("ABCDEF"),
        st.sets(st.sampled_from([1, 2, 3])).map(lambda chosen: tuple(sorted(chosen))),
        st.integers(1, 25),
    ),
    max_size=14,
)
GROUP_OF = {"A": "x", "B": "x", "C": "x", "D": "y", "E": "y", "F": "z"}


@settings(max_examples=150, deadline=None)
@given(CHOICES)
def test_table__whatever_was_named__no_small_number_follows_from_what_is_shown(choices):
    found = table(choices, group_of=GROUP_OF)

    units = list(GROUP_OF)
    for theme in (None, 1, 2, 3):
        cells = [_cell(found.units[code], theme) for code in units]
        truth = [_truth(choices, code, theme) for code in units]
        known = [
            row for row, cell in zip(np.eye(len(units)), cells, strict=True) if cell is not None
        ]
        for group, row in found.groups.items():
            if _cell(row, theme) is not None:
                known.append(np.array([float(GROUP_OF[code] == group) for code in units]))
        if _cell(found.whole, theme) is not None:
            known.append(np.ones(len(units)))
        # A cell of nobody adds nothing, and everybody may know that.
        known += [row for row, people in zip(np.eye(len(units)), truth, strict=True) if not people]
        for at, people in enumerate(truth):
            if 0 < people < MINIMUM:
                wanted = np.eye(len(units))[at]
                follows = np.linalg.matrix_rank([*known, wanted]) == np.linalg.matrix_rank(known)
                assert not (known and follows)


def _cell(row, theme):
    return row.people if theme is None else row.themes[theme].people


def _truth(choices, unit, theme):
    return sum(
        people
        for code, chosen, people in choices
        if code == unit and (chosen if theme is None else theme in chosen)
    )
