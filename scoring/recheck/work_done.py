"""The re-checked interviews of somebody: an enumerator who made them, or a supervisor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.recheck.answer_pairs import AnswerPairs
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


def work_by(
    name_of: Callable[[RecheckedInterview], str],
    *,
    interviews: Sequence[RecheckedInterview],
    pairs: AnswerPairs,
) -> Mapping[str, WorkDone]:
    """By the name that `name_of` gives, in the order of names."""
    rows: dict[str, list[int]] = {}
    for at, one in enumerate(interviews):
        rows.setdefault(name_of(one), []).append(at)
    return {
        name: work_done([interviews[at] for at in places], pairs=pairs.only(places))
        for name, places in sorted(rows.items())
    }


def work_done(interviews: Sequence[RecheckedInterview], *, pairs: AnswerPairs) -> WorkDone:
    """Of some interviews and the pairs of their answers."""
    sizes = pairs.compared.sum(axis=1)
    is_same = (pairs.first == pairs.again).all(axis=1)
    return WorkDone(
        drawn=len(interviews),
        defective=ExactRate(
            count=sum(one.is_defective for one in interviews),
            of=sum(one.is_contacted for one in interviews),
        ),
        not_happened=sum(one.is_false for one in interviews),
        opinion_gdr=clustered_ratio(np.abs(pairs.changes).sum(axis=1).tolist(), sizes.tolist()),
        compared=int((sizes > 0).sum()),
        identical=int((is_same & (sizes > 0)).sum()),
    )
