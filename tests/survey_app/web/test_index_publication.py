"""The index is published by a decision, frozen, replaced and taken back; a unit sees its row."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from survey_app.cli import main
from survey_app.db.engine import transaction
from survey_app.db.index_publications import current_index
from survey_app.publication.index_publishing import frozen_content
from survey_app.results import own_index
from survey_app.results.scored_round import scored_round
from tests.survey_app.web import published_round
from tests.survey_app.web.published_round import OF_SXD, SXD, store

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/index/publication"
DECISION = {"number": "2500/QĐ-UBND", "issued_on": "03/10/2022", "reason": ""}
SAME = {
    "vi": "Chính Chỉ số này đã được công bố, theo chính quyết định này.",
    "en": "The same index is public already, by the same decision.",
}


@pytest.fixture
def public(begin, world):
    """Scores of two units are public."""
    begin(_two_units_public, world)


def _two_units_public(world):
    published_round.two_units_public(world)


@pytest.fixture
def decide(noivu, read):
    """Publishes through the page, with the number of what stands there."""

    def send(**changed):
        seen = read(noivu.get(PAGE)).named("seen")[0]["value"]
        return noivu.post(PAGE, {**DECISION, "seen": seen, **changed})

    return send


def test_publish__scores_are_public__freezes_the_index_under_its_hash(
    world, public, decide, noivu, read
):
    answer = decide()

    assert answer.status_code == 303
    page = read(noivu.get(PAGE))
    assert "Theo 2500/QĐ-UBND, 03/10/2022" in page.text
    file = noivu.get(f"{PAGE}/current.json")
    sha256 = hashlib.sha256(file.data).hexdigest()
    assert sha256 in page.text
    assert world.one("SELECT content_sha256 FROM index_publication") == sha256
    document = json.loads(file.data)
    with transaction(world.engine, writes=False) as session:
        assert frozen_content(scored_round(session, "thu-2022").full) == file.data.decode()
    assert "live_points" not in document
    assert len(document["groups"]["department"]["units"]) == 3
    log = "SELECT count(*) FROM audit_event WHERE action = 'round.index_published'"
    assert world.one(log) == 1


def test_publish__points_entered_later__change_nothing_until_it_is_replaced(
    world, public, decide, noivu
):
    decide()
    before = noivu.get(f"{PAGE}/current.json").data
    world.change("UPDATE appraised_points SET points = 80 WHERE points = 85.75")

    kept = noivu.get(f"{PAGE}/current.json").data
    refused = decide()
    replaced = decide(reason="Phúc tra", number="2600/QĐ-UBND")

    assert kept == before
    assert (refused.status_code, replaced.status_code) == (422, 303)
    assert noivu.get(f"{PAGE}/current.json").data != before
    states = world.rows("SELECT state, ended_reason FROM index_publication ORDER BY id")
    assert [tuple(one) for one in states] == [("superseded", "Phúc tra"), ("current", None)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"number": ""}, "Văn bản chưa có số."),
        ({"issued_on": "x"}, "Thiếu ngày của văn bản"),
        ({"seen": "7"}, "Có người đã công bố hoặc thu hồi Chỉ số sau khi bạn xem."),
    ],
)
def test_publish__decision_that_does_not_do__is_refused(
    world, public, decide, read, changed, message
):
    answer = decide(**changed)

    assert answer.status_code == 422
    assert message in read(answer).text
    assert world.one("SELECT count(*) FROM index_publication") == 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_publish__nothing_has_changed__is_refused_in_both_languages(
    world, public, decide, noivu, read, language
):
    decide()
    noivu.post("/language", {"language": language})

    answer = decide(reason="Lần nữa", number=" 2500/QĐ-UBND ")

    assert answer.status_code == 422
    assert SAME[language] in read(answer).text
    assert world.one("SELECT count(*) FROM index_publication") == 1


@pytest.mark.parametrize("changed", [{"number": "2600/QĐ-UBND"}, {"issued_on": "02/10/2022"}])
def test_publish__same_figures_by_another_decision__replaces_it(world, public, decide, changed):
    decide()

    answer = decide(reason="Sửa quyết định", **changed)

    assert answer.status_code == 303
    assert world.one("SELECT count(DISTINCT content_sha256) FROM index_publication") == 1
    assert world.one("SELECT count(*) FROM index_publication") == 2


def test_publish__taken_back_before__may_be_the_same_again(world, public, decide, noivu):
    decide()
    noivu.post(f"{PAGE}/withdraw", {"seen": "1", "reason": "Nhầm"})

    assert decide().status_code == 303


def test_publish__scores_not_public_or_points_missing__says_all_of_it(world, noivu, read):
    world.change("DELETE FROM appraised_points WHERE points = 85.75")

    answer = noivu.post(PAGE, {**DECISION, "seen": ""})

    page = read(answer)
    assert answer.status_code == 422
    assert "Điểm của đợt chưa được công bố." in page.text
    assert "Sở Xây dựng chưa có trong Chỉ số" in page.text
    assert noivu.get(f"{PAGE}/current.json").status_code == 404


def test_withdraw__with_a_reason__ends_it_and_keeps_it(world, public, decide, noivu, read):
    decide()
    seen = str(world.one("SELECT id FROM index_publication"))

    refused = noivu.post(f"{PAGE}/withdraw", {"seen": seen, "reason": " "})
    done = noivu.post(f"{PAGE}/withdraw", {"seen": seen, "reason": "Nhầm"})
    again = noivu.post(f"{PAGE}/withdraw", {"seen": seen, "reason": "Nhầm"})

    assert [one.status_code for one in (refused, done, again)] == [422, 303, 422]
    page = read(noivu.get(PAGE))
    assert "thu hồi 03/10/2022 08:00, Noivu: Nhầm" in page.text
    assert "empty" in page.classes
    assert world.one("SELECT state FROM index_publication") == "withdrawn"


def test_page__scores_replaced_since__says_that_it_is_of_others(world, public, decide, noivu, read):
    decide()
    world.clock.move(timedelta(hours=1))
    store(world, OF_SXD[0], unit=SXD)
    published_round.publish(world, reason="Thêm phiếu")

    assert "khác với điểm đã dùng để tính" in read(noivu.get(PAGE)).text


def test_own_index__unit__sees_its_own_row_and_no_other_unit(world, public, decide, read):
    own = world.client("donvi")
    before = read(own.get("/results/own/rounds/thu-2022/index"))
    decide()

    page = read(own.get("/results/own/rounds/thu-2022/index"))

    assert "empty" in before.classes
    assert "2500/QĐ-UBND" in page.text
    # 21 of 22 criteria satisfy: 9.5454…
    assert "85,75 + 9,55 = 95,30 / 100" in page.text
    assert "Sở Tư pháp" not in page.text
    assert "Thanh tra" not in page.text
    links = read(own.get("/results/own/rounds/thu-2022")).links
    assert "/results/own/rounds/thu-2022/index" in links
    assert "Xếp loại Xuất sắc" in page.text
    own.post("/language", {"language": "en"})
    assert "Band Excellent" in read(own.get("/results/own/rounds/thu-2022/index")).text
    assert own.get(PAGE).status_code == 403
    assert world.client("noivu").get("/results/own/rounds/thu-2022/index").status_code == 403


def test_own_index__another_number_was_ranked_before__says_of_how_many(
    world, public, decide, read, monkeypatch
):
    decide()

    def with_year_before(session, round_id):
        found = current_index(session, round_id)
        said = json.loads(found.content)
        [group] = said["groups"].values()
        [unit] = [one for one in group["units"] if one["unit_code"] == "SXD"]
        change = {"unit_code": "SXD", "index_before": None, "change": None, "places": None}
        group["changes"] = {"units": [{**change, "rank_before": 6}], "ranked_before": 19}
        unit["rank"] = 1
        return replace(found, content=json.dumps(said))

    monkeypatch.setattr(own_index, "current_index", with_year_before)

    page = read(world.client("donvi").get("/results/own/rounds/thu-2022/index"))

    assert "1 / 3 năm trước: 6 / 19 Xếp loại" in page.text


@pytest.mark.parametrize(
    ("language", "taken_back"),
    [("vi", "Chỉ số không còn được công bố"), ("en", "no index is public any more")],
)
def test_command__publishes_once_and_withdraws(world, public, monkeypatch, language, taken_back):
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("HAILONG_LANGUAGE", language)

    def run(*words):
        return CliRunner().invoke(main, ["index", "publish", "thu-2022", *words])

    named = ("--number", "2500/QĐ-UBND", "--date", "03/10/2022", "--by", "noivu")
    made = run(*named)
    again = run(*named)
    back = run("--withdraw", "--reason", "Nhầm", "--by", "noivu")

    assert [one.exit_code for one in (made, again, back)] == [0, 1, 0], made.output
    assert world.one("SELECT content_sha256 FROM index_publication") in made.output
    assert f"index: {SAME[language]}" in again.stderr
    assert len(again.stderr.splitlines()) == 1
    assert taken_back in back.output
