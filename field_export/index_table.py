"""The index table as rows; its first six columns are a points file that can be read again."""

from collections.abc import Iterator, Mapping, Sequence
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
    "points_from",
    "live_points",
)
PUBLISHED, LIVE = "publication", "live"


def index_rows(
    groups: Sequence[GroupIndex],
    *,
    is_published: bool,
    live: Mapping[str, Fraction | Decimal | None],
) -> Iterator[tuple[str, ...]]:
    """Heading, then the units of each group by rank; points half up with two decimals.

    is_published: whether the points of the survey are those that were made public. live: those of
    now, by unit.
    """
    yield HEADER
    for group in groups:
        for row in group.rows:
            points_from = PUBLISHED if is_published else LIVE
            yield (*_cells(row, group=group.group), points_from, _blank(live[row.unit_code]))


def _cells(row: IndexRow, *, group: str) -> tuple[str, ...]:
    return (
        row.unit_code,
        row.unit_name,
        group,
        f"{row.maximum.normalize():f}",
        _printed(row.appraised),
        _blank(row.component),
        _printed(row.total),
        _printed(row.percent),
        str(row.rank),
        row.band,
    )


def _blank(value: Fraction | Decimal | None) -> str:
    return "" if value is None else _printed(value)


def _printed(value: Fraction | Decimal) -> str:
    return f"{half_up(value):f}"
