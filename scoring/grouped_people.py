"""From people counted in groups, as a database counts them, to the rows of a tally."""

from dataclasses import dataclass

import numpy as np

from scoring.design_tally import Floats, Ints
from scoring.flat_tally import FlatLayout
from scoring.packed_sums import packing_of
from scoring.rule import BLANK, NOT_ASKED, ScoringRule
from scoring.variance import Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupedPeople:
    """N groups of people who are in the same place and whose packed sums are the same.

    place: (N,) number of their place, from 0. satisfied, valid: (N,) packed sums. people: (N,) how
    many they are; below 0 for people who are taken out. levels, squared: (N,) the sum over these
    people of their sum of levels, and of its square.
    """

    place: Ints
    satisfied: Ints
    valid: Ints
    people: Ints
    levels: Ints
    squared: Ints


def answer_codes(rule: ScoringRule) -> tuple[int, ...]:
    """The codes of answers in the order in which a tally counts them."""
    return (*rule.levels, BLANK, rule.not_applicable, NOT_ASKED)


def flat_rows(people: GroupedPeople, *, counts: Ints, rule: ScoringRule) -> Ints:
    """The rows of P places, as in `scoring.flat_tally`; counts: (P, J, levels + 3) per answer.

    Raises ValueError where an item has fewer answers than there are people: then the database
    holds a code that the rule does not know.
    """
    layout, packing = FlatLayout.of(rule), packing_of(rule)
    places = len(counts)
    flat = np.zeros((places, layout.length), dtype=np.int64)
    flat[:, layout.counts] = counts.reshape(places, counts.shape[1] * counts.shape[2])
    valid = packing.unpacked(people.valid)
    sums = np.hstack([packing.unpacked(people.satisfied), valid]).astype(np.float64)
    flat[:, 0] = _sum(people.place, people.people, places=places)
    answered = _answered(valid, rule=rule) * people.people[:, None]
    for column in range(answered.shape[1]):
        flat[:, 1 + column] = _sum(people.place, answered[:, column], places=places)
    flat[:, layout.products] = _products(people, sums=sums, places=places)
    _refuse_unknown_codes(flat[:, 0], counts=counts, rule=rule)
    return flat


def _answered(valid: Ints, *, rule: ScoringRule) -> Flags:
    """(N, 1 + F) whether there is a valid answer to anything, and to each factor."""
    factor_of_block = np.array(rule.factor_of_block, dtype=np.int64)
    by_factor = [
        valid[:, factor_of_block == factor].any(axis=1) for factor in range(len(rule.factors))
    ]
    return np.column_stack([valid.any(axis=1), *by_factor])


def _sum(place: Ints, values: Ints | Floats, *, places: int) -> Floats:
    """Exact below 2^53."""
    return np.bincount(place, weights=values, minlength=places).astype(np.float64)


def _products(people: GroupedPeople, *, sums: Floats, places: int) -> Floats:
    """On and above the diagonal; levels come last, and are known as sums over the group only."""
    columns = []
    for left in range(sums.shape[1]):
        counted = sums[:, left] * people.people
        columns += [
            _sum(people.place, counted * sums[:, right], places=places)
            for right in range(left, sums.shape[1])
        ]
        columns.append(_sum(people.place, sums[:, left] * people.levels, places=places))
    columns.append(_sum(people.place, people.squared, places=places))
    return np.column_stack(columns)


def _refuse_unknown_codes(people: Ints, *, counts: Ints, rule: ScoringRule) -> None:
    missing = np.argwhere(counts.sum(axis=2) != people[:, None])
    if len(missing):
        item = rule.items[int(missing[0][1])]
        raise ValueError(f"{item}: the database holds codes that the rule does not know")
