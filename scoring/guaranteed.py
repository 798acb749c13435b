"""What an answer that everybody gave guarantees, whatever the answers of the others may be."""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, log1p

import numpy as np

from scoring.design_tally import DesignTally, Floats, Ints, valid_answers
from scoring.indicator import Estimator, Indicator
from scoring.intervals import CONFIDENCE
from scoring.variance import Population

ALPHA = (1 - CONFIDENCE) / 2
"""As on one side of the 95 % interval, so that the bound holds with 97.5 %."""
_SAME_WEIGHT = 1e-9
_ROUNDING = 1e-12


class NotGuaranteed(StrEnum):
    """Why nothing is guaranteed although all or none are satisfied."""

    CLUSTERS = "clusters were drawn"
    CHANCES = "people of a stratum weigh differently"
    SIZES = "sizes of strata are not known"
    UNMET = "nobody was asked of a stratum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guaranteed:
    """Percent of the people: between low and high with `confidence`, whatever their answers.

    Where all are satisfied, low is the least part of the people who are satisfied with all they
    have an answer to; where none are, high is the largest part of those who are satisfied with
    anything. The mean over people of their own share lies on the safe side of it, and so does the
    pooled share as far as people answer equally many questions. is_all: whether all are satisfied,
    else none. people: who answered. population: of the strata, None where not known.
    """

    is_all: bool
    low: float | None
    high: float | None
    confidence: float
    people: int
    population: int | None
    reason: NotGuaranteed | None = None


def guaranteed_units(
    tally: DesignTally, *, population: Population, indicator: Indicator
) -> dict[str, Guaranteed]:
    """For every unit in which all, or none, of the answers to what is published are satisfied."""
    answers = _Answers.of(tally, indicator=indicator)
    codes = sorted({cell.unit for cell in tally.cells})
    place = {code: at for at, code in enumerate(codes)}
    unit = np.array([place[cell.unit] for cell in tally.cells], dtype=np.int64)
    valid = np.bincount(unit, weights=answers.valid, minlength=len(codes))
    satisfied = np.bincount(unit, weights=answers.satisfied, minlength=len(codes))
    found: dict[str, Guaranteed] = {}
    for at in np.flatnonzero((satisfied == 0) | (satisfied == valid)).tolist():
        one = guaranteed_whole(tally.only(unit == at), population=population, indicator=indicator)
        if one is not None:
            found[codes[at]] = one
    return found


def guaranteed_whole(
    tally: DesignTally, *, population: Population, indicator: Indicator
) -> Guaranteed | None:
    """What is guaranteed of all people of a tally; None unless all or none are satisfied.

    n of n satisfied have the probability μⁿ at most, so μ ≥ α^(1/n) with confidence 1 - α; of N
    people K can be satisfied where C(K, n)/C(N, n) ≥ α, and the smallest such K is guaranteed
    (Clopper & Pearson 1934, Biometrika 26; Wright 1991, Exact Confidence Bounds When Sampling
    from Small Finite Universes). With several strata of known sizes Π C(K_h, n_h)/C(N_h, n_h)
    counts, at the least ΣK_h that keeps it; with strata of unknown sizes and equal weights these
    are taken as sampled in proportion, for which α^(1/n) holds too. α = 2.5 %.

    There is no bound for clusters, of which few stand behind many people, nor where people of one
    stratum weigh differently.
    """
    counts = _Answers.of(tally, indicator=indicator)
    valid, satisfied = int(counts.valid.sum()), int(counts.satisfied.sum())
    if not valid or satisfied not in (0, valid):
        return None
    people = int(counts.people.sum())
    known = _sizes(tally, population=population)
    unmet = any(population.has_unmet(tally).values())
    size = int(known.sum()) if np.isfinite(known).all() and not unmet else None
    reason = NotGuaranteed.UNMET if unmet else _obstacle(tally, sizes=known)
    worst = None
    if reason is None:
        worst = _part_that_may_differ(counts.people, living=known)
    all_satisfied = satisfied == valid
    return Guaranteed(
        is_all=all_satisfied,
        low=0.0 if not all_satisfied else None if worst is None else 100 * (1 - worst),
        high=100.0 if all_satisfied else None if worst is None else 100 * worst,
        confidence=1 - ALPHA,
        people=people,
        population=size,
        reason=reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Answers:
    """(G,) valid and satisfied answers to what is published, and people with a valid one."""

    valid: Ints
    satisfied: Ints
    people: Ints

    @classmethod
    def of(cls, tally: DesignTally, *, indicator: Indicator) -> "_Answers":
        rule = tally.rule
        is_item = indicator.estimator is Estimator.OVERALL_ITEM
        chosen = [rule.items.index(indicator.item)] if is_item else list(range(len(rule.items)))
        counts = tally.counts[:, chosen]
        levels = [at for at, level in enumerate(rule.levels) if level in rule.satisfied]
        valid: Ints = valid_answers(counts, rule=rule).sum(axis=1)
        satisfied: Ints = counts[:, :, levels].sum(axis=(1, 2))
        return cls(
            valid=valid, satisfied=satisfied, people=valid if is_item else tally.answered[:, 0]
        )


def _sizes(tally: DesignTally, *, population: Population) -> Floats:
    return np.array(
        [population.strata.get(cell[:2], np.inf) for cell in tally.cells], dtype=np.float64
    )


def _obstacle(tally: DesignTally, *, sizes: Floats) -> NotGuaranteed | None:
    if any(cell.cluster for cell in tally.cells):
        return NotGuaranteed.CLUSTERS
    if not _weigh_the_same(tally):
        return NotGuaranteed.CHANCES
    known = np.isfinite(sizes)
    if not known.all() and len(sizes) > 1 and (known.any() or not _strata_weigh_the_same(tally)):
        return NotGuaranteed.SIZES
    return None


def _weigh_the_same(tally: DesignTally) -> bool:
    """Whether everybody of a cell weighs the same: (Σw)² = n Σw² only then (Cauchy)."""
    total, people = tally.sums[:, :, 1] ** 2, tally.answered_items
    of_squares = tally.squares[:, :, 1] * people
    return bool(np.all(np.abs(of_squares - total) <= _SAME_WEIGHT * of_squares))


def _strata_weigh_the_same(tally: DesignTally) -> bool:
    """Whether people of all cells weigh the same, be it 1 or not."""
    people = tally.answered_items
    mean = tally.sums[:, :, 1][people > 0] / people[people > 0]
    return not mean.size or bool(np.ptp(mean) <= _SAME_WEIGHT * mean.max())


def _part_that_may_differ(people: Ints, *, living: Floats) -> float:
    """The largest part, 0..1, of whom nobody came into the sample with probability ≥ α.

    people, living: (H,) who answered and who live in each stratum, inf where not known.
    """
    if not np.isfinite(living).all():
        return 1 - exp(log(ALPHA) / int(people.sum()))
    return _most_people(people, living=living) / float(living.sum())


def _most_people(people: Ints, *, living: Floats) -> int:
    """The largest Σb_h with Π C(N_h - b_h, n_h)/C(N_h, n_h) ≥ α.

    The (b + 1)th such person of a stratum costs the factor 1 - n_h/(N_h - b), more than the bth;
    so taking the cheapest of all strata one after another finds the most.
    """
    costs = [_costs(n, of=int(size)) for n, size in zip(people.tolist(), living, strict=True)]
    cheapest = np.sort(np.concatenate(costs))[::-1]
    # a probability of exactly α is enough; its rounding must not take a person away
    return int((np.cumsum(cheapest) >= log(ALPHA) - _ROUNDING).sum())


def _costs(people: int, *, of: int) -> Floats:
    """Logarithms of the factors, as many as can count; a stratum that nobody answered has none."""
    others = of - people
    if not people or not others:
        return np.zeros(others)
    most = min(others, int(log(ALPHA) / log1p(-people / of)) + 2)
    costs: Floats = np.log1p(-people / (of - np.arange(most)))
    return costs
