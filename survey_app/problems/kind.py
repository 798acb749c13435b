"""What every problem has: a status for programs, a sentence for people, and a repair."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of problem: HTTP status, message and repair.

    program_repair: what a program can do instead, which has no pages; "" where it is the same.
    """

    status: int
    message: str
    repair: str
    program_repair: str = ""
