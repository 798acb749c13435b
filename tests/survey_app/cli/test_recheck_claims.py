"""Claimed refusals and absences from the draw to the report: `hailong recheck`."""

import csv
import hashlib
import json
from collections import Counter

import pytest

from scoring.recheck.recheck_plan import recheck_plan
from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.deciding import DecisionRequest, decide, mark_of
from survey_app.fieldwork.rechecks.lot_board import board_of
from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.claimed_round import (
    I_REFUSED,
    MOVED,
    NOBODY_CAME,
    ONLY_TRIED,
    claimed,
    draw,
    give,
    lock,
    open_tasks,
    promise,
)
from tests.survey_app.cli.test_recheck_commands import redrawn
from tests.survey_app.conftest import SECRET
from tests.survey_app.given_rechecks import FRONT, move_to
from tests.survey_app.rechecked_round import DAY, interviewed

ROUND, OFFICE = ("--round", "thu-2022"), ("--by", "noivu")
FILES = ("--lots", "out/lots.csv", "--drawn", "out/drawn.csv", "--further", "out/further.csv")


def decide_on(world, lot, decision, **more):
    """Home Affairs signs, whatever the plan says."""
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, "thu-2022")
        seen = mark_of(board_of(session, found, at=world.clock()).lot(lot))
        request = DecisionRequest(
            lot=lot,
            decision=decision,
            reason="Xem thêm vì có phản ánh của người dân về việc này.",
            seen=seen,
            by=person_named(session, "noivu"),
            at=world.clock(),
            **more,
        )
        assert decide(session, found, request, secret_key=SECRET) == ()


def interviewed_after_all(world, uuid):
    """Somebody interviews whom nobody met before."""
    [(of, version)] = world.rows(
        "SELECT uuid, questionnaire_version_id FROM interview ORDER BY uuid LIMIT 1"
    )
    world.change(
        "INSERT INTO interview (uuid, version, is_current, round_unit_id, enumerator_id,"
        " questionnaire_version_id, mode, origin, content, content_sha256, started_at,"
        " finished_at, received_at, is_simulated) SELECT assignment.interview_uuid, 1, true,"
        " assignment.round_unit_id, assignment.enumerator_id, :version, mode, 'listed', '{}',"
        " :sha, started_at, finished_at, received_at, is_simulated FROM interview, assignment"
        " WHERE interview.uuid = :of AND assignment.interview_uuid = :uuid",
        version=version,
        of=of,
        uuid=uuid,
        sha="c" * 64,
    )


def said(world):
    """What the respondent of every drawn claim says: of the first in order nobody came."""
    for turn, (task, _claim, _kind) in enumerate(open_tasks(world)):
        lock(world, task, I_REFUSED if turn else NOBODY_CAME)


def _ask(world):
    move_to(world.engine, "giamsat", organisation=FRONT)
    promise(world)
    refused = claimed(world, "an", "SXD", 12)
    claimed(world, "an", "SXD", 2, attempts=MOVED, day=1)
    claimed(world, "binh", "STP", 4, attempts=ONLY_TRIED)
    interviewed(world, "binh", "STP", 5)
    draw(world, day=8)
    give(world, day=8)
    world.clock.move(8 * DAY)
    said(world)
    return refused


@pytest.fixture
def asked(begin, world):
    """12 refusals of An in a week, 2 absences; 4 of Bình who were only tried, and 5 interviews."""
    return begin(_ask, world)


def test_draw__week_that_is_over__closes_claims_and_leaves_those_that_are_still_tried(asked, world):
    lots = world.rows(
        "SELECT code, name, interviews, share_percent, drawn FROM lot JOIN lot_stratum"
        " ON lot_id = lot.id WHERE kind = 'claims' ORDER BY code, name"
    )

    # A tenth of 12 and of 2, rounded up, is 2 and 1: together the three that the plan wants.
    assert lots == [
        ("2022w40-e1-c1", "not_met", 2, 10, 1),
        ("2022w40-e1-c1", "refused", 12, 10, 2),
    ]
    assert world.one("SELECT count(*) FROM lot WHERE kind = 'interviews'") == 1
    assert world.one("SELECT count(*) FROM audit_event WHERE action = 'recheck.claims_drawn'") == 1


def test_draw__claim__has_the_identifier_that_anybody_can_compute(asked, world):
    first = str(asked[0])

    made = hashlib.sha256(f"claim|{first}".encode()).hexdigest()[:32]

    stored = {str(row[0]).replace("-", "") for row in world.rows("SELECT uuid FROM claim")}
    assert made in stored
    assert first.replace("-", "") not in stored


def test_verify__lots_of_claims__are_drawn_again_by_the_command_and_without_it(
    asked, world, hailong, folder
):
    [undrawn] = world.rows(
        "SELECT interview_uuid FROM claim WHERE stratum = 'refused' AND place = 4"
    )
    interviewed_after_all(world, undrawn[0])
    decide_on(world, "2022w40-e1-c1", "extended", more=3)
    world.change("UPDATE round SET state = 'closed'")
    hailong("recheck", "reveal", *ROUND, *OFFICE, exits=1)
    hailong("recheck", "draw", *ROUND)
    hailong("recheck", "reveal", *ROUND, *OFFICE)
    hailong("recheck", "publish", *ROUND, "-o", "out")

    agrees = hailong("recheck", "verify", "out/recheck.json", *FILES)
    kinds = [
        one.get("kind") for one in json.loads((folder / "out/recheck.json").read_text())["lots"]
    ]
    with (folder / "out/drawn.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row["lot"], row["response_uuid"], row["place"]) for row in csv.DictReader(stream)]
    whole = (folder / "out/drawn.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    without = [line for line in whole if not line.startswith("2022w40-e1-c1,")]
    (folder / "out/drawn.csv").write_text("".join(without), encoding="utf-8")
    differs = hailong("recheck", "verify", "out/recheck.json", *FILES, exits=1)

    with (folder / "out/further.csv").open(encoding="utf-8-sig", newline="") as stream:
        further = Counter(row["selection"] for row in csv.DictReader(stream))
    assert "So do refusals and absences: 2 lots with 18 of them, 6 drawn." in agrees.stdout
    assert further == {"more": 3, "voided": 1}
    assert sorted(kinds, key=str) == [None, None, "claims", "claims"]
    assert sorted(rows) == redrawn(folder / "out")
    assert len([row for row in rows if "-c1" in row[0]]) == 6
    assert differs.output.count("lot “2022w40-e1-c1”, stratum") == 3


def test_report__claims__stand_apart_in_document_file_and_tables(asked, world, hailong, folder):
    told = hailong("recheck", "report", *ROUND, "--json", "found.json", "--csv", "files")

    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))["claims"]
    text = (folder / "files/claims.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert {key: found[key] for key in ("drawn", "reached", "defective", "nobody_came")} == {
        "drawn": 3,
        "reached": 3,
        "defective": 1,
        "nobody_came": 1,
    }
    # Of 1 of 3: (1 - p)^3 = 0.975 at the lower end, and (1 - p)^2 (1 + 2 p) = 0.025 at the upper.
    assert found["ci_low"] == pytest.approx(1 - 0.975 ** (1 / 3))
    assert found["ci_high"] == pytest.approx(0.9057, abs=5e-5)
    assert found["by_enumerator"]["an"]["defective"] == 1
    assert found["response"]["proved_false"] == 0
    assert [row["defective"] for row in rows] == ["1", "0", "0"]
    assert {row["claimed"] for row in rows} == {"refused", "not_met"}
    assert "3 drawn by chance have been tried, 3 reached, 1 not as recorded" in told.stdout


@needs_font
def test_report__printed__has_a_section_of_refusals(asked, hailong, folder):
    hailong("recheck", "report", *ROUND, "--pdf", "phuc-tra.pdf")

    text = text_of((folder / "phuc-tra.pdf").read_bytes())

    assert "Từ chối và không gặp" in text
    assert "gặp được 3. 1 trường hợp không đúng" in text


def test_report__plan_without_claims__has_none(world, hailong, folder):
    promise(world, plan=recheck_plan("hai-long-1").model_copy(update={"claims": None}))
    claimed(world, "an", "SXD", 3)
    draw(world, day=8)

    hailong("recheck", "report", *ROUND, "--json", "found.json", "--csv", "files")

    assert world.one("SELECT count(*) FROM claim") == 0
    assert json.loads((folder / "found.json").read_text(encoding="utf-8"))["claims"] is None
    assert not (folder / "files/claims.csv").exists()


@needs_font
def test_report__printed_before_anybody_is_reached__has_no_rate(world, hailong, folder):
    promise(world)
    claimed(world, "an", "SXD", 3)
    draw(world, day=8)

    hailong("recheck", "report", *ROUND, "--pdf", "phuc-tra.pdf")

    text = text_of((folder / "phuc-tra.pdf").read_bytes())
    assert text.count("Chưa gặp được ai nên chưa có tỷ lệ.") == 2
    assert "2022w40-e1-c1" in text
