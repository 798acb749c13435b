"""What the columns of a table of points, or of an earlier year, are by their headings."""

import re
from collections.abc import Mapping

from scoring.plans.criteria_set import TOTAL, CriteriaSet
from survey_app.fieldwork.frame.fields import plain

UNIT = "unit_code"
UNIT_NAME, UNIT_GROUP, MAXIMUM = "unit_name", "unit_group", "max_points"
RANK, PERCENT, MEAN, SPREAD = "rank", "index_percent", "mean_index", "spread"
HEADINGS: Mapping[str, tuple[str, str]] = {
    UNIT: ("Mã cơ quan", "Code of the unit"),
    UNIT_NAME: ("Cơ quan, đơn vị", "Unit"),
    UNIT_GROUP: ("Nhóm", "Group"),
    MAXIMUM: ("Điểm tối đa", "Maximum points"),
    TOTAL: ("Tổng điểm", "Total"),
    RANK: ("Xếp hạng", "Rank"),
    PERCENT: ("Chỉ số (%)", "Index (%)"),
    MEAN: ("Chỉ số trung bình của nhóm", "Mean index of the group"),
    SPREAD: ("Chênh lệch cao nhất - thấp nhất", "Spread of the group"),
}
"""By the code of the column: its heading in Vietnamese and in English."""
_MAXIMUM = re.compile(r"\s*\([^()]*\)\s*$")


def heading_of_area(criteria: CriteriaSet, code: str, *, language: str) -> str:
    """The name of an area with what it can give: Cải cách thể chế (10)."""
    area = next(one for one in criteria.areas if one.code == code)
    name = area.name.vi if language == "vi" else area.name.en
    return f"{name} ({area.maximum.normalize():f})"


class PointsColumns:
    """The columns of a table of points: the unit, the areas that are scored, the total."""

    def __init__(self, criteria: CriteriaSet | None) -> None:
        areas = () if criteria is None else criteria.scored_areas
        self.areas = tuple(one.code for one in areas)
        self._names = _known([UNIT, UNIT_NAME, UNIT_GROUP, MAXIMUM, TOTAL])
        for one in areas:
            self._names |= {plain(name): one.code for name in (one.code, one.name.vi, one.name.en)}

    def named(self, heading: str) -> str | None:
        """The column with this heading; a maximum in brackets behind the name says nothing."""
        name = plain(heading)
        return self._names.get(name) or self._names.get(plain(_MAXIMUM.sub("", heading)))


class EarlierColumns:
    """The columns of a table of an earlier year."""

    def __init__(self) -> None:
        self._names = _known([UNIT, UNIT_NAME, UNIT_GROUP, RANK, PERCENT, MEAN, SPREAD])

    def named(self, heading: str) -> str | None:
        """The column with this heading."""
        return self._names.get(plain(heading))


def _known(codes: list[str]) -> dict[str, str]:
    return {plain(name): code for code in codes for name in (code, *HEADINGS[code])}
