"""Eighteen enumerators, two of whom make interviews up: who is shown, and who is not."""

import random as chance
from dataclasses import replace
from functools import cache

import pytest

from scoring.quality.examination import examine
from scoring.quality.flags import Kind
from scoring.quality.rules import quality_rules
from tests.scoring.quality.campaign import COPIER, INVENTOR, RULE, campaign
from tests.scoring.quality.small import changed

RULES = quality_rules()


@cache
def examined(seed, *, with_false=True):
    """A whole campaign of 2,124 interviews is looked at once."""
    return examine(campaign(seed, with_false=with_false).interviews, rule=RULE, rules=RULES)


ABOUT_PEOPLE = {
    *(Kind.EXCESS_MATCH, Kind.NEAR_DUPLICATE_RATE, Kind.FAST_SHARE, Kind.DURATION),
    *(Kind.STRAIGHT_RATE, Kind.ANSWERS_DIFFER, Kind.MISSING_RATE, Kind.NOT_APPLICABLE_RATE),
}


@pytest.mark.parametrize("seed", range(3))
def test_campaign__two_who_make_interviews_up__stand_above_every_honest_one(seed):
    found = examined(seed)

    z = {one.enumerator: one.excess_z for one in found.enumerators}
    honest = [value for name, value in z.items() if name not in {COPIER, INVENTOR}]
    assert len(honest) == 16
    assert min(z[COPIER], z[INVENTOR]) > RULES.matching.excess_z > max(honest)
    flagged = {x.enumerator: x.examples for x in found.flags if x.kind is Kind.EXCESS_MATCH}
    assert set(flagged) == {COPIER, INVENTOR}
    named = [key for examples in flagged.values() for key in examples]
    made_up = campaign(seed).false
    assert len(made_up.intersection(named)) > len(named) / 2


@pytest.mark.parametrize("seed", range(3))
def test_campaign__honest_enumerator_of_very_satisfied_units__is_not_shown(seed):
    """More than half of E01's interviews have nearly one level only, as their neighbours' have."""
    found = examined(seed)

    (content,) = (one for one in found.enumerators if one.enumerator == "E01")
    assert content.beside["straight"].own > 0.4
    kinds = {one.kind for one in found.flags if one.enumerator == "E01" and not one.interview}
    assert kinds & ABOUT_PEOPLE == set()
    assert Kind.STRAIGHT_LINING not in {x.kind for x in found.flags if x.enumerator == "E01"}


def test_campaign__nobody_makes_anything_up__nobody_is_shown():
    found = examined(7, with_false=False)

    assert {one.kind for one in found.flags} & ABOUT_PEOPLE == set()


def test_campaign__near_duplicates__lead_to_what_was_made_up():
    simulated = campaign(0)

    found = examined(0)

    alike = [one for one in found.flags if one.kind is Kind.NEAR_DUPLICATE]
    assert len(alike) >= 40
    made_up = [one for one in alike if {one.interview, one.against} & simulated.false]
    assert len(made_up) / len(alike) > 0.9


def test_examination__interviews_in_another_order__is_the_same():
    interviews = list(campaign(1).interviews)[::4]
    shuffled = interviews.copy()
    chance.Random(3).shuffle(shuffled)  # noqa: S311 -- an order, not a secret

    assert examine(shuffled, rule=RULE, rules=RULES) == examine(interviews, rule=RULE, rules=RULES)


def test_examination__one_more_enumerator_with_the_work_of_another__both_look_alike():
    """Their interviews match those of the other as well as their own: no excess for either."""
    interviews = [one for one in campaign(2).interviews if one.enumerator in {"E02", "E03", "E04"}]
    double = [
        replace(one, key=f"x{one.key}", enumerator="E99")
        for one in interviews
        if one.enumerator == "E02"
    ]

    before = examine(interviews, rule=RULE, rules=RULES)
    after = examine([*interviews, *double], rule=RULE, rules=RULES)

    excess = {one.enumerator: one.mean_excess for one in after.enumerators}
    assert excess["E02"] == pytest.approx(excess["E99"])
    assert excess["E02"] < {one.enumerator: one.mean_excess for one in before.enumerators}["E02"]


def test_examination__fewer_than_five_enumerators__says_nothing_of_excess():
    interviews = [one for one in campaign(0).interviews if one.enumerator in {"E12", COPIER}]

    found = examine(interviews, rule=RULE, rules=RULES)

    assert {one.excess_z for one in found.enumerators} == {None}
    assert all(one.mean_excess is not None for one in found.enumerators)


def test_examination__fewer_than_twenty_interviews__says_nothing_of_excess():
    interviews = [one for one in campaign(0).interviews if int(one.key[-3:]) < 19]

    found = examine(interviews, rule=RULE, rules=RULES)

    assert {(one.mean_excess, one.excess_z) for one in found.enumerators} == {(None, None)}


def test_examination__unit_by_unit_and_one_that_nobody_else_went_to__compares_the_others():
    """A single interview in a unit of one's own hides nothing of what was made elsewhere."""
    rules = changed(matching={"whole_up_to": 2000})
    interviews = campaign(0).interviews
    first = next(one for one in interviews if one.enumerator == COPIER)
    alone = replace(first, key="alone", unit="U99", levels=(1, 5) * 11)

    (before,), (after,) = (
        [one for one in found.enumerators if one.enumerator == COPIER]
        for found in (
            examine(interviews, rule=RULE, rules=rules),
            examine([*interviews, alone], rule=RULE, rules=rules),
        )
    )

    assert before.mean_excess is not None
    assert after.interviews == before.interviews + 1
    assert (after.mean_excess, after.excess_z) == (before.mean_excess, before.excess_z)
    assert (after.near, after.near_expected) == (before.near, before.near_expected)


def test_examination__no_interview__finds_nothing():
    found = examine([], rule=RULE, rules=RULES)

    assert (found.interviews, found.flags, found.enumerators) == (0, (), ())
    assert found.effect.rho is None
