"""The table of a published index as a CSV file, with the columns of the index of now."""

from collections.abc import Iterator
from decimal import Decimal

from field_export.index_table import HEADER, PUBLISHED
from survey_app.api.reading.index_shapes import FrozenIndexShape, IndexRowShape


def frozen_index_lines(index: FrozenIndexShape) -> Iterator[tuple[str, ...]]:
    """Heading, then the units of each group by rank, figures as they were frozen."""
    yield HEADER
    for group, of in index.groups.items():
        for row in of.units:
            yield *_cells(row, group=group), PUBLISHED, ""


def _cells(row: IndexRowShape, *, group: str) -> tuple[str, ...]:
    told = (
        row.unit_code,
        row.unit_name,
        group,
        None if row.max_points is None else f"{Decimal(row.max_points).normalize():f}",
        row.appraised_points,
        row.satisfaction_points,
        row.total_points,
        row.index_percent,
        row.rank,
        row.band,
    )
    return tuple("" if cell is None else str(cell) for cell in told)
