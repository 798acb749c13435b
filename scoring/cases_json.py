"""What a row of the document of a run says of its cases."""

from collections.abc import Iterable
from fractions import Fraction

from pydantic import JsonValue

from scoring.response_rates import NO_CASES, response_rates
from scoring.run_facts import CasesInRun

RESPONSE_RATE = (
    "AAPOR RR2 in percent, of cases, unweighted: (I + P) / ((I + P) + (R + NC + O) + (UH + UO));"
    " cases of unknown eligibility are taken to be eligible"
)


def fieldwork_json(units: Iterable[CasesInRun | None]) -> JsonValue:
    """Of the units of a row together; null where the cases of one were not counted.

    n_selected: cases that somebody was sent to, drawn or from a list. n_eligible: these without
    those that turned out not to be. n_completed: interviews that count, of these.
    """
    counted, not_eligible = NO_CASES, 0
    for one in units:
        if one is None:
            return None
        counted, not_eligible = counted + one.counted, not_eligible + one.not_eligible
    rate = response_rates(counted).rr2
    return {
        "n_selected": counted.every + not_eligible,
        "n_eligible": counted.every,
        "n_completed": counted.complete,
        "response_rate": None if rate is None else float(rate * Fraction(100)),
    }
