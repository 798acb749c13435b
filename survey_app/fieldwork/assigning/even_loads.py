"""How many cases of each group go to whom, so that loads are as even as they can be."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence, Set
from heapq import heapify, heapreplace
from typing import TypeAlias, TypeVar

G = TypeVar("G")
Holdings: TypeAlias = dict[int, dict[G, int]]
"""How many cases of which group each person gets; groups in one order for everybody."""
Link: TypeAlias = tuple[int, G, int]
"""Cases of a group that one person hands on to another."""


def even_holdings(
    counts: Mapping[G, int], *, may_take: Mapping[G, Set[int]], loads: Mapping[int, int]
) -> Holdings[G]:
    """Divides each group among those who may take it, with the smallest sum of squared loads.

    First every case goes to the least loaded who may take it. Then cases are handed on along chains
    from somebody with two or more beyond somebody else, until there is no such chain.
    """
    totals = dict(loads)
    holdings: Holdings[G] = {number: {} for number in loads}
    for group, count in counts.items():
        heap = [(totals[number], number) for number in may_take[group]]
        heapify(heap)
        for _ in range(count):
            load, number = heap[0]
            heapreplace(heap, (load + 1, number))
            holdings[number][group] = holdings[number].get(group, 0) + 1
            totals[number] += 1
    while chain := _uneven_chain(holdings, may_take=may_take, totals=totals):
        start, end = chain[0][0], chain[-1][2]
        count = min((totals[start] - totals[end]) // 2, smallest(holdings, chain))
        hand_on(holdings, chain, count=count)
        totals[start] -= count
        totals[end] += count
    return holdings


def _uneven_chain(
    holdings: Holdings[G], *, may_take: Mapping[G, Set[int]], totals: Mapping[int, int]
) -> Sequence[Link[G]]:
    """From the most loaded person of whom there is a chain, to the least loaded; empty if none.

    Where a more loaded person led to nobody, whoever that person reached leads to nobody either.
    """
    seen: set[int] = set()
    for start in sorted(totals, key=lambda number: (-totals[number], number)):
        if start in seen:
            continue
        came_by = reached(start, holdings, may_take=may_take, passing=set(totals) - seen)
        end = min(came_by, key=lambda number: (totals[number], number))
        if totals[start] - totals[end] > 1:
            return chain_to(end, came_by)
        seen |= set(came_by)
    return ()


def reached(
    start: int,
    holdings: Holdings[G],
    *,
    may_take: Mapping[G, Set[int]],
    passing: Collection[int],
    without: G | None = None,
) -> dict[int, Link[G] | None]:
    """To whom a case can be handed on, by how many steps it may take; the nearest first.

    Only through those named by `passing`, and with no case of the group `without`.
    """
    came_by: dict[int, Link[G] | None] = {start: None}
    unreached = set(passing) - {start}
    waiting = deque([start])
    while waiting and unreached:
        giver = waiting.popleft()
        for group, count in holdings[giver].items():
            if not count or group == without:
                continue
            for taker in sorted(unreached & may_take[group]):
                came_by[taker] = (giver, group, taker)
                waiting.append(taker)
                unreached.discard(taker)
    return came_by


def chain_to(end: int, came_by: Mapping[int, Link[G] | None]) -> list[Link[G]]:
    """The links by which a search came to this person, the first first."""
    chain: list[Link[G]] = []
    link = came_by[end]
    while link is not None:
        chain.append(link)
        link = came_by[link[0]]
    return chain[::-1]


def smallest(holdings: Holdings[G], chain: Sequence[Link[G]]) -> int:
    """How many cases everybody along the chain has to give."""
    return min(holdings[giver][group] for giver, group, _ in chain)


def hand_on(holdings: Holdings[G], chain: Sequence[Link[G]], *, count: int) -> None:
    """Hands so many cases on along the chain."""
    for giver, group, taker in chain:
        holdings[giver][group] -= count
        holdings[taker][group] = holdings[taker].get(group, 0) + count
