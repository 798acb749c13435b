"""Scores say of which interviews they are made, and can be made of some of them only."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from survey_app.cli.score_file import score_file
from tests.survey_app.conftest import COMPLETE

BASE = "/results/rounds/thu-2022"
MIXED = "Điểm này trộn các phiếu khác nhau."


@pytest.fixture
def office(begin, world):
    """Home Affairs; Xây dựng has a listed respondent, who was called, and one on no list."""
    begin(_called_and_unlisted, world)
    return world.client("noivu")


def _called_and_unlisted(world):
    an = world.client("an")
    form = world.begin(an)
    an.post(form, {**COMPLETE, "interview-by-phone": "1"})
    world.interview({code: "1" for code in COMPLETE if code.startswith("q1")})


@pytest.mark.parametrize("page", ["", "/scores", "/units/SXD"])
def test_page__of_different_interviews__warns_and_counts_them(office, read, page):
    text = read(office.get(BASE + page)).text

    assert MIXED in text
    assert "trang web, điều tra viên hỏi: 1; điện thoại: 1" in text
    assert "trong danh sách, không rút mẫu: 1" in text


def test_page__of_one_kind_of_interview__says_which_and_does_not_warn(world, read):
    world.interview({}, {})

    text = read(world.client("noivu").get(f"{BASE}/scores")).text

    assert MIXED not in text
    assert "trang web, điều tra viên hỏi: 2" in text
    assert "ngoài danh sách: 2" in text


def test_scores__of_one_origin__are_made_of_it_alone_and_say_so(office, read):
    everything = read(office.get(f"{BASE}/scores"))
    listed = read(office.get(f"{BASE}/scores?origin=listed"))

    assert everything.row("Sở Xây dựng")[5] == "2"
    assert listed.row("Sở Xây dựng")[5] == "1"
    assert "Chỉ một số phiếu." in listed.text
    assert "Chỉ một số phiếu." not in everything.text
    assert listed.chosen("origin") == ["listed"]
    assert f"{BASE}/units/SXD?origin=listed" in listed.links


def test_scores__chosen_mode_and_origin_that_nobody_has__are_empty(office, read):
    page = read(office.get(f"{BASE}/scores?mode=phone&origin=unlisted"))

    assert page.row("Sở Xây dựng")[3:6] == ["–", "–", "0"]


@pytest.mark.parametrize("file", ["scores", "scores.csv", "responses.csv", "units/SXD"])
@pytest.mark.parametrize("query", ["mode=pigeon", "origin=street", "origin=listed&mode="])
def test_choice__of_a_word_that_there_is_not__is_refused_not_ignored(office, file, query):
    assert office.get(f"{BASE}/{file}?{query}").status_code == 400


def test_scores_csv__of_some__says_so_in_every_row_and_in_its_name(office):
    answer = office.get(f"{BASE}/scores.csv?mode=phone&mode=paper_self")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0]["mode_phone"] == rows[0]["interviews"] == "1"
    assert rows[0]["mode_online_form"] == "0"
    assert {row["only_modes"] for row in rows} == {"phone paper_self"}
    assert {row["only_origins"] for row in rows} == {"all"}
    assert "scores-only-phone-paper-self.csv" in answer.headers["Content-Disposition"]


def test_response_file__scored_again__says_the_same_composition(office, tmp_path):
    file, output = tmp_path / "responses.csv", tmp_path / "scores.json"
    file.write_bytes(office.get(f"{BASE}/responses.csv").data)

    result = CliRunner().invoke(score_file, [str(file), "--json", str(output)])

    assert result.exit_code == 0
    method = json.loads(output.read_text("utf-8"))["method"]
    assert method["composition"] == {
        "mode": {"online_form": 1, "phone": 1},
        "origin": {"listed": 1, "unlisted": 1},
    }


def test_response_file__of_one_origin__has_its_interviews_alone(office):
    answer = office.get(f"{BASE}/responses.csv?origin=unlisted")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["mode"], row["origin"]) for row in rows] == [("online_form", "unlisted")]
