"""A unit beside itself in an earlier round: of both rounds only what is public."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.db import units
from survey_app.db.published_scores import PublicScores
from survey_app.db.rounds import RoundRecord
from survey_app.results.own_results import OwnResult
from survey_app.results.round_side import public_before, public_side
from survey_app.results.two_rounds import TwoRounds, two_rounds
from survey_app.results.unit_changes import UnitChange


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChange:
    """The unit in two rounds. run: what is public of the earlier one."""

    compared: TwoRounds
    unit: UnitChange
    run: PublicScores


def own_change(
    session: Session, result: OwnResult, *, among: Sequence[RoundRecord]
) -> OwnChange | None:
    """Beside the latest earlier one of these rounds that has public scores; None without one."""
    earlier = public_before(session, result.round, among=among)
    if earlier is None or earlier.run is None:
        return None
    compared = two_rounds(
        public_side(session, result.round, result.current),
        earlier,
        known=units.all_units(session),
    )
    code = result.unit.unit_code
    found = next((one for one in compared.units if one.code == code), None)
    if found is None:
        return None
    return OwnChange(compared=compared, unit=found, run=earlier.run)
