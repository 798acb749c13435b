"""What is decided before a sample is drawn."""

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """How cases are drawn.

    simple: the smallest keys of the whole list. stratified: the same in each stratum.
    systematic: along a sorted list by equal steps from a random start, in each stratum.
    """

    SIMPLE = "simple"
    STRATIFIED = "stratified"
    SYSTEMATIC = "systematic"


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumTarget:
    """How many cases of a stratum go into the official sample, and how many into the reserve."""

    stratum: str
    official: int
    reserve: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPlan:
    """Method and targets; published together with the hash of the list, before the seed.

    list_name: part of what is hashed, so that one seed serves several lists; it has no bar.
    order: in words, what the order key of a case is; only for a systematic draw.
    """

    list_name: str
    method: Method
    targets: tuple[StratumTarget, ...]
    order: str = ""
