"""What has become of each case, by the simulation's own book."""

from collections import Counter
from fractions import Fraction

from tests.journey.fieldwork import INTERVIEWED, Case, Fieldwork
from tests.journey.ledger import UNLISTED
from tests.journey.plan import BROKEN_OFF, MOVED, NO_SUCH_ADDRESS, NOT_ELIGIBLE, REFUSED

NAMES = {
    INTERVIEWED: "completed",
    REFUSED: "refused",
    BROKEN_OFF: "broken_off",
    MOVED: "moved",
    NO_SUCH_ADDRESS: "not_located",
    NOT_ELIGIBLE: "not_eligible",
}
Key = tuple[str, str, str, str]
"""Unit, stratum, enumerator, outcome."""


def outcomes(field: Fieldwork, *, reserve: dict[str, int]) -> Counter[Key]:
    """How many cases came to what. reserve: members of each stratum that were never used."""
    found: Counter[Key] = Counter()
    for case in field.cases.values():
        unit, stratum = case.listed.unit, case.listed.stratum
        found[unit, stratum, _holder(case), outcome_of(case)] += 1
    for stratum, left in reserve.items():
        if left:
            found[stratum.split(" / ")[0], stratum, "", "in_reserve"] += left
    ledger = field.ledger
    for entries, outcome in ((ledger.interviews, "completed"), (ledger.voided, "voided")):
        for uuid, entry in entries.items():
            if uuid not in field.cases:
                found[entry.unit, UNLISTED, entry.enumerator, outcome] += 1
    return found


def outcome_of(case: Case) -> str:
    """One word for a case."""
    if case.outcome is not None:
        return NAMES[case.outcome]
    if case.is_replaced:
        return "not_reached"
    if case.is_voided:
        return "voided"
    return "tried" if case.visits else "untouched"


def _holder(case: Case) -> str:
    """Who was never reached is taken back when replaced."""
    return "" if case.is_replaced and case.outcome is None else case.holder


def rates(counts: Counter[str]) -> dict[str, Fraction]:
    """AAPOR's rates from counts by outcome; what was never tried counts as not contacted."""
    complete, refused = counts["completed"], counts["refused"] + counts["broken_off"]
    other = ("moved", "not_reached", "not_located", "tried", "untouched")
    every = complete + refused + sum(counts[name] for name in other)
    return {
        "rr1": Fraction(complete, every),
        "coop1": Fraction(complete, complete + refused),
        "ref1": Fraction(refused, every),
        "con1": Fraction(complete + refused, every),
    }
