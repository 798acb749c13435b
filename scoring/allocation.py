"""Shares a unit's sample out to its strata, in one way only.

Exact: quotas are fractions, their remainders are compared without rounding, and equal ones go by
the name of the stratum, in the order of its characters' numbers.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

BETWEEN_PARTS = " / "
NO_PART = "–"
_SLASH = re.compile(r"\s*/\s*")


class AllocationRule(StrEnum):
    """How a sample is shared out."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumShare:
    """What one stratum gets of a sample; n is never more than its population."""

    stratum: str
    population: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The strata by name, and how well they could give what was wanted.

    wanted: the sample that was asked for. n: the sum over the strata; less than wanted only
    where everybody who could be drawn is drawn.
    """

    rule: AllocationRule
    wanted: int
    strata: tuple[StratumShare, ...]

    @property
    def n(self) -> int:
        """How many are drawn."""
        return sum(one.n for one in self.strata)

    @property
    def missing(self) -> int:
        """By how many the frame is too small for what was wanted."""
        return self.wanted - self.n

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Strata with people of whom none is drawn: the sample says nothing about them."""
        return tuple(one.stratum for one in self.strata if one.population and not one.n)


class MinimumTooLarge(ValueError):  # noqa: N818 -- it is a refusal that carries its figures
    """The minimum of every stratum together is more than the sample.

    needed: the smallest sample that gives every stratum its minimum.
    """

    def __init__(self, *, needed: int, wanted: int) -> None:
        super().__init__(f"the minimum of every stratum takes {needed}, of a sample of {wanted}")
        self.needed = needed
        self.wanted = wanted


def stratum_name(parts: Sequence[str]) -> str:
    """One name for a combination such as unit, field, district and channel.

    Texts in NFC, white space collapsed, none around a slash inside a part; a blank part is “–”.
    Different combinations have different names.
    """
    return BETWEEN_PARTS.join(_part(part) for part in parts)


def unit_of_stratum(name: str) -> str:
    """The first part of the name of a stratum: the code of its unit."""
    return name.split(BETWEEN_PARTS, maxsplit=1)[0]


def _part(text: str) -> str:
    collapsed = " ".join(unicodedata.normalize("NFC", text).split())
    return _SLASH.sub("/", collapsed) or NO_PART


def allocate(
    populations: Mapping[str, int], *, wanted: int, rule: AllocationRule, minimum: int = 0
) -> Allocation:
    """Share a sample out by population or equally, at least `minimum` each, or all of a stratum.

    What a stratum cannot give goes to the others by the same rule. Quotas between the bounds are
    rounded by the largest remainder (Hamilton's method). Raises MinimumTooLarge.
    """
    _refuse_negative([*populations.values(), wanted, minimum])
    lowest = {name: min(minimum, size) for name, size in populations.items()}
    total = min(wanted, sum(populations.values()))
    if (needed := sum(lowest.values())) > total:
        raise MinimumTooLarge(needed=needed, wanted=wanted)
    counts = _share_out(
        total, weights=_weights(populations, rule=rule), lowest=lowest, highest=populations
    )
    return _allocation(populations, counts, wanted=wanted, rule=rule)


def reserve_size(official: int, *, share: Fraction | None = None, number: int | None = None) -> int:
    """How long the reserve list is to be: a share of the official one, rounded up, or a number."""
    if (share is None) == (number is None):
        raise ValueError("give the reserve as a share or as a number")
    size = number if share is None else math.ceil(official * share)
    if size is None or size < 0 or official < 0:
        raise ValueError("neither a list nor its reserve can be negative")
    return size


def allocate_reserve(official: Allocation, *, wanted: int) -> Allocation:
    """Share the reserve out by the rule of the official list, to who is left in each stratum.

    A stratum without an official sample needs no reserve and gets none.
    """
    _refuse_negative([wanted])
    populations = {one.stratum: one.population for one in official.strata}
    left = {one.stratum: one.population - one.n if one.n else 0 for one in official.strata}
    counts = _share_out(
        min(wanted, sum(left.values())),
        weights=_weights(populations, rule=official.rule),
        lowest=dict.fromkeys(left, 0),
        highest=left,
    )
    return _allocation(populations, counts, wanted=wanted, rule=official.rule)


def _refuse_negative(numbers: Iterable[int]) -> None:
    if any(number < 0 for number in numbers):
        raise ValueError("sizes are never negative")


def _weights(populations: Mapping[str, int], *, rule: AllocationRule) -> Mapping[str, int]:
    if rule is AllocationRule.PROPORTIONAL:
        return populations
    return dict.fromkeys(populations, 1)


def _allocation(
    populations: Mapping[str, int], counts: Mapping[str, int], *, wanted: int, rule: AllocationRule
) -> Allocation:
    strata = tuple(
        StratumShare(stratum=name, population=populations[name], n=counts[name])
        for name in sorted(populations)
    )
    return Allocation(rule=rule, wanted=wanted, strata=strata)


def _share_out(
    total: int,
    *,
    weights: Mapping[str, int],
    lowest: Mapping[str, int],
    highest: Mapping[str, int],
) -> dict[str, int]:
    """Whole numbers between the bounds that add up to the total.

    Looks for the quotas λ·weight, cut off at the bounds, that add up: those outside are put on
    their bound for good, and the rest is shared out anew (Bitran and Hax 1981, Management Science
    27). The side that is further out in sum goes first. That is the one above: quotas by population
    are never above, and equal ones, with a minimum for all, are below by no more in sum.
    """
    settled: dict[str, int] = {}
    while True:
        open_names = [name for name in weights if name not in settled]
        rest = total - sum(settled.values())
        quotas = _quotas(rest, weights={name: weights[name] for name in open_names})
        above = {name: highest[name] for name, quota in quotas.items() if quota > highest[name]}
        below = {name: lowest[name] for name, quota in quotas.items() if quota < lowest[name]}
        if not above and not below:
            return {**settled, **_largest_remainders(rest, quotas=quotas)}
        settled |= above or below


def _quotas(total: int, *, weights: Mapping[str, int]) -> dict[str, Fraction]:
    whole = sum(weights.values())
    return {
        name: Fraction(total * weight, whole) if whole else Fraction(0)
        for name, weight in weights.items()
    }


def _largest_remainders(total: int, *, quotas: Mapping[str, Fraction]) -> dict[str, int]:
    counts = {name: math.floor(quota) for name, quota in quotas.items()}
    by_remainder = sorted(quotas, key=lambda name: (counts[name] - quotas[name], name))
    for name in by_remainder[: total - sum(counts.values())]:
        counts[name] += 1
    return counts
