"""How alike interviews of one enumerator are, beside how alike those of the others are.

Kuriakose and Robbins (2016) look at the best match of an interview with any other. How high that
is depends on the questionnaire and on how content people are (Pew Research Center 2016); here it is
held against the best match that equally many interviews of other enumerators would give.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from scoring.quality.interview_table import Bools, Codes, Floats, InterviewTable, Ints
from scoring.quality.rules import MatchingRules
from scoring.rule import NOT_ASKED

Counts = npt.NDArray[np.uint8]

NOBODY = -1
CELLS = 4_000_000
"""Pairs in memory at once: 16 MB of shares."""
MOST_ITEMS = 60
"""As many as an interview is stored with; one bit each, and counts of them in a byte."""
HALF_A_STEP = np.float32(1 / MOST_ITEMS**2 / 2)
"""Two shares of at most so many items that differ, differ by twice this at least."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matching:
    """By interview. NaN where there is nothing to compare with.

    best_own: share of equal answers in the best match among the enumerator's other interviews.
    best_expected: its expectation among equally many interviews of others. has_near: whether a
    near-duplicate is among the enumerator's own. near_expected: the probability of one among
    equally many of others. nearest: row of the nearest earlier near-duplicate, else NOBODY; equal,
    compared: the answers that agree there, and those that were asked in both.
    """

    best_own: Floats
    best_expected: Floats
    has_near: Bools
    near_expected: Floats
    nearest: Ints
    equal: Ints
    compared: Ints

    @property
    def excess(self) -> Floats:
        """How much better the best match is than expected."""
        return self.best_own - self.best_expected


def matching(table: InterviewTable, *, modal_share: Floats, rules: MatchingRules) -> Matching:
    """Compares all with all, or inside each unit where there are more than `whole_up_to`.

    Raises ValueError for more than 60 items.
    """
    if table.levels.shape[1] > MOST_ITEMS:
        raise ValueError(f"{table.levels.shape[1]} items are more than {MOST_ITEMS}")
    found = _nothing(table.size)
    may_be_near = modal_share <= rules.modal_share
    answers = _Answers.of(table.levels)
    for group in _groups(table, rules=rules):
        for rows in _by_enumerator(table.enumerator[group], group):
            others = np.setdiff1d(group, rows, assume_unique=True)
            for block in _blocks(rows, len(group)):
                own = _pairs(answers, block, rows, rules=rules)
                foreign = _pairs(answers, block, others, rules=rules)
                _compare(found, own, foreign, may_be_near=may_be_near, rules=rules)
    return found


def expected_maximum(sorted_values: Floats, *, draws: int) -> Floats:
    """Expected largest of `draws` values drawn without replacement from each row, sorted upwards.

    E[max] = sum over k of x_(k) C(k-1, m-1) / C(M, m). The weights fall from m/M at the largest
    value by the factor (k-m)/(k-1), so that no binomial coefficient is ever formed. NaN where
    fewer values than draws, or no draw.
    """
    values = sorted_values.shape[1]
    if not 0 < draws <= values:
        return np.full(len(sorted_values), np.nan)
    weights = maximum_weights(values, draws=draws)
    expected: Floats = sorted_values[:, draws - 1 :].astype(np.float64) @ weights
    return expected


def maximum_weights(values: int, *, draws: int) -> Floats:
    """Chance of each of the values from the `draws`-th smallest upwards to be the largest drawn."""
    below = np.arange(values, draws, -1, dtype=np.float64)
    falling = np.concatenate([[draws / values], (below - draws) / (below - 1)])
    return np.cumprod(falling)[::-1]


def chance_of_any(wanted: Ints, *, values: int, draws: int) -> Floats:
    """Chance that `draws` of `values`, without replacement, hold one of `wanted`.

    1 - C(M-x, m) / C(M, m), by logarithms of the gamma function. NaN as in `expected_maximum`.
    """
    if not 0 < draws <= values:
        return np.full(len(wanted), np.nan)
    rest = values - wanted.astype(np.float64)
    misses = rest >= draws
    left = np.where(misses, rest - draws, 0.0)
    of_rest = gammaln(np.where(misses, rest, draws) + 1) - gammaln(left + 1)
    of_all = gammaln(values + 1) - gammaln(values - draws + 1)
    none = np.where(misses, np.exp(of_rest - of_all), 0.0)
    return np.clip(1.0 - none, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answers:
    """Item by item; `asked` has a bit for each item.

    Bytes are compared and added: a product of matrices would be as fast, but its library starts a
    thread a core, and these wait for each other where other programs are at work.
    """

    columns: Codes
    asked: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, levels: Codes) -> "_Answers":
        bits = np.uint64(1) << np.arange(levels.shape[1], dtype=np.uint64)
        asked = np.where(levels != NOT_ASKED, bits, np.uint64(0)).sum(axis=1, dtype=np.uint64)
        return cls(columns=np.ascontiguousarray(levels.T), asked=asked)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pairs:
    """Each of the rows with each of the columns; a row is not compared with itself.

    share: 0 where too few were asked in both.
    """

    rows: Ints
    columns: Ints
    equal: Counts
    compared: Counts
    share: npt.NDArray[np.float32]

    def near(self, *, may_be_near: Bools, rules: MatchingRules) -> Bools:
        """Which are near-duplicates."""
        least = np.float32(rules.equal / rules.of) - HALF_A_STEP
        candidates = may_be_near[self.rows][:, None] & may_be_near[self.columns][None, :]
        return (self.share >= least) & candidates


def _pairs(answers: _Answers, rows: Ints, columns: Ints, *, rules: MatchingRules) -> _Pairs:
    equal: Counts = np.zeros((len(rows), len(columns)), dtype=np.uint8)
    for column in answers.columns:
        equal += column[rows][:, None] == column[columns][None, :]
    left, right = answers.asked[rows][:, None], answers.asked[columns][None, :]
    compared: Counts = np.bitwise_count(left & right)
    # What was asked in neither stands as equal so far.
    equal -= np.uint8(len(answers.columns)) - np.bitwise_count(left | right)
    share = np.zeros(equal.shape, dtype=np.float32)
    np.divide(equal, compared, out=share, where=compared >= rules.minimum_compared)
    share[rows[:, None] == columns[None, :]] = 0
    return _Pairs(rows=rows, columns=columns, equal=equal, compared=compared, share=share)


def _compare(
    found: Matching, own: _Pairs, foreign: _Pairs, *, may_be_near: Bools, rules: MatchingRules
) -> None:
    """Fills in what these rows come to."""
    rows, draws, pool = own.rows, len(own.columns) - 1, len(foreign.columns)
    if draws:
        found.best_own[rows] = own.share.max(axis=1)
    found.best_expected[rows] = expected_maximum(np.sort(foreign.share, axis=1), draws=draws)
    near = own.near(may_be_near=may_be_near, rules=rules)
    near_foreign = foreign.near(may_be_near=may_be_near, rules=rules).sum(axis=1)
    found.has_near[rows] = near.any(axis=1)
    found.near_expected[rows] = chance_of_any(near_foreign, values=pool, draws=draws)
    # Rows stand in the order of time, so that a smaller row was begun earlier.
    earlier = np.where(near & (own.columns[None, :] < rows[:, None]), own.share, 0)
    best = earlier.argmax(axis=1)
    place = np.arange(len(rows))
    has = earlier[place, best] > 0
    found.nearest[rows] = np.where(has, own.columns[best], NOBODY)
    found.equal[rows] = np.where(has, own.equal[place, best], 0)
    found.compared[rows] = np.where(has, own.compared[place, best], 0)


def _groups(table: InterviewTable, *, rules: MatchingRules) -> Iterator[Ints]:
    if table.size <= rules.whole_up_to:
        yield np.arange(table.size)
        return
    for unit in range(len(table.units)):
        yield np.flatnonzero(table.unit == unit)


def _by_enumerator(enumerator: Ints, group: Ints) -> Iterator[Ints]:
    for one in np.unique(enumerator):
        yield group[enumerator == one]


def _blocks(rows: Ints, columns: int) -> Iterator[Ints]:
    size = max(1, CELLS // max(1, columns))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _nothing(size: int) -> Matching:
    return Matching(
        best_own=np.full(size, np.nan),
        best_expected=np.full(size, np.nan),
        has_near=np.zeros(size, dtype=np.bool_),
        near_expected=np.full(size, np.nan),
        nearest=np.full(size, NOBODY, dtype=np.int64),
        equal=np.zeros(size, dtype=np.int64),
        compared=np.zeros(size, dtype=np.int64),
    )
