"""Reads the whole document of a run: of what and by what it is, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.published_row import PublishedRow, row_of
from scoring.published_shapes import RunRead


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRun:
    """A run as it was published. about: everything that the document says beside its rows.

    units, groups: by code; those of which nobody answered have no row.
    """

    about: RunRead
    whole: PublishedRow
    units: Mapping[str, PublishedRow]
    groups: Mapping[str, PublishedRow]


def published_run(document: str) -> PublishedRun:
    """A run from its canonical JSON; raises ValueError for what is no document of a run."""
    read = RunRead.model_validate_json(document)
    return PublishedRun(
        about=read,
        whole=row_of(read.overall),
        units={code: row_of(row) for code, row in read.units.items()},
        groups={code: row_of(row) for code, row in read.groups.items()},
    )
