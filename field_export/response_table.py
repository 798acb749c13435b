"""The interviews of a run as a table of numbers: what its columns mean, and blocks of its rows.

A block has the interviews of one unit, or a part of them, as arrays: a million interviews are
never rows of Python.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import IntEnum

import numpy as np
import numpy.typing as npt


class Missing(IntEnum):
    """Why there is no answer. Codes of answers are 0 or more; “not applicable” is an answer."""

    BLANK = -1
    SKIPPED = -2
    WITHHELD = -3


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A closed question, or one choice of a question with several.

    label: the question; answers: words by code, none for a number. not_applicable: the code of that
    answer, None where it is not offered. is_item: a criterion. is_background: says something by
    which a person may be known.
    """

    code: str
    label: str
    answers: Mapping[int, str]
    not_applicable: int | None = None
    is_item: bool = False
    is_background: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the columns beside the answers are called; named: modes and origins in words."""

    labels: Mapping[str, str]
    named: Mapping[str, str]
    missing: Mapping[Missing, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTable:
    """What all blocks have in common.

    variables: the criteria in their order, then the others. is_full: with the identifiers of the
    database, enumerators and times. longest: bytes of the longest unit code, stratum and
    enumerator; empty where the file's columns have no width.
    """

    title: str
    variables: tuple[Variable, ...]
    words: Words
    made_at: datetime
    is_full: bool
    modes: tuple[str, ...]
    origins: tuple[str, ...]
    longest: Mapping[str, int] = field(default_factory=dict)

    @property
    def items(self) -> tuple[Variable, ...]:
        """The criteria."""
        return tuple(one for one in self.variables if one.is_item)

    @property
    def others(self) -> tuple[Variable, ...]:
        """All other questions."""
        return tuple(one for one in self.variables if not one.is_item)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseBlock:
    """Interviews of one unit.

    ids: 16 bytes each. codes: interviews × variables, `Missing` among them. strata: names that
    `stratum` points to, -1 to none. weights, sizes: NaN where there is none. modes, origins: places
    in the words of the table, -1 where withheld. enumerators: names that `enumerator` points to;
    started, finished: seconds since 1970; None where they are withheld.
    """

    unit_code: str
    ids: npt.NDArray[np.uint8]
    codes: npt.NDArray[np.int32]
    strata: tuple[str, ...]
    stratum: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]
    modes: npt.NDArray[np.int16]
    origins: npt.NDArray[np.int16]
    enumerators: tuple[str, ...] = ()
    enumerator: npt.NDArray[np.int32] | None = None
    started: npt.NDArray[np.int64] | None = None
    finished: npt.NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def uuids(self) -> list[str]:
        """The identifiers as they are written."""
        text = self.ids.tobytes().hex()
        return [
            f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"
            for one in (text[at : at + 32] for at in range(0, len(text), 32))
        ]


PART = 5_000
"""So many interviews are in memory as they are written."""


def in_parts(blocks: Iterable[ResponseBlock]) -> Iterator[ResponseBlock]:
    """The same interviews in blocks of at most `PART`; none without any."""
    for block in blocks:
        for at in range(0, len(block), PART):
            here = slice(at, at + PART)
            yield replace(
                block,
                ids=block.ids[here],
                codes=block.codes[here],
                stratum=block.stratum[here],
                weights=block.weights[here],
                sizes=block.sizes[here],
                modes=block.modes[here],
                origins=block.origins[here],
                enumerator=None if block.enumerator is None else block.enumerator[here],
                started=None if block.started is None else block.started[here],
                finished=None if block.finished is None else block.finished[here],
            )


def moment_of(seconds: int) -> datetime:
    """Seconds since 1970 as an instant."""
    return datetime.fromtimestamp(seconds, tz=UTC)
