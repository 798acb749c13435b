"""The table of an index that was published by a decision, read from its document.

A later year is held against it: what was published stays said, whatever has been entered since.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from scoring.index_changes import EarlierGroup, EarlierUnit


class _Part(BaseModel):
    """A part of the frozen document; what is not needed here is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Row(_Part):
    unit_code: str
    rank: int
    index_percent: Decimal


class _Group(_Part):
    mean_index: Decimal
    spread: Decimal
    units: tuple[_Row, ...]


class _Document(_Part):
    groups: dict[str, _Group]
    not_ready: dict[str, tuple[str, ...]]


def frozen_table(content: str, *, groups: Mapping[str, str]) -> Mapping[str, EarlierGroup]:
    """By code of group, figures as they were printed. groups: of the units of the round, by code of
    the unit; mean and spread only of a group of which every unit is in the table.

    Raises ValueError (pydantic) where the text is no document of an index.
    """
    document = TypeAdapter(_Document).validate_json(content)
    missing = {groups[code] for code in document.not_ready if code in groups}
    return {code: _group(code, of, missing=missing) for code, of in document.groups.items()}


def _group(code: str, of: _Group, *, missing: Collection[str]) -> EarlierGroup:
    is_whole = code not in missing
    return EarlierGroup(
        units={
            row.unit_code: EarlierUnit(percent=row.index_percent, rank=row.rank) for row in of.units
        },
        mean=of.mean_index if is_whole else None,
        spread=of.spread if is_whole else None,
        is_whole=is_whole,
        ranked=len(of.units),
    )
