"""How columns share the width of a table so that its rows take the fewest lines."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import inf
from operator import neg

EXACT = 0.01
"""Points by which a width is larger than the line that it must hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a column has. width, and least, which it keeps: in points, with padding.

    cells: of each cell from the head down, the least widths for one line, for two, and so on.
    is_number: such columns give width only all together, so that what was alike stays alike.
    """

    width: float
    least: float
    cells: Sequence[Sequence[float]]
    is_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """Points of width that a column gets, and what each of the others gives of them."""

    to: int
    points: float
    given: Mapping[int, float]


def widths_by_lines(words: Sequence[float], *, space: float) -> list[float]:
    """The least widths in which words so wide stand on one line, on two, and so on."""
    found, width = [0.0], inf
    while words and width > max(words):
        lines, width = _wrapped(words, space=space, below=width)
        found += [found[-1]] * (lines - len(found))
        found[-1] = width
    return found


def _wrapped(words: Sequence[float], *, space: float, below: float) -> tuple[int, float]:
    """How many lines words take, each narrower than that, and the widest of these lines."""
    lines, widest, line = 1, words[0], words[0]
    for word in words[1:]:
        longer = line + space + word
        if longer < below:
            line = longer
        else:
            lines, line = lines + 1, word
        widest = max(widest, line)
    return lines, widest


def fewest_lines(columns: Sequence[Room]) -> list[float]:
    """Widths, together as wide as before, with which rows take fewer lines.

    Width goes to a column from others that can do without, or lose less by it, as long as the
    lines of all rows become fewer. Where none do, the widths stay.
    """
    widths = [column.width for column in columns]
    while (better := _better(columns, widths)) is not None:
        widths = better
    return widths


def _better(columns: Sequence[Room], widths: Sequence[float]) -> list[float] | None:
    """After the move that leaves fewest lines, of several the smallest; None where none helps."""
    lines = [_lines(column, width) for column, width in zip(columns, widths, strict=True)]
    best, fewest = None, (_together(lines), 0.0)
    for move in _moves(columns, widths, lines):
        moved = [width - move.given.get(at, 0.0) for at, width in enumerate(widths)]
        moved[move.to] += move.points
        changed = list(lines)
        for at in (move.to, *move.given):
            changed[at] = _lines(columns[at], moved[at])
        found = (_together(changed), move.points)
        if found < fewest:
            best, fewest = moved, found
    return best


def _moves(
    columns: Sequence[Room], widths: Sequence[float], lines: Sequence[Sequence[int]]
) -> Iterator[_Move]:
    """To every column what one of its cells wants so that its row may become lower."""
    highest = [max(row) for row in zip(*lines, strict=True)]
    slack = [width - column.least for column, width in zip(columns, widths, strict=True)]
    for to, column in enumerate(columns):
        wanted = {
            least - widths[to] + EXACT
            for cell, taken, most in zip(column.cells, lines[to], highest, strict=True)
            if taken == most
            for least in cell[: taken - 1]
        }
        for points in wanted:
            for given in _gifts(_givers(columns, slack, to=to), points):
                yield _Move(to=to, points=points, given=given)


def _givers(
    columns: Sequence[Room], slack: Sequence[float], *, to: int
) -> list[Mapping[int, float]]:
    """What they have: every other column of words, and those of numbers together."""
    had = {at: points for at, points in enumerate(slack) if at != to and points > EXACT}
    numbers = {at: points for at, points in had.items() if columns[at].is_number}
    words: list[Mapping[int, float]] = [
        {at: points} for at, points in had.items() if not columns[at].is_number
    ]
    return [*words, numbers] if numbers else words


def _gifts(givers: Sequence[Mapping[int, float]], points: float) -> Iterator[Mapping[int, float]]:
    """Two at most give so much: the first what it has, the second the rest."""
    for first, second in permutations([*givers, {}], 2):
        rest = points - sum(first.values())
        if rest <= 0:
            yield _part(first, points)
        elif rest <= sum(second.values()):
            yield {**first, **_part(second, rest)}


def _part(had: Mapping[int, float], points: float) -> Mapping[int, float]:
    """Each gives in proportion to what it has."""
    whole = sum(had.values())
    return {at: points * one / whole for at, one in had.items()}


def _lines(column: Room, width: float) -> list[int]:
    return [
        1 + bisect_left(cell, -width, hi=len(cell) - 1, key=neg) if len(cell) > 1 else 1
        for cell in column.cells
    ]


def _together(lines: Sequence[Sequence[int]]) -> int:
    return sum(map(max, zip(*lines, strict=True)))
