"""`hailong plan check`: every fault of a plan, with line and repair."""

from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scoring.plans.canonical import plan_version
from scoring.plans.shipped import points_plan, scoring_plan
from survey_app.cli.plan import plan

SCORING = """\
kind: scoring
id: thu-2026
source: Quyết định thử
estimator: pooled
blanks: left_out
weights: none
"""


def check(*arguments: object) -> Result:
    return CliRunner().invoke(plan, ["check", *map(str, arguments)])


@pytest.fixture(name="write")
def fixture_write(tmp_path: Path):
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_check__shipped_files__ok_with_kind_id_and_version() -> None:
    folder = resources.files("scoring.plans")

    result = check(
        folder / "scoring_plans" / "ha-nam-2022.json",
        folder / "points_plans" / "commune-2023.json",
        "--questionnaire",
        "sipas-22",
    )

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"OK scoring ha-nam-2022 {plan_version(scoring_plan('ha-nam-2022'))}",
        f"OK points commune-2023 {plan_version(points_plan('commune-2023'))}",
    ]


def test_check__one_good_and_one_faulty_file__all_is_said(write) -> None:
    good = write("tot.yaml", SCORING)
    faulty = write("sai.yaml", SCORING.replace("left_out", "ignored") + "estimater: pooled\n")

    result = check(good, faulty)

    assert result.exit_code == 1
    assert result.stdout.startswith("OK scoring thu-2026 ")
    lines = [line.rpartition("/")[2] for line in result.stderr.splitlines()]
    assert lines[0].startswith("sai.yaml: blanks (line 5): ")
    assert lines[1].startswith("sai.yaml: estimater (line 7): ")
    assert "“estimator”" in lines[1]
    assert lines[2:] == ["faults: 2"]


def test_check__questionnaire_on_two_scales__is_a_fault_of_the_pair(write, two_scales) -> None:
    file = write("tot.yaml", SCORING)

    result = check(file, "--questionnaire", two_scales)

    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert "do not share one scale" in lines[0]
    assert lines[1:] == ["faults: 1"]


def test_check__plan_for_another_questionnaire__said_only_when_asked(write) -> None:
    file = write("khac.yaml", SCORING + "questionnaire: khac\nitems: [q11, q99]\n")

    alone, against = check(file), check(file, "--questionnaire", "sipas-22")

    assert alone.exit_code == 0
    assert against.exit_code == 1
    assert "questionnaire (line 7)" in against.stderr
    assert "items, 2 (line 8)" in against.stderr
    assert against.stdout == ""
