"""Home Affairs shows the seed of re-checks on the page of the plan."""

import pytest

from survey_app.access.people import person_named
from survey_app.db import round_writes, rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.drawing import draw
from survey_app.fieldwork.rechecks.promising import commit
from tests.survey_app.conftest import SECRET

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PLAN, SEED = "/recheck/rounds/thu-2022/plan/", "/recheck/rounds/thu-2022/seed"


@pytest.fixture
def drawn(world):
    """The one interview of a closed round is in a lot and drawn."""
    world.interview({})
    with transaction(world.engine) as session:
        found, noivu = rounds.round_by_id(session, 1), person_named(session, "noivu")
        by = {"by": noivu, "secret_key": SECRET, "at": world.clock()}
        commit(session, found, plan=None, random_bytes=lambda size: b"s" * size, **by)
        round_writes.move_round(session, 1, start="open", end="closed")
        draw(session, rounds.round_by_id(session, 1), **by)
    return world


def test_seed__confirmed__is_shown_and_publishing_waits_for_it_no_more(drawn, read):
    noivu = drawn.client("noivu")
    publication = "/results/rounds/thu-2022/publication"
    waits = "số gieo chưa được công bố"

    before = read(noivu.get(publication))
    unconfirmed = noivu.post(SEED, {})
    closed = read(noivu.get(PLAN))
    answer = noivu.post(SEED, {"confirmed": "1"})

    assert waits in before.text
    assert PLAN in before.links
    assert (unconfirmed.status_code, answer.status_code) == (303, 303)
    assert closed.named("confirmed")
    page = read(noivu.get(PLAN))
    assert (b"s" * 16).hex() in page.text
    assert not page.named("confirmed")
    assert waits not in read(noivu.get(publication)).text
    assert drawn.actions()[-1] == "recheck.seed_revealed"


def test_seed__an_interview_is_in_no_lot__stays_closed_with_the_reason(drawn, read):
    drawn.change("UPDATE round SET state = 'open'")
    drawn.interview({})
    drawn.change("UPDATE round SET state = 'closed'")

    answer = drawn.client("noivu").post(SEED, {"confirmed": "1"})

    assert answer.status_code == 409
    assert "còn 1 phiếu chưa thuộc lô nào" in read(answer).text
    assert drawn.one("SELECT seed FROM recheck_plan") is None
