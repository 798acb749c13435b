"""The CSV files of a round, and that they can be read again."""

import csv
import io
import json
import re
import unicodedata

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from questionnaires import shipped_definition
from scoring.plans.canonical import canonical_plan
from scoring.plans.shipped import scoring_plan
from survey_app.cli.index_file import index_file
from survey_app.cli.score_file import score_file
from survey_app.db import plans
from survey_app.db.engine import transaction
from tests.survey_app.people_by_chance import answered, row

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
BASE = "/results/rounds/thu-2022"
FILES = ("index.csv", "scores.csv", "ranking.csv", "factors.csv", "responses.csv")
ANSWERS = (
    {"q11": "1", "q24": "9"},
    {"q12": "3", "q13": "", "confirm_blank": "y"},
    {"b10": "1", "q51": "2", "q52": "4", "q53": "5", "q54": "9"},
)


def _answered(world):
    world.interview(*ANSWERS)
    world.interview({"q31": "2"}, unit="STP")
    answered(world, *[row()] * 7)
    return world.client("noivu")


@pytest.fixture
def noivu(world):
    """Home Affairs, on both databases; Xây dựng has ten interviews and Tư pháp one."""
    return _answered(world)


@pytest.fixture(scope="module")
def looking(still_world):
    """The same on one SQLite database, for tests that only look."""
    return _answered(still_world)


def _rows(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", FILES)
def test_file__headers__make_it_a_download(looking, name):
    answer = looking.get(f"{BASE}/{name}")

    assert answer.content_type == "text/csv; charset=utf-8"
    wanted = f'attachment; filename="thu-2022-mo-phong-{name}"'
    assert answer.headers["Content-Disposition"] == wanted
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", FILES)
def test_file__text__is_what_spreadsheets_open(looking, name):
    data = looking.get(f"{BASE}/{name}").data

    text = data.decode("utf-8")
    assert text.startswith("\ufeff")
    assert text.count("\ufeff") == 1
    assert text.count("\r\n") == text.count("\n")
    assert unicodedata.is_normalized("NFC", text)


def test_index_csv__rows__are_those_of_the_page(looking):
    rows = _rows(looking.get(f"{BASE}/index.csv"))

    # Xây dựng: 16 of 17 (one fee), 16 of 17 (one blank), 20 of 21, and 7 times 18 of 18: 178 of
    # 181 are 9.8343 points. One person of Tư pháp is too few.
    assert [(one["unit_code"], one["rank"]) for one in rows] == [("SXD", "1"), ("TTRA", "2")]
    first = rows[0]
    assert first["satisfaction_points"] == first["live_points"] == "9.83"
    assert first["total_points"] == "95.58"
    assert first["index_percent"] == "95.58"
    assert (rows[1]["max_points"], rows[1]["satisfaction_points"]) == ("60", "")


def test_scores_csv__counts__are_the_hand_counted_ones(noivu):
    rows = {one["unit_code"]: one for one in _rows(noivu.get(f"{BASE}/scores.csv"))}

    shown, hidden = rows["SXD"], rows["STP"]
    assert set(rows) == {"SXD", "STP"}
    assert (shown["quota"], shown["interviews"], shown["n_valid"]) == ("3", "10", "10")
    assert (shown["answers_valid"], shown["answers_satisfied"]) == ("181", "178")
    assert shown["satisfied_percent"] == "98.3425"
    assert shown["q11"] == "90.0000"
    assert (shown["q51"], shown["q54"], shown["F5"]) == ("", "", "")
    # One person of Tư pháp: nothing that is made of the answers, as on the page beside it.
    made = [name for name in hidden if re.match(r"answers_|satisf|[qF]\d", name)]
    assert {hidden[name] for name in made} == {""}
    assert (hidden["n_valid"], hidden["flag"], hidden["no_points_reason"]) == (
        "1", "suppressed", "hidden",
    )  # fmt: skip


def test_responses_csv__levels__are_the_stored_ones(world, noivu):
    rows = _rows(noivu.get(f"{BASE}/responses.csv"))

    own = [one for one in rows if one["unit_code"] == "SXD"]
    assert len(rows) == 11
    assert {(one["q11"], one["q13"], one["q24"], one["q51"], one["q54"]) for one in own} == {
        ("1", "4", "9", "9", "9"),
        ("4", "", "4", "9", "9"),
        ("4", "4", "4", "2", "9"),
        ("4", "4", "4", "9", "9"),
    }
    assert {one["enumerator"] for one in rows} == {"an"}
    assert {one["started_at"] for one in rows} == {"2022-10-03T08:00:00+07:00"}


@ON_SQLITE
def test_responses_csv__identity_and_free_text__are_not_in_it(world, noivu, complete):
    an = world.client("an")
    form = world.begin(an)
    an.post(form, complete)

    text = noivu.get(f"{BASE}/responses.csv").data.decode()

    for secret in ("Người mô phỏng", "0000 000", "Địa chỉ", "Không có góp ý", "Cấp giấy phép"):
        assert secret not in text


def test_responses_csv__order__is_stable(looking):
    first = looking.get(f"{BASE}/responses.csv").data

    second = looking.get(f"{BASE}/responses.csv").data

    assert first == second


def test_responses_csv__scored_again__gives_the_shares_of_the_page(noivu, tmp_path):
    file, output = tmp_path / "responses.csv", tmp_path / "scores.json"
    file.write_bytes(noivu.get(f"{BASE}/responses.csv").data)

    result = CliRunner().invoke(score_file, [str(file), "--json", str(output)])

    assert result.exit_code == 0, result.output
    units = json.loads(output.read_text(encoding="utf-8"))["units"]
    line = next(
        one for one in _rows(noivu.get(f"{BASE}/scores.csv")) if one["flag"] != "suppressed"
    )
    scored = units[line["unit_code"]]
    assert (scored["n"], scored["n_valid"]) == (int(line["interviews"]), int(line["n_valid"]))
    assert scored["answers_valid"] == int(line["answers_valid"])
    assert scored["answers_satisfied"] == int(line["answers_satisfied"])
    assert scored["pooled"]["est"] == pytest.approx(float(line["satisfied_percent"]), abs=1e-4)
    items = [item.code for item in shipped_definition("sipas-22").index_items if line[item.code]]
    assert len(items) == 18 - 2  # of those who were asked, nine each answered q13 and q24
    for code in items:
        assert scored["items"][code]["est"] == pytest.approx(float(line[code]), abs=1e-4)


def test_index_csv__read_again_as_points__gives_the_same_index(noivu, tmp_path):
    file, output = tmp_path / "points.csv", tmp_path / "index.json"
    file.write_bytes(noivu.get(f"{BASE}/index.csv").data)

    result = CliRunner().invoke(index_file, [str(file), "--json", str(output)])

    assert result.exit_code == 0, result.output
    units = json.loads(output.read_text(encoding="utf-8"))["groups"]["department"]["units"]
    ours = _rows(noivu.get(f"{BASE}/index.csv"))
    assert [(unit["unit_code"], str(unit["rank"]), unit["total_points"]) for unit in units] == [
        (one["unit_code"], one["rank"], one["total_points"]) for one in ours
    ]


@pytest.mark.parametrize("name", FILES)
def test_file__no_interview_yet__has_its_heading(world, name):
    answer = world.client("noivu").get(f"{BASE}/{name}")

    assert answer.status_code == 200
    assert answer.data.decode("utf-8-sig").count("unit_code") == 1


@ON_SQLITE
def test_file__unit_name_like_a_formula__does_not_run(world, noivu):
    world.change("UPDATE round_unit SET name = '=HYPERLINK(\"http://x\")' WHERE position = 1")

    for name in ("index.csv", "scores.csv"):
        rows = _rows(noivu.get(f"{BASE}/{name}"))

        found = next(one for one in rows if one["unit_code"] == "SXD")
        assert found["unit_name"] == '\'=HYPERLINK("http://x")'


@pytest.mark.parametrize("name", FILES)
def test_file__unknown_round__does_not_exist(still_world, name):
    answer = still_world.client("noivu").get(f"/results/rounds/x/{name}")

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
@pytest.mark.parametrize("name", FILES)
def test_file__other_roles__are_denied(still_world, who, name):
    assert still_world.client(who).get(f"{BASE}/{name}").status_code == 403


@pytest.mark.parametrize("name", FILES)
def test_file__nobody__is_sent_to_the_sign_in(still_world, name):
    assert still_world.client().get(f"{BASE}/{name}").location == f"/sign-in?next={BASE}/{name}"


@ON_SQLITE
def test_responses_csv__number_of_queries__does_not_grow_with_interviews(world, noivu, interviewed):
    with world.statements() as few:
        noivu.get(f"{BASE}/responses.csv")
    interviewed({}, {}, {})

    with world.statements() as many:
        noivu.get(f"{BASE}/responses.csv")

    assert len(many) == len(few)


def test_scores_csv__interview_comes_while_it_is_read__is_of_one_moment(world):
    plan = scoring_plan("commune-2023")  # needs the tally, then all forms that are there
    with transaction(world.engine) as session:
        number = plans.keep_plan(
            session, kind="scoring", content=canonical_plan(plan), at=world.clock()
        )
        plans.set_plans(session, 1, {"scoring": number})
    answered(world, *[row()] * 10)
    noivu = world.client("noivu")

    come = iter([row()])

    def meanwhile(_connection, _cursor, statement, *_rest):
        if "GROUP BY interview.round_unit_id, interview.mode" in statement:
            for one in come:
                answered(world, one)

    event.listen(world.engine, "before_cursor_execute", meanwhile)
    first = _rows(noivu.get(f"{BASE}/scores.csv"))[0]
    second = _rows(noivu.get(f"{BASE}/scores.csv"))[0]

    # The eleventh would be taken for a form that does not count, as the tally was read before.
    assert (first["interviews"], first["incomplete"]) == ("10", "0")
    assert (second["interviews"], second["incomplete"]) == ("11", "0")
