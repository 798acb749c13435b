"""What each answer code counts for by a rule, as tables to look 256 codes up at once."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scoring.rule import BLANK, NOT_ASKED, ScoringRule

Table = npt.NDArray[np.int8]
"""(256,) by the int8 code, read as an unsigned byte; 0 where nothing is said."""


def table_of(values: Mapping[int, int]) -> Table:
    """What these codes count for."""
    table = np.zeros(256, dtype=np.int8)
    for code, value in values.items():
        table[np.int8(code).view(np.uint8)] = value
    return table


def places(rule: ScoringRule) -> Table:
    """Where a code is counted among the answers to an item; -1 for one that is not known."""
    codes = (*rule.levels, BLANK, rule.not_applicable, NOT_ASKED)
    return table_of({code: 1 + place for place, code in enumerate(codes)}) - np.int8(1)


def satisfied(rule: ScoringRule) -> Table:
    """1 for a satisfied answer."""
    return table_of(dict.fromkeys(rule.satisfied, 1))


def valid(rule: ScoringRule) -> Table:
    """1 for a valid answer."""
    blanks = (BLANK,) if rule.blank_counts else ()
    return table_of(dict.fromkeys((*rule.levels, *blanks), 1))


def level(rule: ScoringRule) -> Table:
    """The level of an answer on the scale."""
    return table_of({one: one for one in rule.levels})


def on_scale(rule: ScoringRule) -> Table:
    """1 for an answer on the scale."""
    return table_of(dict.fromkeys(rule.levels, 1))
