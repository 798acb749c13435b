"""Keeps neighbouring cases together without changing anybody's load."""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import TypeVar

from survey_app.fieldwork.assigning.even_loads import (
    Holdings,
    chain_to,
    hand_on,
    reached,
    smallest,
)

G = TypeVar("G")


def gathered(
    holdings: Holdings[G],
    groups: Sequence[G],
    *,
    may_take: Mapping[G, Set[int]],
    place_of: Callable[[G], object],
) -> Mapping[G, Sequence[tuple[int, int]]]:
    """The same loads in fewer pieces: by group, who gets how many of its cases, in order.

    Group by group, as much of it as the loads allow goes to one person and then to the next: first
    to whoever has cases at the same place, then by number, so that everybody is filled up in turn.
    """
    free = {number: dict(held) for number, held in holdings.items()}
    pieces: dict[G, list[tuple[int, int]]] = {}
    there: set[tuple[object, int]] = set()
    for group in groups:
        place = place_of(group)
        settled: set[int] = set()
        for _, number in sorted(((place, one) not in there, one) for one in may_take[group]):
            _give_most(free, group, number, settled=settled, may_take=may_take)
            settled.add(number)
            if count := free[number].pop(group, 0):
                pieces.setdefault(group, []).append((number, count))
                there.add((place, number))
    return pieces


def _give_most(
    free: Holdings[G],
    group: G,
    number: int,
    *,
    settled: Set[int],
    may_take: Mapping[G, Set[int]],
) -> None:
    """Makes the person's part of the group as great as it can be.

    Others give up their part of it, and get as many cases of later groups for it.
    """
    while givers := {
        holder
        for holder, held in free.items()
        if held.get(group) and holder != number and holder not in settled
    }:
        came_by = reached(number, free, may_take=may_take, passing=free, without=group)
        giver = next((one for one in came_by if one in givers), None)
        if giver is None:
            return
        ring = [*chain_to(giver, came_by), (giver, group, number)]
        hand_on(free, ring, count=smallest(free, ring))
