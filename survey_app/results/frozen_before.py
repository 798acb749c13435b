"""What a frozen index says of the year before, read from its document.

Tables of the year before can be entered anew, and earlier rounds be published anew; what was said
of them as an index was published stays said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from scoring.index_changes import (
    EarlierGroup,
    EarlierUnit,
    GroupChanges,
    OverAllRanks,
    OverAllUnits,
    UnitChange,
)
from survey_app.results.earlier_index import EarlierIndex


class _Part(BaseModel):
    """A part of the frozen document; what is not needed here is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Unit(_Part):
    unit_code: str
    unit_name: str


class _UnitChange(_Part):
    unit_code: str
    index_before: Decimal | None
    change: Decimal | None
    rank_before: int | None
    places: int | None


class _OverUnits(_Part):
    risen: int
    fallen: int
    unchanged: int
    largest_rise: tuple[str, ...]
    largest_fall: tuple[str, ...]


class _OverRanks(_Part):
    kept: tuple[str, ...]
    most_up: tuple[str, ...]
    most_down: tuple[str, ...]
    leader_stays: bool


class _Changes(_Part):
    mean_before: Decimal | None
    mean_change: Decimal | None
    spread_before: Decimal | None
    spread_change: Decimal | None
    units: tuple[_UnitChange, ...]
    over_units: _OverUnits | None
    over_ranks: _OverRanks | None
    ranked_before: int | None = None


class _Group(_Part):
    units: tuple[_Unit, ...]
    changes: _Changes | None


class _Before(_Part):
    year: int
    round: str | None
    number: str | None
    issued_on: date | None
    source: str | None


class _Document(_Part):
    groups: dict[str, _Group]
    before: _Before | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenBefore:
    """The table of the year before as far as the document has it, and the changes, by group."""

    table: EarlierIndex | None
    changes: Mapping[str, GroupChanges]


def frozen_before(content: str) -> FrozenBefore:
    """From the document of an index. Raises ValueError (pydantic) where it is none."""
    document = TypeAdapter(_Document).validate_json(content)
    found = {
        code: (group, group.changes)
        for code, group in document.groups.items()
        if group.changes is not None
    }
    return FrozenBefore(
        table=_table(document.before, {code: changes for code, (_, changes) in found.items()}),
        changes={code: _changes(code, group, changes) for code, (group, changes) in found.items()},
    )


def _table(before: _Before | None, groups: Mapping[str, _Changes]) -> EarlierIndex | None:
    if before is None:
        return None
    return EarlierIndex(
        year=before.year,
        round_code=before.round,
        number=before.number,
        issued_on=before.issued_on,
        source=before.source,
        groups={
            code: EarlierGroup(
                units={
                    one.unit_code: EarlierUnit(percent=one.index_before, rank=one.rank_before)
                    for one in said.units
                },
                mean=said.mean_before,
                spread=said.spread_before,
                is_whole=False,
                ranked=said.ranked_before,
            )
            for code, said in groups.items()
        },
    )


def _changes(code: str, group: _Group, said: _Changes) -> GroupChanges:
    names = {one.unit_code: one.unit_name for one in group.units}
    units, ranks = said.over_units, said.over_ranks
    return GroupChanges(
        group=code,
        mean_before=said.mean_before,
        mean_change=said.mean_change,
        spread_before=said.spread_before,
        spread_change=said.spread_change,
        units=tuple(
            UnitChange(
                unit_code=one.unit_code,
                unit_name=names[one.unit_code],
                percent_before=one.index_before,
                change=one.change,
                rank_before=one.rank_before,
                places=one.places,
            )
            for one in said.units
        ),
        over_units=None if units is None else OverAllUnits(**units.model_dump()),
        over_ranks=None if ranks is None else OverAllRanks(**ranks.model_dump()),
        ranked_before=said.ranked_before,
    )
