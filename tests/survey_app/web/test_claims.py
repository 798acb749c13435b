"""Claimed refusals and absences, from the draw to the signature, on the pages of a round."""

import pytest

from tests.survey_app.claimed_round import (
    MOVED,
    NOBODY_CAME,
    claimed,
    draw,
    give,
    lock,
    open_tasks,
    promise,
)
from tests.survey_app.given_rechecks import FRONT, move_to
from tests.survey_app.rechecked_round import DAY

ROUND = "/recheck/rounds/thu-2022"
PLAN = "theo kế hoạch phúc tra đã công bố"


@pytest.fixture
def lot(world):
    """Twelve refusals and two absences of An, closed, drawn and given out; the code of the lot."""
    move_to(world.engine, "giamsat", organisation=FRONT)
    promise(world)
    claimed(world, "an", "SXD", 12)
    claimed(world, "an", "SXD", 2, attempts=MOVED)
    draw(world, day=7)
    give(world, day=7)
    world.clock.move(8 * DAY)
    [(code,)] = world.rows("SELECT code FROM lot")
    return code


def decided(world, read, lot, decision, *, reason=PLAN, **fields):
    noivu = world.client("noivu")
    seen = read(noivu.get(f"{ROUND}/lots/{lot}")).chosen("seen")[0]
    values = {"decision": decision, "reason": reason, "seen": seen, **fields}
    return noivu.post(f"{ROUND}/lots/{lot}/decide", values)


def test_claims__false_ones__lead_to_a_rejected_lot_of_which_all_are_asked(world, lot, read):
    tasks = open_tasks(world)
    answers = [lock(world, task, NOBODY_CAME) for task, _claim, _kind in tasks]

    page = read(world.client("noivu").get(f"{ROUND}/"))
    answer = decided(world, read, lot, "rejected")
    rest = give(world, day=8)

    assert [one.status_code for one in answers] == [303] * 3
    assert lot.endswith("-c1")
    assert page.row(lot)[2:7] == ["14", "3", "0", "0", "3"]
    assert "3/3" in page.text
    assert answer.status_code == 303
    assert sum(rest.given.values()) == 11
    assert world.rows("SELECT selection, count(*) FROM claim_draw GROUP BY 1 ORDER BY 1") == [
        ("random", 3),
        ("verification", 11),
    ]
