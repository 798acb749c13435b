"""The index of communes: 74 points of documents, 2 of effect and 24 of the survey, by commands."""

import csv
import json
from pathlib import Path

import pytest

from tests.survey_app.people_by_chance import answered, row

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
FACTS = json.loads(
    (Path(__file__).parents[2] / "data/hanam-2022-facts.json").read_text(encoding="utf-8")
)["commune_2023_thanh_xa_hai_duong"]
BY = ("--by", "noivu")
ROUND = """\
code: xa-2023
name: {vi: Cấp xã 2023, en: Communes 2023}
year: 2023
questionnaire: sipas-22
index_plan: commune-2023
scoring_plan: commune-2023
points_plan: commune-2023
period: {start: 2023-01-01, end: 2023-10-31}
controller: Sở Nội vụ
contact: Phòng CCHC
erase_days: 90
groups:
  - {code: commune, name: {vi: "Xã, phường", en: Communes}}
units:
  - {code: THANHXA, name: Xã Thanh Xá, group: commune, quota: 30}
  - {code: MOPHONG, name: Xã mô phỏng, group: commune, quota: 30}
"""
AREAS = (
    *("steering", "institutions", "procedures", "organisation"),
    *("civil_service", "public_finance", "digital"),
)
MAXIMA = tuple(most for _, most in FACTS["areas"].values())
SAID = tuple(given for given, _ in FACTS["areas"].values())


def _rows(name):
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _bring_points(hailong):
    """Those of the report of Thanh Xá, and of a commune that reached every maximum."""
    appraised = ("--round", "xa-2023", "--kind", "appraised")
    hailong("index", "template", *appraised, "-o", "mau.csv")
    template = _rows("mau.csv")
    assert {"impact", *AREAS} <= set(template[0])
    assert "survey" not in template[0]
    for one in template:
        points = SAID if one["unit_code"] == "THANHXA" else MAXIMA
        one.update(zip(AREAS, points, strict=True))
        one["impact"] = FACTS["impact"][0]
    with Path("diem.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(template[0]))
        writer.writeheader()
        writer.writerows(template)
    document = ("--number", "3395/QĐ-UBND", "--date", "15/12/2023")
    hailong("index", "import", "diem.csv", *appraised, *document, *BY)


def test_commune__seventy_four_two_and_the_survey__make_its_index(world, hailong):
    Path("xa.yaml").write_text(ROUND, encoding="utf-8")
    hailong("round", "create", "xa.yaml", *BY)
    hailong("round", "open", "xa-2023", *BY)
    of_round = dict(
        world.rows(
            "SELECT unit.code, round_unit.id FROM round_unit JOIN unit ON unit.id = unit_id"
            " WHERE unit.code IN ('THANHXA', 'MOPHONG')"
        )
    )
    answered(world, *[row()] * 30, unit=of_round["THANHXA"])
    answered(world, *[row(q11=1)] * 30, unit=of_round["MOPHONG"])
    hailong("round", "close", "xa-2023", "--confirm", "--reason", "Hết thời gian", *BY)
    _bring_points(hailong)
    hailong("publish", "xa-2023", *BY)

    hailong("index", "xa-2023", "--json", "chi-so.json")

    document = json.loads(Path("chi-so.json").read_text(encoding="utf-8"))
    group = document["groups"]["commune"]
    units = {one["unit_code"]: one for one in group["units"]}
    # All were satisfied: 68.13 + 2 + 24. Else with one criterion in 18: 76 + 24 × 17/18.
    assert {code: one["total_points"] for code, one in units.items()} == {
        "THANHXA": "94.13",
        "MOPHONG": "98.67",
    }
    assert [one["band"] for one in group["units"]] == ["Xuất sắc", "Tốt"]
    assert units["THANHXA"]["satisfaction_points"] == "24.00"
    areas = units["THANHXA"]["areas"]
    assert (areas["steering"]["percent"], areas["civil_service"]["percent"]) == ("95.67", "72.73")
    assert (areas["impact"]["points"], areas["survey"]["max_points"]) == ("2.00", "24.00")
    maxima = {one["area"]: one["at_maximum"] for one in group["areas"]}
    assert (maxima["steering"], maxima["organisation"], maxima["survey"]) == (1, 2, 1)
