"""Twenty simulated rounds: the plan does what it computes, and nobody honest is left accused.

`pytest -s tests/scoring/recheck/test_simulated_rounds.py` prints the tables of docs/recheck.md.
"""

import sys
from functools import cache
from pathlib import Path

import pytest

from scoring.recheck.lot_decision import Verdict
from scoring.recheck.recheck_plan import recheck_plan
from tests.scoring.recheck.simulated_rounds import SimulatedRound, is_false, simulated_round
from tests.scoring.recheck.simulated_tables import (
    lots_table,
    made_up_found,
    people_table,
    rows,
)

SEEDS = range(20)
PLANS = [recheck_plan(name).acceptance for name in ("hai-long-1", "hai-long-three-stages")]
PAGE = Path(__file__).parents[3] / "docs/recheck.md"


@cache
def rounds() -> tuple[SimulatedRound, ...]:
    return tuple(simulated_round(seed) for seed in SEEDS)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_lots__of_twenty_rounds__are_decided_as_often_as_the_plan_computes(plan):
    decided = [lot for one in rounds() for lot in one.decided(plan)]

    found = list(rows(decided, plan=plan))

    sys.stdout.write(f"\n{plan.id}\n{lots_table(found)}\n")
    assert sum(row.lots for row in found if row.interviews) == 20 * 18 * 8
    wrong = [
        (row.is_false, row.interviews, name)
        for row in found
        for name, share in row.shares.items()
        if not share.is_within_4_se
    ]
    assert wrong == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_people__whose_lots_are_rejected__are_confirmed_or_cleared_as_they_deserve(plan):
    """Of an honest person nothing is left: no interview of a rejected lot is without respondent."""
    for seed, one in zip(SEEDS, rounds(), strict=True):
        lots = one.decided(plan)
        false_lots = {
            lot.enumerator for lot in lots if lot.verdict is Verdict.REJECTED and lot.made_up
        }

        against = made_up_found(one, lots)

        confirmed = {name for name, count in against.items() if count > 0}
        assert confirmed == false_lots, seed
        assert all(is_false(name) for name in confirmed), seed


def test_people__who_make_interviews_up__have_more_excess_match_than_every_honest_one():
    lines = ["", "| round | they have | the highest honest one |", "|---|---|---|"]
    for seed, one in zip(SEEDS, rounds(), strict=True):
        false = sorted(z for name, z in one.excess_z.items() if is_false(name))
        honest = max(z for name, z in one.excess_z.items() if not is_false(name))
        lines.append(f"| {seed} | {false[0]:.1f} and {false[1]:.1f} | {honest:.1f} |")
        assert (len(false), len(one.excess_z)) == (2, 18)
        assert false[0] > honest, seed
    sys.stdout.write("\n".join(lines) + "\n")


def test_page__tables_of_simulated_rounds__are_the_ones_printed():
    text = PAGE.read_text(encoding="utf-8")
    plan = PLANS[0]
    decided = [lot for one in rounds() for lot in one.decided(plan)]
    people = people_table(rounds(), PLANS)
    sys.stdout.write(f"\n{people}\n")

    assert lots_table(list(rows(decided, plan=plan))) in text
    assert people in text
