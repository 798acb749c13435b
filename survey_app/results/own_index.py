"""What a unit sees of the published index: its own row, as it was frozen."""

from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy.orm import Session

from survey_app.db.index_publications import IndexPublicationRecord, current_index


class _Part(BaseModel):
    """A part of the frozen document; what is not needed here is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OwnArea(_Part):
    """The points of the unit in an area; max_points None: the area does not apply (x)."""

    max_points: Decimal | None
    self_scored: Decimal | None
    appraised: Decimal | None
    points: Decimal | None
    percent: Decimal | None


class OwnRow(_Part):
    """The row of the unit."""

    unit_code: str
    rank: int
    max_points: Decimal
    appraised_points: Decimal
    satisfaction_points: Decimal | None
    total_points: Decimal
    index_percent: Decimal
    band: str
    exempt: bool
    areas: dict[str, OwnArea] | None


class GroupArea(_Part):
    """An area over the group."""

    area: str
    name: str
    name_en: str
    mean_points: Decimal | None


class UnitChange(_Part):
    """What became of the unit since the year before."""

    unit_code: str
    index_before: Decimal | None
    change: Decimal | None
    rank_before: int | None
    places: int | None


class Changes(_Part):
    """Of the group. ranked_before: units with a rank in the earlier table; None: not known."""

    units: tuple[UnitChange, ...]
    ranked_before: int | None = None


class _Group(_Part):
    mean_index: Decimal
    units: tuple[OwnRow, ...]
    areas: tuple[GroupArea, ...]
    changes: Changes | None


class _Document(_Part):
    groups: dict[str, _Group]


LEAST_UNITS = 3
"""Of two units, each would know the other's points by the mean of both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIndex:
    """The published index as one unit sees it: its row, and means of its group, of no other unit.

    size: units of the group in the index. areas: of the group. change: None without a table.
    other_size: how many units were ranked before, where it is known and not as many.
    """

    publication: IndexPublicationRecord
    row: OwnRow
    size: int
    mean_index: Decimal
    areas: tuple[GroupArea, ...]
    change: UnitChange | None
    other_size: int | None

    @property
    def has_means(self) -> bool:
        """Whether means tell nothing of a single other unit."""
        return self.size >= LEAST_UNITS


def own_index(session: Session, round_id: int, *, unit_code: str) -> OwnIndex | None:
    """What is published of a unit; None where nothing stands, or the unit is not in it."""
    current = current_index(session, round_id)
    if current is None:
        return None
    document = TypeAdapter(_Document).validate_json(current.content)
    for group in document.groups.values():
        for row in group.units:
            if row.unit_code == unit_code:
                changed = () if group.changes is None else group.changes.units
                before = None if group.changes is None else group.changes.ranked_before
                size = len(group.units)
                return OwnIndex(
                    publication=current,
                    row=row,
                    size=size,
                    mean_index=group.mean_index,
                    areas=group.areas,
                    change=next((one for one in changed if one.unit_code == unit_code), None),
                    other_size=None if before == size else before,
                )
    return None
