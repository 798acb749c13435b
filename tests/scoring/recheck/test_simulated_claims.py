"""Twenty simulated rounds of refusals: who makes them up is found, and nobody else stays accused.

`pytest -s tests/scoring/recheck/test_simulated_claims.py` prints the table of docs/recheck.md.
"""

import sys
from collections import defaultdict
from functools import cache
from math import sqrt
from pathlib import Path

from tests.scoring.recheck.simulated_claims import (
    ENUMERATORS,
    FALSE,
    WEEKS,
    DecidedLot,
    makes_up,
    simulated_claims,
)

SEEDS = range(20)
PAGE = Path(__file__).parents[3] / "docs/recheck.md"
HEAD = (
    "| who | people | lots | rejected, in percent | computed | people with a rejected lot"
    " | confirmed | cleared | asked before the decision, a lot |\n|" + "---|" * 9
)


@cache
def rounds() -> tuple[tuple[DecidedLot, ...], ...]:
    return tuple(simulated_claims(seed) for seed in SEEDS)


def people(*, false: bool) -> dict[tuple[int, str], list[DecidedLot]]:
    """By round and enumerator, their lots."""
    found: defaultdict[tuple[int, str], list[DecidedLot]] = defaultdict(list)
    for seed, lots in zip(SEEDS, rounds(), strict=True):
        for lot in lots:
            if makes_up(lot.enumerator) is false:
                found[seed, lot.enumerator].append(lot)
    return found


def standard_error(lots: list[DecidedLot]) -> float:
    """Of the share of rejected ones, each with the chance that its plan computes."""
    return sqrt(sum(lot.chance * (1 - lot.chance) for lot in lots)) / len(lots)


def line(name: str, *, false: bool) -> str:
    of = people(false=false)
    lots = [lot for own in of.values() for lot in own]
    accused = {who: [lot for lot in own if lot.is_rejected] for who, own in of.items()}
    accused = {who: own for who, own in accused.items() if own}
    confirmed = sum(any(lot.made_up for lot in own) for own in accused.values())
    rejected = 100 * sum(lot.is_rejected for lot in lots) / len(lots)
    computed = 100 * sum(lot.chance for lot in lots) / len(lots)
    error, asked = 100 * standard_error(lots), sum(lot.checked for lot in lots) / len(lots)
    return (
        f"| {name} | {len(of)} | {len(lots)} | {rejected:.1f} | {computed:.1f} ± {error:.1f} |"
        f" {len(accused)} | {confirmed} | {len(accused) - confirmed} | {asked:.1f} |"
    )


def table() -> str:
    names = {"make up 30 %": True, "honest, 3 % forgotten": False}
    return "\n".join([HEAD, *(line(name, false=false) for name, false in names.items())])


def test_lots__of_twenty_rounds__are_rejected_as_often_as_the_plan_computes():
    for false in (True, False):
        lots = [lot for own in people(false=false).values() for lot in own]
        share = sum(lot.is_rejected for lot in lots) / len(lots)
        computed = sum(lot.chance for lot in lots) / len(lots)
        assert abs(share - computed) <= 4 * standard_error(lots)
    assert all(len(lots) == ENUMERATORS * WEEKS for lots in rounds())


def test_people__who_make_claims_up__are_found_and_honest_ones_cleared():
    found = people(false=True)
    honest = people(false=False)

    caught = [who for who, lots in found.items() if any(lot.is_rejected for lot in lots)]
    left = [lot for lots in honest.values() for lot in lots if lot.is_rejected and lot.made_up]

    assert len(found) == FALSE * len(SEEDS)
    assert caught == list(found)
    assert left == []
    assert sum(any(lot.is_rejected for lot in own) for own in honest.values()) < len(honest) / 8


def test_page__table_of_simulated_claims__is_the_one_printed():
    sys.stdout.write(f"\n{table()}\n")

    assert table() in PAGE.read_text(encoding="utf-8")
