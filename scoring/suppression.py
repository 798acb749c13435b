"""Which figures are not published, because too few people stand behind them.

Hiding a figure is of no use where it can be computed from the others: a group is the sum of its
units, and the whole that of its groups. So when what is hidden in a sum that is shown is one unit
alone, or comes to fewer people than may be shown, the next smallest unit of the group is hidden
too (secondary suppression). Units are chosen for this, not the figure of the group: groups and the
whole are what most readers look for, and one more small unit is the least that can be lost. A
group of which every unit is hidden is hidden itself; so that it cannot be computed from the whole,
the smallest unit elsewhere is then hidden with its group.

What is hidden in any sum that is shown is therefore at least two units with enough people together.
One of two hidden units that knows its own answers can compute the other's; hiding more would not
end that, only make it rarer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scoring.publishing import Flag
from scoring.score_table import ScoreRow, ScoreTable

LEAST_UNITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The units and groups, by code, of which something is hidden, and whether the whole is."""

    units: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """What is hidden: whole rows; of the others a factor with its items, the items of a factor, or
    the numbers of answers, from which a hidden factor could be computed. small: rows that are
    hidden for their own sake; the others protect these.
    """

    rows: Hidden
    small: Hidden
    factors: Mapping[str, Hidden] = field(default_factory=dict)
    items: Mapping[str, Hidden] = field(default_factory=dict)
    answers: Hidden = field(default_factory=Hidden)


def hidden_in_sums(
    people: Mapping[str, int],
    *,
    small: Collection[str],
    group_of: Mapping[str, str],
    minimum: int,
) -> Hidden:
    """The small units, and what must be hidden with them.

    people: behind the figure of each unit. Every unit has a group.
    """
    return _Sums(people, small=small, group_of=group_of, minimum=minimum).hidden()


def suppression_of(
    table: ScoreTable, *, groups: Mapping[str, ScoreRow], group_of: Mapping[str, str]
) -> Suppression:
    """Decides what is hidden of a table, in this one place, once all else is known."""
    minimum = int(table.limits.minimum_people)
    units = table.units

    def hide(people: Mapping[str, int], small: Iterable[str]) -> Hidden:
        return hidden_in_sums(people, small=frozenset(small), group_of=group_of, minimum=minimum)

    small = frozenset(code for code, row in units.items() if _is_small(row, minimum=minimum))
    rows = hide({code: row.n_valid for code, row in units.items()}, small)
    factors: dict[str, Hidden] = {}
    items: dict[str, Hidden] = {}
    for factor in table.rule.factors:
        of_factor = {code: row.factors[factor.code].n_valid for code, row in units.items()}
        factors[factor.code] = hide(of_factor, {*rows.units, *_below(of_factor, minimum)})
        of_items = {
            code: min(row.items[item].n_valid for item in factor.items)
            for code, row in units.items()
        }
        hidden = {*factors[factor.code].units, *_below(of_items, minimum)}
        items[factor.code] = hide(of_items, hidden)
    with_factors = frozenset().union(*(hidden.units for hidden in factors.values()))
    return Suppression(
        rows=rows,
        small=Hidden(
            units=small,
            groups=frozenset(
                code for code, row in groups.items() if _is_small(row, minimum=minimum)
            ),
            whole=_is_small(table.overall, minimum=minimum),
        ),
        factors=factors,
        items=items,
        answers=hide({code: row.n_valid for code, row in units.items()}, with_factors),
    )


def _is_small(row: ScoreRow, *, minimum: int) -> bool:
    return row.verdict.flag is Flag.SUPPRESSED or row.n_valid < minimum


def _below(people: Mapping[str, int], minimum: int) -> Iterator[str]:
    return (code for code, number in people.items() if number < minimum)


class _Sums:
    """Hides one unit after another until no sum that is shown gives away what is hidden."""

    def __init__(
        self,
        people: Mapping[str, int],
        *,
        small: Collection[str],
        group_of: Mapping[str, str],
        minimum: int,
    ) -> None:
        self._people = people
        self._minimum = minimum
        self._group_of = group_of
        self._units = set(small)
        self._groups: set[str] = set()
        self._whole = False

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
            while self._tells({group}):
                if self._hide_next({group}) is None:
                    self._groups.add(group)
                    break

    def _protect_whole(self) -> bool:
        """Whether the whole tells nothing; else the next smallest unit is hidden with its group."""
        if self._whole or not self._tells(self._groups):
            return True
        found = self._hide_next(set(self._group_of.values()))
        if found is None:
            self._whole = True
            return True
        self._groups.add(self._group_of[found])
        return False

    def _tells(self, groups: Collection[str]) -> bool:
        """Whether the hidden units of these groups are too few to be told as one sum."""
        those = [code for code in self._units if self._group_of[code] in groups]
        enough = sum(self._people[code] for code in those) >= self._minimum
        return bool(those) and (len(those) < LEAST_UNITS or not enough)

    def _hide_next(self, groups: Collection[str]) -> str | None:
        shown = [
            (number, code)
            for code, number in self._people.items()
            if code not in self._units and self._group_of[code] in groups
        ]
        if not shown:
            return None
        _, code = min(shown)
        self._units.add(code)
        return code
