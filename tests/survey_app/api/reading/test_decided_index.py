"""The index that programs read of a round: a decision's where there is one, else that of now."""

import csv
import hashlib
import io
import json

import pytest

from tests.survey_app.api.reading.programs import ALL, API, program
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
FILE = f"{NOW}.csv"
UNPUBLISHED = "?published_only=false"
KEYS = {"groups", "published", "live_points", "not_ready", "composition", "decision"}


def percents(answer):
    groups = answer.json["groups"].values()
    return {row["unit_code"]: row["index_percent"] for of in groups for row in of["units"]}


def percents_of_file(answer):
    rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    return {row["unit_code"]: row["index_percent"] for row in rows}


def gone(answer, *, number, reason):
    assert answer.status_code == 410
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "index_withdrawn"
    [error] = answer.json["errors"]
    assert f"{number} was withdrawn on 2022-10-03: {reason}" in error["message"]


def test_decided__says_what_the_decision_froze_and_which_decision_it_was(world, public):
    before = program(world).get(NOW)
    publish_index(world)
    frozen = world.client("noivu").get(f"{INDEX}/publication/current.json").data

    told = program(world).get(NOW)

    document = json.loads(frozen)
    assert told.json["groups"] == document["groups"]
    assert told.json["not_ready"] == document["not_ready"]
    assert told.json["published"] == before.json["published"] == document["published"]
    assert told.json["composition"] == before.json["composition"] == document["composition"]
    assert told.json["live_points"] == {}
    assert told.json["decision"] == {
        "number": "2500/QĐ-UBND",
        "decided_on": "2022-10-03",
        "published_at": "2022-10-03T01:00:00Z",
        "content_sha256": hashlib.sha256(frozen).hexdigest(),
    }
    assert before.json["decision"] is None
    assert set(told.json) == set(before.json) == KEYS
    assert "Noivu" not in told.text


def test_decided__points_and_scores_of_later__are_told_to_nobody_without_the_scope(world, public):
    publish_index(world)
    reads, insider = program(world), program(world, *ALL)
    first, file = reads.get(NOW), reads.get(FILE)
    type_points(world, "60,00")
    store(world, levels(1))
    publish(world, reason="Thêm phiếu đến muộn")

    told, told_file = reads.get(NOW), reads.get(FILE)
    signed_in = world.client("noivu").get(API + NOW)
    now, now_file = insider.get(NOW + UNPUBLISHED), insider.get(FILE + UNPUBLISHED)

    assert told.data == first.data == signed_in.data
    assert told_file.data == file.data
    assert percents(told)["TTRA"] == percents_of_file(told_file)["TTRA"] == "96.67"  # 58 of 60
    assert percents(now)["TTRA"] == percents_of_file(now_file)["TTRA"] == "100.00"
    assert percents(told) == percents_of_file(told_file)
    assert (now.json["published"]["run"], now.json["decision"]) == (2, None)
    assert now.json["live_points"] != {}


@pytest.mark.parametrize("address", [NOW, FILE])
def test_decided__asked_again__is_neither_sent_nor_read_whatever_was_entered(
    world, public, address
):
    publish_index(world)
    reads = program(world)
    tag = reads.get(address).headers["ETag"]
    type_points(world, "60,00")

    with world.statements() as sent:
        again = reads.get(address, If_None_Match=tag)
    publish_index(world, number="2600/QĐ-UBND", reason="Phúc tra")
    other = reads.get(address, If_None_Match=tag)

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert not [one for one in sent if "index_publication.content " in one]
    assert len(sent) == 4  # the token, the round, its publications, its indices
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_decided__replaced_by_another_decision__is_the_newest(world, public):
    publish_index(world)
    type_points(world, "60,00")
    publish_index(world, number="2600/QĐ-UBND", reason="Phúc tra")
    reads = program(world)

    told, file = reads.get(NOW), reads.get(FILE)

    assert told.json["decision"]["number"] == "2600/QĐ-UBND"
    assert percents(told)["TTRA"] == percents_of_file(file)["TTRA"] == "100.00"


@pytest.mark.parametrize("address", [NOW, FILE])
def test_decided__withdrawn__is_gone_with_its_reason_until_another_decision(world, public, address):
    publish_index(world)
    withdraw_index(world, reason="Sai điểm")
    type_points(world, "60,00")
    reads, insider = program(world), program(world, *ALL)

    withdrawn = reads.get(address, Accept_Language="en")
    inside = insider.get(address + UNPUBLISHED)
    publish_index(world, number="2600/QĐ-UBND")
    again = reads.get(address)

    gone(withdrawn, number="2500/QĐ-UBND", reason="Sai điểm")
    assert (inside.status_code, again.status_code) == (200, 200)


def test_decided__second_one_withdrawn__the_first_does_not_come_back(world, public):
    publish_index(world)
    publish_index(world, number="2600/QĐ-UBND", reason="Phúc tra")
    withdraw_index(world, reason="Sai chữ ký")

    told = program(world).get(NOW, Accept_Language="en")

    gone(told, number="2600/QĐ-UBND", reason="Sai chữ ký")


@pytest.mark.parametrize("address", [NOW, FILE])
def test_decided__scores_withdrawn__stands_by_its_decision(world, public, address):
    publish_index(world)
    reads = program(world)
    first = reads.get(address)
    withdraw(world, reason="Sai danh sách")

    again = reads.get(address, If_None_Match=first.headers["ETag"])

    assert again.status_code == 304
    assert reads.get(address).data == first.data


def test_decided__frozen_by_an_older_program__has_every_key(world, public):
    publish_index(world)
    whole = program(world).get(NOW).json
    document = json.loads(world.one("SELECT content FROM index_publication"))
    groups = document["groups"]
    for of in groups.values():
        of.pop("spread")
        for row in of["units"]:
            row.pop("band")
    content = json.dumps({"groups": groups})
    world.change(
        "UPDATE index_publication SET content = :content, content_sha256 = :sha256",
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )
    reads = program(world)

    told, file, frozen = reads.get(NOW), reads.get(FILE), reads.get(f"{NOW}/publications/1")

    assert set(told.json) == KEYS
    assert told.json["published"] == whole["published"]
    assert told.json["not_ready"] == {}
    assert told.json["composition"] == {"mode": None, "origin": None}
    assert told.json["groups"]["department"]["spread"] is None
    assert percents(told) == percents_of_file(file)
    assert frozen.json["index"]["groups"] == told.json["groups"]
    assert frozen.json["index"]["points_documents"] == {}


def test_undecided__is_of_now_and_says_that_no_decision_made_it(world):
    store(world, *OF_SXD)
    insider = program(world, *ALL)

    now = insider.get(NOW + UNPUBLISHED)
    hidden = program(world).get(NOW)

    assert now.json["decision"] is None
    assert (hidden.status_code, hidden.json["code"]) == (404, "nothing_public")
