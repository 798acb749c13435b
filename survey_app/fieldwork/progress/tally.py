"""Counts of cases by outcome, under the names that pages and files give their sums."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoring.response_rates import ResponseRates, cases_by_disposition, response_rates
from survey_app.db.case_outcomes import CaseOrigin, CaseOutcome
from survey_app.db.outcome_counts import CaseCount

NOBODY_TRIED = frozenset({CaseOutcome.UNTOUCHED, CaseOutcome.NOT_ASSIGNED, CaseOutcome.BEGUN})
"""Of these nothing was heard; begun is no attempt before something comes of it."""
ENDED = frozenset(
    {
        CaseOutcome.REFUSED,
        CaseOutcome.BROKEN_OFF,
        CaseOutcome.MOVED,
        CaseOutcome.NOT_REACHED,
        CaseOutcome.NOT_LOCATED,
        CaseOutcome.NOT_ELIGIBLE,
    }
)
"""Without an interview."""
REPLACEABLE = ENDED | {CaseOutcome.INVALID, CaseOutcome.UNVERIFIED}
"""Nobody goes there any more, and no interview counts."""
DISPOSITIONS = {
    CaseOutcome.COMPLETED: "1.1",
    CaseOutcome.REFUSED: "2.11",
    CaseOutcome.BROKEN_OFF: "2.12",
    CaseOutcome.NOT_REACHED: "2.20",
    CaseOutcome.TRIED: "2.20",
    CaseOutcome.MOVED: "2.25",
    CaseOutcome.WAITING: "2.30",
    CaseOutcome.VOIDED: "2.30",
    CaseOutcome.INVALID: "2.30",
    CaseOutcome.UNVERIFIED: "2.30",
    CaseOutcome.NOT_LOCATED: "3.18",
    CaseOutcome.UNTOUCHED: "3.11",
    CaseOutcome.NOT_ASSIGNED: "3.11",
    CaseOutcome.BEGUN: "3.11",
    CaseOutcome.NOT_ELIGIBLE: "4.70",
}
"""As AAPOR would close each case if fieldwork ended now; voided or waiting ones are other."""
ON_A_LIST = frozenset({CaseOrigin.OFFICIAL, CaseOrigin.REPLACEMENT, CaseOrigin.LISTED})
"""Cases that somebody was sent to; who was met by chance has no response rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Cases by outcome. The waiting reserve and people on no list are not among them."""

    by_outcome: Mapping[CaseOutcome, int] = field(default_factory=dict)
    official: int = 0
    replacements: int = 0
    listed: int = 0
    """Given out without being drawn."""
    reserve: int = 0
    """Waiting in the reserve, in no other count."""
    unlisted: int = 0
    """Interviews that count with people on no list, in no other count."""
    replaceable: int = 0
    """Ended or excluded without an interview that counts and not replaced, of the drawn ones."""

    def of(self, *outcomes: CaseOutcome) -> int:
        """Cases with one of these outcomes."""
        return sum(self.by_outcome.get(one, 0) for one in outcomes)

    @property
    def drawn(self) -> int:
        """Official members, and members of the reserve in the place of one."""
        return self.official + self.replacements

    @property
    def cases(self) -> int:
        """All that somebody was or is to be sent to."""
        return sum(self.by_outcome.values())

    @property
    def tried(self) -> int:
        """Cases of which something was heard."""
        return self.cases - self.of(*NOBODY_TRIED)

    @property
    def completed(self) -> int:
        """Interviews that count, of these cases."""
        return self.of(CaseOutcome.COMPLETED)

    @property
    def refused(self) -> int:
        """2.11 and 2.12."""
        return self.of(CaseOutcome.REFUSED, CaseOutcome.BROKEN_OFF)

    @property
    def not_reached(self) -> int:
        """Given up, moved, or a wrong address."""
        return self.of(CaseOutcome.NOT_REACHED, CaseOutcome.MOVED, CaseOutcome.NOT_LOCATED)

    @property
    def not_eligible(self) -> int:
        """4.70."""
        return self.of(CaseOutcome.NOT_ELIGIBLE)

    @property
    def waiting(self) -> int:
        """A person decides about a document."""
        return self.of(CaseOutcome.WAITING)

    @property
    def not_assigned(self) -> int:
        """With nobody, and nothing was heard of them."""
        return self.of(CaseOutcome.NOT_ASSIGNED)

    @property
    def to_go(self) -> int:
        """Neither interviewed nor ended nor waiting."""
        return self.cases - self.completed - self.waiting - self.of(*ENDED)


def tally(counts: Iterable[CaseCount]) -> Tally:
    """Adds counts up."""
    by_outcome: Counter[CaseOutcome] = Counter()
    by_origin: Counter[CaseOrigin] = Counter()
    unlisted = replaceable = 0
    for one in counts:
        if one.origin in ON_A_LIST:
            by_outcome[one.outcome] += one.cases
            is_drawn = one.origin is not CaseOrigin.LISTED
            if is_drawn and one.outcome in REPLACEABLE and not one.is_replaced:
                replaceable += one.cases
        elif one.origin is CaseOrigin.UNLISTED and one.outcome is CaseOutcome.COMPLETED:
            unlisted += one.cases
        by_origin[one.origin] += one.cases
    return Tally(
        by_outcome=dict(by_outcome),
        official=by_origin[CaseOrigin.OFFICIAL],
        replacements=by_origin[CaseOrigin.REPLACEMENT],
        listed=by_origin[CaseOrigin.LISTED],
        reserve=by_origin[CaseOrigin.RESERVE],
        unlisted=unlisted,
        replaceable=replaceable,
    )


def rates_of(found: Tally, *, only_tried: bool) -> ResponseRates:
    """AAPOR's rates; cases that nobody tried yet are of unknown eligibility, or left out."""
    left_out = NOBODY_TRIED if only_tried else frozenset()
    counts: Counter[str] = Counter()
    for outcome, cases in found.by_outcome.items():
        if outcome not in left_out:
            counts[DISPOSITIONS[outcome]] += cases
    return response_rates(cases_by_disposition(counts))
