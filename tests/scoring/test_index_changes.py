"""Against the year before: the sentences of the Hà Nam 2022 report, and tables made by hand."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.full_index_json import changes_json, facts_json
from scoring.index import HA_NAM_2022, GroupIndex, UnitPoints, build_index
from scoring.index_changes import EarlierGroup, EarlierUnit, group_changes, known_ranks
from scoring.index_facts import group_facts
from scoring.plans import IndexPlan

DATA = Path(__file__).parent.parent / "data"
FACTS = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(name="hanam", scope="module")
def fixture_hanam() -> Mapping[str, GroupIndex]:
    units = [
        UnitPoints(
            unit_code=row["unit_code"],
            unit_name=row["unit_name"],
            group=row["unit_group"],
            maximum=Decimal(row["max_points"]),
            appraised=Decimal(row["appraised_points"]),
            component=Decimal(found) if (found := row["satisfaction_points"]) else None,
        )
        for row in _rows("hanam-2022-points.csv")
    ]
    return {one.group: one for one in build_index(units, plan=HA_NAM_2022)}


@pytest.fixture(name="known", scope="module")
def fixture_known() -> Mapping[str, EarlierGroup]:
    """What the report says of 2021: means, spreads, and what follows from its differences."""
    rows = _rows("hanam-2021-known.csv")
    return {
        group["unit_group"]: EarlierGroup(
            units={
                row["unit_code"]: EarlierUnit(
                    percent=Decimal(found) if (found := row["index_percent"]) else None,
                    rank=int(row["rank"]) if row["rank"] else None,
                )
                for row in rows
                if row["unit_code"] and row["unit_group"] == group["unit_group"]
            },
            mean=Decimal(group["mean_index"]),
            spread=Decimal(group["spread"]),
            is_whole=False,
        )
        for group in rows
        if not group["unit_code"]
    }


def test_hanam_2022__means_and_spreads__change_as_in_the_report(
    hanam: Mapping[str, GroupIndex], known: Mapping[str, EarlierGroup]
) -> None:
    found = {name: group_changes(hanam[name], before=known[name]) for name in hanam}

    assert {name: str(one.mean_change) for name, one in found.items()} == FACTS["mean_change"]
    # In the report: giảm 0,34 điểm so với năm 2021 (18,40); tăng 2,09 điểm (8,21).
    spreads = {name: one.spread_change for name, one in found.items()}
    assert spreads == {"department": Decimal("-0.34"), "district": Decimal("2.09")}


def test_hanam_2022__units_named_in_the_report__change_as_it_says(
    hanam: Mapping[str, GroupIndex], known: Mapping[str, EarlierGroup]
) -> None:
    department = group_changes(hanam["department"], before=known["department"])
    district = group_changes(hanam["district"], before=known["district"])

    changes = {
        one.unit_code: str(one.change)
        for group in (department, district)
        for one in group.units
        if one.change is not None
    }
    # In the report: +11,54; -8,34; +3,46; -5,27.
    expected = {"SXD": "11.54", "SLDTBXH": "-8.34", "BINHLUC": "3.46", "LYNHAN": "-5.27"}
    assert changes == expected
    # In the report: tăng 14 bậc, hạng 4/19; giảm 7 bậc, hạng 18/19; hai đơn vị giữ thứ hạng.
    places = {one.unit_code: one.places for one in department.units if one.places is not None}
    assert places == {"SXD": 14, "SVHTTDL": -7, "SCT": 0, "BQLKDH": 0}
    # Of the other units 2021 is not known: nothing is said of all.
    assert department.over_units is department.over_ranks is district.over_units is None
    leader = district.of("PHULY")
    assert leader is not None
    assert (leader.rank_before, leader.places) == (1, 0)


def test_hanam_2022__sentences_of_a_group__have_their_units(
    hanam: Mapping[str, GroupIndex],
) -> None:
    facts = {name: group_facts(group, plan=HA_NAM_2022) for name, group in hanam.items()}

    department, district = facts["department"], facts["district"]
    assert [row.unit_code for row in department.best] == ["STTTT"]
    assert [row.unit_code for row in department.worst] == ["SLDTBXH"]
    sizes = {one.band.name: len(one.units) for one in department.bands}
    assert sizes == FACTS["band_counts_department"]
    assert [row.unit_code for row in department.bands[0].units] == ["STTTT", "SNV"]
    last = [row.unit_code for row in department.bands[2].units]
    assert last == ["BQLKDH", "SVHTTDL", "SLDTBXH"]
    above = {name: len(one.above_mean) for name, one in facts.items()}
    assert above == FACTS["above_mean"]
    surveyed = FACTS["units"]
    assert department.surveyed == surveyed["surveyed_departments"]
    assert district.surveyed == surveyed["surveyed_districts"]
    assert facts_json(district)["worst"] == ["KIMBANG"]  # type: ignore[index, call-overload]


def _group(*points: tuple[str, str], plan: IndexPlan = HA_NAM_2022) -> GroupIndex:
    units = [
        UnitPoints(
            unit_code=code,
            unit_name=code,
            group="g",
            maximum=Decimal(100),
            appraised=Decimal(appraised),
            component=Decimal(9),
        )
        for code, appraised in points
    ]
    [group] = build_index(units, plan=plan)
    return group


def _before(*units: tuple[str, str, int], is_whole: bool = False) -> EarlierGroup:
    return EarlierGroup(
        units={
            code: EarlierUnit(percent=Decimal(percent), rank=rank) for code, percent, rank in units
        },
        mean=None,
        spread=None,
        is_whole=is_whole,
    )


def test_group_changes__every_unit_known__says_who_rose_most() -> None:
    now = _group(("A", "80"), ("B", "75"), ("C", "70"), ("D", "60"))  # 89, 84, 79, 69
    before = _before(("A", "89.00", 1), ("B", "80.00", 4), ("C", "81.00", 3), ("D", "82.00", 2))

    found = group_changes(now, before=before)

    assert (found.mean_before, found.mean_change) == (None, None)
    over, ranks = found.over_units, found.over_ranks
    assert over is not None
    assert ranks is not None
    assert (over.risen, over.fallen, over.unchanged) == (1, 2, 1)
    assert (over.largest_rise, over.largest_fall) == (("B",), ("D",))
    assert (ranks.kept, ranks.most_up, ranks.most_down) == (("A", "C"), ("B",), ("D",))
    assert ranks.leader_stays
    said = changes_json(found)
    assert said["units"][1] == {  # type: ignore[index, call-overload]
        "unit_code": "B",
        "index_before": "80.00",
        "change": "4.00",
        "rank_before": 4,
        "places": 2,
    }


def test_group_changes__nobody_rose__has_no_largest_rise() -> None:
    found = group_changes(_group(("A", "80")), before=_before(("A", "90.00", 1)))

    assert found.over_units is not None
    assert (found.over_units.largest_rise, found.over_units.largest_fall) == ((), ("A",))


@pytest.mark.parametrize("before", ["78.33", "78.3349"], ids=["published", "with-all-decimals"])
def test_group_changes__both_are_printed_alike__says_unchanged(before: str) -> None:
    now = _group(("A", "69.325"))  # 78.325, printed as 78.33

    found = group_changes(now, before=_before(("A", before, 1)))

    assert [str(one.change) for one in found.units] == ["0.00"]
    over = found.over_units
    assert over is not None
    assert (over.risen, over.fallen, over.unchanged) == (0, 0, 1)


def test_group_changes__rank_beyond_the_units_of_now__counts_no_places() -> None:
    now = _group(("A", "80"), ("B", "70"))

    found = group_changes(now, before=_before(("A", "88.00", 6), ("B", "78.00", 2)))

    assert [one.rank_before for one in found.units] == [6, 2]
    assert [one.places for one in found.units] == [None, None]
    assert found.over_ranks is None
    assert known_ranks(found, group=now).most_up == ()


@pytest.mark.parametrize(("ranked", "other"), [(19, 19), (2, None)])
def test_group_changes__units_ranked_before__are_told_where_not_as_many(
    ranked: int, other: int | None
) -> None:
    now = _group(("A", "80"), ("B", "70"))
    before = replace(_before(("A", "88.00", 2), ("B", "78.00", 1)), ranked=ranked)

    found = group_changes(now, before=before)

    assert found.other_size == other
    assert [one.places for one in found.units] == [1, -1]
    assert changes_json(found)["ranked_before"] == ranked  # type: ignore[index, call-overload]


@pytest.mark.parametrize("table", ["whole", "partial"])
def test_group_changes__unit_without_a_row__is_new_only_where_the_table_is_whole(
    table: str,
) -> None:
    is_whole = table == "whole"
    now = _group(("A", "80"), ("NEW", "70"))

    found = group_changes(now, before=_before(("A", "88.00", 1), is_whole=is_whole))

    assert (found.over_units is not None, found.over_ranks is not None) == (is_whole, is_whole)
    new = found.of("NEW")
    assert new is not None
    assert (new.change, new.places) == (None, None)
    assert changes_json(None) is None


def test_ties__broken_by_the_survey_first__share_a_rank_only_where_all_is_alike() -> None:
    plan = HA_NAM_2022.model_copy(
        update={"ties": "by_tie_break", "tie_break": ("component", "appraised")}
    )
    rows = (("A", "80", "9"), ("B", "79", "10"), ("C", "79", "10"), ("D", "81", "9"))
    units = [
        UnitPoints(
            unit_code=code,
            unit_name=code,
            group="g",
            maximum=Decimal(100),
            appraised=Decimal(appraised),
            component=Fraction(component),
        )
        for code, appraised, component in rows
    ]

    [broken] = build_index(units, plan=plan)
    [shared] = build_index(units, plan=HA_NAM_2022)

    assert [(row.unit_code, row.rank) for row in broken.rows] == [
        ("D", 1),
        ("B", 2),
        ("C", 2),
        ("A", 4),
    ]
    assert [row.rank for row in shared.rows] == [1, 2, 2, 2]


@pytest.mark.parametrize(
    "changed", [{"ties": "by_tie_break"}, {"tie_break": ["component"]}], ids=str
)
def test_index_plan__ties_and_tie_break_that_do_not_fit__are_refused(
    changed: dict[str, object],
) -> None:
    with pytest.raises(ValueError, match="tie_break"):
        IndexPlan.model_validate({**HA_NAM_2022.model_dump(), **changed})
