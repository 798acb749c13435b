"""What is decided before a sample is drawn."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.allocation import Allocation


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
    targets: one for each stratum of the list; a simple draw has one, for all cases.
    order: in words, what the order key of a case is; only for a systematic draw.
    """

    list_name: str
    method: Method
    targets: tuple[StratumTarget, ...]
    order: str = ""


def stratum_targets(
    official: Allocation, *, reserve: Allocation | None = None
) -> tuple[StratumTarget, ...]:
    """The targets of a draw from how its two lists were shared out; strata without cases left out.

    Raises ValueError when the two are not of the same strata.
    """
    spare = {} if reserve is None else {one.stratum: one.n for one in reserve.strata}
    if reserve is not None and set(spare) != {one.stratum for one in official.strata}:
        raise ValueError("official list and reserve are of different strata")
    return tuple(
        StratumTarget(stratum=one.stratum, official=one.n, reserve=spare.get(one.stratum, 0))
        for one in official.strata
        if one.population
    )
