"""From what was said about claims, as it is kept, to what `scoring.recheck` compares."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.recheck.claim_comparison import (
    ClaimComparison,
    ClaimSaid,
    ClaimVerdict,
    RecheckedClaim,
    claim_verdict,
    compare_claims,
)
from scoring.recheck.claim_lots import ClaimKind
from scoring.recheck.interviews import Selection
from survey_app.db.claim_findings import ClaimFinding
from survey_app.fieldwork.rechecks.comparing import ENDED, ESTIMATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedClaims:
    """findings: every claim that is asked about, also who waits. claims: those that have ended, in
    the same order.
    """

    findings: tuple[ClaimFinding, ...]
    claims: tuple[RecheckedClaim, ...]
    comparison: ClaimComparison


def compared_claims(findings: Sequence[ClaimFinding]) -> ComparedClaims:
    """Lays what was said beside what was claimed, of everybody whose re-check has ended."""
    claims = tuple(rechecked_claim(one) for one in findings if one.state in ENDED)
    return ComparedClaims(
        findings=tuple(findings), claims=claims, comparison=compare_claims(claims)
    )


def rechecked_claim(of: ClaimFinding) -> RecheckedClaim:
    """A claim whose re-check has ended, as it is compared."""
    return RecheckedClaim(
        key=str(of.uuid),
        enumerator=of.enumerator,
        supervisor=of.supervisor or "",
        kind=ClaimKind(of.stratum),
        verdict=_verdict(of),
        selection=Selection.RANDOM if of.selection in ESTIMATED else Selection.RISK,
    )


def _verdict(of: ClaimFinding) -> ClaimVerdict | None:
    if of.locked is None:
        return None
    said = ClaimSaid(came=of.locked.came, answer=of.locked.answer, other=of.locked.other)
    return claim_verdict(said, kind=ClaimKind(of.stratum), was_spoken_to=of.was_spoken_to)
