"""The survey's part of the index, unit by unit, as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.points import UnitPointsResult
from scoring.points_steps import NoPoints
from scoring.publishing import Flag
from scoring.score_table import ScoreRow
from survey_app.results.round_estimates import RoundEstimates

HIDDEN = "hidden"
"""Why there are no points where there could be: the score that they are made of is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Points of the survey, unrounded; None with the reason: HIDDEN or one of `NoPoints`."""

    points: Fraction | None
    reason: str | None = None


NOBODY_ASKED = Component(points=None, reason=str(NoPoints.NO_ANSWERS))


def live_components(estimates: RoundEstimates) -> Mapping[str, Component]:
    """Of every unit of the round, by the points plan, from what was received so far.

    A unit whose score is not shown has none: who knows the points knows the score.
    """
    rows = estimates.table.units
    return {code: _live(result, rows.get(code)) for code, result in estimates.computed.items()}


def _live(result: UnitPointsResult, row: ScoreRow | None) -> Component:
    is_hidden = row is not None and row.verdict.flag is Flag.SUPPRESSED
    if is_hidden and result.reason is not NoPoints.EXEMPT:
        return Component(points=None, reason=HIDDEN)
    return Component(points=result.points, reason=result.reason and str(result.reason))
