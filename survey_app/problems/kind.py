"""What every problem has: a status for programs, a sentence for people, and a repair."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of problem: HTTP status, message and repair."""

    status: int
    message: str
    repair: str
