"""The re-check plan of a round: looked at, changed, promised, by Home Affairs alone."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from scoring.plans.canonical import plan_version
from scoring.recheck.acceptance_risk import risk_point
from scoring.recheck.recheck_plan import RecheckPlan, recheck_plan
from survey_app.cli import main

PAGE = "/recheck/rounds/thu-2022/plan/"
THREE = recheck_plan("hai-long-three-stages")
sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def text_of(plan, **changes):
    return json.dumps({**plan.model_dump(mode="json"), **changes})


@sqlite
def test_page__three_stages__says_its_risks_beside_the_other_plan(world, read):
    client = world.client("noivu")

    page = read(client.get(f"{PAGE}?plan=hai-long-three-stages&interviews=70"))

    assert ["27", "tối đa 3 phiếu lỗi", "–", "từ 4 phiếu lỗi"] in page.rows
    fourteen = next(row for row in page.rows if row[:2] == ["14", "20,0 %"])
    assert fourteen[2:] == ["82,0 %", "59,3 %", "17,7", "80,1 %", "59,3 %", "15,9"]
    rows = csv.DictReader(
        io.StringIO(
            client.get(f"{PAGE}risks.csv?plan=hai-long-1&interviews=70").text.lstrip("\ufeff")
        )
    )
    of_four = next(row for row in rows if (row["plan"], row["defective"]) == ("hai-long-1", "4"))
    exact = risk_point(recheck_plan().acceptance, interviews=70, defective=4)
    assert float(of_four["rejected"]) == pytest.approx(float(exact.rejected), abs=1e-6)
    for name in ("rejected", "checked"):
        picture = client.get(f"{PAGE}{name}.svg?interviews=20")
        assert picture.text.startswith("<svg")
    assert RecheckPlan.model_validate_json(client.get(f"{PAGE}plan.json").text) == recheck_plan()


def test_plan__that_decides_as_another_one__is_drawn_under_its_own_name(world):
    client = world.client("noivu")

    answer = client.get(f"{PAGE}risks.csv?plan=hai-long-2&interviews=70")

    rows = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert {row["plan"] for row in rows} == {"hai-long-2", "hai-long-three-stages"}


def test_promise__plan_that_was_seen__is_pinned_with_its_commitment(world, read):
    client = world.client("noivu")
    changed = text_of(THREE, id="cua-tinh", minimum_per_unit=5)
    looked = read(client.post(PAGE, {"text": changed, "action": "look"}))
    (seen,) = looked.named("seen")

    answer = client.post(PAGE, {"text": changed, "seen": seen["value"], "action": "promise"})

    assert answer.status_code == 303
    pinned = RecheckPlan.model_validate_json(
        str(world.one("SELECT content FROM plan_version WHERE kind = 'recheck'"))
    )
    assert (pinned.id, pinned.minimum_per_unit) == ("cua-tinh", 5)
    page = read(client.get(PAGE))
    assert str(world.one("SELECT commitment FROM recheck_plan")) in page.text
    assert plan_version(pinned) in page.text
    assert not page.named("text")
    assert world.actions()[-1] == "recheck.seed_committed"


@sqlite
def test_promise__plan_that_was_not_seen_or_is_faulty__is_refused_with_what_is_wrong(world, read):
    client = world.client("noivu")
    seen = plan_version(THREE)

    other = client.post(
        PAGE, {"text": text_of(THREE, minimum_per_unit=4), "seen": seen, "action": "promise"}
    )
    faulty = client.post(
        PAGE,
        {"text": text_of(THREE, share_percent=0, risk_percent=-1), "action": "promise"},
    )

    assert (other.status_code, faulty.status_code) == (422, 422)
    assert "Hãy xem phương án cho kết quả gì" in read(other).text
    assert "share_percent" in read(faulty).text
    assert "risk_percent" in read(faulty).text
    assert world.one("SELECT count(*) FROM recheck_plan") == 0


@sqlite
def test_page__whoever_sends_enumerators_out__has_none(world):
    assert world.client("quanly").get(PAGE).status_code == 403
    assert world.client("noivu").get(f"{PAGE}?plan=khong-co").status_code == 404


def test_risks_command__two_plans__side_by_side_and_as_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    both = ("--plan", "hai-long-1", "--plan", "hai-long-three-stages", "--interviews", "70")

    shown = CliRunner().invoke(main, ["recheck", "risks", *both])
    kept = CliRunner().invoke(main, ["recheck", "risks", *both, "--csv", "oc.csv"])
    unknown = CliRunner().invoke(main, ["recheck", "risks", "--plan", "khong-co"])

    assert (shown.exit_code, kept.exit_code, unknown.exit_code) == (0, 0, 2), shown.output
    line = next(one for one in shown.output.splitlines() if one.strip("│ ").startswith("14 "))
    assert [cell.strip() for cell in line.strip("│ ").split("│")] == [
        *("14", "80.1 %", "59.3 %", "15.9"),
        *("82.0 %", "59.3 %", "17.7"),
    ]
    assert len((tmp_path / "oc.csv").read_text("utf-8").splitlines()) == 1 + 2 * 71
