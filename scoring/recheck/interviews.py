"""A re-checked interview: what the supervisor found, and the answers of both times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Selection(StrEnum):
    """Why an interview is re-checked. Estimates are made of the random ones alone."""

    RANDOM = "random"
    RISK = "risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckedInterview:
    """An interview that was drawn for a re-check.

    key: the identifier of the interview. is_contacted: whether the respondent was reached; what
    stands in the other fields counts only then. has_happened: whether there was an interview.
    checks: a name of a factual check and whether it fits, None where it was not made.
    first, again: a code an item, in the order of the items of the rule, as `scoring.rule` has them;
    the answers of the original interview and those given again. probability: how likely it was to
    be drawn, 0..1, None where nobody says. delay: from the end of the interview to the re-check.
    unit: that the interview is about, "" where nobody says.
    """

    key: str
    enumerator: str
    supervisor: str
    is_contacted: bool
    has_happened: bool
    checks: Mapping[str, bool | None]
    first: Sequence[int]
    again: Sequence[int]
    selection: Selection = Selection.RANDOM
    probability: float | None = None
    delay: timedelta | None = None
    unit: str = ""

    @property
    def is_false(self) -> bool:
        """Whether the respondent was reached and says that there was no interview."""
        return self.is_contacted and not self.has_happened

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """The factual checks that do not fit, by name."""
        return tuple(sorted(name for name, fits in self.checks.items() if fits is False))

    @property
    def is_defective(self) -> bool:
        """Whether the interview did not happen, or a factual check does not fit."""
        return self.is_contacted and (not self.has_happened or False in self.checks.values())
