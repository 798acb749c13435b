"""`hailong plan keep`, and rounds that name what it kept."""

import pytest

from scoring.plans.canonical import plan_version
from scoring.plans.reading import read_plan
from tests.survey_app.conftest import SECRET

PLAN = """\
kind: scoring
id: thu-2026
source: Quyết định thử
estimator: mean_of_factors
blanks: left_out
weights: none
"""
ROUND = """\
code: thu-2026
name: {vi: Đợt 2026, en: Round 2026}
year: 2026
questionnaire: sipas-22
index_plan: ha-nam-2022
scoring_plan: SCORING
period: {start: 2026-01-01, end: 2026-10-31}
erase_days: 90
"""


@pytest.fixture
def hailong(run, world, monkeypatch):
    """Runs `hailong` with the small province, on each database."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)
    return run


def test_keep__good_file__tells_the_version_that_a_round_can_name(hailong, world, folder):
    version = plan_version(read_plan(PLAN.encode()).plan)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "round.yaml").write_text(ROUND.replace("SCORING", version), encoding="utf-8")

    kept = hailong("plan", "keep", "plan.yaml", "--by", "noivu")
    again = hailong("plan", "keep", "plan.yaml", "--by", "noivu")
    made = hailong("round", "create", "round.yaml", "--by", "noivu")

    assert (kept.exit_code, again.exit_code, made.exit_code) == (0, 0, 0), made.output
    assert kept.output == again.output == f"scoring thu-2026 {version}\n"
    pinned = world.rows(
        "SELECT round_plan.kind, plan_version_id FROM round_plan"
        " JOIN round ON round.id = round_id WHERE code = 'thu-2026' ORDER BY kind"
    )
    assert [kind for kind, _ in pinned] == ["index", "points", "scoring"]
    assert pinned[2] == ("scoring", version)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_keep__faulty_file__keeps_nothing(hailong, world, folder):
    (folder / "plan.yaml").write_text(PLAN.replace("left_out", "ignored"), encoding="utf-8")

    result = hailong("plan", "keep", "plan.yaml", "--by", "noivu")

    assert result.exit_code == 1
    assert "plan.yaml: blanks (line 5)" in result.stderr
    assert world.one("SELECT count(*) FROM plan_version") == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_keep__by_somebody_who_does_not_plan_rounds__is_refused(hailong, world, folder):
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")

    result = hailong("plan", "keep", "plan.yaml", "--by", "quanly")

    assert result.exit_code == 1
    assert world.one("SELECT count(*) FROM plan_version") == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_create__plan_nobody_kept__is_said_at_its_line(hailong, folder):
    (folder / "round.yaml").write_text(ROUND.replace("SCORING", "khong"), encoding="utf-8")

    result = hailong("round", "create", "round.yaml", "--by", "noivu")

    assert result.exit_code == 1
    assert "scoring_plan (line 6): There is no such plan: khong." in result.stderr
