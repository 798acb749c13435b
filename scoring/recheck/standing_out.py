"""Which enumerators have more defective interviews than the others, all of them looked at."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

NO_OTHERS = "there is nobody else to compare with"


def fisher_above(count: int, *, of: int, others: int, of_others: int) -> float:
    """The chance of `count` or more defective of `of` when the defective ones fell on anybody.

    Fisher's exact test, one-sided: only more than the others is looked for.
    """
    found, whole = count + others, of + of_others
    every, least, most = comb(whole, found), max(0, found - of_others), min(of, found)

    def ways(counts: range) -> int:
        return sum(comb(of, k) * comb(of_others, found - k) for k in counts)

    # Nearly everybody has few defective ones of very many: fewer are quicker counted than more.
    is_low = count - least < most - count
    above = every - ways(range(least, count)) if is_low else ways(range(count, most + 1))
    return float(Fraction(above, every))


def benjamini_hochberg(chances: Sequence[float]) -> list[float]:
    """Adjusted for looking at all: the least false discovery rate at which each one is shown.

    The smallest of p·m/rank over its own and all higher ranks, at most 1 (Benjamini & Hochberg
    1995, J. R. Stat. Soc. B 57).
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at], reverse=True)
    adjusted, lowest = [0.0] * len(chances), 1.0
    for rank, at in zip(range(len(chances), 0, -1), order, strict=True):
        lowest = min(lowest, chances[at] * len(chances) / rank)
        adjusted[at] = lowest
    return adjusted


def above_the_others(defective: Sequence[int], reached: Sequence[int]) -> list[float | None]:
    """Fisher's p of everybody against all others together, adjusted over those who were compared.

    None for whoever reached nobody, and for all where only one did.
    """
    found, whole = sum(defective), sum(reached)
    compared = [at for at, m in enumerate(reached) if 0 < m < whole]
    chances = [
        fisher_above(
            defective[at],
            of=reached[at],
            others=found - defective[at],
            of_others=whole - reached[at],
        )
        for at in compared
    ]
    answer: list[float | None] = [None] * len(reached)
    for at, chance in zip(compared, benjamini_hochberg(chances), strict=True):
        answer[at] = chance
    return answer
