"""How many people named each theme of what should improve, and of whom that is not shown.

Plain numbers of people, not weighted: it is what was said, not an estimate for everybody. A share
is of the people who named any theme, so the shares of a question with several choices add up to
more than 100 percent.

A cell is how many people of a unit named one theme. It is small when fewer people than the minimum
are behind it, but not nobody, and is then hidden with as many others as it takes that nobody
computes it from the group or the whole (`scoring.hidden_sums`). A row is small when few people
named any theme. As people name several, the cells of a row have no sum that is known, and protect
each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.hidden_sums import Hidden, hidden_in_sums
from scoring.suppression import is_small

HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """So many people of a unit named exactly these themes; nothing chosen: they named none."""

    unit: str
    chosen: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How many people named a theme, and which share of those who named any, 0..100.

    Both are None where it is hidden; the share also where nobody named any.
    """

    people: int | None
    percent: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """What a unit, a group or the whole says. people: who named any theme; None: it is hidden."""

    people: int | None
    themes: Mapping[int, Theme]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is shown."""
        return self.people is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTable:
    """Units and groups by code, and the whole."""

    units: Mapping[str, ThemeRow]
    groups: Mapping[str, ThemeRow]
    whole: ThemeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """People who named any theme, and by theme."""

    people: int
    by_theme: Mapping[int, int]


def theme_table(
    choices: Iterable[Choice],
    *,
    themes: Sequence[int],
    group_of: Mapping[str, str],
    hidden: Hidden,
    minimum: int,
) -> ThemeTable:
    """Counts, and takes out what is not shown.

    themes: their codes in order; choices of others are refused with a ValueError. group_of: the
    group of every unit, also of one where nobody named anything. hidden: rows that are not
    published whatever they say of themes. minimum: people it takes to show a figure.
    """
    units = _counted(choices, themes=themes, units=group_of)
    rows = _hidden(
        {code: one.people for code, one in units.items()},
        always=hidden,
        group_of=group_of,
        minimum=minimum,
    )
    cells = {
        theme: _hidden(
            {code: one.by_theme[theme] for code, one in units.items()},
            always=rows,
            group_of=group_of,
            minimum=minimum,
        )
        for theme in themes
    }
    groups = {
        code: _sum([one for unit, one in units.items() if group_of[unit] == code], themes=themes)
        for code in dict.fromkeys(group_of.values())
    }
    return ThemeTable(
        units={
            code: _row(one, place=Hidden.of_unit(code), rows=rows, cells=cells)
            for code, one in units.items()
        },
        groups={
            code: _row(one, place=Hidden.of_group(code), rows=rows, cells=cells)
            for code, one in groups.items()
        },
        whole=_row(
            _sum(list(units.values()), themes=themes),
            place=Hidden.of_whole(),
            rows=rows,
            cells=cells,
        ),
    )


def _counted(
    choices: Iterable[Choice], *, themes: Sequence[int], units: Iterable[str]
) -> dict[str, _Named]:
    known = set(themes)
    people: Counter[str] = Counter()
    named: Counter[tuple[str, int]] = Counter()
    for one in choices:
        if unknown := set(one.chosen) - known:
            raise ValueError(f"no themes: {sorted(unknown)}")
        if one.chosen:
            people[one.unit] += one.people
        for theme in set(one.chosen):
            named[one.unit, theme] += one.people
    return {
        code: _Named(people=people[code], by_theme={theme: named[code, theme] for theme in themes})
        for code in units
    }


def _sum(parts: Sequence[_Named], *, themes: Sequence[int]) -> _Named:
    return _Named(
        people=sum(one.people for one in parts),
        by_theme={theme: sum(one.by_theme[theme] for one in parts) for theme in themes},
    )


def _hidden(
    people: Mapping[str, int], *, always: Hidden, group_of: Mapping[str, str], minimum: int
) -> Hidden:
    few = frozenset(code for code, number in people.items() if is_small(number, minimum=minimum))
    return hidden_in_sums(
        {code: (number,) for code, number in people.items()},
        small=Hidden.together([always, Hidden(units=few)]),
        group_of=group_of,
        minimum=minimum,
    )


def _row(one: _Named, *, place: Hidden, rows: Hidden, cells: Mapping[int, Hidden]) -> ThemeRow:
    if rows.has(place):
        nothing = Theme(people=None, percent=None)
        return ThemeRow(people=None, themes=dict.fromkeys(cells, nothing))
    return ThemeRow(
        people=one.people,
        themes={
            theme: _theme(one, theme, is_hidden=hidden.has(place))
            for theme, hidden in cells.items()
        },
    )


def _theme(one: _Named, theme: int, *, is_hidden: bool) -> Theme:
    if is_hidden:
        return Theme(people=None, percent=None)
    named = one.by_theme[theme]
    percent = Fraction(HUNDRED * named, one.people) if one.people else None
    return Theme(people=named, percent=percent)
