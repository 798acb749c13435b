"""Who has fewer re-checks than the plan promises when field work is over, and which lots make up
for it.

A lot is closed once; only more of it are drawn, further down the same order. How many follows from
counts alone, so that the chance of every interview stays n/m of its stratum.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.recheck.recheck_plan import RecheckPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStratum:
    """A stratum of a closed lot. drawn: at first. is_continued: more of it were re-checked for
    another reason, so that the next in its order are taken.
    """

    lot: str
    name: str
    enumerator: str
    interviews: int
    drawn: int
    is_continued: bool


def topped_up(
    strata: Sequence[DrawnStratum], *, rechecked: Mapping[str, int], plan: RecheckPlan
) -> tuple[DrawnStratum, ...]:
    """The strata of which more are drawn, with the new numbers, by lot and name.

    rechecked: by enumerator, how many interviews were drawn for any reason but risk, those left
    out for whom another one came in; nobody named there has none. One after the other is drawn
    from the stratum of which the smallest part is, so that the chances of an enumerator's
    interviews come close; strata that were continued stay as they are.
    """
    of: defaultdict[str, list[DrawnStratum]] = defaultdict(list)
    for one in strata:
        of[one.enumerator].append(one)
    raised: list[DrawnStratum] = []
    for enumerator, own in of.items():
        wanted = min(plan.minimum_per_enumerator, sum(one.interviews for one in own))
        raised += _raised(own, more=wanted - rechecked.get(enumerator, 0))
    return tuple(sorted(raised, key=lambda one: (one.lot, one.name)))


def _raised(own: Sequence[DrawnStratum], *, more: int) -> list[DrawnStratum]:
    drawn = {(one.lot, one.name): one.drawn for one in own}
    left = [one for one in own if not one.is_continued and one.drawn < one.interviews]
    for _ in range(more):
        if not left:
            break
        least = min(left, key=lambda one: _part(one, drawn=drawn))
        drawn[least.lot, least.name] += 1
        if drawn[least.lot, least.name] == least.interviews:
            left.remove(least)
    return [
        DrawnStratum(
            lot=one.lot,
            name=one.name,
            enumerator=one.enumerator,
            interviews=one.interviews,
            drawn=drawn[one.lot, one.name],
            is_continued=False,
        )
        for one in own
        if drawn[one.lot, one.name] > one.drawn
    ]


def _part(one: DrawnStratum, *, drawn: Mapping[tuple[str, str], int]) -> tuple[Fraction, str, str]:
    return Fraction(drawn[one.lot, one.name], one.interviews), one.lot, one.name
