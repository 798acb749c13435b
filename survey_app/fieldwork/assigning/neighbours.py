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

    Group by group, as much of it as the loads allow goes to whoever has cases at the same place,
    then to whoever got something last, so that a person is filled up before the next is sent out.
    """
    free = {number: dict(held) for number, held in holdings.items()}
    pieces: dict[G, list[tuple[int, int]]] = {}
    last: dict[int, int] = {}
    there: set[tuple[object, int]] = set()
    for group in groups:
        place = place_of(group)
        settled: set[int] = set()
        wanted = {
            number: ((place, number) not in there, -last.get(number, 0), number)
            for number in may_take[group]
        }
        for number in sorted(wanted, key=wanted.__getitem__):
            _give_most(free, group, number, settled=settled, may_take=may_take)
            settled.add(number)
            if count := free[number].pop(group, 0):
                pieces.setdefault(group, []).append((number, count))
                there.add((place, number))
                last[number] = max(last.values(), default=0) + 1
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
