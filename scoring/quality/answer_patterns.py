"""What the answers of one interview look like: how alike, how complete, how content."""

from dataclasses import dataclass

import numpy as np

from scoring.quality.interview_table import Codes, Floats, Ints
from scoring.rule import BLANK, NOT_ASKED, ScoringRule


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnswerPatterns:
    """By interview. Shares are NaN where nothing was asked, or no level was given.

    answered: items with a level. asked: items that were asked. modal_share: of the commonest level
    among the levels given. longest_run: most times in a row that one level was given; what has no
    level does not interrupt it. blank, not_applicable: shares of what was asked. satisfied: share
    of the levels given.
    """

    answered: Ints
    asked: Ints
    modal_share: Floats
    longest_run: Ints
    blank: Floats
    not_applicable: Floats
    satisfied: Floats


def answer_patterns(levels: Codes, *, rule: ScoringRule) -> AnswerPatterns:
    """The patterns of each row."""
    given = np.stack([(levels == level).sum(axis=1) for level in rule.levels], axis=1)
    answered = given.sum(axis=1)
    asked = (levels != NOT_ASKED).sum(axis=1)
    content = np.isin(levels, sorted(rule.satisfied)).sum(axis=1)
    return AnswerPatterns(
        answered=answered,
        asked=asked,
        modal_share=_part(given.max(axis=1), answered),
        longest_run=_longest_run(levels, rule=rule),
        blank=_part((levels == BLANK).sum(axis=1), asked),
        not_applicable=_part((levels == rule.not_applicable).sum(axis=1), asked),
        satisfied=_part(content, answered),
    )


def _part(counts: Ints, whole: Ints) -> Floats:
    share: Floats = np.full(len(counts), np.nan)
    np.divide(counts, whole, out=share, where=whole > 0)
    return share


def _longest_run(levels: Codes, *, rule: ScoringRule) -> Ints:
    """Item by item over all interviews at once."""
    rows = len(levels)
    last = np.full(rows, NOT_ASKED, dtype=levels.dtype)
    run = np.zeros(rows, dtype=np.int64)
    longest = np.zeros(rows, dtype=np.int64)
    for column in levels.T:
        is_level = np.isin(column, rule.levels)
        run = np.where(is_level, np.where(column == last, run + 1, 1), run)
        last = np.where(is_level, column, last)
        longest = np.maximum(longest, run)
    return longest
