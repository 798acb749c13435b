"""What the simulation itself says has happened, counted apart from the program."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

LEVELS = ("unit", "stratum", "enumerator", "day")
UNLISTED = ""
"""The stratum of people who are on no list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where something belongs; `day` is that of its receipt, `made_on` the device's, ISO 8601."""

    unit: str
    stratum: str
    enumerator: str
    day: str
    made_on: str


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Everything that the server has confirmed.

    interviews: those that count, by UUID. attempts: with disposition and UUID of the case.
    replaced: the reason by UUID of the interview that was given up. voided: what counts no more.
    """

    interviews: dict[str, Entry] = field(default_factory=dict)
    attempts: list[tuple[Entry, str, str]] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)
    voided: dict[str, Entry] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    """Documents by the status that the server answered."""

    def by(self, level: str) -> Counter[str]:
        """Interviews that count, by one of the levels."""
        return counted(self.interviews.values(), level)

    def outcomes(self) -> Counter[str]:
        """Contact attempts by disposition."""
        return Counter(disposition for _, disposition, _ in self.attempts)


def counted(entries: Iterable[Entry], level: str) -> Counter[str]:
    """How many entries there are of each unit, stratum, enumerator or day."""
    return Counter(getattr(entry, level) for entry in entries)
