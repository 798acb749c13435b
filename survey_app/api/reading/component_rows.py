"""Components of units, as they were published or as they are now, for programs."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from scoring.points_steps import NoPoints
from scoring.rounding import half_up
from survey_app.api.reading.shapes import ComponentShape
from survey_app.api.reading.told import points_told
from survey_app.db.rounds import RoundRecord, RoundUnitRecord, units_of_round
from survey_app.results.components import NOBODY_ASKED, Component, live_components
from survey_app.results.public_components import components_of_run
from survey_app.web.estimates_known import known_estimates

Rows = tuple[ComponentShape, ...]
EXEMPT = Component(points=None, reason=str(NoPoints.EXEMPT))


def components_published(session: Session, of_round: RoundRecord, *, run_id: int) -> Rows:
    """Of every unit of the round, by code, as this run has them."""
    units = units_of_round(session, of_round.id)
    return _rows(units, components_of_run(session, run_id))


def components_now(session: Session, of_round: RoundRecord) -> Rows:
    """The same of what has been received so far."""
    estimates = known_estimates(session, of_round)
    return _rows(estimates.units, live_components(estimates))


def _rows(units: Iterable[RoundUnitRecord], found: Mapping[str, Component]) -> Rows:
    in_order = sorted(units, key=lambda unit: unit.unit_code)
    return tuple(_row(unit, found.get(unit.unit_code, NOBODY_ASKED)) for unit in in_order)


def _row(unit: RoundUnitRecord, component: Component) -> ComponentShape:
    of = EXEMPT if unit.is_exempt else component
    return ComponentShape(
        unit_code=unit.unit_code,
        unit_name=unit.unit_name,
        group=unit.group_code,
        is_exempt=unit.is_exempt,
        maximum=points_told(unit.component_maximum),
        points=None if of.points is None else f"{half_up(of.points):f}",
        reason=of.reason,
    )
