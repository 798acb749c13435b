"""How points become an index: maxima, rescaling, ties and bands, as frozen, checked data."""

from decimal import Decimal
from fractions import Fraction
from importlib import resources
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Points = Annotated[Decimal, Field(gt=0, le=1000, allow_inf_nan=False)]


class Band(BaseModel):
    """A class of index values: from `from_percent` (included) up to the next better band."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1)]
    name_en: Annotated[str, Field(min_length=1)]
    from_percent: Annotated[Decimal, Field(ge=0, lt=100)]


class IndexPlan(BaseModel):
    """The rules of one index, with the document they come from.

    maximum: points of a unit that is surveyed (appraised part + component).
    component_maximum: points of the satisfaction component within it.
    exempt_maximum: points on which a unit without procedures, hence without survey, is scored.
    rescale: the index is 100 × total / maximum of the unit.
    ties: what parts units with the same unrounded index. share_rank_then_skip: nothing, they share
    a rank and the next rank is skipped (1, 2, 2, 4). by_tie_break: `tie_break` in its order, points
    as a share of what they could be; units that are alike in all of it share a rank.
    bands: from the best to the worst, each named once, the last one starting at 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    source: Annotated[str, Field(min_length=1)]
    maximum: Points
    component_maximum: Points
    exempt_maximum: Points
    rescale: Literal["percent_of_maximum"]
    ties: Literal["share_rank_then_skip", "by_tie_break"]
    tie_break: tuple[Literal["component", "appraised"], ...] = ()
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _bands_cover_the_scale_once(self) -> Self:
        starts = [band.from_percent for band in self.bands]
        if any(better <= worse for better, worse in pairwise(starts)) or starts[-1] != 0:
            raise ValueError("bands must fall from best to worst, the last one starting at 0")
        if len({band.name for band in self.bands}) != len(self.bands):
            raise ValueError("two bands have the same name")
        if self.component_maximum > self.maximum:
            raise ValueError("the component cannot have more points than the whole")
        if (self.ties == "by_tie_break") != bool(self.tie_break):
            raise ValueError("ties are broken by tie_break, which means nothing otherwise")
        return self

    def band_of(self, percent: Fraction) -> str:
        """The name of the band of an unrounded index, 0..100."""
        return next(b.name for b in self.bands if percent >= Fraction(b.from_percent))


def index_plan_ids() -> tuple[str, ...]:
    """The ids of the shipped plans, sorted."""
    names = (entry.name for entry in resources.files("scoring.plans").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def index_plan(plan_id: str) -> IndexPlan:
    """The plan shipped under that id, read from the package.

    Raises FileNotFoundError for an id that is not shipped.
    """
    file = resources.files("scoring.plans") / f"{plan_id}.json"
    return IndexPlan.model_validate_json(file.read_bytes())


HA_NAM_2022 = index_plan("ha-nam-2022")
