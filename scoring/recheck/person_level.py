"""How far the same person is the same at two times: response variance and correlation of people."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import variance

from scoring.recheck.answer_pairs import AnswerPairs, Ints
from scoring.recheck.item_agreement import NO_PAIR

TWO_PEOPLE = "it takes two people"
NO_SPREAD = "people do not differ at all"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLevel:
    """Of the mean of a person over the re-asked items, at both times.

    people: with a pair at least. response_variance: Var(x1 - x2)/2. reliability: 1 less its part in
    Var(x1). icc: the correlation of single measurements, ICC(2,1). reason: why something is None.
    """

    people: int
    response_variance: float | None = None
    reliability: float | None = None
    icc: float | None = None
    reason: str | None = None


def satisfied_shares(pairs: AnswerPairs) -> PersonLevel:
    """Of the share of satisfied answers, 0..1."""
    first, again = (
        pairs.satisfied_at(levels).astype("int64") for levels in (pairs.first, pairs.again)
    )
    return _person_level(first, again, pairs=pairs)


def mean_levels(pairs: AnswerPairs) -> PersonLevel:
    """Of the mean level."""
    return _person_level(pairs.first, pairs.again, pairs=pairs)


def _person_level(first: Ints, again: Ints, *, pairs: AnswerPairs) -> PersonLevel:
    """Shrout & Fleiss 1979 (Psychol. Bull. 86), case 2, with two measurements of everybody.

    Items without a pair count 0 in both sums. Exact fractions, so that the order of people does not
    matter.
    """
    sizes: list[int] = pairs.compared.sum(axis=1).tolist()
    sums = [(values * pairs.compared).sum(axis=1).tolist() for values in (first, again)]
    people = [
        (Fraction(one, size), Fraction(two, size))
        for one, two, size in zip(*sums, sizes, strict=True)
        if size
    ]
    n = len(people)
    if n < 2:
        return PersonLevel(people=n, reason=TWO_PEOPLE if n else NO_PAIR)
    of_differences = variance(one - two for one, two in people)
    of_first = variance(one for one, _ in people)
    rows = 2 * variance((one + two) / 2 for one, two in people)
    net = sum((one - two for one, two in people), Fraction(0)) / n
    columns, error = n * net**2 / 2, of_differences / 2
    whole = rows + error + 2 * (columns - error) / n
    return PersonLevel(
        people=n,
        response_variance=float(of_differences / 2),
        reliability=float(1 - of_differences / 2 / of_first) if of_first else None,
        icc=float((rows - error) / whole) if whole else None,
        reason=None if of_first and whole else NO_SPREAD,
    )
