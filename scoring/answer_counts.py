"""How often each answer was given in many domains, as plain numbers to look up one by one.

A table of scores looks at thousands of them, and taking one number out of an array costs as much
as adding up a whole one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.design_tally import Ints, valid_answers
from scoring.rule import ScoringRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCounts:
    """People of one domain by their answers, unweighted.

    items: for each item, people per level, then blank, not applicable, not asked; totals: the same
    of all items together. satisfied, valid: for each item. levels: how many there are.
    """

    items: Sequence[Sequence[int]]
    totals: Sequence[int]
    satisfied: Sequence[int]
    valid: Sequence[int]
    levels: int

    @property
    def blank(self) -> int:
        """Items left blank."""
        return self.totals[self.levels]

    @property
    def not_applicable(self) -> int:
        """Items that did not apply."""
        return self.totals[self.levels + 1]

    def missing(self, item: int | None) -> float:
        """Blanks of all that was asked, 0..1; of one item where it is given."""
        of = self.totals if item is None else self.items[item]
        asked = sum(of[: self.levels + 1])
        return of[self.levels] / asked if asked else 0.0


def answer_counts(counts: Sequence[Ints], *, rule: ScoringRule) -> list[AnswerCounts]:
    """Of D domains, from the counts (J, levels + 3) of each."""
    if not counts:
        return []
    table = np.array(counts)
    chosen = [at for at, level in enumerate(rule.levels) if level in rule.satisfied]
    found = zip(
        table.tolist(),
        table.sum(axis=1).tolist(),
        table[:, :, chosen].sum(axis=2).tolist(),
        valid_answers(table, rule=rule).tolist(),
        strict=True,
    )
    return [
        AnswerCounts(
            items=items, totals=totals, satisfied=satisfied, valid=valid, levels=len(rule.levels)
        )
        for items, totals, satisfied, valid in found
    ]
