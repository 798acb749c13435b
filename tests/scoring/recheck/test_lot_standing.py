"""Where a lot stands by its plan, from those who were drawn, in any order of coming in."""

from itertools import permutations

import pytest

from scoring.recheck.acceptance_plan import acceptance_plan
from scoring.recheck.lot_standing import OrderedInterview, Reached, Says, lot_standing

PLAN = acceptance_plan()
"""Ten, of which none may be defective; ten more for one or two; three reject."""
STATES = {
    "good": {"reached": Reached.CHECKED},
    "bad": {"reached": Reached.CHECKED, "is_defective": True},
    "false": {"reached": Reached.CHECKED, "is_defective": True, "is_false": True},
    "away": {"reached": Reached.NOT_REACHED},
    "waits": {"reached": Reached.WAITING},
}


def drawn(*words, stratum="e1", first=1, is_in_order=True):
    return [
        OrderedInterview(
            stratum=stratum, place=first + place, is_in_order=is_in_order, **STATES[word]
        )
        for place, word in enumerate(words)
    ]


def standing(found, *, interviews=70):
    return lot_standing(found, interviews=interviews, plan=PLAN)


@pytest.mark.parametrize(
    ("words", "interviews", "says", "more"),
    [
        (["good"] * 10, 70, Says.ACCEPT, 0),
        (["good"] * 7, 70, Says.EXTEND, 3),
        (["good"] * 9 + ["waits"], 70, Says.WAIT, 0),
        (["good"] * 9 + ["bad"], 70, Says.EXTEND, 10),
        (["good"] * 18 + ["bad"] * 2, 70, Says.ACCEPT, 0),
        (["bad"] * 3 + ["waits"] * 7, 70, Says.REJECT, 0),
        # Whoever is away is neither good nor bad: somebody else is asked, as long as there is one.
        (["good"] * 9 + ["away"], 70, Says.EXTEND, 1),
        (["good"] * 5 + ["away"] * 3, 8, Says.ACCEPT, 0),
        (["good"] * 4 + ["bad", "away"], 6, Says.ACCEPT, 0),
        (["away"] * 4, 4, Says.NOTHING, 0),
    ],
)
def test_standing__of_one_stratum__is_what_the_plan_says(words, interviews, says, more):
    found = standing(drawn(*words), interviews=interviews)

    assert (found.says, found.more) == (says, more)
    assert found.checked + found.waiting + found.not_reached == len(words)


def test_standing__strata__are_one_lot():
    found = standing([*drawn(*["good"] * 6), *drawn(*["good"] * 3, "false", stratum="e1-STP")])

    assert (found.says, found.more) == (Says.EXTEND, 10)
    assert (found.checked, found.defective, found.not_happened) == (10, 1, 1)


def test_standing__chosen_for_a_sign__counts_when_the_order_comes_to_it_and_not_before():
    odd = drawn("false", first=9, is_in_order=False)
    before = standing([*drawn(*["good"] * 8), *odd], interviews=12)
    after = standing([*drawn(*["good"] * 8), *odd, *drawn(*["good"] * 2, first=10)], interviews=12)

    assert (before.checked, before.defective, before.says, before.more) == (8, 0, Says.EXTEND, 2)
    assert (after.checked, after.defective, after.says, after.more) == (11, 1, Says.EXTEND, 1)


def test_standing__order_of_answers__never_changes_what_is_said_in_the_end():
    for words in permutations(["bad", "bad", "bad", "away", "good"]):
        assert standing(drawn(*words), interviews=5).says is Says.REJECT
    for words in permutations(["bad", "bad", "away", "good", "good"]):
        assert standing(drawn(*words), interviews=5).says is Says.ACCEPT
