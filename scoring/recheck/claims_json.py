"""Figures of claimed refusals and absences as a document; proportions 0..1, null where none."""

from collections.abc import Sequence
from fractions import Fraction

from pydantic import JsonValue

from scoring.recheck.claim_comparison import ClaimComparison, ClaimWork, RecheckedClaim
from scoring.recheck.interviews import Selection

Row = dict[str, JsonValue]


def claims_json(of: ClaimComparison, claims: Sequence[RecheckedClaim]) -> Row:
    """Rates of random selections; then every claim that is not as recorded, whatever selection."""
    return {
        **_work(of.whole),
        "by_kind": {kind.value: _work(one) for kind, one in of.kinds.items()},
        "by_enumerator": {name: _work(one) for name, one in of.enumerators.items()},
        "defective_claims": [
            {
                "claim": one.key,
                "enumerator": one.enumerator,
                "supervisor": one.supervisor,
                "claimed": one.kind.value,
                "nobody_came": one.is_false,
                "is_random": one.selection is Selection.RANDOM,
            }
            for one in claims
            if one.is_defective
        ],
    }


def response_json(rate: Fraction | None, *, without: Fraction | None, proved: int) -> Row:
    """AAPOR RR2 of all cases, and without the claims that were proved false."""
    return {
        "response_rate": None if rate is None else float(rate),
        "without_false": None if without is None else float(without),
        "proved_false": proved,
    }


def _work(one: ClaimWork) -> Row:
    bounds = one.defective.bounds
    return {
        "drawn": one.drawn,
        "reached": one.defective.of,
        "defective": one.defective.count,
        "nobody_came": one.never,
        "rate": one.defective.rate,
        "ci_low": None if bounds is None else bounds.low,
        "ci_high": None if bounds is None else bounds.high,
    }
