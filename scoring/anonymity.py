"""Which attributes of people may be shown, so that nobody can be singled out by them.

k-anonymity (Samarati and Sweeney, 1998) by leaving single cells out: everybody who shares a set of
visible attributes, what is left out included, shares it with at least k - 1 others. It says who a
row may belong to; it does not prevent that all these people answered the same.
"""

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.integer]
Places = npt.NDArray[np.intp]
Shown = npt.NDArray[np.bool_]


def shown_attributes(attributes: Whole, *, minimum: int) -> Shown:
    """Which cells may be shown: people in rows, attributes in columns, the most useful one first.

    Along the columns people are split by what they said. Values of fewer than `minimum` people are
    left out together; where these are still too few, so is the next smallest value, until they are
    enough. Fewer people than that in all have nothing shown. Raises ValueError for a minimum
    below 1.
    """
    if minimum < 1:
        raise ValueError("somebody at least stands behind what is shown")
    shown = np.zeros(attributes.shape, dtype=np.bool_)
    people, columns = attributes.shape
    if people < minimum:
        return shown
    waiting = [(np.arange(people), 0)] if columns else []
    while waiting:
        rows, column = waiting.pop()
        classes, left_out = _split(attributes[rows, column], minimum=minimum)
        for members in classes:
            shown[rows[members], column] = True
        if column + 1 < columns:
            parts = [*classes, *([left_out] if len(left_out) else [])]
            waiting += [(rows[members], column + 1) for members in parts]
    return shown


def _split(values: Whole, *, minimum: int) -> tuple[list[Places], Places]:
    """Places of those who share a value that is shown, by value, and of all others."""
    _found, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    smallest_first = np.argsort(counts, kind="stable")
    hidden = int(np.searchsorted(counts[smallest_first], minimum))
    if hidden:
        together = np.cumsum(counts[smallest_first])
        hidden = max(hidden, int(np.searchsorted(together, minimum)) + 1)
    is_hidden = np.zeros(len(counts), dtype=np.bool_)
    is_hidden[smallest_first[:hidden]] = True
    order = np.argsort(inverse, kind="stable")
    ends = np.cumsum(counts)
    parts = np.split(order, ends[:-1])
    classes = [part for part, out in zip(parts, is_hidden, strict=True) if not out]
    return classes, np.flatnonzero(is_hidden[inverse])
