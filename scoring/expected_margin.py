"""How precise a sample of some size will be, told before it is drawn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

HUNDRED = 100.0
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStratum:
    """People of a stratum, and how many of them are to be interviewed.

    population: None where it is not known and taken as endless; then the unit is one stratum.
    """

    population: int | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedMargin:
    """What to expect of the share of satisfied answers to one question.

    se, margin: in percentage points; the interval is the estimate ± margin, at `confidence`.
    Both are None where a stratum with people gets no interview: the unit's share cannot be
    estimated then. They are 0 only where everybody is interviewed.
    """

    n: int
    population: int | None
    satisfied_percent: float
    confidence: float
    se: float | None
    margin: float | None


def expected_margin(
    strata: Sequence[PlannedStratum], *, satisfied_percent: float, design_effect: float = 1.0
) -> ExpectedMargin:
    """Normal interval of a stratified mean of shares, with finite population correction.

    V = Σ (N_h/N)² · (N_h - n_h)/(N_h - 1) · p(1 - p)/n_h · deff, where p is expected to be the
    same in every stratum: Cochran, Sampling Techniques (1977), theorems 3.2 and 5.3. 50 %
    satisfied is the worst case. 0 and 100 are refused: they would promise that nothing is
    uncertain.
    """
    if not 0 < satisfied_percent < HUNDRED:
        raise ValueError(f"{satisfied_percent} % satisfied is not between 0 and 100")
    if design_effect <= 0:
        raise ValueError(f"a design effect of {design_effect} is not above 0")
    for one in strata:
        _refuse_impossible(one, alone=len(strata) == 1)
    variance = _variance(strata, p=satisfied_percent / HUNDRED)
    se = None if variance is None else HUNDRED * math.sqrt(variance * design_effect)
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    known = [one.population for one in strata if one.population is not None]
    return ExpectedMargin(
        n=sum(one.n for one in strata),
        population=sum(known) if len(known) == len(strata) else None,
        satisfied_percent=satisfied_percent,
        confidence=CONFIDENCE,
        se=se,
        margin=None if se is None else z * se,
    )


def _refuse_impossible(stratum: PlannedStratum, *, alone: bool) -> None:
    if stratum.population is None:
        if not alone:
            raise ValueError("the population of every stratum must be known where there are more")
    elif not 0 <= stratum.n <= stratum.population:
        raise ValueError(f"{stratum.n} of {stratum.population} people cannot be drawn")
    if stratum.n < 0:
        raise ValueError(f"{stratum.n} interviews are negative")


def _variance(strata: Sequence[PlannedStratum], *, p: float) -> float | None:
    """Of the unit's share, a number 0..1; None where it has none."""
    peopled = [one for one in strata if one.population is None or one.population > 0]
    if not peopled or any(one.n == 0 for one in peopled):
        return None
    whole = sum(one.population or 0 for one in peopled)
    return sum(_part(one, whole=whole, p=p) for one in peopled)


def _part(stratum: PlannedStratum, *, whole: int, p: float) -> float:
    simple = p * (1 - p) / stratum.n
    if stratum.population is None:
        return simple
    if stratum.n == stratum.population:
        return 0.0
    left = (stratum.population - stratum.n) / (stratum.population - 1)
    return float((stratum.population / whole) ** 2 * left * simple)
