"""Outcome rates of fieldwork by the formulas of AAPOR.

After AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys,
9th edition (2016): RR1, RR2, COOP1, REF1, CON1. The rates are shares of cases, unweighted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction


class Letter(StrEnum):
    """What a case is to the formulas. Cases that are not eligible are none of them."""

    I = "complete"  # noqa: E741 -- AAPOR's letter
    P = "partial"
    R = "refusal"
    NC = "non_contact"
    O = "other"  # noqa: E741 -- AAPOR's letter
    UH = "unknown_household"
    UO = "unknown_other"


LETTERS: Mapping[str, Letter] = {
    "1.1": Letter.I,
    "1.2": Letter.P,
    "2.11": Letter.R,
    "2.12": Letter.R,
    "2.20": Letter.NC,
    "2.21": Letter.NC,
    "2.25": Letter.NC,
    "2.30": Letter.O,
    "3.11": Letter.UH,
    "3.18": Letter.UH,
    "3.90": Letter.UO,
}
"""By disposition. 2.12 is of AAPOR's group 2.1, refusals and break-offs. 4.x is in no formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Counts of cases by letter. Raises ValueError for a negative one."""

    complete: int = 0
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown_household: int = 0
    unknown_other: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"{field.name} is negative")

    @property
    def interviewed(self) -> int:
        """I + P."""
        return self.complete + self.partial

    @property
    def contacted(self) -> int:
        """(I + P) + R + O."""
        return self.interviewed + self.refusal + self.other

    @property
    def every(self) -> int:
        """(I + P) + (R + NC + O) + (UH + UO)."""
        return self.contacted + self.non_contact + self.unknown_household + self.unknown_other

    def __add__(self, other: "Cases") -> "Cases":
        """The cases of both."""
        names = [field.name for field in fields(self)]
        return Cases(**{name: getattr(self, name) + getattr(other, name) for name in names})


NO_CASES = Cases()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRates:
    """Shares 0..1; None where the formula divides by no case, never 0."""

    cases: Cases
    rr1: Fraction | None
    rr2: Fraction | None
    coop1: Fraction | None
    ref1: Fraction | None
    con1: Fraction | None


def response_rates(cases: Cases) -> ResponseRates:
    """The five rates of these cases.

    RR1 = I / ((I + P) + (R + NC + O) + (UH + UO)), the minimum response rate.
    RR2 = (I + P) / ((I + P) + (R + NC + O) + (UH + UO)).
    COOP1 = I / ((I + P) + R + O).
    REF1 = R / ((I + P) + (R + NC + O) + (UH + UO)).
    CON1 = ((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO)).
    Every case of unknown eligibility is taken to be eligible: the lowest rates of their families.
    """
    return ResponseRates(
        cases=cases,
        rr1=_share(cases.complete, of=cases.every),
        rr2=_share(cases.interviewed, of=cases.every),
        coop1=_share(cases.complete, of=cases.contacted),
        ref1=_share(cases.refusal, of=cases.every),
        con1=_share(cases.contacted, of=cases.every),
    )


def cases_by_disposition(counts: Mapping[str, int]) -> Cases:
    """Counts by disposition as counts by letter; 4.x is left out. KeyError: an unknown code."""
    found = dict.fromkeys((letter.value for letter in Letter), 0)
    for code, count in counts.items():
        if not code.startswith("4"):
            found[LETTERS[code].value] += count
    return Cases(**found)


def _share(part: int, *, of: int) -> Fraction | None:
    return Fraction(part, of) if of else None
