"""The points of a unit for which a round says nothing else."""

from dataclasses import dataclass
from decimal import Decimal

from scoring.plans import IndexPlan
from scoring.plans.points_plan import PointsPlan
from survey_app.fieldwork.round_description import UnitSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDefaults:
    """The points of units for which a round says nothing else."""

    maximum: Decimal
    exempt_maximum: Decimal
    component_maximum: Decimal

    @classmethod
    def of(cls, plan: IndexPlan, *, points: PointsPlan) -> "UnitDefaults":
        """The whole as the index plan has it, the survey's part as the points plan gives it."""
        return cls(
            maximum=plan.maximum,
            exempt_maximum=plan.exempt_maximum,
            component_maximum=points.maximum,
        )


def with_points(unit: UnitSetting, *, defaults: UnitDefaults) -> UnitSetting:
    """The unit with the usual points where its own were left out."""
    of_plan = {
        "maximum_points": defaults.exempt_maximum if unit.exempt else defaults.maximum,
        "component_maximum": defaults.component_maximum * (not unit.exempt),
    }
    missing = {name: value for name, value in of_plan.items() if getattr(unit, name) is None}
    return unit.model_copy(update=missing)
