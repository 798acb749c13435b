"""Answers that are no criteria as codes: what was answered, left blank, or not asked."""

from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
import numpy as np

from field_export.response_table import Missing
from questionnaires import Definition
from questionnaires.walk import path_of
from survey_app.publication.responses.variables import Asked

LONGEST_MEMORY = 100_000
"""Paths that are remembered: there are as many as ways to answer what decides about others."""
BLANK, SKIPPED = int(Missing.BLANK), int(Missing.SKIPPED)


class OtherCodes:
    """Codes of one interview after the other; the path is walked once for all that decide alike."""

    def __init__(self, definition: Definition, *, others: Sequence[Asked]) -> None:
        self._definition = definition
        single = [at for at, one in enumerate(others) if one.choice is None]
        ticked = [at for at, one in enumerate(others) if one.choice is not None]
        self._single = [others[at].item.code for at in single]
        self._ticked: dict[str, list[int]] = {}
        for at in ticked:
            choice = others[at].choice
            if choice is not None:
                self._ticked.setdefault(others[at].item.code, []).append(choice)
        self.order: tuple[int, ...] = tuple(np.argsort([*single, *ticked], kind="stable").tolist())
        """Where each of the others is among the codes of an interview."""
        deciding = {code for item in definition.items for code in definition.deciding_items(item)}
        criteria = list(definition.index_codes)
        self._deciding = sorted(deciding - set(criteria))
        self._levels = [(code, criteria.index(code)) for code in criteria if code in deciding]
        self._codes = [
            *self._single,
            *(code for code, choices in self._ticked.items() for _ in choices),
        ]
        self._known: dict[tuple[object, ...], Sequence[int]] = {}
        self._read = msgspec.json.Decoder(dict[str, object]).decode

    def codes(self, other: str, levels: Sequence[int]) -> list[int]:
        """other: the JSON of these answers as it is kept; levels: those of the criteria.

        In the order of `order`. Answers were judged when they were received: they are whole
        numbers, or lists of them.
        """
        answers = self._read(other)
        found = [*map(answers.get, self._single)]
        for code, choices in self._ticked.items():
            chosen = answers.get(code)
            if isinstance(chosen, list):
                found += [int(one in chosen) for one in choices]
            else:
                found += [None] * len(choices)
        if None not in found:
            return cast(list[int], found)
        unanswered = self._missing(answers, levels)
        return [
            cast(int, missing if value is None else value)
            for value, missing in zip(found, unanswered, strict=True)
        ]

    def _missing(self, answers: Mapping[str, object], levels: Sequence[int]) -> Sequence[int]:
        """What each of them is where it has no answer."""
        given = {code: answers[code] for code in self._deciding if code in answers}
        given |= {code: levels[place] for code, place in self._levels if levels[place] >= 0}
        key = tuple((code, _hashable(value)) for code, value in given.items())
        known = self._known.get(key)
        if known is None:
            path = path_of(self._definition, given)
            known = [BLANK if code in path else SKIPPED for code in self._codes]
            if len(self._known) < LONGEST_MEMORY:
                self._known[key] = known
        return known


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
