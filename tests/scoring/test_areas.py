"""Points by area: the self-assessments of two real reports, and small groups computed by hand."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scoring.areas import UnitAreas, area_figures, gaps
from scoring.full_index_json import areas_json, gaps_json, unit_areas_json, written
from scoring.plans import HA_NAM_2022
from scoring.plans.canonical import plan_version
from scoring.plans.criteria_set import CriteriaSet, Scale
from scoring.plans.reading import read_plan
from scoring.plans.shipped import criteria_set, criteria_set_ids
from scoring.rounding import half_up

DATA = Path(__file__).parent.parent / "data"
FACTS = json.loads((DATA / "hanam-2022-facts.json").read_text(encoding="utf-8"))
HA_NAM, COMMUNE = criteria_set("ha-nam-2022"), criteria_set("commune-2023")
SIXTY = HA_NAM.other_scales[0]


def unit(
    code: str = "X",
    *,
    scale: Scale = HA_NAM.usual_scale,
    appraised: dict[str, str] | None = None,
    self_scored: dict[str, str] | None = None,
    component: str | None = None,
) -> UnitAreas:
    return UnitAreas(
        unit_code=code,
        unit_name=f"Unit {code}",
        group="department",
        scale=scale,
        appraised={area: Decimal(points) for area, points in (appraised or {}).items()},
        self_scored={area: Decimal(points) for area, points in (self_scored or {}).items()},
        component=None if component is None else Decimal(component),
    )


def test_shipped_sets__maxima__are_those_of_the_documents() -> None:
    maxima = [one.maximum for one in HA_NAM.areas]

    assert criteria_set_ids() == ("commune-2023", "ha-nam-2022")
    assert maxima == list(map(Decimal, FACTS["areas_max_points"].values()))
    assert maxima == [14, 10, 19, 8, 13, 6, 20, 10]
    assert sum(one.maximum for one in HA_NAM.scored_areas) == 90
    assert HA_NAM.usual_scale.maximum == COMMUNE.usual_scale.maximum == 100
    checked = [one for one in COMMUNE.scored_areas if one.code != "impact"]
    assert (sum(one.maximum for one in checked), COMMUNE.areas[7].maximum) == (74, 2)


def test_index_plan__keys_added_since__do_not_change_its_version() -> None:
    version = "8d02ef0805f2d0aaff23cfd76e99dc799d114447ca2c6b48e642483e68601918"

    assert plan_version(HA_NAM_2022) == version


@pytest.mark.parametrize(
    ("maximum", "survey", "expected"),
    [
        ("100", "surveyed", "all_areas"),
        ("60", "exempt", "without_procedures"),
        ("60", "surveyed", None),
    ],
)
def test_scale_for__maximum_and_survey__choose_it(
    maximum: str, survey: str, expected: str | None
) -> None:
    scale = HA_NAM.scale_for(maximum=Decimal(maximum), is_surveyed=survey == "surveyed")

    assert (scale and scale.code) == expected


def test_self_assessment_of_2023__department__comes_out_as_in_its_report() -> None:
    said = FACTS["self_assessment_2023_so_cong_thuong"]
    codes = [area.code for area in HA_NAM.scored_areas]
    points = dict(zip(codes, map(str, said["points"]), strict=True))

    found = unit(appraised=points)

    assert [one.maximum for one in HA_NAM.scored_areas] == said["max"]
    assert f"{sum(found.appraised.values())}/90" == said["total"]
    assert found.percent(HA_NAM.areas[2]) == Fraction(1800, 19)


def test_self_assessment_of_2023__commune__is_68_13_of_74() -> None:
    said = FACTS["commune_2023_thanh_xa_hai_duong"]
    rows = list(said["areas"].values())
    codes = [one.code for one in COMMUNE.areas[:7]]
    points = dict(zip(codes, (given for given, _ in rows), strict=True))

    found = unit(scale=COMMUNE.usual_scale, appraised=points)

    assert [one.maximum for one in COMMUNE.areas[:7]] == [Decimal(most) for _, most in rows]
    total = sum(found.appraised.values())
    assert total == Decimal(said["total"][0])
    assert half_up(100 * Fraction(total) / 74) == Decimal("92.07")
    percents = [half_up(found.percent(area) or Fraction(0)) for area in COMMUNE.areas[:7]]
    # The report cuts 95.666… to 95.66 and 86.956… to 86.95; half up gives what follows.
    assert percents == list(map(Decimal, ["95.67", "100", "96.11", "100", "72.73", "100", "86.96"]))


def test_area_figures__units_on_two_scales__leave_out_what_does_not_apply() -> None:
    full = {area.code: str(area.maximum) for area in HA_NAM.scored_areas}
    units = [
        unit("A", appraised={**full, "procedures": "17"}, component="9.5"),
        unit("B", appraised={**full, "institutions": "7.55"}, component="10"),
        unit("C", scale=SIXTY, appraised={**full, "institutions": "9"} | {"digital": "10"}),
        unit("D"),
    ]

    found = {one.area.code: one for one in area_figures(HA_NAM.areas, units)}

    procedures, institutions = found["procedures"], found["institutions"]
    assert (procedures.units, procedures.applies, procedures.scored) == (4, 3, 2)
    assert (procedures.mean, procedures.at_maximum) == (Fraction(18), ("B",))
    assert procedures.mean_percent == (Fraction(1700, 19) + 100) / 2
    assert institutions.mean == Fraction("26.55") / 3
    assert (institutions.at_maximum, institutions.lowest) == (("A",), ("B",))
    assert (found["survey"].applies, found["survey"].mean) == (3, Fraction("9.75"))
    assert found["survey"].at_maximum == ("B",)


def test_area_figures__nobody_scored__says_nothing() -> None:
    [first, *_] = area_figures(HA_NAM.areas, [unit()])

    assert (first.scored, first.mean, first.mean_percent) == (0, None, None)
    assert areas_json([first])[0]["at_maximum"] is None  # type: ignore[index, call-overload]


def test_gaps__self_scored_against_appraised__names_who_overrates_first() -> None:
    units = [
        unit(
            "A",
            self_scored={"steering": "14", "procedures": "18"},
            appraised={"steering": "13.25", "procedures": "18"},
        ),
        unit(
            "B",
            self_scored={"steering": "12", "procedures": "19"},
            appraised={"steering": "12.5", "procedures": "17"},
        ),
        unit("C", appraised={"steering": "10"}),
        unit("D", self_scored={"total": "80"}, appraised={"total": "82"}),
    ]

    found = gaps(HA_NAM.scored_areas, units)

    differences = [(one.unit_code, one.total.difference) for one in found.units]
    assert differences == [("B", Fraction(3, 2)), ("A", Fraction(3, 4)), ("D", -2)]
    steering, procedures = found.areas
    assert (steering.units, steering.mean) == (2, Fraction(1, 8))
    assert (steering.over, steering.equal, steering.under) == (1, 0, 1)
    assert (procedures.over, procedures.equal, procedures.under) == (1, 1, 0)
    said = gaps_json(found)
    assert said["areas"][0]["mean_difference"] == "0.13"  # type: ignore[index, call-overload]
    assert gaps_json(gaps(HA_NAM.scored_areas, [units[2]])) is None


@given(
    st.lists(
        st.tuples(st.decimals(0, 14, places=2), st.decimals(0, 14, places=2)),
        min_size=1,
        max_size=9,
    )
)
def test_gaps__any_points__mean_of_units_is_mean_of_the_area(
    pairs: list[tuple[Decimal, Decimal]],
) -> None:
    units = [
        unit(str(number), self_scored={"steering": str(own)}, appraised={"steering": str(given_)})
        for number, (own, given_) in enumerate(pairs)
    ]

    found = gaps(HA_NAM.scored_areas, units)

    totals = [one.total.difference for one in found.units]
    assert totals == sorted(totals, reverse=True)
    assert found.areas[0].mean * len(pairs) == sum(totals)
    counts = found.areas[0]
    assert counts.over + counts.equal + counts.under == len(pairs)


def test_unit_areas_json__points__keep_the_decimals_of_their_document() -> None:
    found = unit(scale=SIXTY, appraised={"steering": "13.125"}, self_scored={"steering": "14"})

    said = unit_areas_json(found, areas=HA_NAM.areas)

    assert said["steering"] == {  # type: ignore[index, call-overload]
        "max_points": "14.00",
        "self_scored": "14.00",
        "appraised": "13.125",
        "points": "13.13",
        "percent": "93.75",
    }
    assert said["procedures"]["max_points"] is None  # type: ignore[index, call-overload]
    assert written(Decimal("0.5000")) == "0.50"


FAULTY = """
kind: criteria
id: thu
source: Thử
areas:
  - {code: total, name: {vi: A, en: A}, maximum: 60}
  - {code: b, name: {vi: B, en: B}, maximum: 30, is_survey: true}
  - {code: b, name: {vi: B, en: B}, maximum: 10, is_survey: true}
other_scales:
  - code: nho
    name: {vi: Nhỏ, en: Small}
    maximum: 61
    areas: [{code: khac, maximum: 60}]
"""


def test_read_plan__set_that_contradicts_itself__lists_every_fault_with_its_line() -> None:
    faults = read_plan(FAULTY.encode()).faults

    assert [one.code for one in faults] == [
        "code_twice",
        "area_called_total",
        "survey_twice",
        "scale_out_of_reach",
        "area_unknown",
    ]
    assert all("line" in one.where for one in faults)


def test_read_plan__shipped_set_as_file__is_the_same_version() -> None:
    data = HA_NAM.model_dump_json().encode()

    read = read_plan(data).plan

    assert read == HA_NAM
    assert plan_version(HA_NAM) == plan_version(CriteriaSet.model_validate_json(data))
    with pytest.raises(ValidationError, match="less than its maximum 72"):
        CriteriaSet.model_validate(
            {**HA_NAM.model_dump(), "other_scales": [{**SIXTY.model_dump(), "maximum": "72"}]}
        )
