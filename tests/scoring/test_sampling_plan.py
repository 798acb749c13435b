"""What the rules of a sampling plan come to in one unit."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.allocation import AllocationRule
from scoring.sampling_plan import SamplingRules, SizeRule, unit_sample

QUOTA = SamplingRules(
    size=SizeRule.QUOTA,
    error=Fraction(1, 20),
    rule=AllocationRule.PROPORTIONAL,
    minimum=0,
    reserve=Fraction(3, 10),
)


def rules(**changes):
    """The rules by quota, with these differences."""
    fields = {name: getattr(QUOTA, name) for name in QUOTA.__dataclass_fields__}
    return SamplingRules(**{**fields, **changes})


def counts(allocation):
    return {one.stratum: one.n for one in allocation.strata}


def test_unit_sample__quota_in_proportion__shares_sample_and_reserve_out():
    sample = unit_sample({"a": 60, "b": 30, "c": 10}, quota=20, rules=QUOTA)

    assert counts(sample.official) == {"a": 12, "b": 6, "c": 2}
    # 30 % of 20 are 6: quotas 3.6, 1.8 and 0.6; the two left over go to .8 and to one of the .6.
    assert counts(sample.reserve) == {"a": 4, "b": 2, "c": 0}
    assert [(one.stratum, one.official, one.reserve) for one in sample.targets] == [
        ("a", 12, 4),
        ("b", 6, 2),
        ("c", 2, 0),
    ]


def test_unit_sample__by_margin__follows_the_formula_of_the_ministry():
    sample = unit_sample({"a": 500}, quota=1, rules=rules(size=SizeRule.MARGIN))

    assert (sample.wanted, sample.official.n, sample.reserve.n) == (223, 223, 67)
    # 1.96·√((500 - 223)/499 · 0.25/223)
    assert sample.margin_worst == pytest.approx(195.9964 * sqrt(277 / 499 * 0.25 / 223), rel=1e-6)
    assert sample.margin_usual == pytest.approx(195.9964 * sqrt(277 / 499 * 0.0475 / 223), rel=1e-6)


def test_unit_sample__minimum_above_the_quota__is_dropped_and_told():
    sample = unit_sample({"a": 60, "b": 3}, quota=10, rules=rules(minimum=8))

    assert sample.minimum_needed == 11  # eight of a, and all three of b
    assert counts(sample.official) == {"a": 10, "b": 0}
    assert sample.official.uncovered == ("b",)
    assert sample.margin_worst is None


def test_unit_sample__unit_smaller_than_its_quota__takes_everybody():
    sample = unit_sample({"a": 5, "b": 4}, quota=100, rules=QUOTA)

    assert (sample.wanted, sample.official.n, sample.reserve.n) == (100, 9, 0)
    assert (sample.margin_worst, sample.margin_usual) == (0, 0)


def test_unit_sample__nobody_there__has_no_margin():
    sample = unit_sample({}, quota=10, rules=QUOTA)

    assert (sample.population, sample.official.n, sample.targets) == (0, 0, ())
    assert sample.margin_worst is None


@given(
    populations=st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 400), min_size=1),
    quota=st.integers(0, 500),
    minimum=st.integers(0, 20),
    reserve=st.fractions(0, 2, max_denominator=20),
)
def test_unit_sample__any_unit__never_takes_more_than_there_are(
    populations, quota, minimum, reserve
):
    sample = unit_sample(populations, quota=quota, rules=rules(minimum=minimum, reserve=reserve))

    both = {one.stratum: one.official + one.reserve for one in sample.targets}
    assert sample.official.n == min(quota, sum(populations.values()))
    assert all(both[name] <= populations[name] for name in both)
