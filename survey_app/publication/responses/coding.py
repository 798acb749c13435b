"""Answers that are no criteria as codes: what was answered, left blank, or not asked."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from field_export.response_table import Missing
from questionnaires import Definition, Item
from questionnaires.items import ItemKind
from questionnaires.walk import path_of
from survey_app.publication.responses.variables import Asked

LONGEST_MEMORY = 100_000
"""Paths that are remembered: there are as many as ways to answer what decides about others."""
BLANK, SKIPPED = int(Missing.BLANK), int(Missing.SKIPPED)
UNANSWERED = int(np.iinfo(np.int32).min)
Codes = npt.NDArray[np.int32]
Key = tuple[object, ...]
Answer = TypeVar("Answer")


class OtherCodes:
    """Codes of many interviews; the path is walked once for all that decide alike.

    Answers are read into records whose fields are the questions that somebody asks for: what is
    missing is `UNANSWERED` there, and all else is passed over.
    """

    def __init__(self, definition: Definition, *, others: Sequence[Asked]) -> None:
        self._definition = definition
        deciding = {code for item in definition.items for code in definition.deciding_items(item)}
        criteria = list(definition.index_codes)
        self._deciding = sorted(deciding - set(criteria))
        self._levels = [(code, criteria.index(code)) for code in criteria if code in deciding]
        self._codes = [one.item.code for one in others]
        self._single: list[tuple[int, str]] = []
        self._ticked: dict[str, list[tuple[int, int]]] = {}
        for at, one in enumerate(others):
            if one.choice is None:
                self._single.append((at, one.item.code))
            else:
                self._ticked.setdefault(one.item.code, []).append((at, one.choice))
        names = list(dict.fromkeys([*self._codes, *self._deciding]))
        fields = {f"answer_{place}": code for place, code in enumerate(names)}
        self._place = {code: place for place, code in enumerate(names)}
        record = msgspec.defstruct(
            "Answers",
            [(name, _kind(definition.item(code)), UNANSWERED) for name, code in fields.items()],
            rename=fields,
            gc=False,
        )
        self._read = msgspec.json.Decoder(record).decode
        self._known: dict[Key, Sequence[int]] = {}

    def codes(self, others: Sequence[str], levels: Codes) -> Codes:
        """(interviews, columns) codes. others: the JSON of these answers as it is kept, one each;
        levels: those of the criteria, (interviews, criteria).

        Answers were judged when they were received: they are whole numbers, or lists of them.
        """
        read, as_tuple = self._read, msgspec.structs.astuple
        columns = list(zip(*[as_tuple(read(one)) for one in others], strict=True))
        found = np.empty((len(others), len(self._codes)), dtype=np.int32)
        for at, code in self._single:
            found[:, at] = columns[self._place[code]]
        for code, choices in self._ticked.items():
            found[:, [at for at, _ in choices]] = _flags(
                columns[self._place[code]], [choice for _, choice in choices]
            )
        unanswered = found == UNANSWERED
        return np.where(unanswered, self._missing(columns, levels), found)

    def _missing(self, columns: Sequence[Sequence[object]], levels: Codes) -> Codes:
        """What each of them is where it has no answer."""
        deciding = [
            *(columns[self._place[code]] for code in self._deciding),
            *(levels[:, place].tolist() for _, place in self._levels),
        ]
        keys: list[Key] = list(zip(*deciding, strict=True)) if deciding else [()] * len(levels)
        distinct, places = _distinct(keys)
        rows = np.array([self._of_path(key) for key in distinct], dtype=np.int32)
        return rows[places]

    def _of_path(self, key: Key) -> Sequence[int]:
        known = self._known.get(key)
        if known is None:
            path = path_of(self._definition, self._given(key))
            known = [BLANK if code in path else SKIPPED for code in self._codes]
            if len(self._known) < LONGEST_MEMORY:
                self._known[key] = known
        return known

    def _given(self, key: Key) -> dict[str, object]:
        others = zip(self._deciding, key, strict=False)
        given = {
            code: list(value) if isinstance(value, tuple) else value
            for code, value in others
            if value != UNANSWERED
        }
        levels = zip(self._levels, key[len(self._deciding) :], strict=True)
        return given | {
            code: level for (code, _), level in levels if isinstance(level, int) and level >= 0
        }


def _kind(item: Item) -> object:
    """Several choices come as what can be looked up."""
    return tuple[int, ...] if item.kind is ItemKind.MULTI else Any


def _flags(answers: Sequence[object], choices: Sequence[int]) -> Codes:
    """(interviews, choices): 1 where it was chosen."""
    distinct, places = _distinct(answers)
    rows = [
        [int(one in answer) if isinstance(answer, tuple) else UNANSWERED for one in choices]
        for answer in distinct
    ]
    return np.array(rows, dtype=np.int32)[places]


def _distinct(found: Sequence[Answer]) -> tuple[list[Answer], npt.NDArray[np.intp]]:
    """The different ones, and which of them each is."""
    place = {one: at for at, one in enumerate(dict.fromkeys(found))}
    return list(place), np.fromiter(map(place.__getitem__, found), dtype=np.intp, count=len(found))
