"""Which figures are not published, because too few people stand behind them.

Decided once, when all else is known: first whole rows, then factors, then criteria, each so that
sums over units do not give it away (`hidden_sums`). Within a row the same holds across: all factors
together are published, so what is hidden of them is at least two factors with enough people. To be
sure of that for any set of units, factors are hidden in one order, the ones with the fewest people
first: where one is hidden, so are all before it. Then every hidden figure lies on a rectangle of
four hidden ones, two units by two factors, along which answers can be moved without changing any
sum that is shown.

A figure that nobody stands behind is not small: there is nobody to recognise.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.hidden_sums import Hidden, hidden_in_sums
from scoring.indicator import Estimator
from scoring.rule import Factor
from scoring.score_table import ScoreRow, ScoreTable

LEAST_FACTORS = 2
NOTHING = Hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """What is hidden.

    rows: whole rows. factors, items: by factor, the rows in which it is hidden, and those in which
    all its items are. Each has what the ones before have. excluded: the rows whose score with the
    excluded interviews is hidden.
    """

    rows: Hidden
    factors: Mapping[str, Hidden]
    items: Mapping[str, Hidden]
    excluded: Hidden = NOTHING


def suppression_of(
    table: ScoreTable,
    *,
    groups: Mapping[str, ScoreRow],
    group_of: Mapping[str, str],
    with_excluded: ScoreTable | None = None,
) -> Suppression:
    """Decides what is hidden of a table, in this one place.

    groups: the row of each. group_of: the group of every unit. with_excluded: the scores with the
    interviews that were left out of it; without it there are none such.
    """
    found = _Deciding(table, groups=groups, group_of=group_of).decided()
    if with_excluded is None:
        return found
    excluded = _excluded(table, with_excluded, rows=found.rows, group_of=group_of)
    return replace(found, excluded=excluded)


def is_small(people: int, *, minimum: int) -> bool:
    """Whether so few people stand behind a figure that one could be recognised."""
    return 0 < people < minimum


def _excluded(
    table: ScoreTable, both: ScoreTable, *, rows: Hidden, group_of: Mapping[str, str]
) -> Hidden:
    """The other score minus the score is of the excluded people alone."""
    minimum = int(table.limits.minimum_people)
    excluded = {code: _people_more(row, table.units.get(code)) for code, row in both.units.items()}
    small = {
        code
        for code, people in excluded.items()
        if any(is_small(one, minimum=minimum) for one in people)
        or (any(people) and (code in rows.units or code not in table.units))
    }
    return hidden_in_sums(
        excluded, small=Hidden(units=frozenset(small)), group_of=group_of, minimum=minimum
    )


def _people_more(row: ScoreRow, without: ScoreRow | None) -> tuple[int, int]:
    if without is None:
        return _people(row)
    (valid, published), (less, fewer) = _people(row), _people(without)
    return valid - less, published - fewer


def _people(row: ScoreRow) -> tuple[int, int]:
    """Behind the pooled share and behind what is published, which may be a single item."""
    return row.n_valid, row.published.n_valid


class _Deciding:
    """Hides more until nothing that is hidden can be computed.

    _rows: what is to be hidden whatever sums say. _order: the factors, in which they are hidden.
    _depths: how many of them at least in a row. All but the order only ever grow.
    """

    def __init__(
        self, table: ScoreTable, *, groups: Mapping[str, ScoreRow], group_of: Mapping[str, str]
    ) -> None:
        self._table, self._groups, self._group_of = table, groups, group_of
        self._minimum = int(table.limits.minimum_people)
        self._by_item = table.indicator.estimator is Estimator.MEAN_OF_ITEMS
        self._order = sorted(
            table.rule.factors, key=lambda one: (table.overall.factors[one.code].n_valid, one.code)
        )
        self._rows = self._small({code: _people(row) for code, row in table.units.items()})
        self._depths: dict[Hidden, int] = {}
        for depth, factor in enumerate(self._order, start=1):
            self._deepen(self._small(self._behind_factors([factor])), depth=depth)

    def decided(self) -> Suppression:
        """What is hidden in the end."""
        while True:
            people = {code: _people(row) for code, row in self._table.units.items()}
            rows = self._hide(people, self._rows)
            factors = self._hidden_factors(rows)
            if self._strengthen_factors(factors, rows=rows):
                continue
            items = {
                one.code: self._hidden_items(one, above=factors[one.code], rows=rows)
                for one in self._order
            }
            if self._strengthen_items(items, factors=factors):
                continue
            return Suppression(rows=rows, factors=factors, items=items)

    def _small(self, people: Mapping[str, Iterable[int]]) -> Hidden:
        return Hidden(
            units=frozenset(
                code
                for code, numbers in people.items()
                if any(is_small(one, minimum=self._minimum) for one in numbers)
            )
        )

    def _hide(
        self,
        people: Mapping[str, tuple[int, ...]],
        small: Hidden,
        *,
        lacking: Sequence[Collection[str]] = (),
    ) -> Hidden:
        return hidden_in_sums(
            people,
            small=small,
            group_of=self._group_of,
            minimum=self._minimum,
            lacking=lacking,
        )

    def _deepen(self, hidden: Hidden, *, depth: int) -> bool:
        """Notes that in these rows so many factors are to be hidden; whether that was news."""
        less = [one for one in hidden.places if self._depths.get(one, 0) < depth]
        self._depths.update(dict.fromkeys(less, depth))
        return bool(less)

    def _hidden_factors(self, rows: Hidden) -> dict[str, Hidden]:
        """Where each factor is hidden; the first two are hidden together."""
        found: dict[str, Hidden] = {}
        first = self._order[:LEAST_FACTORS]
        for together, depth in ((first, 1), *(([one], at) for at, one in self._later())):
            deep = [place for place, least in self._depths.items() if least >= depth]
            small = Hidden.together([rows, *deep])
            lacking = self._lacking(
                {code: self._order[: self._depth(code, least=depth)] for code in self._shown(rows)}
            )
            hidden = self._hide(self._behind_factors(together), small, lacking=lacking)
            found |= {one.code: hidden for one in together}
        return found

    def _shown(self, rows: Hidden) -> Iterable[str]:
        """Units with a score."""
        return self._table.units.keys() - rows.units

    def _depth(self, unit: str, *, least: int) -> int:
        """How many factors are hidden of a unit where so many are."""
        return max(LEAST_FACTORS, least, self._depths.get(Hidden.of_unit(unit), 0))

    def _lacking(self, apart: Mapping[str, Sequence[Factor]]) -> tuple[Collection[str], ...]:
        """The units of which everybody was satisfied, and those of which nobody was.

        apart: of each unit the factors that are hidden; its score and the others tell of all their
        answers together how many were satisfied.
        """
        satisfied: set[str] = set()
        unsatisfied: set[str] = set()
        for unit, factors in apart.items():
            items = [self._table.units[unit].items[item] for one in factors for item in one.items]
            levels = {level for item in items for level, count in item.counts.items() if count}
            if levels <= self._table.rule.satisfied:
                satisfied.add(unit)
            if not levels & self._table.rule.satisfied:
                unsatisfied.add(unit)
        return satisfied, unsatisfied

    def _later(self) -> Iterable[tuple[int, Factor]]:
        return enumerate(self._order[LEAST_FACTORS:], start=LEAST_FACTORS + 1)

    def _behind_factors(self, factors: Iterable[Factor]) -> dict[str, tuple[int, ...]]:
        codes = [one.code for one in factors]
        return {
            unit: tuple(row.factors[code].n_valid for code in codes)
            for unit, row in self._table.units.items()
        }

    def _strengthen_factors(self, factors: Mapping[str, Hidden], *, rows: Hidden) -> bool:
        """Where too little is hidden in a row, hides more factors, or else the row."""
        is_stronger, whole_rows = False, []
        for depth, factor in enumerate(self._order, start=1):
            for place, row in self._rows_of(factors[factor.code].beyond(rows)):
                enough = self._enough(row, least=depth)
                if enough is None:
                    whole_rows.append(place)
                else:
                    is_stronger |= self._deepen(place, depth=enough)
        self._rows = Hidden.together([self._rows, *whole_rows])
        return is_stronger or bool(whole_rows)

    def _enough(self, row: ScoreRow, *, least: int) -> int | None:
        """How many factors, from the first, may be told as one sum of a row; None: not even all.

        All factors together are the row itself, but for an item that is published apart from them.
        """
        for depth in range(max(least, LEAST_FACTORS), len(self._order) + 1):
            behind = [self._apart_from_published(one, row) for one in self._order[:depth]]
            is_row = depth == len(self._order) and not self._table.indicator.item
            if sum(people > 0 for people in behind) >= LEAST_FACTORS and (
                is_row or max(behind) >= self._minimum
            ):
                return depth
        return None

    def _apart_from_published(self, factor: Factor, row: ScoreRow) -> int:
        """People behind the items of a factor but for the one that is published as it is."""
        if self._table.indicator.item not in factor.items:
            return row.factors[factor.code].n_valid
        return max((row.items[item].n_valid for item in self._unpublished(factor)), default=0)

    def _unpublished(self, factor: Factor) -> list[str]:
        return [item for item in factor.items if item != self._table.indicator.item]

    def _hidden_items(self, factor: Factor, *, above: Hidden, rows: Hidden) -> Hidden:
        """Where the items of a factor are hidden: where it is, and where one of them is small."""
        behind = {
            code: tuple(row.items[item].n_valid for item in factor.items)
            for code, row in self._table.units.items()
        }
        apart = {
            code: self._order[: self._depth(code, least=0)] if code in above.units else [factor]
            for code in self._shown(rows)
        }
        small = Hidden.together([above, self._small(behind)])
        return self._hide(behind, small, lacking=self._lacking(apart))

    def _strengthen_items(
        self, items: Mapping[str, Hidden], *, factors: Mapping[str, Hidden]
    ) -> bool:
        """Hides the factor, too, where its share tells its items: where it has only one with
        answers, or where the mean of all items is published, to which each adds a share of its own.
        """
        is_stronger = False
        for depth, factor in enumerate(self._order, start=1):
            for place, row in self._rows_of(items[factor.code].beyond(factors[factor.code])):
                answered = sum(row.items[one].n_valid > 0 for one in self._unpublished(factor))
                if answered == 1 or (answered and self._by_item):
                    is_stronger |= self._deepen(place, depth=depth)
        return is_stronger

    def _rows_of(self, hidden: Hidden) -> Iterator[tuple[Hidden, ScoreRow]]:
        """The rows of the document that are hidden, each with its place."""
        for place in hidden.places:
            if place.whole:
                yield place, self._table.overall
            for code in place.units:
                yield place, self._table.units[code]
            for code in place.groups & self._groups.keys():
                yield place, self._groups[code]
