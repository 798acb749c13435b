"""The figures of Hà Nam 2022 as the package holds them."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

REPORT = "Báo cáo kết quả đánh giá, xác định Chỉ số CCHC tỉnh Hà Nam năm 2022"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceUnit:
    """A unit in the report; `quota` is ours, because only the sums 984 and 1,140 were published."""

    code: str
    name: str
    group: str
    maximum: Decimal
    appraised: Decimal
    component: Decimal | None
    rank: int
    total: Decimal
    percent: Decimal
    quota: int


def source_units() -> tuple[SourceUnit, ...]:
    """The 25 units in the order of the report."""
    published = {row["unit_code"]: row for row in _rows("published.csv")}
    quotas = {row["unit_code"]: int(row["quota"]) for row in _rows("quotas.csv")}
    return tuple(
        _unit(row, published=published[row["unit_code"]], quota=quotas.get(row["unit_code"], 0))
        for row in _rows("points.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files("survey_app.demo.ha_nam_2022") / name
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _unit(row: dict[str, str], *, published: dict[str, str], quota: int) -> SourceUnit:
    component = row["satisfaction_points"]
    return SourceUnit(
        code=row["unit_code"],
        name=row["unit_name"],
        group=row["unit_group"],
        maximum=Decimal(row["max_points"]),
        appraised=Decimal(row["appraised_points"]),
        component=Decimal(component) if component else None,
        rank=int(published["rank"]),
        total=Decimal(published["total_points"]),
        percent=Decimal(published["index_percent"]),
        quota=quota,
    )
