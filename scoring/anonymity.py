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
DENSE = 16
"""Where there are not many more possible values than people, they are numbered without sorting."""


def shown_attributes(
    attributes: Whole,
    *,
    minimum: int,
    apart: Whole | None = None,
    people: Whole | None = None,
) -> Shown:
    """Which cells may be shown: people in rows, attributes in columns, the most useful one first.

    Along the columns people are split by what they said. Values of fewer than `minimum` people are
    left out together; where these are still too few, so is the next smallest value, until they are
    enough. Fewer people than that in all have nothing shown. apart: groups of people who are told
    apart anyway, a number each, which are judged one by one; None where all are one. people: how
    many a row stands for, at least 1; None where it is one each. Raises ValueError for a minimum
    below 1.
    """
    if minimum < 1:
        raise ValueError("somebody at least stands behind what is shown")
    shown = np.zeros(attributes.shape, dtype=np.bool_)
    count, columns = attributes.shape
    group = np.zeros(count, dtype=np.intp) if apart is None else _numbered(apart)
    rows = np.flatnonzero(_people_of(group, people)[group] >= minimum)
    group = _numbered(group[rows])
    behind = None if people is None else people[rows]
    for column in range(columns):
        if not len(rows):
            break
        is_hidden, group = _split(group, attributes[rows, column], people=behind, minimum=minimum)
        shown[rows, column] = ~is_hidden
    return shown


def _people_of(group: Places, people: Whole | None) -> Places:
    """How many people are of each group; numbers as floats are whole up to 2**53."""
    return np.bincount(group, weights=people).astype(np.intp)


def _split(
    group: Places, values: Whole, *, people: Whole | None, minimum: int
) -> tuple[Shown, Places]:
    """Of every row, whether its value is left out, and the group that it is of then.

    Who shares group and value is a class; within each group classes go from the smallest on, and
    by value where they are alike.
    """
    said = _numbered(values)
    span = int(said.max()) + 1
    class_of = _numbered(group * span + said)
    counts = _people_of(class_of, people)
    owner = np.empty(len(counts), dtype=np.intp)
    owner[class_of] = group
    order = np.lexsort((counts, owner))
    in_order, owners = counts[order], owner[order]
    is_small = in_order < minimum
    has_small = np.zeros(int(group.max()) + 1, dtype=np.bool_)
    has_small[owners[is_small]] = True
    before = np.cumsum(in_order) - in_order
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    before -= before[starts][owners]
    left_out = np.empty(len(counts), dtype=np.bool_)
    left_out[order] = is_small | (has_small[owners] & (before < minimum))
    merged = np.where(left_out, len(counts) + owner, np.arange(len(counts)))
    return left_out[class_of], _numbered(merged)[class_of]


def _numbered(values: Whole) -> Places:
    """Numbers from 0 on in the place of values, in their order, none without a value."""
    if not len(values):
        return values.astype(np.intp)
    shifted = values.astype(np.intp) - int(values.min())
    span = int(shifted.max()) + 1
    if span > DENSE * len(values) + DENSE:
        return np.unique(values, return_inverse=True)[1]
    is_there = np.zeros(span, dtype=np.bool_)
    is_there[shifted] = True
    found: Places = (np.cumsum(is_there) - 1)[shifted]
    return found
