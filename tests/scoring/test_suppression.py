"""What is hidden cannot be computed from the sums that are shown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.hidden_sums import Hidden, hidden_in_sums
from tests.scoring.run_facts import document_of, plan_with

MINIMUM = 10


@st.composite
def provinces(draw):
    """Units with their people, each in a group."""
    groups = draw(st.lists(st.integers(1, 6), min_size=1, max_size=5))
    codes = [f"U{group}{unit}" for group, size in enumerate(groups) for unit in range(size)]
    people = {code: draw(st.integers(0, 40)) for code in codes}
    return people, {code: f"G{code[1]}" for code in codes}


def hidden_of(people, group_of):
    small = frozenset(code for code, number in people.items() if 0 < number < MINIMUM)
    return hidden_in_sums(
        {code: (number,) for code, number in people.items()},
        small=Hidden(units=small),
        group_of=group_of,
        minimum=MINIMUM,
    )


def shown_sums(people, group_of, hidden):
    """A row of 0 and 1 over all units with people for each figure that is shown."""
    codes = sorted(code for code, number in people.items() if number)
    rows = [[code == one for one in codes] for code in codes if code not in hidden.units]
    for group in sorted(set(group_of.values()) - hidden.groups):
        rows.append([group_of[one] == group for one in codes])
    if not hidden.whole:
        rows.append([True] * len(codes))
    return codes, np.array(rows, dtype=float).reshape(len(rows), len(codes))


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
    for group in hidden.groups & {group_of[code] for code in codes}:
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
    assert {code for code, number in people.items() if 0 < number < MINIMUM} <= hidden.units
    assert all(people[code] for code in hidden.units)


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


def test_hidden_in_sums__unit_without_anybody__is_not_small_and_protects_none():
    people = {"A": 5, "B": 0, "C": 30, "D": 12}
    group_of = dict.fromkeys("ABCD", "G")

    assert hidden_of(people, group_of).units == {"A", "D"}
    assert hidden_of(people | {"A": 0}, group_of) == Hidden()


def test_hidden_in_sums__several_figures__each_is_hidden_of_two_units_with_enough_people():
    people = {"A": (5, 40), "B": (12, 0), "C": (30, 15), "D": (60, 60)}

    found = hidden_in_sums(
        people,
        small=Hidden(units=frozenset("A")),
        group_of=dict.fromkeys("ABCD", "G"),
        minimum=MINIMUM,
    )

    assert found.units == {"A", "B", "C"}  # B for the first figure, C for the second


def test_hidden_in_sums__nobody_small__hides_nothing():
    hidden = hidden_of({"A": 10, "B": 90}, {"A": "G", "B": "G"})

    assert not hidden.units
    assert not hidden.groups
    assert not hidden.whole


def test_hidden_in_sums__unit_that_lacks_a_kind_of_answer__protects_nobody_who_gave_it():
    people = {"A": (7,), "B": (12,), "C": (30,), "D": (60,), "E": (90,)}
    group_of = {"A": "G", "B": "G", "C": "G", "D": "H", "E": "H"}
    small = Hidden(units=frozenset("A"))

    def hidden(*lacking, group_of=group_of):
        return hidden_in_sums(
            people, small=small, group_of=group_of, minimum=MINIMUM, lacking=lacking
        )

    assert hidden() == Hidden(units=frozenset("AB"))
    assert hidden({"B"}, set()) == Hidden(units=frozenset("AC"))
    # Nobody of the group protects it: the group goes, and with it a unit and a group elsewhere.
    elsewhere = hidden({"B", "C", "D"}, set())
    assert elsewhere.units >= {"A", "E"}
    assert elsewhere.groups == {"G", "H"}
    # Whoever lacks it is told by the own score, and is not told more by that of another.
    assert hidden({"A"}, set()) == Hidden(units=frozenset("AB"))


def suppressed(frame, **changes):
    plan = plan_with(**changes)
    return document_of(frame, plan=plan).suppression


def said(unit, count, answers):
    return [f"{unit}// {answers}"] * count


def test_suppression_of__small_factor__takes_another_factor_and_another_unit_along(make_frame):
    rows = [*said("A", 20, "5 4 5 4 4 9"), *said("A", 5, "5 4 5 4 9 4")]
    rows += [*said("B", 30, "5 1 5 4 2 4"), *said("C", 60, "5 1 5 4 2 4")]

    found = suppressed(make_frame(*rows))

    assert found.rows == Hidden()
    for hidden in (found.factors, found.items):
        assert hidden["F1"].units == hidden["F3"].units == {"A", "B"}  # F1 comes before F2
        assert hidden["F2"] == Hidden()


def test_suppression_of__unit_where_all_are_satisfied__protects_no_other(make_frame):
    rows = [*said("A", 23, "5 2 5 4 1 9"), *said("A", 7, "5 2 5 4 1 3")]
    rows += [*said("B", 20, "5 4 5 4 4 9"), *said("B", 10, "5 4 5 4 4 5")]
    rows += said("C", 60, "5 1 5 4 2 4")
    group_of = {"A": "G", "B": "G", "C": "H"}

    document = document_of(make_frame(*rows), group_of=group_of, plan=plan_with())

    # The seven unsatisfied ones of A were those of the group.
    hidden = document.suppression.items["F3"]
    assert hidden.groups == {"G", "H"}
    assert hidden.units == {"A", "C"}


def test_suppression_of__item_that_few_answered__is_hidden_with_the_items_of_its_factor(make_frame):
    rows = [*said("A", 20, "5 4 9 4 4 4"), *said("A", 5, "5 4 5 4 4 4")]
    rows += [*said("B", 30, "5 1 5 4 2 4"), *said("C", 60, "5 1 5 4 2 4")]

    found = suppressed(make_frame(*rows))

    assert all(hidden == Hidden() for hidden in found.factors.values())
    assert found.items["F1"].units == {"A", "B"}
    assert found.items["F2"] == Hidden()


def test_suppression_of__item_that_its_factor_tells__hides_the_factor_too(make_frame):
    rows = [*said("A", 20, "5 4 5 9 4 4"), *said("A", 5, "5 4 5 4 4 4")]
    rows += [*said("B", 30, "5 1 5 4 9 4"), *said("C", 60, "5 1 5 4 2 4")]

    found = suppressed(make_frame(*rows))

    assert found.items["F2"].units >= {"A", "B"}
    assert "B" in found.factors["F2"].units  # its second factor is its item q21: it tells A's


def test_suppression_of__published_item__counts_who_answered_that(make_frame):
    rows = [*said("A", 4, "5 4 5 4 4 4"), *said("A", 40, "5 4 5 4 4 9")]
    rows += [*said("B", 30, "5 1 5 4 2 9"), *said("C", 60, "5 1 5 4 2 4")]

    found = suppressed(make_frame(*rows), estimator="overall_item", overall_item="q31")

    assert found.rows.units == {"A", "C"}  # nobody of B answered it: it protects nobody


def test_suppression_of__nobody_answered_a_factor__hides_nothing(make_frame):
    rows = [*said("A", 25, "5 4 5 4 4 9"), *said("B", 30, "5 1 5 4 2 4")]

    found = suppressed(make_frame(*rows))

    assert found.rows == Hidden()
    assert all(hidden == Hidden() for hidden in (*found.factors.values(), *found.items.values()))


@given(provinces(), st.booleans())
def test_hidden__places_together__are_what_is_hidden(province, whole):
    people, group_of = province
    hidden = Hidden(
        units=frozenset(code for code, number in people.items() if number % 2),
        groups=frozenset(group_of[code] for code, number in people.items() if number % 3 == 0),
        whole=whole,
    )

    assert Hidden.together(hidden.places) == hidden
    assert all(hidden.has(place) for place in hidden.places)
    for code, number in people.items():
        assert hidden.has(Hidden.of_unit(code)) is (number % 2 == 1)
    assert hidden.has(Hidden.of_group("G?")) is False
    assert hidden.has(Hidden.of_whole()) is whole
