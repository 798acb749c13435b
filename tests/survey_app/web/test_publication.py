"""The page on which scores are published, replaced and withdrawn."""

import csv
import hashlib
import io
import json

import pytest

from survey_app.db import interview_versions, publications, round_writes
from survey_app.db.engine import transaction
from survey_app.db.interviews import add_version, insert_many
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import (
    SLOTS,
    asked_all,
    by_chance,
    give_out,
    interview_of,
    somebody,
)

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/publication"


@pytest.fixture
def closed(world):
    """The round is closed, with interviews by chance."""
    people = [one for one in by_chance(11, 160) if not one.stratum]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
        round_writes.move_round(session, 1, start="open", end="closed")
    return people


@pytest.fixture
def noivu(world):
    return world.client("noivu")


def standing(world):
    with transaction(world.engine, writes=False) as session:
        return publications.current_publication(session, 1)


def test_page__nothing_received__says_so_and_offers_nothing(noivu, read):
    page = read(noivu.get(PAGE))

    assert "Không có điểm nào" in page.text
    assert "Đợt này chưa có phiếu nào được tính." in page.text
    assert page.named("confirmed") == []


def test_page__closed_round__tells_each_unit_with_its_interval(noivu, read, closed):
    page = read(noivu.get(PAGE))

    row = page.row("Sở Xây dựng")
    assert int(row[1]) > 0
    assert "," in row[2]
    assert "–" in row[3]
    assert str(len(closed)) in page.text


def test_page__everybody_was_asked__the_interval_is_the_figure(world, noivu, read):
    asked_all(world)

    row = read(noivu.get(PAGE)).row("Sở Xây dựng")

    assert row[2:4] == ["99,5", "99,5–99,5"]


def test_publish__confirmed__is_public_and_can_be_downloaded(world, noivu, read, closed):
    answer = noivu.post(PAGE, {"confirmed": "1", "seen": "", "reason": ""})

    assert (answer.status_code, answer.location) == (303, PAGE)
    stands = standing(world)
    page = read(noivu.get(PAGE))
    assert stands.result_sha256 in page.text
    document = noivu.get(f"{PAGE}/{stands.run_id}/scores.json")
    assert hashlib.sha256(document.data).hexdigest() == stands.result_sha256
    assert json.loads(document.data)["overall"]["n"] == len(closed)
    for kind in ("scoring", "points"):
        plan = noivu.get(f"{PAGE}/{stands.run_id}/{kind}-plan.json")
        named = json.loads(document.data)["method"][f"{kind}_plan"]
        assert hashlib.sha256(plan.data).hexdigest() == named["sha256"]
        assert plan.request.path in page.links
    file = noivu.get(f"{PAGE}/{stands.run_id}/responses.csv")
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert len(rows) == len(closed)
    assert not {row["response_uuid"] for row in rows} & {str(one.uuid) for one in closed}


def test_page__interviews_changed_since__says_how_many_and_offers_to_publish_anew(
    world, noivu, read, closed
):
    noivu.post(PAGE, {"confirmed": "1", "seen": "", "reason": ""})
    with world.statements() as sent:
        before = read(noivu.get(PAGE))
    corrected, *voided = closed[:3]
    new = [somebody(1, "", [4] * len(SLOTS)) for _ in range(4)]
    with transaction(world.engine) as session:
        last = interview_versions.last_version(session, corrected.uuid)
        add_version(session, interview_of(corrected), after=last)
        for one in voided:
            last = interview_versions.last_version(session, one.uuid)
            interview_versions.void(session, last.id, reason="x", at=START)
        give_out(session, new)
        insert_many(session, [interview_of(one) for one in new])

    page = read(noivu.get(PAGE))

    # Of answers only those are read that are not in the sums yet, or were voided.
    assert sent
    assert [
        one for one in sent if "answer" in one and not ("changed" in one or "void" in one)
    ] == []
    assert "moved" not in before.places
    assert "Từ đó đến nay không có gì thay đổi" in before.text
    assert before.named("confirmed")[0]["id"] == "f-withdraw"
    assert "moved" in page.places
    assert "Phiếu nhận thêm 4 Phiếu đã sửa 1 Phiếu bị hủy hoặc bị loại 2" in page.text
    assert [field["id"] for field in page.named("confirmed")] == ["f-publish", "f-withdraw"]
    assert "#publish" in page.links


def test_publish__not_confirmed__is_refused(world, noivu, read, closed):
    answer = noivu.post(PAGE, {"seen": "", "reason": ""})

    assert answer.status_code == 422
    assert "faults" in read(answer).places
    assert standing(world) is None


def test_publish__somebody_else_did_meanwhile__is_told(world, noivu, read, closed):
    noivu.post(PAGE, {"confirmed": "1", "seen": "", "reason": ""})
    before = standing(world)

    answer = noivu.post(PAGE, {"confirmed": "1", "seen": "", "reason": ""})

    assert answer.status_code == 422
    assert "đã được Noivu công bố" in read(answer).text
    assert standing(world) == before


def test_withdraw__with_a_reason__shows_it_among_what_was_public(world, noivu, read, closed):
    noivu.post(PAGE, {"confirmed": "1", "seen": "", "reason": ""})
    seen = str(standing(world).id)

    answer = noivu.post(
        f"{PAGE}/withdraw", {"confirmed": "1", "seen": seen, "reason": "Sai danh sách"}
    )

    assert answer.status_code == 303
    assert standing(world) is None
    assert "Sai danh sách" in read(noivu.get(PAGE)).text


def test_set_up__closed_round__leads_to_the_page(noivu, read, closed):
    assert PAGE in read(noivu.get("/admin/rounds/thu-2022")).links


def test_run__of_no_round__is_not_found(noivu, closed):
    assert noivu.get(f"{PAGE}/77/scores.json").status_code == 404
    assert noivu.get(f"{PAGE}/77/responses.csv").status_code == 404
    assert noivu.get(f"{PAGE}/77/scoring-plan.json").status_code == 404


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_publication__other_roles__are_denied(world, who):
    client = world.client(who)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"confirmed": "1"}).status_code == 403
    assert client.post(f"{PAGE}/withdraw", {"confirmed": "1"}).status_code == 403


@pytest.mark.parametrize("seen", ["9" * 30, "9" * 5000, "²"])
def test_withdraw__publication_that_cannot_be__is_refused(world, noivu, closed, seen):
    noivu.post(PAGE, {"confirmed": "1", "seen": "", "reason": ""})

    answer = noivu.post(f"{PAGE}/withdraw", {"confirmed": "1", "seen": seen, "reason": "Sai"})

    assert answer.status_code == 422
    assert standing(world) is not None
