"""The excess match: the best match of an interview against the one that others would give."""

from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.quality.interview_table import interview_table
from scoring.quality.matching import (
    NOBODY,
    chance_of_any,
    expected_maximum,
    matching,
    maximum_weights,
)
from tests.scoring.quality.small import SHIPPED, changed, one, table

LEVELS = st.sampled_from([1, 2, 3, 4, 5, 9, -1, -2])
FEW = changed(matching={"minimum_compared": 1, "equal": 3, "of": 4}).matching


def compared(*interviews, rules=FEW, modal_share=None):
    found = table(*interviews)
    share = np.zeros(found.size) if modal_share is None else np.array(modal_share)
    return found, matching(found, modal_share=share, rules=rules)


def by_brute_force(interviews, *, rules):
    """The excess match of the definition: every set of others is drawn, and its best match seen."""
    excess = {}
    for own in interviews:
        mine = [x for x in interviews if x.enumerator == own.enumerator and x is not own]
        others = [x for x in interviews if x.enumerator != own.enumerator]
        if not mine or len(others) < len(mine):
            excess[own.key] = None
            continue
        best = max(_match(own, x, rules=rules) for x in mine)
        draws = list(combinations([_match(own, x, rules=rules) for x in others], len(mine)))
        expected = sum(max(draw) for draw in draws) / Fraction(len(draws))
        excess[own.key] = float(best - expected)
    return excess


def _match(left, right, *, rules):
    both = [(a, b) for a, b in zip(left.levels, right.levels, strict=True) if -2 not in (a, b)]
    if len(both) < rules.minimum_compared:
        return Fraction(0)
    return Fraction(sum(a == b for a, b in both), len(both))


def test_expected_maximum__two_of_three__is_the_mean_over_the_three_pairs():
    """Pairs of 0, 1, 4: (0,1), (0,4), (1,4); their largest are 1, 4, 4."""
    expected = expected_maximum(np.array([[0.0, 1.0, 4.0]]), draws=2)

    assert expected == pytest.approx([3.0])


@pytest.mark.parametrize(("values", "draws"), [(1, 1), (5, 1), (5, 5), (9, 4), (60, 7)])
def test_maximum_weights__are_those_of_the_binomial_coefficients(values, draws):
    exact = [
        Fraction(comb(k - 1, draws - 1), comb(values, draws)) for k in range(draws, values + 1)
    ]

    weights = maximum_weights(values, draws=draws)

    assert weights == pytest.approx([float(weight) for weight in exact], rel=1e-12)


def test_maximum_weights__twenty_thousand_values__sum_to_one():
    assert maximum_weights(20_000, draws=400).sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("draws", [0, 4])
def test_expected_maximum__no_draw_or_too_few_values__is_unknown(draws):
    assert np.isnan(expected_maximum(np.array([[0.0, 1.0, 4.0]]), draws=draws)).all()


@pytest.mark.parametrize(
    ("wanted", "values", "draws"), [(0, 9, 3), (2, 9, 3), (7, 9, 3), (9, 9, 1)]
)
def test_chance_of_any__is_the_share_of_the_draws_that_hold_one(wanted, values, draws):
    all_draws = list(combinations([*([1] * wanted), *([0] * (values - wanted))], draws))
    exact = sum(any(draw) for draw in all_draws) / len(all_draws)

    chance = chance_of_any(np.array([wanted]), values=values, draws=draws)

    assert chance == pytest.approx([exact])


def test_matching__counted_by_hand():
    """a1 agrees with a2 in 3 of 4; with b1, b2, b3 in 0, 2, 1. One drawn of these: 1/4 expected."""
    found, match = compared(
        one("a1", "a", levels=(1, 2, 3, 4)),
        one("a2", "a", levels=(1, 2, 3, 5)),
        one("b1", "b", levels=(5, 5, 5, 5)),
        one("b2", "b", levels=(1, 2, 5, 5)),
        one("b3", "b", levels=(1, 5, 5, 5)),
    )

    first = found.keys.index("a1")
    assert match.best_own[first] == pytest.approx(3 / 4)
    assert match.best_expected[first] == pytest.approx((0 + 2 + 1) / 4 / 3)
    assert match.excess[first] == pytest.approx(1 / 2)


def test_matching__others_fewer_than_own__is_unknown():
    _found, match = compared(
        *(one(f"a{number}", "a", levels=(1, 2, 3, 4)) for number in range(4)),
        one("b", "b", levels=(1, 2, 3, 4)),
    )

    assert np.isnan(match.excess).all()


def test_matching__item_asked_in_one_only__is_in_neither_count():
    """Three were asked in both, and two of them agree; blank agrees with blank."""
    _found, match = compared(
        one("a1", "a", levels=(1, -1, 3, -2)),
        one("a2", "a", levels=(1, -1, 4, 5)),
        one("b1", "b", levels=(5, 5, 5, 5)),
    )

    assert match.best_own[:2] == pytest.approx([2 / 3, 2 / 3])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.lists(LEVELS, min_size=4, max_size=4)),
        min_size=2,
        max_size=9,
    ),
    st.integers(1, 4),
)
def test_matching__any_interviews__is_what_every_single_draw_gives(drawn, minimum):
    rules = changed(matching={"minimum_compared": minimum}).matching
    interviews = [
        one(f"{number}", enumerator, levels=levels)
        for number, (enumerator, levels) in enumerate(drawn)
    ]

    found, match = compared(*interviews, rules=rules)

    for key, exact in by_brute_force(interviews, rules=rules).items():
        ours = match.excess[found.keys.index(key)]
        if exact is None:
            assert np.isnan(ours)
        else:
            assert ours == pytest.approx(exact, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.permutations([1, 2, 3, 4, 5, 9, -1]), st.randoms(use_true_random=False))
def test_matching__codes_renamed_or_rows_shuffled__comes_to_the_same(names, random):
    chance = np.random.default_rng(5)
    drawn = chance.choice([1, 2, 3, 4, 5, 9, -1, -2], size=(12, 6)).tolist()
    renamed = dict(zip([1, 2, 3, 4, 5, 9, -1], names, strict=True)) | {-2: -2}
    interviews = [one(f"{n}", "abc"[n % 3], levels=row) for n, row in enumerate(drawn)]
    others = [
        one(f"{n}", "abc"[n % 3], levels=[renamed[code] for code in row])
        for n, row in enumerate(drawn)
    ]
    random.shuffle(others)

    (_, before), (_, after) = compared(*interviews), compared(*others)

    assert after.excess == pytest.approx(before.excess)


def test_matching__more_than_are_compared_whole__stays_inside_the_unit():
    """The twin in the other unit is not seen; each unit is judged as if it were alone."""
    rules = changed(matching={"minimum_compared": 1, "whole_up_to": 2}).matching
    interviews = [
        one("a1", "a", "A", (1, 2, 3, 4)),
        one("a2", "a", "A", (1, 2, 5, 5)),
        one("a3", "a", "B", (1, 2, 3, 4)),
        one("b1", "b", "A", (1, 5, 5, 5)),
        one("b2", "b", "B", (1, 2, 3, 4)),
    ]

    found, match = compared(*interviews, rules=rules)
    _alone, of_unit = compared(*(x for x in interviews if x.unit == "A"), rules=rules)

    assert match.best_own[found.keys.index("a1")] == pytest.approx(2 / 4)
    assert match.excess[found.unit == 0] == pytest.approx(of_unit.excess, nan_ok=True)


def test_matching__memory_for_few_pairs_only__comes_to_the_same(monkeypatch):
    chance = np.random.default_rng(1)
    rows = chance.integers(1, 6, size=(40, 8)).tolist()
    interviews = [one(f"{n:02d}", "abcd"[n % 4], levels=row) for n, row in enumerate(rows)]
    _found, at_once = compared(*interviews)
    monkeypatch.setattr("scoring.quality.matching.CELLS", 50)

    _found, in_blocks = compared(*interviews)

    assert in_blocks.excess == pytest.approx(at_once.excess)
    assert (in_blocks.nearest == at_once.nearest).all()


def test_near_duplicate__nearest_earlier_one__is_named_with_its_counts():
    found, match = compared(
        one("a1", "a", levels=(1, 2, 3, 4)),
        one("a2", "a", levels=(1, 2, 3, 5)),
        one("a3", "a", levels=(1, 2, 3, 5)),
        one("b1", "b", levels=(5, 5, 5, 1)),
    )

    assert match.nearest.tolist() == [NOBODY, 0, 1, NOBODY]
    assert match.equal.tolist() == [0, 3, 4, 0]
    assert match.compared.tolist() == [0, 4, 4, 0]
    assert match.has_near.tolist() == [True, True, True, False]
    assert found.keys[:3] == ("a1", "a2", "a3")


def test_near_duplicate__of_two_who_are_content_with_everything__is_none():
    """Their commonest level takes more than the four fifths that the rules allow."""
    _found, match = compared(
        one("a1", "a", levels=(5, 5, 5, 5)),
        one("a2", "a", levels=(5, 5, 5, 5)),
        one("b1", "b", levels=(5, 5, 5, 5)),
        modal_share=[1.0, 1.0, 1.0],
    )

    assert not match.has_near.any()
    assert match.best_own[:2] == pytest.approx([1, 1])


def test_near_duplicate__nineteen_of_twenty_two__is_the_least():
    base = [1, 2, 3, 4, 5] * 4 + [1, 2]
    nineteen, eighteen = [[*base[:n], *[9] * (22 - n)] for n in (19, 18)]
    rules = SHIPPED.matching

    _found, near = compared(one("1", levels=base), one("2", levels=nineteen), rules=rules)
    _found, far = compared(one("1", levels=base), one("2", levels=eighteen), rules=rules)

    assert near.has_near.all()
    assert not far.has_near.any()


def test_matching__sixty_items__are_told_apart_to_the_last_and_more_are_refused():
    sixty = [4, 5] * 30
    rules = changed(matching={"equal": 60, "of": 60}).matching

    _found, alike = compared(one("1", levels=sixty), one("2", levels=sixty), rules=rules)
    _found, last = compared(one("1", levels=sixty), one("2", levels=[*sixty[:-1], 4]), rules=rules)

    assert alike.has_near.all()
    assert not last.has_near.any()
    with pytest.raises(ValueError, match="61 items are more than 60"):
        compared(one("1", levels=[*sixty, 4]), rules=rules)


def test_matching__one_interview_or_none__has_nothing_to_say():
    nobody = interview_table([], items=4)

    _found, alone = compared(one("a1", "a", levels=(1, 2, 3, 4)))
    nothing = matching(nobody, modal_share=np.zeros(0), rules=FEW)

    assert np.isnan(alone.excess).all()
    assert nothing.excess.shape == (0,)
