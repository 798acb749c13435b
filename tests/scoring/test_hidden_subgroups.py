"""Subgroups tell of no unit that is hidden: those of one district are a sum over its units."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.figures import settled
from scoring.frame_tally import tally_frame
from scoring.groups import score_groups
from scoring.hidden_subgroups import HiddenUnits, NotShown
from scoring.scored_tally import score_tally
from scoring.subgroups import compare_subgroups, subgroup_tallies
from scoring.subgroups_block import subgroups_block
from scoring.suppression import suppression_of
from scoring.variance import Population
from tests.scoring.conftest import RULE

GOOD, BAD = "5 4 5 4 4 4", "1 2 5 2 4 1"
TELLS, FEW = NotShown.TELLS_OF_UNIT, NotShown.SUPPRESSED


@pytest.fixture
def compared(make_frame):
    """Subgroups of these people by the group, unit and label of each, and what is hidden."""

    def made(people, among=None):
        """people: how many by group, unit and label."""
        said = [
            (unit, label, GOOD if at % 3 else BAD)
            for (_, unit, label), number in people.items()
            for at in range(number)
        ]
        frame = make_frame(*(f"{unit}// {answers}" for unit, _, answers in said))
        frame = frame.assign(label=[label for _, label, _ in said])
        group_of = {unit: group for group, unit, _ in people}
        tally = tally_frame(frame, rule=RULE)
        table = score_tally(tally)
        groups = score_groups(tally, population=Population(), group_of=group_of, like=table)
        hidden = suppression_of(table, groups=groups, group_of=group_of).rows
        found = compare_subgroups(
            subgroup_tallies(frame, rule=RULE, label="label"),
            population=Population(),
            like=table,
            among=among,
            units=HiddenUnits(rows=hidden, group_of=group_of),
        )
        return found, hidden

    return made


def reasons(found):
    return {label: one.reason for label, one in found.subgroups.items() if one.reason}


def test_compare_subgroups__label_of_one_hidden_unit__not_shown_with_another(compared):
    """A is hidden, and B with it. x is A and units that are shown; so x less these is A."""
    people = {("g", "A", "x"): 6, ("g", "C", "x"): 40, ("g", "B", "y"): 20}
    people |= {("g", "D", "y"): 40, ("g", "E", "z"): 50, ("g", "F", "w"): 60}

    found, hidden = compared(people)

    assert hidden.units == {"A", "B"}
    # x and y together are A and B and units that are shown: two units of 26 people.
    assert reasons(found) == {"x": TELLS, "y": TELLS}
    assert found.subgroups["x"].measured.share is None
    assert (found.subgroups["x"].n_eff, found.subgroups["x"].n_valid) == (None, 46)
    assert found.differences["x", "z"].est is None
    assert found.differences["w", "z"].est is not None


def test_compare_subgroups__both_hidden_units_under_one_label__is_shown(compared):
    """As in the sum of their group, which is shown, nobody can tell them apart."""
    people = {("g", "A", "x"): 6, ("g", "B", "x"): 20, ("g", "C", "y"): 40, ("g", "D", "z"): 50}

    found, hidden = compared(people)

    assert hidden.units == {"A", "B"}
    assert reasons(found) == {}


def test_compare_subgroups__people_of_all_units_under_all_labels__are_shown(compared):
    """How the people of a unit that is shown answered under one label, nobody knows."""
    people = {("g", "A", "x"): 3, ("g", "A", "y"): 3, ("g", "B", "x"): 9, ("g", "B", "y"): 12}
    people |= {("g", "C", label): 30 for label in "xy"}

    found, hidden = compared(people)

    assert hidden.units == {"A", "B"}
    assert reasons(found) == {}


@pytest.mark.parametrize(("elsewhere", "told"), [(9, {"x": TELLS, "y": TELLS}), (10, {})])
def test_compare_subgroups__nearly_all_of_a_shown_unit_under_one_label__protects_too_little(
    compared, elsewhere, told
):
    """Fewer people than the minimum could be under the one label or under the other."""
    people = {("g", "A", "x"): 6, ("g", "C", "x"): 40, ("g", "C", "y"): elsewhere}
    people |= {("g", "B", "y"): 20, ("g", "D", "y"): 40}

    found, _ = compared(people)

    assert reasons(found) == told


def test_compare_subgroups__unit_follows_from_labels_and_groups_together__not_shown(compared):
    """Of each sum two units are hidden, or three; but g less x is D, and y less D is E."""
    people = {("g", "A", "x"): 8, ("g", "B", "x"): 8, ("g", "D", "y"): 8, ("g", "K", "w"): 40}
    people |= {("h", "E", "y"): 8, ("h", "F", "z"): 8, ("h", "I", "z"): 8, ("h", "L", "w"): 60}

    found, hidden = compared(people)

    assert hidden.units == {"A", "B", "D", "E", "F", "I"}
    assert hidden.groups == frozenset()
    # With y alone, or with one more, the whole less the others would still tell D or E.
    assert reasons(found) == dict.fromkeys("xyz", TELLS)


def test_compare_subgroups__people_without_a_label__are_one_sum_more(compared):
    """The whole less x and y is of those who said nothing: all of them of A, which is hidden."""
    people = {("g", "A", ""): 6, ("g", "C", "x"): 40, ("g", "D", "y"): 40, ("g", "B", "y"): 20}

    found, hidden = compared(people, among=("x", "y"))

    assert hidden.units == {"A", "B"}
    assert found.subgroups["x"].measured.share is None


def test_subgroups_block__score_without_an_interval__says_so(make_frame):
    """Of x one cluster was drawn in its only stratum, of y two, and nobody of z answered."""
    rows = [*[f"A/s/k {GOOD}", f"A/s/k {BAD}"] * 10, *[f"A/t/{at} {GOOD}" for at in "lm"] * 10]
    frame = make_frame(*rows, *["A/t/l . . . . . ."] * 3).assign(
        label=[*"x" * 20, *"y" * 20, *"zzz"]
    )
    table = score_tally(tally_frame(frame, rule=RULE))

    found = compare_subgroups(
        subgroup_tallies(frame, rule=RULE, label="label"), population=Population(), like=table
    )
    block = subgroups_block(found, by="label", labels="xyz", left_out=0)

    told = {row.label: (row.est, row.low is None, row.reason) for row in block.subgroups}
    assert told == {
        "x": (settled(100 * 8 / 12), True, "no_interval"),
        "y": (100.0, False, None),
        "z": (None, True, "no_answers"),
    }


def test_compare_subgroups__whole_is_hidden__no_subgroup_is_shown(compared):
    found, hidden = compared({("g", "A", "x"): 4, ("g", "A", "y"): 3})

    assert hidden.whole
    assert set(reasons(found)) == {"x", "y"}


@given(seed=st.integers(0, 2**32 - 1))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_compare_subgroups__districts_by_chance__no_hidden_unit_follows(compared, seed):
    """All people of a unit are in one district, so that all sums are known to be over units."""
    random = np.random.default_rng(seed)
    units = [f"U{at}" for at in range(random.integers(2, 14))]
    place = {unit: (f"g{random.integers(3)}", unit, f"d{random.integers(5)}") for unit in units}
    size = {unit: int(random.choice([3, 6, 9, 15, 40])) for unit in units}

    found, hidden = compared({place[unit]: size[unit] for unit in units})

    of_group = {group for group, _, _ in place.values()} - hidden.groups
    shown = [label for label, one in found.subgroups.items() if one.measured.share is not None]
    known = [[place[unit][0] == group for unit in units] for group in of_group]
    known += [[place[unit][2] == label for unit in units] for label in shown]
    known += [[other == unit for other in units] for unit in set(units) - hidden.units]
    known += [[True] * len(units)] if not hidden.whole else []
    rank = np.linalg.matrix_rank(np.array(known, dtype=float)) if known else 0
    for unit in hidden.units:
        with_it = np.array([*known, [other == unit for other in units]], dtype=float)
        assert np.linalg.matrix_rank(with_it) > rank, unit
