"""Which criteria people answered differently in one direction when asked again, all looked at."""

from collections.abc import Mapping, Sequence

from scoring.recheck.item_agreement import ItemAgreement

LEVEL, POINTS = 0.05, 0.05
"""An adjusted chance up to the first, and a net difference above the second, 0..1: then the wording
or the way of asking is worth a look.
"""


def holm(chances: Sequence[float]) -> list[float]:
    """Adjusted for looking at all: each is the error level at which it would still be shown.

    The largest of p·(m - rank + 1) over its own and all lower ranks, at most 1 (Holm 1979, Scand.
    J. Stat. 6).
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    adjusted, highest = [0.0] * len(chances), 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, chances[at] * (len(chances) - rank)))
        adjusted[at] = highest
    return adjusted


def one_way_chances(agreement: Mapping[str, ItemAgreement]) -> Mapping[str, float]:
    """McNemar's exact p of every item that was answered twice, adjusted over all of them."""
    chances = {item: of.mcnemar_p for item, of in agreement.items() if of.mcnemar_p is not None}
    return dict(zip(chances, holm(list(chances.values())), strict=True))


def one_way_items(agreement: Mapping[str, ItemAgreement]) -> tuple[str, ...]:
    """Items of which the wording or the way of asking is worth a look; nobody is at fault."""
    chances = one_way_chances(agreement)
    return tuple(
        item
        for item, chance in chances.items()
        if chance <= LEVEL and abs(agreement[item].ndr or 0.0) > POINTS
    )
