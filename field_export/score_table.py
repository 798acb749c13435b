"""Scores per unit, factor and item as rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.composition import Composition
from scoring.rounding import half_up
from scoring.share import Share

HUNDRED = 100
PLACES = 4
"""Decimals of a percentage in files: enough to recompute, few enough to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """What a unit's row says. Shares are exact; `component` is in points, None without answers."""

    unit_code: str
    unit_name: str
    unit_group: str
    quota: int
    interviews: int
    share: Share
    component: Fraction | None
    factors: Mapping[str, Share]
    items: Mapping[str, Share]
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
    """Heading, then a row a unit; percentages of satisfied answers, empty where none is valid.

    At the end, numbers of interviews by mode and by origin, and which of them were asked for.
    """
    yield (
        "unit_code",
        "unit_name",
        "unit_group",
        "quota",
        "interviews",
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
    )
    for line in lines:
        yield (
            line.unit_code,
            line.unit_name,
            line.unit_group,
            str(line.quota),
            str(line.interviews),
            str(line.share.valid),
            str(line.share.satisfied),
            "" if line.component is None else f"{half_up(line.component):f}",
            _percent(line.share),
            *(_percent(line.factors[code]) for code in factors),
            *(_percent(line.items[code]) for code in items),
            *(str((line.composition.modes or {}).get(mode, 0)) for mode in made.modes),
            *(str((line.composition.origins or {}).get(origin, 0)) for origin in made.origins),
            " ".join(made.only_modes) or ALL,
            " ".join(made.only_origins) or ALL,
        )


def _percent(share: Share) -> str:
    if share.fraction is None:
        return ""
    return f"{half_up(share.fraction * HUNDRED, places=PLACES):f}"
