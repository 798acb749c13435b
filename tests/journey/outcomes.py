"""What has become of each case, by the simulation's own book."""

from collections import Counter
from decimal import Decimal

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


def cases_listed(field: Fieldwork) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Enumerator, attempts and outcome of every case, by unit and file code."""
    return {
        (case.listed.unit, case.listed.file_code): (
            _holder(case),
            str(case.visits),
            outcome_of(case),
        )
        for case in field.cases.values()
    }


def _holder(case: Case) -> str:
    """Who was never reached is taken back when replaced."""
    return "" if case.is_replaced and case.outcome is None else case.holder


def sums(counts: Counter[str]) -> dict[str, str]:
    """The columns of the tables of progress, with AAPOR's rates, from counts by outcome.

    Whom nobody has tried is of unknown eligibility; somebody who is not eligible is in no formula.
    """
    complete, refused = counts["completed"], counts["refused"] + counts["broken_off"]
    without_contact = ("not_reached", "moved", "tried", "not_located", "untouched")
    contacted = complete + refused + counts["voided"]
    every = contacted + sum(counts[name] for name in without_contact)
    return {
        "completed": str(complete),
        "refused": str(refused),
        "not_reached": str(sum(counts[name] for name in ("not_reached", "moved", "not_located"))),
        "not_eligible": str(counts["not_eligible"]),
        "to_go": str(sum(counts[name] for name in ("tried", "voided", "untouched"))),
        "rr1": _share(complete, every),
        "coop1": _share(complete, contacted),
        "ref1": _share(refused, every),
        "con1": _share(contacted, every),
    }


def _share(part: int, of: int) -> str:
    """Half up to four decimals; nothing where there is nothing to divide by."""
    return f"{Decimal((2 * part * 10**4 + of) // (2 * of)).scaleb(-4):f}" if of else ""
