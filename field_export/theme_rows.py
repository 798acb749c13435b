"""What people of a unit want to improve as rows, beside its group and the whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from field_export.written import for_programs
from scoring.rounding import half_up
from scoring.themes import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme as the unit, its group and the whole named it. comments: those under it."""

    code: int
    name: str
    own: Theme
    group: Theme
    whole: Theme
    comments: tuple[str, ...]


def theme_rows(lines: Iterable[ThemeLine]) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a theme; percentages with one decimal, as the page prints them.

    Comments are only counted: their text is read on the page alone.
    """
    ends = ("people", "percent")
    yield (
        "theme",
        "name",
        *(f"{of}{end}" for of in ("", "group_", "whole_") for end in ends),
        "comments",
    )
    for line in lines:
        yield (
            str(line.code),
            line.name,
            *(cell for of in (line.own, line.group, line.whole) for cell in _cells(of)),
            str(len(line.comments)),
        )


def _cells(of: Theme) -> tuple[str, str]:
    percent = None if of.percent is None else half_up(of.percent, places=1)
    return for_programs(of.people), for_programs(percent)
