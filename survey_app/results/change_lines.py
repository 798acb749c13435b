"""From two rounds compared to the lines of a file."""

from collections.abc import Iterator

from field_export.changes import ChangeLine, DifferenceCells, SideCells
from scoring.differences import Difference, Measured
from scoring.round_figures import RowFigures
from survey_app.results.printed_changes import (
    PERCENT,
    SCORE,
    Scale,
    printed_difference,
    printed_share,
)
from survey_app.results.two_rounds import GroupChange, TwoRounds
from survey_app.results.unit_changes import Compared, UnitChange


def change_lines(of: TwoRounds) -> Iterator[ChangeLine]:
    """The whole, then each group with its units."""
    yield _group(of.whole, kind="whole")
    for group in of.groups:
        yield _group(group, kind="group")
        for unit in of.units_in(group.code):
            yield _unit(unit)


def _group(of: GroupChange, *, kind: str) -> ChangeLine:
    reason = of.row.change.published.reason
    return _line(
        of.row,
        kind=kind,
        group=of.code,
        reason=None if reason is None else str(reason),
    )


def _unit(of: UnitChange) -> ChangeLine:
    unit = of.known_as
    return _line(
        of.row,
        kind="unit",
        group=unit.group_code,
        code=unit.unit_code,
        name=unit.unit_name,
        earlier_name=of.former_name or "",
        reason=None if of.apart is None else str(of.apart),
        other_units=of.others,
    )


def _line(
    row: Compared,
    *,
    kind: str,
    group: str,
    reason: str | None,
    code: str = "",
    name: str = "",
    earlier_name: str = "",
    other_units: tuple[str, ...] = (),
) -> ChangeLine:
    earlier, later = row.scores
    return ChangeLine(
        kind=kind,
        unit_group=group,
        unit_code=code,
        unit_name=name,
        earlier_name=earlier_name,
        earlier=_side(earlier, row=row.earlier),
        later=_side(later, row=row.later),
        difference=difference_cells(row.change.published, scale=SCORE),
        reason=reason,
        other_units=other_units,
        factors={
            factor: difference_cells(difference, scale=PERCENT)
            for factor, difference in row.change.factors.items()
        },
    )


def _side(of: Measured, *, row: RowFigures | None) -> SideCells:
    shown = printed_share(of)
    return SideCells(
        score=shown.score,
        low=shown.low,
        high=shown.high,
        people=None if row is None else row.people,
        flag=None if row is None else str(row.flag),
    )


def difference_cells(of: Difference, *, scale: Scale) -> DifferenceCells:
    """A difference on a scale, and what it tells."""
    shown = printed_difference(of, scale=scale)
    return DifferenceCells(
        value=shown.score,
        low=shown.low,
        high=shown.high,
        change=None if of.change is None else str(of.change),
    )
