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
        """As the points plan has them: the survey's part, the whole that it is a part of, and the
        whole of a unit that is not surveyed; where it does not say that, as the index plan has it.
        """
        exempt = points.exempt_total
        return cls(
            maximum=points.total,
            exempt_maximum=plan.exempt_maximum if exempt is None else exempt,
            component_maximum=points.maximum,
        )

    def of_unit(self, *, is_exempt: bool) -> tuple[Decimal, Decimal]:
        """The whole and the survey's part of a unit."""
        if is_exempt:
            return self.exempt_maximum, Decimal(0)
        return self.maximum, self.component_maximum


def with_points(unit: UnitSetting, *, defaults: UnitDefaults) -> UnitSetting:
    """The unit with the usual points where its own were left out."""
    whole, component = defaults.of_unit(is_exempt=unit.exempt)
    of_plan = {"maximum_points": whole, "component_maximum": component}
    missing = {name: value for name, value in of_plan.items() if getattr(unit, name) is None}
    return unit.model_copy(update=missing)
