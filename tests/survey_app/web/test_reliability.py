"""How far scores can be relied on: the page, its files, and the command that says the same."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask_babel import force_locale

from field_export.analysis_tables import DriverLine
from questionnaires import version_id
from scoring.figures import Figure
from scoring.reliability_block import UnitsTold
from scoring.responses import score_responses
from scoring.rule import rule_of
from scoring.subgroups import compare_subgroups, subgroup_tallies
from scoring.variance import Population
from survey_app.access.people import person_named
from survey_app.cli import main
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.publication.score_runs import make_run
from survey_app.results.analysed_round import analysed_round
from survey_app.results.attributes import attribute_coded, attributes_of
from survey_app.web import reliability
from survey_app.web.reliability_charts import drivers_chart
from survey_app.web.reliability_words import how_units
from tests.survey_app.asking_for_the_whole import (
    ASKING,
    ask_for_the_whole,
    contradicting,
    framed_with_others,
    in_moods,
    store,
)
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import (
    DEFINITION,
    SLOTS,
    give_out,
    interview_of,
    somebody,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/reliability"
PEOPLE = in_moods(3, 150)


@pytest.fixture(scope="module")
def noivu(still_world):
    """Home Affairs: 150 people in moods, of two units, who were asked for the whole."""
    ask_for_the_whole(still_world)
    store(still_world, PEOPLE)
    return still_world.client("noivu")


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def as_shown(number):
    """A number of a file as a page writes it."""
    return number.replace(".", ",").replace("-", "−")


def test_page__asked_for_the_whole__prints_what_files_and_document_hold(noivu, read, still_world):
    page = read(noivu.get(PAGE))
    with transaction(still_world.engine, writes=False) as session:
        of = analysed_round(session, rounds.round_by_id(session, 1))

    consistency = rows_of(noivu.get(f"{PAGE}/criteria.csv"))
    assert [row["factor"] for row in consistency] == ["", "F1", "F2", "F3", "F4", "F5"]
    shown = page.row("Tất cả tiêu chí")
    first = consistency[0]
    assert shown[1:4] == [first["items"], first["n"], first["left_out"]]
    assert shown[4] == as_shown(first["alpha"])
    assert shown[5] == f"{as_shown(first['ci_low'])}–{as_shown(first['ci_high'])}"
    together = of.reliability.items
    assert float(first["alpha"]) == pytest.approx(together.alpha.est, abs=5e-4)
    assert 0 <= together.alpha.low - float(first["ci_low"]) < 0.001
    assert 0 <= float(first["ci_high"]) - together.alpha.high < 0.001
    assert float(first["omega"]) == pytest.approx(together.omega.est, abs=5e-4)
    drivers = rows_of(noivu.get(f"{PAGE}/drivers.csv"))
    parts = [float(row["lmg_percent"]) for row in drivers[:4]]
    assert parts == sorted(parts, reverse=True)
    assert {row["factor"] for row in drivers} == {"F1", "F2", "F3", "F4", "F5"}
    for row in drivers[:4]:
        expected = of.drivers.factors[row["factor"]]
        assert float(row["lmg_percent"]) == pytest.approx(expected.lmg.est, abs=0.0501)
        assert -1e-9 <= expected.lmg.low - float(row["lmg_low"]) < 0.1
        assert -1e-9 <= float(row["lmg_high"]) - expected.lmg.high < 0.1
        assert float(row["satisfied_percent"]) == pytest.approx(expected.score.est, abs=0.0501)
    # F5 explains nothing: fewer than half were asked.
    assert (drivers[4]["factor"], drivers[4]["lmg_percent"]) == ("F5", "")
    assert "chưa đến một nửa số người trả lời" in page.text
    assert "chưa phải là nhân quả" in page.text
    for name in ("criteria", "drivers"):
        svg = noivu.get(f"{PAGE}/{name}.svg")
        assert svg.mimetype == "image/svg+xml"
        assert "Công chức" in read(svg).text


def test_page__two_ranked_units__says_why_nothing_is_said_of_the_ranking(noivu, read):
    page = read(noivu.get(PAGE))

    assert "Chưa thể nói gì về bảng xếp hạng: có dưới 3 cơ quan được xếp hạng." in page.text
    # In the file stand the ranked ones, without a figure.
    assert {row["reliability_percent"] for row in rows_of(noivu.get(f"{PAGE}/units.csv"))} == {""}
    assert noivu.get(f"{PAGE}/units.svg").status_code == 404


@pytest.mark.parametrize(("code", "column"), [("e1", "e1"), ("interview-mode", "mode")])
def test_subgroups__page_files_and_command__say_what_a_frame_gives(
    noivu, read, still_world, tmp_path, monkeypatch, code, column
):
    frame, rule = framed_with_others(PEOPLE), rule_of(ASKING)
    expected = compare_subgroups(
        subgroup_tallies(frame, rule=rule, label=column),
        population=Population(),
        like=score_responses(frame, rule=rule),
    )

    url = still_world.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    out = tmp_path / "by.json"
    words = ["score", "thu-2022", "--subgroups", code, "--json", str(out)]
    done = CliRunner().invoke(main, words)
    page = read(noivu.get(f"{PAGE}?by={code}"))
    rows = rows_of(noivu.get(f"{PAGE}/subgroups.csv?by={code}"))
    differences = rows_of(noivu.get(f"{PAGE}/differences.csv?by={code}"))

    assert done.exit_code == 0, done.output
    document = json.loads(Path(out).read_text(encoding="utf-8"))
    assert document["round"] == "thu-2022"
    assert len(rows) == len(document["subgroups"]) == len(expected.subgroups) == 2
    for row, said in zip(rows, document["subgroups"], strict=True):
        subgroup = expected.subgroups[said["label"]]
        assert said["est"] == pytest.approx(100 * subgroup.measured.share, rel=1e-8)
        assert said["se"] == pytest.approx(100 * subgroup.measured.se, rel=1e-8)
        assert said["low"] == pytest.approx(100 * subgroup.measured.bounds.low, rel=1e-8)
        assert (row["label"], row["n_valid"]) == (said["label"], str(said["n_valid"]))
        assert float(row["score"]) == pytest.approx(said["est"] / 10, abs=0.0051)
        shown = page.row(row["name"])
        assert shown[1] == as_shown(row["score"])
        assert shown[2] == f"{as_shown(row['ci_low'])}–{as_shown(row['ci_high'])}"
    [pair], [said] = differences, document["differences"]
    apart = expected.differences.get((said["first"], said["second"]))
    sign = 1
    if apart is None:
        apart, sign = expected.differences[said["second"], said["first"]], -1
    assert said["est"] == pytest.approx(sign * apart.est, rel=1e-6)
    assert float(pair["difference"]) == pytest.approx(said["est"] / 10, abs=0.0051)
    names = {row["label"]: row["name"] for row in rows}
    assert (pair["first_name"], pair["second_name"]) == (
        names[said["first"]],
        names[said["second"]],
    )
    printed = next(
        row for row in page.rows if {pair["first_name"], pair["second_name"]} <= set(row)
    )
    assert as_shown(pair["difference"]).lstrip("−") in " ".join(printed)
    assert pair["change"] == said["change"]
    assert noivu.get(f"{PAGE}/subgroups.svg?by={code}").status_code == 200


def test_attributes__of_the_questionnaire__closed_questions_and_what_is_known():
    codes = [one.code for one in attributes_of(ASKING)]

    assert codes[-3:] == ["interview-mode", "interview-origin", "sample-stratum"]
    assert {"a5", "b6", "e1", "e4", "z5"} <= set(codes)
    # Consent, sensitive questions, texts, several choices and criteria are none.
    assert not {"k1", "b4", "b5", "a3", "d1", "q11", "whole"} & set(codes)
    assert attribute_coded(ASKING, "b5") is None


def test_subgroups__another_question__does_not_exist(noivu):
    assert noivu.get(f"{PAGE}?by=b5").status_code == 404
    assert noivu.get(f"{PAGE}/subgroups.csv").status_code == 404
    assert noivu.get(f"{PAGE}/differences.csv?by=q11").status_code == 404


def test_page__other_people__may_not_see_it(still_world, noivu):
    for who, status in (("an", 403), ("quanly", 403), (None, 302)):
        assert still_world.client(who).get(PAGE).status_code == status
        assert still_world.client(who).get(f"{PAGE}/units.csv").status_code == status


def test_page__statements__are_as_many_whatever_there_is(still_world, noivu):
    with still_world.statements() as few:
        noivu.get(f"{PAGE}?by=e1")
    store(still_world, in_moods(9, 60))
    with still_world.statements() as many:
        noivu.get(f"{PAGE}?by=e1")

    assert len(few) == len(many) <= 12


@ON_SQLITE
def test_page__no_interview__says_what_comes(world, read):
    page = read(world.client("noivu").get(PAGE))

    assert "Độ tin cậy của điểm hiện ra khi có vài cơ quan được xếp hạng." in page.text


@ON_SQLITE
def test_page__too_few_people__says_how_many_it_takes_by_the_plan(world, read):
    store(world, contradicting(9), version=version_id(DEFINITION))

    page = read(world.client("noivu").get(PAGE))

    assert "ít nhất 10 người trong cả đợt, và 30 người ở mỗi cơ quan trong ít nhất 3" in page.text


def test_subgroups__of_what_is_known_without_asking__are_not_called_answers(noivu, read):
    page = read(noivu.get(f"{PAGE}?by=sample-stratum"))

    assert "câu hỏi này" not in page.text


def test_drivers_chart__factor_that_explains_nothing__is_drawn_at_0(still_world):
    line = DriverLine(
        factor="F1",
        lmg=Decimal("0.0"),
        lmg_low=Decimal("0.0"),
        lmg_high=Decimal("3.1"),
        part=Decimal("0.0"),
        johnson=Decimal("0.0"),
        score=Decimal("90.0"),
        score_low=Decimal("85.0"),
        score_high=Decimal("95.0"),
        score_reason=None,
    )
    with still_world.app.test_request_context():
        chart = drivers_chart([line], names={"F1": "Tiếp cận"})

    assert len(chart.dots) == 2
    assert "–" not in {words.text for words in chart.words}


@ON_SQLITE
def test_page__criteria_that_contradict_each_other__are_drawn_far_below_0(world, read):
    ask_for_the_whole(world)
    store(world, contradicting(60))
    noivu = world.client("noivu")

    page = read(noivu.get(PAGE))
    svg = noivu.get(f"{PAGE}/criteria.svg")

    rows = rows_of(noivu.get(f"{PAGE}/criteria.csv"))
    assert all(float(row["ci_low"]) < -1 for row in rows)
    assert page.row("Tất cả tiêu chí")[4] == rows[0]["alpha"].replace(".", ",")
    assert svg.status_code == 200
    assert str(svg.text).count("<circle") == 6


@ON_SQLITE
def test_page__small_subgroup__is_hidden_with_what_would_tell_it(world, read):
    people = in_moods(3, 120)
    for at, (_, other) in enumerate(people):
        other["e1"] = 8 if at < 4 else 1 + at % 2
    ask_for_the_whole(world)
    store(world, people)

    page = read(world.client("noivu").get(f"{PAGE}?by=e1"))

    small = page.row("Không muốn trả lời")
    why = "– không hiện điểm: quá ít người, hoặc để bảo vệ một nhóm nhỏ hơn"
    assert small[1:] == [why, "–", "4"]
    # One of the other two is hidden with it, else the small one were the whole less both.
    hidden = [row for row in page.rows if len(row) == 4 and row[1] == why]
    assert len(hidden) == 2


@ON_SQLITE
def test_subgroups__strata_that_tell_a_hidden_unit__are_not_shown_and_say_why(
    world, read, tmp_path, monkeypatch
):
    """Tư pháp has 6 people, Xây dựng is hidden with it, and nobody else is in their strata."""
    answers = [4] * len(SLOTS)
    people = [
        *(somebody(1, "SXD / a", answers) for _ in range(40)),
        *(somebody(1, "SXD / b", answers) for _ in range(30)),
        *(somebody(2, "STP / b", answers) for _ in range(6)),
    ]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
    noivu = world.client("noivu")
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_LANGUAGE", "vi")

    page = read(noivu.get(f"{PAGE}?by=sample-stratum"))
    rows = rows_of(noivu.get(f"{PAGE}/subgroups.csv?by=sample-stratum"))
    done = CliRunner().invoke(main, ["score", "thu-2022", "--subgroups", "sample-stratum"])

    why = "không hiện điểm: có thể suy ra điểm của một cơ quan có quá ít người trả lời"
    assert page.row("a")[1:] == [f"– {why}", "–", "40"]
    assert page.row("b")[1:] == [f"– {why}", "–", "36"]
    assert [(row["score"], row["reason"]) for row in rows] == [("", "tells_of_unit")] * 2
    assert f"a: – ({why}), 40" in done.output


@ON_SQLITE
def test_page__more_interviews_than_are_read__says_what_the_newest_run_says(
    world, read, monkeypatch
):
    ask_for_the_whole(world)
    store(world, in_moods(3, 150))
    few = analysed_round
    monkeypatch.setattr(
        reliability,
        "analysed_round",
        lambda session, of_round, **asked: few(session, of_round, live_up_to=100, **asked),
    )
    noivu = world.client("noivu")

    before = read(noivu.get(f"{PAGE}?by=e1"))
    with transaction(world.engine) as session:
        found = rounds.round_by_id(session, 1)
        make_run(session, found, by=person_named(session, "noivu"), at=START)
    after = read(noivu.get(f"{PAGE}?by=interview-mode"))

    assert "Phần dưới đây được tính khi công bố điểm." in before.text
    assert "Người quản trị hệ thống có thể lập bảng so sánh này thành tệp." in before.text
    assert before.text.count("Đợt này chưa được tính.") == 2
    assert re.search(r"kết quả của lần tính điểm .*, từ 150 phiếu", after.text)
    assert int(after.row("Tất cả tiêu chí")[2]) > 30
    assert after.row("máy tính bảng")[3] == "120"


def test_files__of_units_or_of_one_analysis__read_no_other_answers(noivu, still_world):
    def read_by(name):
        with still_world.statements() as sent:
            assert noivu.get(f"{PAGE}/{name}".rstrip("/")).status_code == 200
        return sum("answer" in one for one in sent)

    found = {name: read_by(name) for name in ("units.csv", "criteria.csv", "drivers.csv", "")}

    # Scores themselves add up what waits beside the sums.
    assert found == {"units.csv": 1, "criteria.csv": 2, "drivers.csv": 2, "": 3}


def test_how_units__spread_of_the_units__its_ends_go_outward(still_world):
    spread = Figure(est=0.0035**2, low=0.0019**2, high=0.0061**2)
    told = UnitsTold(tau2=spread, median=Figure(), lowest=None, highest=None, units={})

    with still_world.app.test_request_context(), force_locale("en"):
        said = " ".join(how_units(told))

    assert "0.04 points of 10 (95 % interval: 0.01 to 0.07)" in said
