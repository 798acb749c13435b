"""The index table as rows; its first six columns are a points file that can be read again."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.index import GroupIndex, IndexRow
from scoring.rounding import half_up

POINTS_COLUMNS = (
    "unit_code",
    "unit_name",
    "unit_group",
    "max_points",
    "appraised_points",
    "satisfaction_points",
)
"""The layout of a points file."""
HEADER = (
    *POINTS_COLUMNS,
    "total_points",
    "index_percent",
    "rank",
    "band",
)


def index_rows(groups: Sequence[GroupIndex]) -> Iterator[tuple[str, ...]]:
    """Heading, then the units of each group by rank; points half up with two decimals."""
    yield HEADER
    for group in groups:
        for row in group.rows:
            yield _cells(row, group=group.group)


def _cells(row: IndexRow, *, group: str) -> tuple[str, ...]:
    return (
        row.unit_code,
        row.unit_name,
        group,
        f"{row.maximum.normalize():f}",
        _printed(row.appraised),
        "" if row.component is None else _printed(row.component),
        _printed(row.total),
        _printed(row.percent),
        str(row.rank),
        row.band,
    )


def _printed(value: Fraction | Decimal) -> str:
    return f"{half_up(value):f}"
