"""Last year's round as the plan of another year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedUnit:
    """A unit as a round takes it over from another one."""

    unit_id: int
    name: str
    group_id: int
    quota: int
    is_exempt: bool
    maximum_points: Decimal
    component_maximum: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """A unit as it is now: its name, and whom its duties went to if it has ended."""

    name: str
    successor_id: int | None


def units_of_copy(
    units: Sequence[CopiedUnit], *, now: Mapping[int, Present]
) -> tuple[CopiedUnit, ...]:
    """The units under their present names, each merged one replaced by its successor.

    A successor stands where the first of its predecessors stood and takes the sum of their
    quotas; it is exempt only if all of them were. Points are those of the first that is surveyed.
    """
    copied: dict[int, CopiedUnit] = {}
    for unit in units:
        number = successor_of(unit.unit_id, now=now)
        taken = replace(unit, unit_id=number, name=now[number].name)
        before = copied.get(number)
        copied[number] = taken if before is None else _joined(before, taken)
    return tuple(copied.values())


def successor_of(unit_id: int, *, now: Mapping[int, Present]) -> int:
    """The unit that has the duties of this one today; itself, if it was not merged."""
    seen = {unit_id}
    while (after := now[unit_id].successor_id) is not None and after not in seen:
        unit_id = after
        seen.add(unit_id)
    return unit_id


def _joined(first: CopiedUnit, second: CopiedUnit) -> CopiedUnit:
    points = second if first.is_exempt and not second.is_exempt else first
    return replace(points, quota=first.quota + second.quota)


def moved_by_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def renamed(name: str, *, before: int, after: int) -> str:
    """The name with the year in it moved on; unchanged where the year is not in it."""
    return name.replace(str(before), str(after))
