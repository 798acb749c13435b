"""The index of Hà Nam 2022 comes out to the last printed digit."""

import csv
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.index import (
    HA_NAM_2022,
    Band,
    GroupIndex,
    IndexPlan,
    UnitPoints,
    build_index,
    change,
    index_json,
)
from scoring.plans import index_plan
from scoring.rounding import half_up

DATA = Path(__file__).parent.parent / "data"
FACTS = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="hanam")
def fixture_hanam() -> Mapping[str, GroupIndex]:
    units = [
        unit(
            row["unit_code"],
            group=row["unit_group"],
            maximum=row["max_points"],
            appraised=row["appraised_points"],
            component=row["satisfaction_points"] or None,
        )
        for row in table("hanam-2022-points.csv")
    ]
    return {group.group: group for group in build_index(units, plan=HA_NAM_2022)}


def unit(
    code: str,
    *,
    group: str = "department",
    maximum: str = "100",
    appraised: str = "80",
    component: str | None = "9",
) -> UnitPoints:
    return UnitPoints(
        unit_code=code,
        unit_name=f"Unit {code}",
        group=group,
        maximum=Decimal(maximum),
        appraised=Decimal(appraised),
        component=None if component is None else Decimal(component),
    )


def ranks(units: Sequence[UnitPoints]) -> list[tuple[str, int]]:
    (group,) = build_index(units, plan=HA_NAM_2022)
    return [(row.unit_code, row.rank) for row in group.rows]


def test_build_index__hanam_2022__every_published_row(hanam: Mapping[str, GroupIndex]) -> None:
    rows = {row.unit_code: row for group in hanam.values() for row in group.rows}

    computed = [
        {
            "unit_code": code,
            "rank": str(rows[code].rank),
            "total_points": f"{half_up(rows[code].total):f}",
            "index_percent": f"{half_up(rows[code].percent):f}",
        }
        for code in (row["unit_code"] for row in table("hanam-2022-published.csv"))
    ]

    assert computed == table("hanam-2022-published.csv")


@pytest.mark.parametrize("name", ["department", "district"])
def test_build_index__hanam_2022__every_published_figure_of_the_group(
    hanam: Mapping[str, GroupIndex], name: str
) -> None:
    group = hanam[name]

    assert f"{half_up(group.mean_index):f}" == FACTS["means"][f"{name}_index"]
    assert group.mean_component is not None
    assert f"{half_up(group.mean_component):f}" == FACTS["means"][f"{name}_satisfaction"]
    assert f"{half_up(group.spread):f}" == FACTS["spread"][name]
    assert group.above_mean == FACTS["above_mean"][name]
    assert len(group.rows) == FACTS["units"][name]


def test_build_index__hanam_2022__bands_of_both_groups(hanam: Mapping[str, GroupIndex]) -> None:
    departments = {n: count for n, count in hanam["department"].bands.items() if count}
    districts = {n: count for n, count in hanam["district"].bands.items() if count}

    assert departments == FACTS["band_counts_department"]
    assert districts == {"Xuất sắc": 1, "Tốt": 5}
    assert list(hanam["district"].bands) == [band[0] for band in FACTS["bands"]]


def test_change__hanam_2022_against_2021__as_published(hanam: Mapping[str, GroupIndex]) -> None:
    means = [
        change(hanam[name].mean_index, before=Decimal(FACTS["previous_year_means"][key]))
        for name, key in (("department", "department_index"), ("district", "district_index"))
    ]
    spreads = [
        change(hanam[name].spread, before=Decimal(FACTS["previous_year_spread"][name]))
        for name in ("department", "district")
    ]

    assert [str(figure) for figure in means] == ["0.61", "-0.43"]
    assert [str(figure) for figure in spreads] == ["-0.34", "2.09"]


def test_build_index__exempt_unit__scored_on_its_maximum_and_out_of_the_survey_mean() -> None:
    (group,) = build_index(
        [unit("A"), unit("X", maximum="60", appraised="56.75", component=None)], plan=HA_NAM_2022
    )

    assert group.rows[0].unit_code == "X"
    assert group.rows[0].percent == Fraction(5675, 60)
    assert group.rows[0].exempt
    assert group.mean_component == 9


def test_build_index__nobody_surveyed__no_survey_mean() -> None:
    (group,) = build_index(
        [unit("X", maximum="60", appraised="30", component=None)], plan=HA_NAM_2022
    )

    assert group.mean_component is None
    assert group.spread == 0
    assert group.above_mean == 0


def test_build_index__same_unrounded_index__shares_rank_skips_next_listed_by_code() -> None:
    units = [unit("D", appraised="70"), unit("C"), unit("B"), unit("A", appraised="90")]

    order = ranks(units)

    assert order == [("A", 1), ("B", 2), ("C", 2), ("D", 4)]


def test_build_index__equal_only_when_printed__different_ranks() -> None:
    units = [unit("A", appraised="80.001"), unit("B", appraised="80.002")]

    order = ranks(units)

    assert order == [("B", 1), ("A", 2)]


def test_build_index__unit_listed_twice__refuses() -> None:
    with pytest.raises(ValueError, match="twice"):
        build_index([unit("A"), unit("A")], plan=HA_NAM_2022)


def test_build_index__no_units__no_groups() -> None:
    groups = build_index([], plan=HA_NAM_2022)

    assert groups == ()


@pytest.mark.parametrize(
    ("maximum", "appraised", "component"),
    [("0", "0", None), ("100", "-1", "1"), ("100", "95", "6"), ("100", "1", "-1.01")],
)
def test_unit_points__do_not_fit__refuses(
    maximum: str, appraised: str, component: str | None
) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        unit("A", maximum=maximum, appraised=appraised, component=component)


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        ("100", "Xuất sắc"),
        ("95", "Xuất sắc"),
        ("94.999", "Tốt"),
        ("85", "Tốt"),
        ("75", "Khá"),
        ("70", "Trung bình"),
        ("69.995", "Yếu"),
        ("0", "Yếu"),
    ],
)
def test_band_of__edges__lower_edge_belongs_to_the_band(percent: str, band: str) -> None:
    assert HA_NAM_2022.band_of(Fraction(percent)) == band


def test_index_plan__shipped__agrees_with_the_published_bands() -> None:
    plan = index_plan("ha-nam-2022")

    assert [[b.name, b.from_percent] for b in plan.bands] == [b[:2] for b in FACTS["bands"]]
    assert plan == HA_NAM_2022


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"bands": ()}, "at least 1"),
        ({"component_maximum": Decimal(101)}, "more points than the whole"),
        ({"bands": (Band(name="a", name_en="a", from_percent=Decimal(5)),)}, "starting at 0"),
        (
            {
                "bands": tuple(
                    Band(name="a", name_en="a", from_percent=Decimal(start)) for start in (50, 0)
                )
            },
            "same name",
        ),
    ],
)
def test_index_plan__impossible__refuses(changes: Mapping[str, object], message: str) -> None:
    fields = {**HA_NAM_2022.model_dump(), **changes}

    with pytest.raises(ValueError, match=message):
        IndexPlan.model_validate(fields)


def test_index_json__hanam_2022__decimal_strings_and_null_for_exempt(
    hanam: Mapping[str, GroupIndex],
) -> None:
    document = json.loads(json.dumps(index_json(list(hanam.values()))))

    department = document["groups"]["department"]
    exempt = department["units"][4]
    assert (department["mean_index"], department["spread"]) == ("89.60", "18.06")
    assert department["bands"] == FACTS["band_counts_department"]
    assert (exempt["unit_code"], exempt["index_percent"]) == ("VPUB", "94.58")
    assert exempt["satisfaction_points"] is None
    assert exempt["exempt"] is True


points = st.decimals(min_value=0, max_value=90, places=2)
shares = st.none() | st.fractions(min_value=0, max_value=10)


@given(st.lists(st.tuples(points, shares), min_size=1, max_size=12))
def test_build_index__any_points_in_any_order__same_table(
    drawn: list[tuple[Decimal, Fraction | None]],
) -> None:
    units = [
        UnitPoints(
            unit_code=f"U{number:02}",
            unit_name="",
            group="g",
            maximum=Decimal(100),
            appraised=appraised,
            component=component,
        )
        for number, (appraised, component) in enumerate(drawn)
    ]

    (group,) = build_index(units, plan=HA_NAM_2022)
    (reverse,) = build_index(units[::-1], plan=HA_NAM_2022)

    assert group == reverse
    assert sum(group.bands.values()) == len(units)
    assert min(row.percent for row in group.rows) <= group.mean_index
    assert [row.rank for row in group.rows] == sorted(row.rank for row in group.rows)
    assert group.above_mean < len(units)
