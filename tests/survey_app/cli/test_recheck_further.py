"""Who is drawn after the first draw can be drawn again by anybody: `hailong recheck verify`."""

import csv

import pytest

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.deciding import DecisionRequest, decide, mark_of
from survey_app.fieldwork.rechecks.lot_board import board_of
from tests.survey_app.conftest import SECRET
from tests.survey_app.rechecked_round import CODE, DAY, draw, interviewed, promise

ROUND, OFFICE = ("--round", CODE), ("--by", "noivu")
FILES = ("--lots", "out/lots.csv", "--drawn", "out/drawn.csv", "--further", "out/further.csv")
WHY = "Chưa ai phúc tra, nhưng cần xem thêm vì có phản ánh."


@pytest.fixture
def published(world, hailong, folder):
    """One lot with three more, past one that is voided, and one in the place of somebody; one that
    is verified; all published.
    """
    world.clock.move(2 * DAY)
    promise(world)
    interviewed(world, "an", "SXD", 40)
    interviewed(world, "binh", "STP", 30)
    draw(world, day=1)
    an, binh = (str(row[0]) for row in world.rows("SELECT code FROM lot ORDER BY code"))
    world.change(
        "UPDATE interview SET is_current = false, voided_at = finished_at, void_reason = 'x'"
        " WHERE uuid = (SELECT interview_uuid FROM lot_member JOIN lot ON lot.id = lot_id"
        " WHERE code = :lot AND place = 9)",
        lot=an,
    )
    _decide(world, an, "extended", more=3)
    _decide(world, binh, "rejected")
    world.change(
        "INSERT INTO recheck_draw (interview_uuid, selection, drawn_at, instead_of)"
        " SELECT next.interview_uuid, 'next', CURRENT_TIMESTAMP, first.interview_uuid"
        " FROM lot_member next, lot_member first WHERE first.place = 1 AND next.place = 13"
        " AND first.lot_id = next.lot_id AND first.lot_id = (SELECT id FROM lot WHERE code = :lot)",
        lot=an,
    )
    world.change("UPDATE round SET state = 'closed'")
    hailong("recheck", "draw", *ROUND)
    hailong("recheck", "reveal", *ROUND, *OFFICE)
    hailong("recheck", "publish", *ROUND, "-o", "out")
    return folder / "out/further.csv"


def _decide(world, lot, decision, **more):
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, CODE)
        seen = mark_of(board_of(session, found, at=world.clock()).lot(lot))
        request = DecisionRequest(
            lot=lot,
            decision=decision,
            reason=WHY,
            seen=seen,
            by=person_named(session, "noivu"),
            at=world.clock(),
            **more,
        )
        assert decide(session, found, request, secret_key=SECRET) == ()


def test_verify__drawn_further_in_the_order__agrees(published, hailong):
    with published.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))

    hailong("recheck", "verify", "out/recheck.json", *FILES)
    hailong("recheck", "verify", *ROUND)

    kinds = [(row["step"], row["selection"], row["place"]) for row in rows]
    assert kinds[:5] == [
        ("1", "voided", "9"),
        *[("2", "more", place) for place in ("10", "11", "12")],
        ("3", "next", "13"),
    ]
    assert [kind[:2] for kind in kinds[5:]] == [("1", "verification")] * 24
    assert sum(row["instead_of"] != "" for row in rows) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_verify__somebody_chose__every_step_that_differs_is_listed(published, hailong, folder):
    lines = published.read_text(encoding="utf-8-sig").splitlines()
    with (folder / "out/drawn.csv").open(encoding="utf-8-sig", newline="") as stream:
        drawn = next(csv.DictReader(stream))
    more = lines[2].split(",")
    twice = [more[0], "4", drawn["response_uuid"], drawn["stratum"], drawn["place"], "more", ""]
    changed = [*lines[:2], *lines[3:-1], ",".join(twice)]
    published.write_text("\n".join(changed) + "\n", encoding="utf-8")

    told = hailong("recheck", "verify", "out/recheck.json", *FILES, exits=1).stderr

    assert f"{more[2]} stands before" in told
    assert f"{drawn['response_uuid']} is not in the lot, or was drawn before" in told
    assert "the whole lot was to be verified, and 1 of it were not drawn" in told
