"""Shares cases out among enumerators: a pure decision, the same for every order of the input.

What is promised: loads (what an enumerator has already, and what is added) are as even as the ties
and the areas allow. No case, and no chain of cases each moved to somebody who may take it, could
make the greater of two loads smaller by moving one to the lesser; which is when the sum of the
squared loads is smallest (Harvey, Ladner, Lovász, Tamir 2006, "Semi-matchings for bipartite graphs
and load balancing", theorem 3.1). Without ties and areas the loads of those who get a case differ
by at most one. Under these loads, neighbours stay together: who has cases of a district gets its
other cases first, unit by unit.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from survey_app.fieldwork.assigning.even_loads import even_holdings
from survey_app.fieldwork.assigning.neighbours import gathered


class Rule(StrEnum):
    """By what cases are shared out."""

    BY_LOAD = "by_load"
    BY_AREA = "by_area"


class Leftover(StrEnum):
    """Why nobody may take a case."""

    NO_DISTRICT = "no_district"
    NOBODY_IN_AREA = "nobody_in_area"
    EVERYBODY_TIED = "everybody_tied"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedCase:
    """A case that somebody is to interview."""

    case_id: int
    unit_id: int
    unit_code: str
    stratum: str
    district: str
    """Empty where the list did not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharer:
    """An enumerator: the districts and units they may or may not work for, and their open cases."""

    account_id: int
    areas: frozenset[str] = frozenset()
    tied_unit_ids: frozenset[int] = frozenset()
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who gets which case, each case once; and the cases that nobody may take."""

    taken: Mapping[int, int]
    """The account of each case."""
    left: tuple[tuple[UnassignedCase, Leftover], ...]


@dataclass(frozen=True, slots=True, order=True)
class _Group:
    """Cases that the same people may take, and that lie together."""

    district: str
    unit_code: str
    unit_id: int


def share(cases: Sequence[UnassignedCase], sharers: Sequence[Sharer], *, rule: Rule) -> Shares:
    """Shares the cases out by the rule. Nobody gets a case of a unit they are tied to."""
    in_order = sorted(cases, key=lambda one: (_group(one), one.stratum, one.case_id))
    groups = {key: list(found) for key, found in groupby(in_order, key=_group)}
    people = {one.account_id: one for one in sorted(sharers, key=lambda one: one.account_id)}
    may_take = {group: _who_may(group, people, rule=rule) for group in groups}
    left = tuple(
        (case, _why_left(group, people, rule=rule))
        for group, found in groups.items()
        if not may_take[group]
        for case in found
    )
    counts = {group: len(found) for group, found in groups.items() if may_take[group]}
    loads = {number: one.load for number, one in people.items()}
    even = even_holdings(counts, may_take=may_take, loads=loads)
    pieces = gathered(even, tuple(counts), may_take=may_take, place_of=lambda one: one.district)
    return Shares(taken=_taken(groups, pieces), left=left)


def shares_digest(shares: Shares) -> str:
    """A hash of who gets which case, by which shares that were looked at are known again."""
    lines = (f"{case_id}:{account_id}" for case_id, account_id in sorted(shares.taken.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_tied(sharer: Sharer, unit_id: int) -> bool:
    """Whether this enumerator may work for no case of the unit, whoever decides it."""
    return unit_id in sharer.tied_unit_ids


def _group(case: UnassignedCase) -> _Group:
    return _Group(_same_name(case.district), case.unit_code, case.unit_id)


def _same_name(name: str) -> str:
    """A district as it is compared: lists of several offices write it in several ways."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _who_may(group: _Group, people: Mapping[int, Sharer], *, rule: Rule) -> frozenset[int]:
    return frozenset(
        number
        for number, one in people.items()
        if not is_tied(one, group.unit_id) and (rule is Rule.BY_LOAD or _is_there(one, group))
    )


def _is_there(one: Sharer, group: _Group) -> bool:
    return bool(group.district) and group.district in map(_same_name, one.areas)


def _why_left(group: _Group, people: Mapping[int, Sharer], *, rule: Rule) -> Leftover:
    if rule is Rule.BY_AREA:
        if not group.district:
            return Leftover.NO_DISTRICT
        if not any(_is_there(one, group) for one in people.values()):
            return Leftover.NOBODY_IN_AREA
    return Leftover.EVERYBODY_TIED


def _taken(
    groups: Mapping[_Group, Sequence[UnassignedCase]],
    pieces: Mapping[_Group, Sequence[tuple[int, int]]],
) -> dict[int, int]:
    taken: dict[int, int] = {}
    for group, shared in pieces.items():
        numbers = [number for number, count in shared for _ in range(count)]
        for case, number in zip(groups[group], numbers, strict=True):
            taken[case.case_id] = number
    return taken
