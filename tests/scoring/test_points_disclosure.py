"""Points do not give away the share of a small unit, and no more of them are hidden than would.

The reader knows every number of the document, the points plan, and that everybody answered every
question. What is unknown is then how many answers of each unit are satisfied, and whatever is shown
is a linear equation in these: the score of a unit, the sum of a group, and in points the share that
they were made of and the one that it was compared with.
"""

import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.plans.points_plan import PointsPlan
from tests.scoring.conftest import RULE
from tests.scoring.run_facts import document_of, plan_with

MINIMUM = 4
SCORING = plan_with(limits={"minimum_people": MINIMUM, "people_to_rank": 30})
OWN, OF_BELOW = 60, 40
RULES = [
    {"kind": "relative", "reference": "mean"},
    {"kind": "relative", "reference": "best"},
    {"kind": "linear"},
]
TELLS = "tells_of_hidden"


def points_plan(rule, *, below, minimum_people=0):
    mix = {"own": OWN, "of_below": OF_BELOW, "below": below} if below else None
    said = {"kind": "points", "id": "p", "source": "x", "maximum": 10, "rule": rule, "mix": mix}
    return PointsPlan.model_validate({**said, "minimum_people": minimum_people})


def interviews(people, *, random):
    """So many people of each unit who answer everything."""
    rows = [
        [code, *random.integers(1, 6, size=len(RULE.items)).tolist()]
        for code, number in people.items()
        for _ in range(number)
    ]
    frame = pd.DataFrame(rows, columns=["unit_code", *RULE.items])
    return frame.assign(stratum=frame["unit_code"], cluster="")


def rounds(random):
    """People of each unit, the group of each, and who is below whom."""
    group_of = {
        f"{'ABC'[group]}{unit}": f"G{group}"
        for group in range(random.integers(1, 4))
        for unit in range(random.integers(2, 6))
    }
    people = {code: int(random.choice([2, 3, 5, 8, 12])) for code in group_of}
    below = {
        code: [one for one in group_of if one != code and random.random() < 0.3]
        for code in group_of
        if random.random() < 0.3
    }
    return people, group_of, {code: named for code, named in below.items() if named}


class Shares:
    """The shares that points are made of, as coefficients of the satisfied answers of each unit."""

    def __init__(self, counted, *, group_of, plan):
        self.people = Counter(counted["unit_code"])
        self.units, self.group_of, self.plan = sorted(self.people), group_of, plan
        self.satisfied = np.array(
            [
                (counted[counted["unit_code"] == code][list(RULE.items)] >= 4).to_numpy().sum()
                for code in self.units
            ]
        )

    def sum(self, units):
        return np.array([float(code in units) for code in self.units])

    def own(self, code):
        return self.sum([code]) / (self.people[code] * len(RULE.items))

    def lends(self, code):
        return self.people[code] >= self.plan.minimum_people

    def counted(self, code):
        """Of a unit, with those below it; None where it has none."""
        below = () if self.plan.mix is None else self.plan.mix.below.get(code, ())
        lent = [self.own(one) for one in below if self.lends(one)]
        if not self.lends(code) or (below and not lent):
            return None
        return (
            (OWN * self.own(code) + OF_BELOW * np.mean(lent, axis=0)) / 100
            if lent
            else (self.own(code))
        )

    def reference(self, code, *, kind, shown):
        """What the points of a unit are compared with: of several that are best, one shown."""
        group = [one for one in self.units if self.group_of[one] == self.group_of[code]]
        within = {one: share for one in group if (share := self.counted(one)) is not None}
        if kind == "mean":
            return np.mean(list(within.values()), axis=0)
        values = {one: float(share @ self.satisfied) for one, share in within.items()}
        best = [one for one in within if values[one] > max(values.values()) - 1e-9]
        return within[next((one for one in best if one in shown), best[0])]


def known_of(document, shares):
    """The equations that a document is."""
    known = []
    parts = [
        *((row, [code]) for code, row in document["units"].items()),
        *(
            (row, [one for one in shares.units if shares.group_of[one] == code])
            for code, row in document["groups"].items()
        ),
        (document["overall"], shares.units),
    ]
    known += [shares.sum(units) for row, units in parts if row["published"]["est"] is not None]
    points = {code: row["published"]["points"] for code, row in document["units"].items()}
    shown = {code for code, one in points.items() if one["points"] is not None}
    for code, one in points.items():
        for step in one["steps"] or ():
            if "percent" in step:
                known.append(shares.counted(code))
            if step["step"] == "relative":
                known.append(shares.reference(code, kind=step["kind"], shown=shown))
    return known


def follows(wanted, known):
    """Whether it is a combination of what is known."""
    rows = [row / np.linalg.norm(row) for row in known]
    if not rows:
        return False
    with_it = [*rows, wanted / np.linalg.norm(wanted)]
    return np.linalg.matrix_rank(with_it, tol=1e-8) == np.linalg.matrix_rank(rows, tol=1e-8)


def made(counted, *, group_of, plan):
    found = document_of(counted, group_of=group_of, plan=SCORING, points=plan)
    return json.loads(found.canonical), Shares(counted, group_of=group_of, plan=plan)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("reference", rule["kind"]))
@pytest.mark.parametrize("minimum_people", [0, MINIMUM])
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_document__points_of_small_rounds__tell_of_no_small_unit(rule, minimum_people, seed):
    random = np.random.default_rng(seed)
    people, group_of, below = rounds(random)
    plan = points_plan(rule, below=below, minimum_people=minimum_people)

    document, shares = made(interviews(people, random=random), group_of=group_of, plan=plan)

    known = known_of(document, shares)
    for code in (code for code, number in people.items() if number < MINIMUM):
        assert not follows(shares.own(code), known), (code, people)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_document__mean_with_two_hidden_units__would_tell_them(seed):
    """Two units of other sizes: the sum of the group and their mean are two equations for them."""
    random = np.random.default_rng(seed)
    people = {"A0": 2, "A1": 5, "A2": 8, "A3": 12, "B0": 5, "B1": 8}
    group_of = {code: code[0] for code in people}
    plan = points_plan(RULES[0], below={})

    document, shares = made(interviews(people, random=random), group_of=group_of, plan=plan)

    reasons = {
        code: row["published"]["points"]["reason"] for code, row in document["units"].items()
    }
    assert [code for code, reason in reasons.items() if reason == TELLS] == ["A2", "A3"]
    known = known_of(document, shares)
    assert not follows(shares.own("A0"), known)
    mean = shares.reference("A2", kind="mean", shown=())
    assert follows(shares.own("A0"), [*known, mean])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("reference", rule["kind"]))
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_document__points_that_are_hidden__are_of_a_hidden_share(rule, seed):
    """Of a group without a hidden unit, and above none, all points are shown."""
    random = np.random.default_rng(seed)
    people, group_of, below = rounds(random)
    plan = points_plan(rule, below=below)

    document, _ = made(interviews(people, random=random), group_of=group_of, plan=plan)

    units = document["units"]
    hidden = {code for code, row in units.items() if row["flag"] == "suppressed"}
    mixed = {code for code, named in below.items() if hidden & set(named)}
    groups = {group_of[code] for code in hidden | mixed} if rule["kind"] == "relative" else set()
    for code, row in units.items():
        if code not in hidden | mixed and group_of[code] not in groups:
            assert row["published"]["points"]["points"] is not None, code
