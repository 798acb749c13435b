"""Scores per unit, factor and item as rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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


def score_rows(
    lines: Iterable[ScoreLine], *, factors: Sequence[str], items: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a unit; percentages of satisfied answers, empty where none is valid."""
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
        )


def _percent(share: Share) -> str:
    if share.fraction is None:
        return ""
    return f"{half_up(share.fraction * HUNDRED, places=PLACES):f}"
