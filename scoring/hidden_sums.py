"""Which units are hidden so that nobody computes one from the sums over several.

A group is the sum of its units, and the whole that of its groups. So when what is hidden in a sum
that is shown is one unit alone, or comes to fewer people than may be shown, the next smallest unit
of the group is hidden too (secondary suppression). Units are chosen for this, not the figure of the
group: groups and the whole are what most readers look for, and one more small unit is the least
that can be lost. A group of which every unit is hidden is hidden itself; so that it cannot be
computed from the whole, the smallest unit elsewhere is then hidden with its group.

Several figures of a unit may be hidden together, the criteria of a factor for instance. Then all of
this holds for each of them. A unit whose figure nobody stands behind is known to add nothing: it
protects no other, and needs no protection. The same is true of a kind of answer that a unit is
known to lack: where everybody was satisfied, the score says so, and all who were not are of others.

One of two hidden units that knows its own answers can compute the other's; hiding more would not
end that, only make it rarer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self

LEAST_UNITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The units and groups, by code, of which something is hidden, and whether the whole is.

    One of a single row is also the place of this row in a table.
    """

    units: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    whole: bool = False

    @classmethod
    def of_unit(cls, code: str) -> Self:
        """The place of a unit."""
        return cls(units=frozenset({code}))

    @classmethod
    def of_group(cls, code: str) -> Self:
        """The place of a group."""
        return cls(groups=frozenset({code}))

    @classmethod
    def of_whole(cls) -> Self:
        """The place of the whole."""
        return cls(whole=True)

    @classmethod
    def together(cls, places: Iterable[Self]) -> Self:
        """What is hidden in any of these."""
        every = tuple(places)
        return cls(
            units=frozenset().union(*(one.units for one in every)),
            groups=frozenset().union(*(one.groups for one in every)),
            whole=any(one.whole for one in every),
        )

    def has(self, place: Self) -> bool:
        """Whether what is hidden there is hidden here."""
        return (
            self.units >= place.units
            and self.groups >= place.groups
            and (self.whole or not place.whole)
        )

    def beyond(self, other: Self) -> Self:
        """What is hidden here and not there."""
        return replace(
            self,
            units=self.units - other.units,
            groups=self.groups - other.groups,
            whole=self.whole and not other.whole,
        )

    @property
    def places(self) -> tuple[Self, ...]:
        """Each unit, each group and the whole by itself, in one order."""
        units = [self.of_unit(code) for code in sorted(self.units)]
        groups = [self.of_group(code) for code in sorted(self.groups)]
        return (*units, *groups, *([self.of_whole()] if self.whole else []))


def hidden_in_sums(
    people: Mapping[str, Sequence[int]],
    *,
    small: Hidden,
    group_of: Mapping[str, str],
    minimum: int,
    lacking: Sequence[Collection[str]] = (),
) -> Hidden:
    """What is to be hidden in any case, and what must be hidden with it.

    people: behind each of the figures of a unit that are hidden together, as many for every unit.
    Every unit has a group. What is hidden of a figure in any sum that is shown is nothing, or at
    least two units with an answer to it and together the minimum of people. lacking: for each kind
    of answer the units that are known to have none; the minimum is also of the units without these.
    """
    sums = _Sums(people, small=small, group_of=group_of, minimum=minimum, lacking=lacking)
    return sums.hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """Of a figure too little is hidden, and more of these units would be of no use."""

    people: int
    figure: int
    useless: Collection[str]


class _Sums:
    """Hides one unit after another until no sum that is shown gives away what is hidden."""

    def __init__(
        self,
        people: Mapping[str, Sequence[int]],
        *,
        small: Hidden,
        group_of: Mapping[str, str],
        minimum: int,
        lacking: Sequence[Collection[str]],
    ) -> None:
        self._people, self._lacking = people, lacking
        self._figures = range(len(next(iter(people.values()), ())))
        self._minimum = minimum
        self._group_of = group_of
        self._members: dict[str, list[str]] = {}
        for code in people:
            self._members.setdefault(group_of[code], []).append(code)
        self._units = set(small.units)
        self._groups = set(small.groups)
        self._whole = small.whole

    def hidden(self) -> Hidden:
        """What is hidden in the end."""
        is_safe = False
        while not is_safe:
            self._protect_groups()
            is_safe = self._protect_whole()
        return Hidden(
            units=frozenset(self._units), groups=frozenset(self._groups), whole=self._whole
        )

    def _protect_groups(self) -> None:
        """Until no group that is shown tells anything."""
        for group in sorted({self._group_of[code] for code in self._units} - self._groups):
            while (telling := self._telling({group})) is not None:
                if self._hide_next({group}, against=telling) is None:
                    self._groups.add(group)
                    break

    def _protect_whole(self) -> bool:
        """Whether the whole tells nothing; else the next smallest unit is hidden with its group."""
        telling = None if self._whole else self._telling(self._groups)
        if telling is None:
            return True
        found = self._hide_next(set(self._group_of.values()), against=telling)
        if found is None:
            self._whole = True
            return True
        self._groups.add(self._group_of[found])
        return False

    def _telling(self, groups: Collection[str]) -> _Telling | None:
        """Of which figure too little is hidden in the sum of these groups; of several the one of
        the fewest people, as who protects that one mostly protects the others.
        """
        those = [code for code in self._in(groups) if code in self._units]
        telling = []
        for figure in self._figures:
            # Who protects a kind of answer protects all, so that kinds come first.
            for useless in (*self._lacking, ()):
                numbers = [self._people[code][figure] for code in those if code not in useless]
                behind = [one for one in numbers if one]
                is_alone = len(behind) < LEAST_UNITS and not useless
                if behind and (is_alone or sum(behind) < self._minimum):
                    telling.append(_Telling(people=sum(behind), figure=figure, useless=useless))
        return min(telling, key=lambda one: (one.people, one.figure), default=None)

    def _in(self, groups: Collection[str]) -> Iterable[str]:
        return chain.from_iterable(self._members.get(group, ()) for group in groups)

    def _hide_next(self, groups: Collection[str], *, against: _Telling) -> str | None:
        shown = [
            (people, code)
            for code in self._in(groups)
            if code not in self._units
            and code not in against.useless
            and (people := self._people[code][against.figure])
        ]
        if not shown:
            return None
        _, code = min(shown)
        self._units.add(code)
        return code
