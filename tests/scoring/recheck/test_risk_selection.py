"""Interviews that look odd, chosen for a re-check up to the share of the plan."""

import pytest

from scoring.recheck.recheck_plan import recheck_plan
from scoring.recheck.risk_selection import OddInterview, risk_allowed, risk_selection

ODD = [
    OddInterview(uuid="c", kinds=frozenset({"fast"})),
    OddInterview(uuid="b", kinds=frozenset({"fast", "near_duplicate"})),
    OddInterview(uuid="a", kinds=frozenset({"fast"})),
]


@pytest.mark.parametrize(
    ("interviews", "chosen", "allowed"), [(100, 0, 5), (119, 2, 3), (19, 0, 0), (100, 7, 0)]
)
def test_allowed__five_percent__rounded_down_and_never_below_none(interviews, chosen, allowed):
    assert risk_allowed(recheck_plan(), interviews=interviews, chosen=chosen) == allowed


def test_selection__more_than_allowed__most_kinds_first_whatever_the_order():
    for odd in (ODD, ODD[::-1]):
        assert [one.uuid for one in risk_selection(odd, allowed=2)] == ["b", "a"]
    assert risk_selection(ODD, allowed=0) == ()
