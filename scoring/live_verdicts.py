"""What voids and re-checks do to scores that nobody has published yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring.comparison import RankRange, rank_ranges
from scoring.excluded import NO_EFFECT, Effect, verdict_with
from scoring.group_ranks import standing_of
from scoring.publishing import Flag
from scoring.score_table import ScoreRow, ScoreTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Of a round. units, groups: by code; what nothing was done to is absent."""

    units: Mapping[str, Effect] = field(default_factory=dict)
    groups: Mapping[str, Effect] = field(default_factory=dict)
    whole: Effect = NO_EFFECT

    @property
    def are_none(self) -> bool:
        """Whether everything stays as it is."""
        found = (*self.units.values(), *self.groups.values(), self.whole)
        return all(one == NO_EFFECT for one in found)


NO_EFFECTS = Effects()


def table_with(table: ScoreTable, effects: Effects) -> ScoreTable:
    """The table with the verdicts after voids and re-checks.

    What is provisional or has no score has no rank and takes none from others, as in a document.
    """
    if effects.are_none:
        return table
    units = rows_with(table.units, effects.units)
    ranked = {
        code: row
        for code, row in units.items()
        if row.rank is not None and row.verdict.flag.is_ranked
    }
    ranges = rank_ranges([standing_of(row) for row in ranked.values()])
    places = dict(zip(ranked, ranges, strict=True))
    return replace(
        table,
        units={code: _placed(row, places.get(code)) for code, row in units.items()},
        overall=_with(table.overall, effects.whole),
    )


def rows_with(rows: Mapping[str, ScoreRow], effects: Mapping[str, Effect]) -> dict[str, ScoreRow]:
    """Rows by code with the verdicts after voids and re-checks."""
    return {code: _with(row, effects.get(code, NO_EFFECT)) for code, row in rows.items()}


def _with(row: ScoreRow, effect: Effect) -> ScoreRow:
    verdict = verdict_with(row.verdict, effect)
    if verdict == row.verdict:
        return row
    is_shown = verdict.flag is not Flag.SUPPRESSED
    versus = row.versus_overall if is_shown else None
    return replace(row, verdict=verdict, versus_overall=versus)


def _placed(row: ScoreRow, place: RankRange | None) -> ScoreRow:
    if place is None:
        return replace(row, rank=None, rank_low=None, rank_high=None)
    return replace(row, rank=place.rank, rank_low=place.low, rank_high=place.high)
