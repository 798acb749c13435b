"""Ranks within a group: by the printed score, among the units that may be ranked."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from questionnaires import shipped_definition
from scoring.group_ranks import printed_bounds, printed_score, ranks_within
from scoring.responses import score_responses
from scoring.rule import rule_of
from scoring.variance import Population

RULE = rule_of(shipped_definition("sipas-22"))
ALL = dict.fromkeys(RULE.items, 4)
NONE = dict.fromkeys(RULE.items, 1)


def _rows(**units):
    """Score rows of units of so many satisfied and dissatisfied people."""
    people = [
        {"unit_code": unit, "stratum": "", "cluster": "", **answers}
        for unit, (satisfied, other) in units.items()
        for answers in (*[ALL] * satisfied, *[NONE] * other)
    ]
    return score_responses(pd.DataFrame(people), rule=RULE).units


def test_ranks__equal_printed_scores__share_a_rank_and_the_next_is_skipped():
    # 0.95 of 300, 0.95 of 400, 0.90 of 300 and 0.85 of 300.
    rows = _rows(A=(285, 15), B=(380, 20), C=(270, 30), D=(255, 45))

    ranks = ranks_within(rows)

    assert {code: (one.rank, one.is_shared) for code, one in ranks.items()} == {
        "A": (1, True),
        "B": (1, True),
        "C": (3, False),
        "D": (4, False),
    }
    assert all(one.low <= one.rank <= one.high for one in ranks.values())
    assert ranks["D"].low == 3  # worse than both of 0.95, not surely than 0.90


def test_ranks__scores_that_differ_beyond_the_second_decimal__share_a_rank():
    # 2850 and 2851 of 3000: 9.500 and 9.503.
    ranks = ranks_within(_rows(A=(2850, 150), B=(2851, 149)))

    assert [(one.rank, one.is_shared, one.low, one.high) for one in ranks.values()] == [
        (1, True, 1, 2),
        (1, True, 1, 2),
    ]


def test_ranks__unit_that_may_not_be_ranked__has_none_and_does_not_count():
    ranks = ranks_within(_rows(A=(290, 10), B=(20, 0), C=(200, 100)))

    assert {code: one.rank for code, one in ranks.items()} == {"A": 1, "C": 2}


def test_printed__share__is_on_the_scale_of_ten_half_up():
    row = _rows(A=(1931, 69))["A"]

    assert printed_score(row) == Decimal("9.66")  # 9.655
    low, high = printed_bounds(row)
    assert low < Decimal("9.66") < high
    interval = row.published.interval
    assert Fraction(low) <= Fraction(interval.low) / 10 < Fraction(low) + Fraction(1, 100)
    assert Fraction(high) - Fraction(1, 100) < Fraction(interval.high) / 10 <= Fraction(high)


def test_printed_bounds__census__are_the_printed_score():
    """2 of 3 people: 6.666… is printed as 6.67, and not as an interval from 6.66 to 6.67."""
    frame = pd.DataFrame([{"unit_code": "A", "stratum": "", "cluster": "", **ALL}] * 2)
    frame = pd.concat([frame, frame.head(1).assign(**NONE)], ignore_index=True)
    rows = score_responses(frame, rule=RULE, population=Population(strata={("A", ""): 3})).units

    assert printed_bounds(rows["A"]) == (Decimal("6.67"), Decimal("6.67"))


@pytest.mark.parametrize(("satisfied", "printed"), [(361, "9.03"), (359, "8.98"), (21, "0.53")])
def test_printed_score__weighted_half_of_a_hundredth__is_rounded_up(satisfied, printed):
    """Of 400 people who weigh 2: as floating point 0.9025 lies below what it stands for."""
    people = [
        {"unit_code": "A", "stratum": "", "cluster": "", "weight": 2.0, **answers}
        for answers in (*[ALL] * satisfied, *[NONE] * (400 - satisfied))
    ]

    row = score_responses(pd.DataFrame(people), rule=RULE).units["A"]

    assert str(printed_score(row)) == printed
    assert row.items["q11"].share == Fraction(satisfied, 400)
    assert row.published.factors["F1"] == Fraction(satisfied, 400)
