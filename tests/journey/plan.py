"""What will happen to everybody on the list, decided by chance before the first visit: pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

INTERVIEW, GIVEN_UP = "interview", "given up"
REFUSED, BROKEN_OFF, NOT_REACHED, LATER = "2.11", "2.12", "2.20", "2.21"
MOVED, NO_SUCH_ADDRESS, NOT_ELIGIBLE = "2.25", "3.18", "4.70"
SHARES = {
    INTERVIEW: 0.79,
    REFUSED: 0.07,
    BROKEN_OFF: 0.01,
    MOVED: 0.03,
    NO_SUCH_ADDRESS: 0.03,
    NOT_ELIGIBLE: 0.02,
    GIVEN_UP: 0.05,
}
ABSENT = 0.25
"""The chance that nobody is at home, at each visit before the last."""
MOST_VISITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How often nobody is there, and how it ends after that."""

    absences: int
    ending: str

    def at_visit(self, number: int) -> str | None:
        """What the visit with this number, from 0, comes to; None when nobody goes any more."""
        if self.ending == GIVEN_UP:
            return NOT_REACHED if number < MOST_VISITS else None
        if number < self.absences:
            return LATER if number % 2 else NOT_REACHED
        return self.ending


def fates(chance: np.random.Generator) -> Iterator[Fate]:
    """One after the other, without end."""
    endings, shares = list(SHARES), np.array(list(SHARES.values()))
    while True:
        absences = int(min(chance.geometric(1 - ABSENT) - 1, MOST_VISITS - 1))
        yield Fate(absences=absences, ending=str(chance.choice(endings, p=shares / shares.sum())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit of a day: to whom, after how many others, and what comes of it."""

    case: str
    number: int
    outcome: str


def visits_of_day(
    cases: Sequence[tuple[str, int]], *, known: dict[str, Fate], at_most: int
) -> list[Visit]:
    """Whom somebody goes to who has these cases, each with the visits so far: the newest first."""
    planned = []
    for case, before in sorted(cases, key=lambda one: one[1]):
        outcome = known[case].at_visit(before)
        if outcome is not None and len(planned) < at_most:
            planned.append(Visit(case=case, number=before, outcome=outcome))
    return planned
