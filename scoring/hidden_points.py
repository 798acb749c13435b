"""Whose points are not published, because the share of a hidden unit could be computed from them.

A unit above others is scored on the mean of theirs, and points relative to a group on its best
share or its mean. Whoever knows all other figures, which are public and unrounded, has in such
points one equation more for what is hidden; with the sum of the group that is enough for two units.
Rounding would not help: all units of a group tell of the same reference, each a little otherwise.

Points of the factors one by one tell, with the share of all answers, of two hidden factors of the
unit itself.
"""

from collections.abc import Mapping

from scoring.hidden_rows import Row
from scoring.plans.points_plan import PerFactor, PointsPlan, Relative
from scoring.points import UnitPointsResult
from scoring.points_steps import NoPoints, StepCode
from scoring.score_table import ScoreTable
from scoring.suppression import Suppression

Units = frozenset[str]
NOT_LENT = (NoPoints.EXEMPT, NoPoints.TOO_FEW_PEOPLE)
"""Why the share of a unit is in nobody else's points."""


def hidden_points(
    plan: PointsPlan,
    results: Mapping[str, UnitPointsResult],
    *,
    table: ScoreTable,
    suppression: Suppression,
    group_of: Mapping[str, str],
) -> Units:
    """The units, by code, whose points are not published; those of hidden rows are not named."""
    own, hidden = _telling_of_themselves(plan, suppression), suppression.rows.units
    hidden |= own
    mixed = _mixed(plan, results, table=table, hidden=hidden)
    telling = {*suppression.rows.units, *mixed}
    groups: dict[str, dict[str, UnitPointsResult]] = {}
    for code, result in results.items():
        groups.setdefault(group_of[code], {})[code] = result
    told = (within for within in groups.values() if _tells(plan, within, telling=telling))
    compared = {code for within in told for code in within}
    return (own | mixed | compared) - suppression.rows.units


def without_points(row: Row) -> Row:
    """The row without its points and the steps to them; why it had none already stays said."""
    published = row.get("published")
    if not isinstance(published, Mapping) or not isinstance(published["points"], Mapping):
        return row
    points = published["points"]
    reason = points["reason"] or str(NoPoints.TELLS_OF_HIDDEN)
    hidden = {"points": None, "reason": reason, "steps": None}
    return {**row, "published": {**published, "points": {**points, **hidden}}}


def _telling_of_themselves(plan: PointsPlan, suppression: Suppression) -> Units:
    """Units of which a factor is hidden, where points are made of each."""
    if not isinstance(plan.rule, PerFactor):
        return frozenset()
    return frozenset().union(*(of.units for of in suppression.factors.values()))


def _mixed(
    plan: PointsPlan,
    results: Mapping[str, UnitPointsResult],
    *,
    table: ScoreTable,
    hidden: Units,
) -> Units:
    """Units above others, of which a hidden one lends its share."""
    if plan.mix is None:
        return frozenset()
    lending = {
        code
        for code in hidden
        if results[code].reason not in NOT_LENT and table.units[code].published.share is not None
    }
    return frozenset(above for above, below in plan.mix.below.items() if lending & set(below))


def _tells(plan: PointsPlan, within: Mapping[str, UnitPointsResult], *, telling: set[str]) -> bool:
    """Whether what the points of one group are relative to tells of a hidden share."""
    if not isinstance(plan.rule, Relative) or plan.rule.reference == "target":
        return False
    compared = {
        code: step.numbers
        for code, result in within.items()
        for step in result.steps
        if step.code is StepCode.RELATIVE
    }
    if plan.rule.reference == "best":
        best = {code for code, of in compared.items() if of["percent"] == of["reference"]}
        return bool(best) and best <= telling
    return bool(telling & set(compared))
