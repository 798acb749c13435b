"""The index for programs: of now, made only where something changed; and as decisions froze it."""

import csv
import hashlib
import io
import json

import pytest

from tests.survey_app.api.reading.programs import ALL, program
from tests.survey_app.web.published_round import (
    INDEX,
    OF_SXD,
    levels,
    publish,
    publish_index,
    store,
    type_points,
    withdraw,
    withdraw_index,
)

NOW = "/rounds/thu-2022/index"
LIST = "/rounds/thu-2022/index/publications"


def _frozen(world):
    """As the page of Home Affairs hands it out, byte by byte."""
    return world.client("noivu").get(f"{INDEX}/publication/current.json").data


def test_frozen__published_by_a_decision__is_the_document_without_names(world, public):
    publish_index(world)
    frozen = _frozen(world)

    answer = program(world).get(f"{LIST}/1")

    told, wanted = answer.json, json.loads(frozen)
    names = [one.pop("recorded_by") for one in wanted["points_documents"]["appraised"]]
    assert names == ["Noivu", None]
    assert told["index"] == wanted
    assert told["publication"] == {
        "round": "thu-2022",
        "number": 1,
        "state": "current",
        "decision_number": "2500/QĐ-UBND",
        "decided_on": "2022-10-03",
        "published_at": "2022-10-03T01:00:00Z",
        "reason": "",
        "ended_at": None,
        "ended_reason": None,
        "run": 1,
        "scores_state": "current",
        "content_sha256": hashlib.sha256(frozen).hexdigest(),
    }
    assert "Noivu" not in answer.text


def test_frozen__file__has_the_table_with_the_columns_of_the_index_of_now(public_world, reader):
    frozen = reader.get(f"{LIST}/1/index.csv")

    rows = list(csv.DictReader(io.StringIO(frozen.data.decode("utf-8-sig"))))
    # 85.75 + 9.5454… of 100; 78.20 + 9.7727… of 100; 56.25 of 60
    assert {row["unit_code"]: row["index_percent"] for row in rows} == {
        "SXD": "95.30",
        "TTRA": "93.75",
        "STP": "87.97",
    }
    assert {row["max_points"] for row in rows} == {"100", "60"}
    assert frozen.data == reader.get(f"{NOW}.csv").data


def test_frozen__points_and_scores_of_later__change_nothing(world, public):
    publish_index(world)
    reads = program(world)
    first, file = reads.get(f"{LIST}/1"), reads.get(f"{LIST}/1/index.csv")
    type_points(world, "59,00")

    again = reads.get(f"{LIST}/1", If_None_Match=first.headers["ETag"])
    store(world, levels(1))
    publish(world, reason="Thêm phiếu đến muộn")
    after = reads.get(f"{LIST}/1")

    assert (again.status_code, again.data) == (304, b"")
    assert after.json["index"] == first.json["index"]
    assert after.json["publication"]["scores_state"] == "superseded"
    assert reads.get(f"{LIST}/1/index.csv").data == file.data
    now = program(world, *ALL).get(f"{NOW}?published_only=false")
    assert _percent_of(now, "TTRA") == "98.33"  # 59 of 60, and it was 58


def test_list__one_after_another__says_states_decisions_and_hashes(world, public):
    publish_index(world)
    type_points(world, "59,00")
    publish_index(world, number="2600/QĐ-UBND", reason="Phúc tra")
    hashes = world.rows("SELECT content_sha256 FROM index_publication ORDER BY id DESC")
    reads = program(world)
    superseded = reads.get(f"{LIST}/1")
    withdraw_index(world, reason="Sai điểm")

    rows = reads.get(LIST).json["publications"]

    assert superseded.json["publication"]["state"] == "superseded"
    said = [(one["number"], one["state"], one["decision_number"]) for one in rows]
    assert said == [(2, "withdrawn", "2600/QĐ-UBND"), (1, "superseded", "2500/QĐ-UBND")]
    assert [one["ended_reason"] for one in rows] == ["Sai điểm", "Phúc tra"]
    assert [(one["content_sha256"],) for one in rows] == hashes
    assert reads.get("/index/publications").json["publications"] == rows
    assert reads.get(f"{LIST}?state=superseded").json["publications"] == rows[1:]
    first = reads.get(f"{LIST}?limit=1").json
    assert first["publications"] == rows[:1]
    assert reads.get(first["page"]["next"]).json["publications"] == rows[1:]


def test_frozen__scores_withdrawn__stands_by_its_decision_and_says_so(world, public):
    publish_index(world)
    withdraw(world, reason="Sai danh sách")
    reads = program(world)

    told = reads.get(f"{LIST}/1")

    assert (told.status_code, reads.get(NOW).status_code) == (200, 200)
    publication = told.json["publication"]
    assert (publication["state"], publication["scores_state"]) == ("current", "withdrawn")
    assert reads.get(LIST).json["publications"] == [publication]


@pytest.mark.parametrize("end", ["", "/index.csv"])
def test_frozen__withdrawn__is_gone_and_says_by_which_decision_and_why(world, public, end):
    publish_index(world)
    withdraw_index(world, reason="Sai điểm")

    answer = program(world).get(f"{LIST}/1{end}", Accept_Language="en")

    assert answer.status_code == 410
    assert answer.json["code"] == "index_withdrawn"
    [error] = answer.json["errors"]
    assert "2500/QĐ-UBND was withdrawn on 2022-10-03: Sai điểm" in error["message"]


@pytest.mark.parametrize("end", ["", "/index.csv"])
def test_frozen__number_of_another_or_of_none__is_not_found(public_world, reader, end):
    answer = reader.get(f"{LIST}/99{end}")

    assert answer.status_code == 404
    assert answer.json["code"] == "public_index_unknown"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_list__of_a_round_without_a_decision__is_empty(world, public):
    reads = program(world)

    assert reads.get(LIST).json["publications"] == []
    assert reads.get("/index/publications").json["page"]["total"] == 0


@pytest.mark.parametrize("end", ["/1", "/1/index.csv"])
def test_frozen__pulled_again__is_not_read_again(public_world, reader, end):
    first = reader.get(LIST + end)

    with public_world.statements() as sent:
        again = reader.get(LIST + end)

    assert again.data == first.data
    assert not [one for one in sent if "index_publication.content " in one]
    assert len(sent) == 4  # the token, the round, its publications, its indices


@pytest.mark.parametrize("address", [NOW, f"{NOW}.csv"])
def test_index_of_now__asked_again__is_not_made_where_nothing_changed(world, public, address):
    reads = program(world)
    tag = reads.get(address).headers["ETag"]
    world.client("quantri")  # somebody signs in: an event in the log of changes

    with world.statements() as sent:
        again = reads.get(address, If_None_Match=tag)

    assert again.status_code == 304
    assert not [one for one in sent if "score_row" in one or "FROM interview" in one]
    # the token, the round, its publications, its indices, its units, its plans
    assert len(sent) == 6


def test_index_of_now__something_changed__is_told_anew_under_another_tag(world, public):
    reads = program(world)
    tags = [reads.get(NOW).headers["ETag"]]

    def told():
        answer = reads.get(NOW, If_None_Match=tags[-1])
        tags.append(answer.headers["ETag"])
        return answer

    same = told()
    type_points(world, "59,00")
    points = told()
    store(world, levels(1))
    publish(world, reason="Thêm phiếu đến muộn")
    scores = told()
    type_points(world, "58,00")
    back = told()
    withdraw(world, reason="Sai danh sách")

    assert (same.status_code, points.status_code, scores.status_code) == (304, 200, 200)
    percents = [_percent_of(one, "TTRA") for one in (points, scores, back)]
    assert percents == ["98.33", "98.33", "96.67"]  # 59 and 58 of 60
    assert scores.json["published"]["run"] == 2
    assert reads.get(NOW, If_None_Match=tags[-1]).status_code == 410


def _percent_of(answer, unit):
    groups = answer.json["groups"].values()
    return next(
        row["index_percent"] for of in groups for row in of["units"] if row["unit_code"] == unit
    )


def test_index_of_now__of_what_is_not_public__follows_each_interview(world):
    store(world, *OF_SXD)
    insider = program(world, *ALL)
    address = f"{NOW}?published_only=false"
    tag = insider.get(address).headers["ETag"]
    same = insider.get(address, If_None_Match=tag)
    store(world, *[levels(1)] * 30)

    other = insider.get(address, If_None_Match=tag)

    assert (same.status_code, other.status_code) == (304, 200)
    assert other.json["published"] is None
