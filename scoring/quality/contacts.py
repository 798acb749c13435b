"""How many of the people whom an enumerator met refused, as a table for comparisons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.quality.interview_table import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCount:
    """People of one unit whom one enumerator met. refused: also who broke off."""

    unit: str
    enumerator: str
    interviewed: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContactTable:
    """One row a person who was met; refused: 1 or 0."""

    enumerators: tuple[str, ...]
    units: tuple[str, ...]
    enumerator: Ints
    unit: Ints
    refused: Floats


def contact_table(counts: Sequence[ContactCount]) -> ContactTable:
    """The people behind these counts, each in a row."""
    enumerators = tuple(sorted({one.enumerator for one in counts}))
    units = tuple(sorted({one.unit for one in counts}))
    person = {name: place for place, name in enumerate(enumerators)}
    office = {name: place for place, name in enumerate(units)}
    met = np.array([one.interviewed + one.refused for one in counts], dtype=np.int64)
    by_whom = np.array([person[one.enumerator] for one in counts], dtype=np.int64)
    where = np.array([office[one.unit] for one in counts], dtype=np.int64)
    refused = [np.repeat([1.0, 0.0], [one.refused, one.interviewed]) for one in counts]
    return ContactTable(
        enumerators=enumerators,
        units=units,
        enumerator=np.repeat(by_whom, met),
        unit=np.repeat(where, met),
        refused=np.concatenate(refused) if refused else np.zeros(0),
    )
