"""Sums and products of levels over the people who answered all of some criteria, by the database.

Reading the answers instead would take them all through the driver; see docs/benchmarks.md.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from scoring.reliability import ItemProducts
from survey_app.db.counted_interviews import CountedInterviews
from survey_app.db.tally_statements import Counting, answers_anew

Sets = Mapping[str, tuple[str, ...]]
"""Criteria by the name of the set."""
EVERYBODY = ""
"""The name of the rows that count all people."""


def item_products_of(
    session: Session,
    those: CountedInterviews,
    *,
    counting: Counting,
    sets: Sets,
    is_scored: Callable[[int, str], bool],
) -> dict[str, ItemProducts]:
    """The products of every set, in one statement.

    is_scored: of which round units and strata people are taken.
    """
    of_sets = tuple(sorted(sets.items()))
    rows = session.execute(
        _statement(counting, sets=of_sets, condition=those.condition), those.values
    ).all()
    found = {name: _nobody(items) for name, items in of_sets}
    everybody = 0
    for name, round_unit_id, stratum, people, sums, products in rows:
        if not is_scored(round_unit_id, stratum):
            continue
        if name == EVERYBODY:
            everybody += people
        else:
            found[name] += _of_cell(sets[name], people=people, sums=sums, products=products)
    return {
        name: ItemProducts(
            items=of.items,
            people=of.people,
            left_out=everybody - of.people,
            sums=of.sums,
            products=of.products,
        )
        for name, of in found.items()
    }


def _nobody(items: tuple[str, ...]) -> ItemProducts:
    k = len(items)
    return ItemProducts(
        items=items, people=0, left_out=0, sums=np.zeros(k), products=np.zeros((k, k))
    )


def _of_cell(items: tuple[str, ...], *, people: int, sums: str, products: str) -> ItemProducts:
    k = len(items)
    square = np.zeros((k, k))
    square[np.triu_indices(k)] = _numbers(products)
    return ItemProducts(
        items=items,
        people=people,
        left_out=0,
        sums=_numbers(sums),
        products=square + np.triu(square, 1).T,
    )


def _numbers(written: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(written.split(","), dtype=np.float64)


@lru_cache(maxsize=16)
def _statement(
    counting: Counting, *, sets: tuple[tuple[str, tuple[str, ...]], ...], condition: str
) -> TextClause:
    slot_of = dict(zip(counting.rule.items, counting.slots, strict=True))
    parts = [
        _of_set(name, [slot_of[item] for item in items], levels=counting.rule.levels)
        for name, items in sets
    ]
    everybody = (
        f"SELECT '{EVERYBODY}', round_unit_id, stratum, count(*), '', ''"  # noqa: S608 -- ours
        " FROM person GROUP BY round_unit_id, stratum"
    )
    people = answers_anew(counting, those=condition)
    return text(f"WITH {people}\n" + "\nUNION ALL\n".join([*parts, everybody]))


def _of_set(name: str, slots: Sequence[str], *, levels: Sequence[int]) -> str:
    listed = ", ".join(map(str, levels))
    answered = " AND ".join(f"{slot} IN ({listed})" for slot in slots)
    sums = _joined([f"sum({slot})" for slot in slots])
    products = " || ',' || ".join(
        f"({_joined([f'sum(CAST({one} AS integer) * {other})' for other in slots[at:]])})"
        for at, one in enumerate(slots)
    )
    return (
        f"SELECT '{name}', round_unit_id, stratum, count(*), {sums}, {products}"  # noqa: S608 -- ours
        f" FROM person WHERE {answered} GROUP BY round_unit_id, stratum"
    )


def _joined(numbers: Sequence[str]) -> str:
    """Written with commas between them; a text also where there is one alone."""
    return "'' || " + " || ',' || ".join(numbers)
