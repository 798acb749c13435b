"""Scores per unit, factor and item as rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.composition import Composition
from scoring.rounding import half_up

HUNDRED = 100
PLACES = 4
"""Decimals of a percentage in files: enough to recompute, few enough to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """What a unit's row says; None for what is not shown, or is not there.

    interviews: received. incomplete, left_out: of these, forms that the plan does not count, and
    those with people outside its sample. people: with a valid answer. answers_…: of them, each
    counting once. component: in points. share, factors, items: what is published, 0..1, and the
    same of each factor and item. flag: None without an interview. reason: why no component.
    """

    unit_code: str
    unit_name: str
    unit_group: str
    quota: int
    interviews: int
    incomplete: int
    left_out: int
    people: int
    answers_valid: int | None
    answers_satisfied: int | None
    component: Fraction | None
    reason: str | None
    share: Fraction | None
    factors: Mapping[str, Fraction | None]
    items: Mapping[str, Fraction | None]
    flag: str | None
    flag_reason: str | None
    composition: Composition


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Which modes and origins there can be, and which ones were asked for; none: all."""

    modes: Sequence[str]
    origins: Sequence[str]
    only_modes: Sequence[str] = ()
    only_origins: Sequence[str] = ()


ALL = "all"


def score_rows(
    lines: Iterable[ScoreLine], *, factors: Sequence[str], items: Sequence[str], made: Made
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a unit; percentages with four decimals, empty where none is shown.

    At the end, numbers of interviews by mode and by origin, which of them were asked for, how many
    were not counted, and what may be done with the score.
    """
    yield (
        "unit_code",
        "unit_name",
        "unit_group",
        "quota",
        "interviews",
        "n_valid",
        "answers_valid",
        "answers_satisfied",
        "satisfaction_points",
        "satisfied_percent",
        *factors,
        *items,
        *(f"mode_{mode}" for mode in made.modes),
        *(f"origin_{origin}" for origin in made.origins),
        "only_modes",
        "only_origins",
        "incomplete",
        "left_out",
        "flag",
        "flag_reason",
        "no_points_reason",
    )
    for line in lines:
        yield (
            line.unit_code,
            line.unit_name,
            line.unit_group,
            str(line.quota),
            str(line.interviews),
            str(line.people),
            "" if line.answers_valid is None else str(line.answers_valid),
            "" if line.answers_satisfied is None else str(line.answers_satisfied),
            "" if line.component is None else f"{half_up(line.component):f}",
            _percent(line.share),
            *(_percent(line.factors[code]) for code in factors),
            *(_percent(line.items[code]) for code in items),
            *(str((line.composition.modes or {}).get(mode, 0)) for mode in made.modes),
            *(str((line.composition.origins or {}).get(origin, 0)) for origin in made.origins),
            " ".join(made.only_modes) or ALL,
            " ".join(made.only_origins) or ALL,
            str(line.incomplete),
            str(line.left_out),
            line.flag or "",
            line.flag_reason or "",
            line.reason or "",
        )


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{half_up(share * HUNDRED, places=PLACES):f}"
