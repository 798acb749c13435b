"""The areas of an index with their maxima: a criteria set (bộ tiêu chí), checked and frozen."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from questionnaires.text import Frozen, Line, NonEmpty
from scoring.plans.plan_parts import Names, PlanId, Positive, Whole
from scoring.plans.plan_problems import PlanCode, PlanFault, PlanRefused, fault

AREA_CODE = r"^[a-z][a-z0-9_]{0,31}$"
TOTAL = "total"
"""Stands for all areas together, where a document gives their sum alone; no area has this code."""

AreaCode = Annotated[str, Field(pattern=AREA_CODE)]


class Area(Frozen):
    """An area (lĩnh vực) of the index and the points that it can give.

    is_survey: its points come from the survey; nobody scores them.
    """

    code: AreaCode
    name: Names
    maximum: Positive
    is_survey: bool = False


class ScaleArea(Frozen):
    """An area as some units are scored on it."""

    code: AreaCode
    maximum: Positive


class Scale(Frozen):
    """The areas that apply to some units, and the points that they can reach.

    Areas that are not named do not apply (x). maximum: of all areas together; it may be less than
    their maxima add up to, where the document lowers it without dividing it.
    """

    code: AreaCode
    name: Names
    maximum: Positive
    areas: NonEmpty[ScaleArea]

    def maximum_of(self, code: str) -> Decimal | None:
        """The points that this area can give; None where it does not apply."""
        return next((one.maximum for one in self.areas if one.code == code), None)


class CriteriaSet(Frozen):
    """The areas of one index, with the document that lays them down.

    areas: in the order of the document; they make the scale of most units. other_scales: those of
    units to which not all areas apply. decimals: how many the points of an area may have.
    """

    kind: Literal["criteria"]
    id: PlanId
    source: Line
    areas: NonEmpty[Area]
    other_scales: tuple[Scale, ...] = ()
    decimals: Annotated[Whole, Field(le=4)] = 2

    @model_validator(mode="after")
    def _fits_itself(self) -> Self:
        faults = tuple(_faults(self))
        if faults:
            raise PlanRefused(faults)
        return self

    @property
    def scored_areas(self) -> tuple[Area, ...]:
        """The areas that are scored from documents: all but the survey."""
        return tuple(one for one in self.areas if not one.is_survey)

    @property
    def usual_scale(self) -> Scale:
        """All areas."""
        return Scale(
            code="all_areas",
            name=Names(vi="Mọi lĩnh vực", en="All areas"),
            maximum=sum((one.maximum for one in self.areas), Decimal(0)),
            areas=tuple(ScaleArea(code=one.code, maximum=one.maximum) for one in self.areas),
        )

    def scale_for(self, *, maximum: Decimal, is_surveyed: bool) -> Scale | None:
        """The scale of units that can reach so many points; None where the set has none for them.

        A surveyed unit is scored on a scale with the survey, another on one without.
        """
        survey = {one.code for one in self.areas if one.is_survey}
        for scale in (self.usual_scale, *self.other_scales):
            has_survey = any(one.code in survey for one in scale.areas)
            if scale.maximum == maximum and has_survey == is_surveyed:
                return scale
        return None


def _faults(found: CriteriaSet) -> Iterator[PlanFault]:
    codes = {one.code: one.maximum for one in found.areas}
    yield from _twice([one.code for one in found.areas], "areas")
    if TOTAL in codes:
        yield fault(PlanCode.AREA_CALLED_TOTAL, "areas", code=TOTAL)
    if sum(one.is_survey for one in found.areas) > 1:
        yield fault(PlanCode.SURVEY_TWICE, "areas")
    yield from _twice([one.code for one in found.other_scales], "other_scales")
    for at, scale in enumerate(found.other_scales):
        path = ("other_scales", at, "areas")
        yield from _twice([one.code for one in scale.areas], *path)
        for place, one in enumerate(scale.areas):
            if one.code not in codes:
                known = ", ".join(codes)
                yield fault(PlanCode.AREA_UNKNOWN, *path, place, code=one.code, known=known)
        reached = sum((one.maximum for one in scale.areas), Decimal(0))
        if scale.maximum > reached:
            words = {"maximum": str(scale.maximum), "sum": str(reached)}
            yield fault(PlanCode.SCALE_OUT_OF_REACH, "other_scales", at, "maximum", **words)


def _twice(codes: list[str], *path: str | int) -> Iterator[PlanFault]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield fault(PlanCode.CODE_TWICE, *path, code=code)
