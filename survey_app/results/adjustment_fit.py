"""Whether a list of counted cases belongs to a file of responses and to a points plan."""

from collections.abc import Collection, Mapping

from scoring.plans.points_plan import PointsPlan
from scoring.points import UnitPointsResult
from scoring.points_steps import NoPoints
from survey_app.results.adjustment_file import AdjustmentsReading
from survey_app.table_files.problems import FaultLog, TableCode, shown


def misfits(
    reading: AdjustmentsReading,
    *,
    plan: PointsPlan,
    units: Collection[str],
    points: Mapping[str, UnitPointsResult],
) -> FaultLog:
    """Rows that would say nothing, and units that would have points, had they the cases.

    units: all codes in the file of responses, whichever rows of it are scored. points: as they
    come out with this list, by unit.
    """
    log = FaultLog()
    codes = [one.code for one in plan.adjustments]
    if not codes:
        log.note(TableCode.PLAN_WITHOUT_ADJUSTMENTS, "row 1, adjustment")
        return log
    for one in reading.rows:
        if one.unit_code not in units:
            unit = shown(one.unit_code)
            log.note(TableCode.UNIT_WITHOUT_RESPONSES, f"row {one.row}, unit_code", unit=unit)
        if one.adjustment not in codes:
            words = {"adjustment": shown(one.adjustment), "known": ", ".join(codes)}
            log.note(TableCode.ADJUSTMENT_UNKNOWN, f"row {one.row}, adjustment", **words)
    given = reading.by_unit
    for unit, result in points.items():
        if result.reason is NoPoints.ADJUSTMENT_NOT_GIVEN:
            missing = [code for code in codes if code not in given.get(unit, {})]
            log.note(TableCode.CASES_MISSING, f"unit {unit}", adjustments=", ".join(missing))
    return log
