"""The page on which cases of bonus and penalty are counted."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from scoring.plans.canonical import canonical_plan
from survey_app.cli import main
from survey_app.db import round_writes
from survey_app.db.engine import transaction
from tests.survey_app.adjusted_round import PLAN, adjusted

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ROUND = "/results/rounds/thu-2022"
PAGE = f"{ROUND}/adjustments"
FIELDS = ("cases/SXD/late", "cases/SXD/prize", "cases/STP/late", "cases/STP/prize")


def _rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture
def sent(noivu, read):
    """Sends the form as it stands, but for these fields."""

    def send(**changes):
        page = read(noivu.get(PAGE))
        fields = {name: page.named(name)[0]["value"] for name in (*FIELDS, "seen")}
        changes = {name.replace("__", "/"): value for name, value in changes.items()}
        return noivu.post(PAGE, {**fields, "reason": "Biên bản", **changes})

    return send


def test_page__plan_without_adjustments__says_so(noivu, read):
    page = read(noivu.get(PAGE))

    assert "empty" in page.classes
    assert page.rows == []
    assert PAGE not in read(noivu.get(ROUND)).links


def test_store__numbers__stand_on_the_page_in_the_file_and_in_the_index(world, noivu, read, sent):
    adjusted(world)
    before = read(noivu.get(ROUND))

    answer = sent(cases__SXD__late="2", rest_none="1")

    assert "Sở Xây dựng: Không có điểm: phương án tính điểm có cộng hoặc trừ điểm" in before.text
    assert PAGE in before.links
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = read(noivu.get(PAGE))
    assert [page.named(name)[0]["value"] for name in FIELDS] == ["2", "0", "0", "0"]
    assert "03/10/2022 08:00, Noivu: Biên bản" in page.row("Sở Xây dựng")[-1]
    assert (
        "Danh sách nộp muộn: -0,25 điểm cho mỗi trường hợp, nhiều nhất 4 trường hợp." in page.text
    )
    lines = _rows(noivu.get(f"{PAGE}.csv"))
    assert [lines[0][name] for name in ("unit_code", "adjustment", "cases", "reason")] == [
        "SXD", "late", "2", "Biên bản",
    ]  # fmt: skip
    # 10 x 17/18 - 2 x 0.25
    assert read(noivu.get(ROUND)).row("Sở Xây dựng")[3] == "8,94"
    assert "Danh sách nộp muộn: 2 × -0,25 điểm" in read(noivu.get(f"{ROUND}/units/SXD")).text


def test_store__wrong_number_or_no_reason__is_refused_and_keeps_what_was_typed(world, read, sent):
    adjusted(world)

    answer = sent(cases__SXD__late="hai", reason="")

    page = read(answer)
    assert answer.status_code == 422
    assert "Sở Xây dựng, Danh sách nộp muộn: “hai” không phải là số nguyên" in page.text
    assert page.named("cases/SXD/late")[0]["value"] == "hai"
    assert world.rows("SELECT * FROM round_unit_adjustment") == []


def test_store__somebody_else_counted_meanwhile__is_told(world, noivu, read, sent):
    adjusted(world)
    seen = read(noivu.get(PAGE)).named("seen")[0]["value"]
    sent(cases__STP__prize="1")

    answer = sent(cases__SXD__late="4", seen=seen)

    assert answer.status_code == 422
    assert world.rows("SELECT cases FROM round_unit_adjustment") == [(1,)]


def test_run__its_cases__are_those_of_its_day_and_recompute_its_points(
    world, noivu, sent, tmp_path
):
    adjusted(world)
    sent(cases__SXD__late="2", rest_none="1")
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")
    noivu.post(f"{ROUND}/publication", {"confirmed": "1", "seen": ""})
    sent(cases__SXD__late="3")
    files = {"responses.csv": "responses.csv", "adjustments.csv": "cases.csv"}
    for name, here in files.items():
        (tmp_path / here).write_bytes(noivu.get(f"{ROUND}/publication/1/{name}").data)
    (tmp_path / "plan.json").write_text(canonical_plan(PLAN), encoding="utf-8")
    document = json.loads(noivu.get(f"{ROUND}/publication/1/scores.json").data)
    words = ["--points-plan", "plan.json", "--adjustments", "cases.csv", "--json", "out.json"]
    paths = [word if word.startswith("--") else str(tmp_path / word) for word in words]

    result = CliRunner().invoke(main, ["score-file", str(tmp_path / "responses.csv"), *paths])

    assert result.exit_code == 0, result.output
    again = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    points = {code: row["published"]["points"]["points"] for code, row in document["units"].items()}
    assert points == {"SXD": pytest.approx(170 / 18 - 0.5), "STP": 10}
    for code, row in again["units"].items():
        assert row["published"]["points"]["points"] == points[code]
    assert len(again["method"]["sha256"]["adjustments"]) == 64


def test_run__unit_that_nobody_was_asked_of__is_not_in_the_file_of_its_cases(world, noivu, sent):
    adjusted(world)
    world.change("UPDATE interview SET is_current = false WHERE round_unit_id = 2")
    sent(cases__SXD__late="2", rest_none="1")
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")

    noivu.post(f"{ROUND}/publication", {"confirmed": "1", "seen": ""})

    of_run = _rows(noivu.get(f"{ROUND}/publication/1/adjustments.csv"))
    assert [(row["unit_code"], row["cases"]) for row in of_run] == [("SXD", "2"), ("SXD", "0")]
    assert world.one("SELECT count(*) FROM score_run_adjustment") == 4


@pytest.fixture
def run(world, monkeypatch, tmp_path):
    """Runs `hailong adjustments` with a list."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_LANGUAGE", "en")

    def counted(text, *words):
        file = tmp_path / "cases.csv"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["adjustments", "thu-2022", str(file), *words])

    return counted


def test_command__list_of_the_page__stands_again(world, noivu, sent, run):
    adjusted(world)
    sent(cases__SXD__late="2", cases__STP__prize="1")
    text = noivu.get(f"{PAGE}.csv").data.decode("utf-8-sig").replace("late,2", "late,4")

    result = run(text, "--by", "noivu", "--reason", "Đếm lại")

    assert result.exit_code == 0, result.output
    assert world.rows("SELECT cases FROM round_unit_adjustment ORDER BY cases") == [(1,), (4,)]
    assert world.actions().count("round.cases_counted") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit_code,adjustment,cases\nSXD,late,-1\n", "row 2, cases"),
        ("unit_code,adjustment,cases\nSXD,late,\n", "row 2, cases"),
        ("unit_code,adjustment,cases\nSXD,late,1\nSXD,late,2\n", "row 3"),
        ("unit_code,cases\nSXD,1\n", "adjustment"),
        ("unit_code,adjustment,cases\nTTRA,late,1\n", "row 2"),
    ],
)
def test_command__faults__are_listed_by_row_and_nothing_is_written(world, run, text, said):
    adjusted(world)

    result = run(text, "--by", "noivu", "--reason", "x")

    assert result.exit_code == 1
    assert said in result.stderr
    assert world.rows("SELECT * FROM round_unit_adjustment") == []


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_page__other_roles__are_denied(world, who):
    client = world.client(who)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"reason": "x"}).status_code == 403
