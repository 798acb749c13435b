"""The index against that of the year before: units, ranks, means, spread.

What the earlier table does not say is None here, never 0. Sentences about all units of a group
("10 of 19 rose", "the largest rise") are there only where every unit can be compared; of ranks,
`known_ranks` has what holds among the units whose rank of before is known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.index import GroupIndex, IndexRow, change

Percent = Fraction | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierUnit:
    """A row of the earlier table; None: not known. percent: the index, 0..100."""

    percent: Percent | None
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierGroup:
    """The earlier table of a group, by code of unit.

    mean, spread: as that table gives them. is_whole: it names every unit that there was then, so
    that a unit without a row is new; else such a unit is not known. ranked: how many units it
    ranks; None where that is not known.
    """

    units: Mapping[str, EarlierUnit]
    mean: Percent | None
    spread: Percent | None
    is_whole: bool
    ranked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """What became of one unit. Changes as they are printed.

    places: above 0 where it rose; None where its rank was certainly one among another number of
    units, and of how many is not known.
    """

    unit_code: str
    unit_name: str
    percent_before: Percent | None
    change: Decimal | None
    rank_before: int | None
    places: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAllUnits:
    """What can be said of all units of a group that were there before.

    Units by code, several where they are alike; none where nobody rose, or fell.
    """

    risen: int
    fallen: int
    unchanged: int
    largest_rise: tuple[str, ...]
    largest_fall: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAllRanks:
    """The same of ranks. kept: units that kept theirs. leader_stays: the first was first before."""

    kept: tuple[str, ...]
    most_up: tuple[str, ...]
    most_down: tuple[str, ...]
    leader_stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChanges:
    """A group against its earlier table. over_units, over_ranks: None where a unit is not known.

    ranked_before: how many units the earlier table ranks; None where that is not known.
    """

    group: str
    mean_before: Percent | None
    mean_change: Decimal | None
    spread_before: Percent | None
    spread_change: Decimal | None
    units: tuple[UnitChange, ...]
    over_units: OverAllUnits | None
    over_ranks: OverAllRanks | None
    ranked_before: int | None = None

    @property
    def other_size(self) -> int | None:
        """How many units were ranked before, where it is known and not as many as now."""
        return None if self.ranked_before == len(self.units) else self.ranked_before

    def of(self, unit_code: str) -> UnitChange | None:
        """The change of one unit."""
        return next((one for one in self.units if one.unit_code == unit_code), None)


def group_changes(group: GroupIndex, *, before: EarlierGroup) -> GroupChanges:
    """Hold a group against its earlier table, unit by unit in the order of its ranks."""
    counts_places = _counts_places(group, before)
    units = tuple(
        _unit_change(row, before.units.get(row.unit_code), counts_places=counts_places)
        for row in group.rows
    )
    return GroupChanges(
        group=group.group,
        mean_before=before.mean,
        mean_change=_change(group.mean_index, before.mean),
        spread_before=before.spread,
        spread_change=_change(group.spread, before.spread),
        units=units,
        over_units=_over_units(_comparable(units, before, lambda one: one.percent_before)),
        over_ranks=_over_ranks(_comparable(units, before, lambda one: one.rank_before), group),
        ranked_before=before.ranked,
    )


def _counts_places(group: GroupIndex, before: EarlierGroup) -> bool:
    """Whether a step in rank says something: 6 of 19 is not one place behind 5 of 5.

    Where the size of before is not known, a rank beyond the units of now shows that it was another.
    """
    ranks = (one.rank for one in before.units.values() if one.rank is not None)
    return before.ranked is not None or max(ranks, default=0) <= len(group.rows)


def _change(now: Fraction, before: Percent | None) -> Decimal | None:
    return None if before is None else change(now, before=before)


def _unit_change(row: IndexRow, before: EarlierUnit | None, *, counts_places: bool) -> UnitChange:
    percent = None if before is None else before.percent
    rank = None if before is None else before.rank
    return UnitChange(
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        percent_before=percent,
        change=_change(row.percent, percent),
        rank_before=rank,
        places=None if rank is None or not counts_places else rank - row.rank,
    )


def known_ranks(changes: GroupChanges, *, group: GroupIndex) -> OverAllRanks:
    """What can be said of ranks among the units whose rank of before is known.

    leader_stays needs no other unit than those that are first now.
    """
    return _ranks(changes.units, group)


def _comparable(
    units: Sequence[UnitChange],
    before: EarlierGroup,
    known: Callable[[UnitChange], object],
) -> tuple[UnitChange, ...]:
    """Those that were there before; none where one of them, or whether it was, is not known."""
    there = [one for one in units if one.unit_code in before.units or not before.is_whole]
    return () if any(known(one) is None for one in there) else tuple(there)


def _over_units(units: Sequence[UnitChange]) -> OverAllUnits | None:
    changes = {one.unit_code: one.change for one in units if one.change is not None}
    if not changes:
        return None
    return OverAllUnits(
        risen=sum(found > 0 for found in changes.values()),
        fallen=sum(found < 0 for found in changes.values()),
        unchanged=sum(found == 0 for found in changes.values()),
        largest_rise=_most(changes),
        largest_fall=_most({code: -found for code, found in changes.items()}),
    )


def _over_ranks(units: Sequence[UnitChange], group: GroupIndex) -> OverAllRanks | None:
    return _ranks(units, group) if any(one.places is not None for one in units) else None


def _ranks(units: Sequence[UnitChange], group: GroupIndex) -> OverAllRanks:
    places = {one.unit_code: Decimal(one.places) for one in units if one.places is not None}
    before = {one.unit_code: one.rank_before for one in units}
    return OverAllRanks(
        kept=tuple(code for code, found in places.items() if not found),
        most_up=_most(places),
        most_down=_most({code: -found for code, found in places.items()}),
        leader_stays=all(before.get(row.unit_code) == 1 for row in group.rows if row.rank == 1),
    )


def _most(changes: Mapping[str, Decimal]) -> tuple[str, ...]:
    most = max(changes.values(), default=Decimal(0))
    return tuple(code for code, found in changes.items() if found == most > 0)
