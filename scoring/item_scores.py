"""The figures of every item in percent, of many domains at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from scoring.answer_counts import AnswerCounts
from scoring.domains import Domain
from scoring.exact_share import item_shares
from scoring.intervals import korn_graubard
from scoring.linearise import FIRST_FACTOR
from scoring.plain_figures import PlainFigures, known_fraction, percents
from scoring.rule import ScoringRule
from scoring.score_table import ItemScore

Bounds = tuple[Sequence[float], Sequence[float]]


def items_of(
    domains: Sequence[Domain], *, answers: Sequence[AnswerCounts], rule: ScoringRule
) -> list[Mapping[str, ItemScore]]:
    """For each domain its items by code; `answers` are those of the domains.

    They are made when one is looked up first: a page of scores looks at none of them, and they
    are most of the numbers of a table.
    """
    table = _Table(domains, answers=answers, rule=rule)
    return [_ItemsOfOne(table, at) for at in range(len(domains))]


class _Table:
    """The items of all domains. The intervals of all of them take one step."""

    def __init__(
        self, domains: Sequence[Domain], *, answers: Sequence[AnswerCounts], rule: ScoringRule
    ) -> None:
        self.rule = rule
        self._domains, self._answers = domains, answers
        self._those = slice(FIRST_FACTOR + len(rule.factors), None)

    def of(self, at: int) -> dict[str, ItemScore]:
        """The items of a domain."""
        domain, answers = self._domains[at], self._answers[at]
        figures = PlainFigures.of(domain, those=self._those)
        return _items(
            _Items(
                figures=figures,
                answers=answers,
                shares=_fractions(domain, answers=answers, figures=figures),
                bounds=(self._bounds[0][at], self._bounds[1][at]),
            ),
            rule=self.rule,
        )

    @cached_property
    def _bounds(self) -> tuple[list[list[float]], list[list[float]]]:
        """(D, J) ends of the intervals, as proportions; where everybody was asked, the share."""
        domains, items = self._domains, self._those
        share = np.array([domain.estimates[items] for domain in domains])
        low, high = korn_graubard(
            share,
            variance=np.array([domain.variances[items] for domain in domains]),
            people=np.array([of.valid for of in self._answers], dtype=np.float64),
            df=np.array([domain.item_df for domain in domains], dtype=np.float64),
        )
        census = np.array([domain.is_census for domain in domains])[:, None]
        return np.where(census, share, low).tolist(), np.where(census, share, high).tolist()


class _ItemsOfOne(Mapping[str, ItemScore]):
    """The items of one domain by code."""

    def __init__(self, table: _Table, at: int) -> None:
        self._table, self._at = table, at

    @cached_property
    def _found(self) -> dict[str, ItemScore]:
        return self._table.of(self._at)

    def __getitem__(self, code: str) -> ItemScore:
        return self._found[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.rule.items)

    def __len__(self) -> int:
        return len(self._table.rule.items)

    def __repr__(self) -> str:
        return repr(self._found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Items:
    """What the items of a domain are made of; bounds: as proportions."""

    figures: PlainFigures
    answers: AnswerCounts
    shares: Sequence[Fraction | None]
    bounds: Bounds


def _fractions(
    domain: Domain, *, answers: AnswerCounts, figures: PlainFigures
) -> Sequence[Fraction | None]:
    if not domain.is_weighted:
        return item_shares(answers)
    return [known_fraction(share) for share in figures.estimates]


def _items(of: _Items, *, rule: ScoringRule) -> dict[str, ItemScore]:
    levels = len(rule.levels)
    found = zip(
        rule.items,
        of.shares,
        of.figures.percent,
        of.figures.error,
        percents(of.bounds[0]),
        percents(of.bounds[1]),
        of.answers.valid,
        of.answers.items,
        strict=True,
    )
    return {
        code: ItemScore(
            share=share,
            est=estimate,
            se=error,
            ci_low=low,
            ci_high=high,
            n_valid=valid,
            counts=dict(zip(rule.levels, people, strict=False)),
            blank=people[levels],
            not_applicable=people[levels + 1],
            not_asked=people[levels + 2],
        )
        for code, share, estimate, error, low, high, valid, people in found
    }
