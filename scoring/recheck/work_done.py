"""The re-checked interviews of somebody: an enumerator who made them, or a supervisor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.recheck.answer_pairs import AnswerPairs, Bools, Ints
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.interviews import RecheckedInterview
from scoring.recheck.ratio_estimate import RatioEstimate, clustered_ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone:
    """drawn: interviews. defective: of those whose respondent was reached. not_happened: among the
    defective. opinion_gdr: of satisfied against not, with the standard error between interviews.
    compared: interviews with a pair of answers; identical: of these with the same level in all.
    """

    drawn: int
    defective: ExactRate
    not_happened: int
    opinion_gdr: RatioEstimate
    compared: int
    identical: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkRows:
    """What counts of each of n interviews, a row each. changed, compared: pairs of answers."""

    contacted: Bools
    defective: Bools
    false: Bools
    changed: Ints
    compared: Ints
    is_same: Bools

    def all(self) -> WorkDone:
        """Of all rows."""
        return self._of(slice(None))

    def by(self, names: Sequence[str]) -> Mapping[str, WorkDone]:
        """By the name of each row, in the order of names."""
        places: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            places.setdefault(name, []).append(at)
        return {name: self._of(np.array(at)) for name, at in sorted(places.items())}

    def _of(self, rows: Ints | slice) -> WorkDone:
        compared = self.compared[rows]
        return WorkDone(
            drawn=len(compared),
            defective=ExactRate(
                count=int(self.defective[rows].sum()), of=int(self.contacted[rows].sum())
            ),
            not_happened=int(self.false[rows].sum()),
            opinion_gdr=clustered_ratio(self.changed[rows].tolist(), compared.tolist()),
            compared=int((compared > 0).sum()),
            identical=int((self.is_same[rows] & (compared > 0)).sum()),
        )


def work_rows(interviews: Sequence[RecheckedInterview], *, pairs: AnswerPairs) -> WorkRows:
    """Of some interviews and the pairs of their answers."""
    return WorkRows(
        contacted=np.array([one.is_contacted for one in interviews], dtype=np.bool_),
        defective=np.array([one.is_defective for one in interviews], dtype=np.bool_),
        false=np.array([one.is_false for one in interviews], dtype=np.bool_),
        changed=np.abs(pairs.changes).sum(axis=1),
        compared=pairs.compared.sum(axis=1),
        is_same=(pairs.first == pairs.again).all(axis=1),
    )
