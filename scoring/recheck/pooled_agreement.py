"""All re-asked items together, with people and not answers as what was sampled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.recheck.answer_pairs import AnswerPairs
from scoring.recheck.item_agreement import NO_PAIR
from scoring.recheck.ratio_estimate import RatioEstimate, clustered_ratio, weighted_ratio
from scoring.recheck.response_variance import TwoByTwo, index_of_inconsistency

ONE_PERSON = "one interview alone has no spread between interviews"


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledAgreement:
    """interviews: with a pair at least. answers: pairs. weighted_…: with 1 over the chance of each
    interview to be drawn, None where that is not known. reasons: why a figure is None.
    """

    interviews: int
    answers: int
    gdr: RatioEstimate
    ndr: RatioEstimate
    inconsistency: float | None
    weighted_gdr: RatioEstimate | None
    weighted_ndr: RatioEstimate | None
    reasons: Mapping[str, str]


def pooled_agreement(
    pairs: AnswerPairs, *, weights: Sequence[float] | None = None
) -> PooledAgreement:
    """GDR and NDR over all pairs, the standard errors between interviews.

    weights: one an interview.
    """
    sizes: list[int] = pairs.compared.sum(axis=1).tolist()
    changed: list[int] = np.abs(pairs.changes).sum(axis=1).tolist()
    net: list[int] = pairs.changes.sum(axis=1).tolist()
    interviews, answers = sum(size > 0 for size in sizes), sum(sizes)
    gdr, ndr = clustered_ratio(changed, sizes), clustered_ratio(net, sizes)
    reasons: dict[str, str] = {}
    inconsistency: float | None = None
    if not answers:
        reasons["answers"] = NO_PAIR
    else:
        inconsistency, why = index_of_inconsistency(_table(pairs), people=_fewest_people(pairs))
        if why is not None:
            reasons["index_of_inconsistency"] = why
    if interviews == 1:
        reasons |= {"gdr_se_clustered": ONE_PERSON, "ndr_se_clustered": ONE_PERSON}
    return PooledAgreement(
        interviews=interviews,
        answers=answers,
        gdr=gdr,
        ndr=ndr,
        inconsistency=inconsistency,
        weighted_gdr=None if weights is None else weighted_ratio(changed, sizes, weights),
        weighted_ndr=None if weights is None else weighted_ratio(net, sizes, weights),
        reasons=reasons,
    )


def _table(pairs: AnswerPairs) -> TwoByTwo:
    first, again = pairs.satisfied_at(pairs.first), pairs.satisfied_at(pairs.again)
    return TwoByTwo(
        both=int((first & again).sum()),
        first_only=int((first & ~again).sum()),
        again_only=int((~first & again).sum()),
        neither=int((pairs.compared & ~first & ~again).sum()),
    )


def _fewest_people(pairs: AnswerPairs) -> int:
    """In the smaller margin people are counted, not their answers."""
    satisfied = pairs.satisfied_at(pairs.first), pairs.satisfied_at(pairs.again)
    margins = (*satisfied, *(pairs.compared & ~of for of in satisfied))
    return min(int(margin.any(axis=1).sum()) for margin in margins)
